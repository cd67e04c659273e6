"""The audit record cannot be changed or deleted, not even past the application (triggers of the database)."""

from django.db import migrations

SQLITE = (
    """CREATE TRIGGER audit_no_update BEFORE UPDATE ON register_auditrecord
       BEGIN SELECT RAISE(ABORT, 'the audit record is append-only'); END""",
    """CREATE TRIGGER audit_no_delete BEFORE DELETE ON register_auditrecord
       BEGIN SELECT RAISE(ABORT, 'the audit record is append-only'); END""",
)
POSTGRESQL = (
    """CREATE FUNCTION register_audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'the audit record is append-only'; END $$""",
    """CREATE TRIGGER audit_no_update BEFORE UPDATE OR DELETE OR TRUNCATE ON register_auditrecord
       FOR EACH STATEMENT EXECUTE FUNCTION register_audit_is_append_only()""",
)


def create_triggers(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER audit_no_update")
        schema_editor.execute("DROP TRIGGER audit_no_delete")
    else:
        schema_editor.execute("DROP FUNCTION register_audit_is_append_only CASCADE")


class Migration(migrations.Migration):
    dependencies = [("register", "0001_initial")]
    operations = [migrations.RunPython(create_triggers, drop_triggers)]
