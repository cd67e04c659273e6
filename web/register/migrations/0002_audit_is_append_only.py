"""The audit record cannot be changed or deleted, not even past the application (SQLite triggers)."""

from django.db import migrations

TRIGGERS = (
    """CREATE TRIGGER audit_no_update BEFORE UPDATE ON register_auditrecord
       BEGIN SELECT RAISE(ABORT, 'the audit record is append-only'); END""",
    """CREATE TRIGGER audit_no_delete BEFORE DELETE ON register_auditrecord
       BEGIN SELECT RAISE(ABORT, 'the audit record is append-only'); END""",
)


def create_triggers(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    for statement in TRIGGERS:
        schema_editor.execute(statement)


def drop_triggers(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    for name in ("audit_no_update", "audit_no_delete"):
        schema_editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("register", "0001_initial")]
    operations = [migrations.RunPython(create_triggers, drop_triggers)]
