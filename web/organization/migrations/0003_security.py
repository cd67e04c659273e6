"""A password that somebody else knows must be changed; the audit record cannot be replaced either."""

from django.db import migrations, models

# REPLACE deletes the old row without firing its DELETE trigger.
TRIGGER = """CREATE TRIGGER audit_no_replace BEFORE INSERT ON register_auditrecord
    WHEN EXISTS (SELECT 1 FROM register_auditrecord WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'the audit record is append-only'); END"""


def create_trigger(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(TRIGGER)


def drop_trigger(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER audit_no_replace")


class Migration(migrations.Migration):
    dependencies = [("organization", "0002_office"), ("register", "0007_office")]
    operations = [
        migrations.AddField(
            model_name="staff",
            name="must_change_password",
            field=models.BooleanField(default=False, verbose_name="phải đổi mật khẩu"),
        ),
        migrations.RunPython(create_trigger, drop_trigger),
    ]
