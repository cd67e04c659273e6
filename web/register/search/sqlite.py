"""The full-text index of SQLite (FTS5).

`header` keeps what it was given; `body` keeps only the index (a third of the space), and taking a letter out of it
needs exactly the words that were put in: the compressed text of the letter holds them.
"""

# ruff: noqa: S608  the only thing put into a statement is the name of one of our own tables

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

from django.db import connection

from web.register.search.rows import ROWS_AT_ONCE, write_rows
from web.register.search.store import TEXT, Header, IndexRow, Match, Part

HEADER, BODY = "register_search_header", "register_search_body"


class SqliteStore:
    def hold(self) -> None:
        """One transaction writes at a time."""

    def header(self, entry_id: int) -> Header | None:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT code, issuer, subject FROM {HEADER} WHERE rowid = %s", [entry_id])
            row: Header | None = cursor.fetchone()
            return row

    def remove(self, entry_id: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {HEADER} WHERE rowid = %s", [entry_id])
            cursor.execute(f"SELECT body FROM {TEXT} WHERE entry_id = %s", [entry_id])
            text = cursor.fetchone()
            if text is not None:
                body = zlib.decompress(text[0]).decode()
                cursor.execute(f"INSERT INTO {BODY} ({BODY}, rowid, body) VALUES ('delete', %s, %s)", [entry_id, body])

    def insert(self, rows: Sequence[IndexRow]) -> None:
        write_rows(
            f"INSERT INTO {HEADER} (rowid, code, issuer, subject) VALUES {{rows}}",
            "(%s, %s, %s, %s)",
            [(entry_id, *header) for entry_id, header, _ in rows],
        )
        write_rows(
            f"INSERT INTO {BODY} (rowid, body) VALUES {{rows}}",
            "(%s, %s)",
            [(entry_id, body) for entry_id, _, body in rows],
        )

    def matching(self, match: Match, *, first: int, last: int) -> Iterator[Sequence[int]]:
        table = BODY if match.part is Part.BODY else HEADER
        with connection.cursor() as cursor:
            # Rows come one after another from the newest on.
            cursor.execute(
                f"SELECT rowid FROM {table} WHERE {table} MATCH %s AND rowid BETWEEN %s AND %s ORDER BY rowid DESC",
                [_expression(match), first, last],
            )
            while rows := cursor.fetchmany(ROWS_AT_ONCE):
                yield [entry_id for (entry_id,) in rows]

    def scrub(self) -> None:
        """FTS5 only marks a removed letter as gone until segments are merged. `secure_delete` overwrites."""
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {HEADER} ({HEADER}) VALUES ('optimize')")
            cursor.execute(f"INSERT INTO {BODY} ({BODY}) VALUES ('optimize')")

    def empty_log(self) -> None:
        if not connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _expression(match: Match) -> str:
    """Words hold letters and digits only, so quotes are safe."""
    parts = [" ".join(match.words)] if match.is_phrase else match.words
    words = " AND ".join(f'"{part}"' for part in parts) + (" *" if match.is_begun else "")
    return f"code : {words}" if match.part is Part.CODE else words
