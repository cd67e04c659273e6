"""The full-text index of PostgreSQL: our own words as lexemes with their places, under a GIN index.

The words are given as they are (a cast, no parser of the server), so both engines find the same letters. PostgreSQL
keeps 256 places of a word and places up to 16,383: in a very long annex a phrase may be missed by the index, and is
then found by its words alone.
"""

# ruff: noqa: S608  the only thing put into a statement is the name of one of our own tables

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db import connection

from web.register.search.rows import ROWS_AT_ONCE, write_rows
from web.register.search.store import PAIR, TEXT, Header, IndexRow, Match, Part

HEADER, BODY = "register_search_header", "register_search_body"
COLUMNS = {Part.CODE: (HEADER, "code_at"), Part.HEADER: (HEADER, "words_at"), Part.BODY: (BODY, "words_at")}
APART = 100  # places between the parts of a header, so that no phrase runs from one into the next
LAST_PLACE = 16_383
MOST_PLACES = 255  # of one word
VECTOR_BYTES = 900_000  # the server refuses 1 MB


class PostgresqlStore:
    def hold(self) -> None:
        """Workers that count the same word pairs in another order would wait for each other for ever."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(current_schema() || '.register_search'))")

    def header(self, entry_id: int) -> Header | None:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT code, issuer, subject FROM {HEADER} WHERE entry_id = %s", [entry_id])
            row: Header | None = cursor.fetchone()
            return row

    def remove(self, entry_id: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {HEADER} WHERE entry_id = %s", [entry_id])
            cursor.execute(f"DELETE FROM {BODY} WHERE entry_id = %s", [entry_id])

    def insert(self, rows: Sequence[IndexRow]) -> None:
        write_rows(
            f"INSERT INTO {HEADER} (entry_id, code, issuer, subject, code_at, words_at) VALUES {{rows}}",
            "(%s, %s, %s, %s, %s::tsvector, %s::tsvector)",
            [(entry_id, *header, vector([header[0]]), vector(header)) for entry_id, header, _ in rows],
        )
        write_rows(
            f"INSERT INTO {BODY} (entry_id, words_at) VALUES {{rows}}",
            "(%s, %s::tsvector)",
            [(entry_id, vector([body])) for entry_id, _, body in rows],
        )

    def matching(self, match: Match, *, first: int, last: int) -> Iterator[Sequence[int]]:
        table, column = COLUMNS[match.part]
        while True:
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT entry_id FROM {table} WHERE {column} @@ %s::tsquery AND entry_id BETWEEN %s AND %s "
                    f"ORDER BY entry_id DESC LIMIT {ROWS_AT_ONCE}",
                    [_query(match), first, last],
                )
                ids = [entry_id for (entry_id,) in cursor.fetchall()]
            yield ids
            if len(ids) < ROWS_AT_ONCE:
                return
            last = ids[-1] - 1

    def scrub(self) -> None:
        """Nothing inside the transaction: dead rows go with `empty_log`."""

    def empty_log(self) -> None:
        """Rewrite the tables that held the letter. What the server's own log keeps ends with its next checkpoints."""
        if connection.in_atomic_block:
            return
        with connection.cursor() as cursor:
            for table in (HEADER, BODY, TEXT, PAIR, "register_pagetext", "register_entrydeadline"):
                cursor.execute(f"VACUUM (FULL) {table}")
            cursor.execute("VACUUM register_registerentry")


def vector(parts: Sequence[str]) -> str:
    """Words and their places, written as a tsvector; of a text that is too long, the words alone."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    place = 0
    for part in parts:
        for word in part.split():
            place += 1
            if len(places[word]) < MOST_PLACES:
                places[word].append(min(place, LAST_PLACE))
        place += APART
    written = " ".join(f"'{word}':{','.join(map(str, at))}" for word, at in places.items())
    if len(written) <= VECTOR_BYTES:
        return written
    return " ".join(f"'{word}'" for word in places)[:VECTOR_BYTES].rpartition(" ")[0]


def _query(match: Match) -> str:
    """Words hold letters and digits only, so quotes are safe."""
    between = " <-> " if match.is_phrase else " & "
    return between.join(f"'{word}'" for word in match.words) + (":*" if match.is_begun else "")
