"""The full-text index, filled with the letters that are there, and indexes for long lists.

`search_text` is not needed any more.
"""

from django.db import migrations, models

SQLITE = (
    "CREATE VIRTUAL TABLE register_search_header USING fts5(code, issuer, subject, tokenize = 'ascii')",
    # Contentless: only the index is kept. To take a letter out, FTS5 wants the very words that were put in.
    "CREATE VIRTUAL TABLE register_search_body USING fts5(body, content = '', tokenize = 'ascii')",
    "CREATE TABLE register_search_text (entry_id INTEGER PRIMARY KEY, body BLOB NOT NULL)",
    """CREATE TABLE register_search_pair (first TEXT NOT NULL, second TEXT NOT NULL, entries INTEGER NOT NULL,
       PRIMARY KEY (first, second)) WITHOUT ROWID""",
    "CREATE INDEX register_search_pair_back ON register_search_pair (second, first)",
)
POSTGRESQL = (
    """CREATE TABLE register_search_header (entry_id bigint PRIMARY KEY, code text NOT NULL, issuer text NOT NULL,
       subject text NOT NULL, code_at tsvector NOT NULL, words_at tsvector NOT NULL)""",
    "CREATE INDEX register_search_code_at ON register_search_header USING gin (code_at)",
    "CREATE INDEX register_search_header_at ON register_search_header USING gin (words_at)",
    "CREATE TABLE register_search_body (entry_id bigint PRIMARY KEY, words_at tsvector NOT NULL)",
    "CREATE INDEX register_search_body_at ON register_search_body USING gin (words_at)",
    "CREATE TABLE register_search_text (entry_id bigint PRIMARY KEY, body bytea NOT NULL)",
    """CREATE TABLE register_search_pair (first text COLLATE "C" NOT NULL, second text COLLATE "C" NOT NULL,
       entries integer NOT NULL, PRIMARY KEY (first, second))""",
    "CREATE INDEX register_search_pair_back ON register_search_pair (second, first)",
)
NAMES = ("register_search_header", "register_search_body", "register_search_text", "register_search_pair")


def create_index(apps, schema_editor):
    from web.register.search.index import index_entry

    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)
    read = models.Q(id__in=apps.get_model("register", "PageText").objects.values("entry_id"))
    entered = ~models.Q(code="") | ~models.Q(subject="")
    entries = apps.get_model("register", "RegisterEntry").objects.filter(read | entered).order_by("id")
    for entry_id in list(entries.values_list("id", flat=True)):
        index_entry(entry_id)


def drop_index(apps, schema_editor):
    for name in NAMES:
        schema_editor.execute(f"DROP TABLE {name}")


class Migration(migrations.Migration):
    dependencies = [("register", "0007_office")]
    operations = [
        migrations.RunPython(create_index, drop_index),
        migrations.RemoveField(model_name="registerentry", name="search_text"),
        migrations.AddIndex(
            model_name="registerentry",
            index=models.Index(fields=["lead_unit", "state", "completed_at"], name="done_in_a_unit"),
        ),
        migrations.AddIndex(
            model_name="registerentry",
            index=models.Index(fields=["trouble_code", "source_key"], name="by_trouble"),
        ),
        migrations.AddIndex(
            model_name="registerentry",
            index=models.Index(
                fields=[
                    *["state", "lead_unit", "year", "arrival_number", "officer", "is_restricted"],
                    *["field", "urgency", "received_at", "cancelled_at", "due_on", "completed_at"],
                ],
                name="filters_of_lists",
            ),
        ),
    ]
