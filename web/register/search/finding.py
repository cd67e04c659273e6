"""A query -> ids of the entries it finds, best first, among those a QuerySet allows."""

# ruff: noqa: S608  the only thing put into a statement is the name of one of our own tables

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from web.register.models import RegisterEntry
from web.register.search.index import BODY, HEADER
from web.register.search.pairs import RegisterPairs
from web.register.search.typos import Words, meanings
from web.register.search.words import composed, words_of_query

RESULT_LIMIT = 200
NEAR = 8  # words between the words looked for
SMALLEST_PREFIX = 2
LONGEST_NUMBER = 9  # digits of an arrival number


class Place(IntEnum):
    """Where the words stand, best first."""

    CODE = 1  # the whole code, or its whole notation
    ARRIVAL_NUMBER = 2
    CODE_PART = 3
    HEADER_PHRASE = 4
    HEADER = 5
    BODY_PHRASE = 6
    BODY_NEAR = 7
    BODY = 8


@dataclass(frozen=True, slots=True)
class Found:
    """What a query found, best first; the words to mark: corrected when nothing holds those of the query."""

    ids: tuple[int, ...] = ()
    places: tuple[Place, ...] = ()
    words: Words = ()
    is_corrected: bool = False

    @property
    def is_cut(self) -> bool:
        """There may be more."""
        return len(self.ids) >= RESULT_LIMIT


EXACT = (Place.CODE, Place.ARRIVAL_NUMBER, Place.CODE_PART, Place.HEADER_PHRASE, Place.HEADER, Place.BODY_PHRASE)
SCATTERED = (Place.BODY_NEAR, Place.BODY)
NEEDS_SEVERAL_WORDS = frozenset({Place.HEADER, Place.BODY_NEAR, Place.BODY})
MEANT = (Place.HEADER_PHRASE, Place.HEADER, Place.BODY_PHRASE)


def find(text: str, among: QuerySet[RegisterEntry]) -> Found:
    """Entries by code, issuer, subject and body; within one place the newest first.

    When nothing holds the words as they were typed, likely corrections come before letters that hold the words
    somewhere far apart.
    """
    words = tuple(words_of_query(text))
    if not words:
        return Found()
    found = _collect(words, EXACT, among)
    corrected: Words = ()
    if not found:
        for meant in meanings(words, RegisterPairs(words)):
            more = _collect(meant, MEANT, among)
            corrected = corrected or (meant if more else ())
            found |= {entry_id: place for entry_id, place in more.items() if entry_id not in found}
    found |= _collect(words, SCATTERED, among, without=found)
    ranked = _as_typed_first(list(found.items())[:RESULT_LIMIT], text)
    return Found(
        ids=tuple(entry_id for entry_id, _ in ranked),
        places=tuple(place for _, place in ranked),
        words=corrected or words,
        is_corrected=bool(corrected),
    )


def newest(among: QuerySet[RegisterEntry]) -> Found:
    """Without words, when only filters were chosen."""
    ids = tuple(among.order_by("-pk").values_list("pk", flat=True)[:RESULT_LIMIT])
    return Found(ids=ids, places=(Place.HEADER,) * len(ids))


def narrow(entries: QuerySet[RegisterEntry], text: str) -> QuerySet[RegisterEntry]:
    """The entries that hold the words in their header, the last perhaps unfinished, or as a phrase in their body.

    The order stays that of `entries`. What finds nothing is tried in the likeliest correction.
    """
    words = tuple(words_of_query(text))
    if not words:
        return entries
    narrowed = _holding(entries, words)
    if not narrowed.exists():
        for meant in meanings(words, RegisterPairs(words)):
            corrected = _holding(entries, meant)
            if corrected.exists():
                return corrected
    return narrowed


def _collect(
    words: Words, places: tuple[Place, ...], among: QuerySet[RegisterEntry], without: dict[int, Place] | None = None
) -> dict[int, Place]:
    """Go from the best place to the worst until there is enough."""
    found: dict[int, Place] = {}
    known = without or {}
    for place in places:
        if len(words) == 1 and place in NEEDS_SEVERAL_WORDS:
            continue
        wanted = RESULT_LIMIT - len(found) - len(known)
        if wanted <= 0:
            break
        # Letters of a better place stand in a worse one too: ask for so many more.
        for entry_id in _ids(place, words, among, limit=wanted + len(found) + len(known)):
            if entry_id not in known:
                found.setdefault(entry_id, place)
    return found


def _ids(place: Place, words: Words, among: QuerySet[RegisterEntry], *, limit: int) -> Iterator[int]:
    """The newest first. The rows are asked one by one, so the search stops when there are enough."""
    if place is Place.ARRIVAL_NUMBER:
        yield from _by_arrival_number(words, among)[:limit]
        return
    table, match = _match(place, words)
    allowed, parameters = "", ()
    if among.query.where:
        row = among.order_by().filter(pk=RawSQL(f"{table}.rowid", [])).values("pk")  # noqa: S611  our own constant
        try:
            sql, parameters = row.query.sql_with_params()
        except EmptyResultSet:
            return
        allowed = f"AND EXISTS ({sql})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT rowid FROM {table} WHERE {table} MATCH %s {allowed} ORDER BY rowid DESC LIMIT %s",
            [match, *parameters, limit],
        )
        yield from (entry_id for (entry_id,) in cursor.fetchall())


def _by_arrival_number(words: Words, among: QuerySet[RegisterEntry]) -> QuerySet[RegisterEntry, int]:
    """«152» and «152/2026»."""
    if len(words) > 2 or not all(word.isdecimal() and len(word) < LONGEST_NUMBER for word in words):  # noqa: PLR2004
        return among.none().values_list("pk", flat=True)
    wanted = dict(zip(("arrival_number", "year"), map(int, words), strict=False))
    return among.filter(**wanted).order_by("-pk").values_list("pk", flat=True)


def _match(place: Place, words: Words) -> tuple[str, str]:
    """Table and FTS5 expression. Words hold letters and digits only, so quotes are safe."""
    phrase = _quoted(" ".join(words))
    every = [_quoted(word) for word in words]
    expressions = {
        Place.CODE: (HEADER, f"code : {_quoted(''.join(words))}"),
        Place.CODE_PART: (HEADER, f"code : {phrase}"),
        Place.HEADER_PHRASE: (HEADER, phrase),
        Place.HEADER: (HEADER, " AND ".join(every)),
        Place.BODY_PHRASE: (BODY, phrase),
        Place.BODY_NEAR: (BODY, f"NEAR({' '.join(every)}, {NEAR})"),
        Place.BODY: (BODY, " AND ".join(every)),
    }
    return expressions[place]


def _holding(entries: QuerySet[RegisterEntry], words: Words) -> QuerySet[RegisterEntry]:
    *whole, last = words
    begun = "*" if len(last) >= SMALLEST_PREFIX and not last.isdigit() else ""
    header = " AND ".join([*(_quoted(word) for word in whole), f"{_quoted(last)} {begun}"])
    ids = RawSQL(  # noqa: S611  our own constants
        f"SELECT rowid FROM {HEADER} WHERE {HEADER} MATCH %s UNION SELECT rowid FROM {BODY} WHERE {BODY} MATCH %s",
        [header, _quoted(" ".join(words))],
    )
    return entries.filter(pk__in=ids)


def _as_typed_first(found: list[tuple[int, Place]], text: str) -> list[tuple[int, Place]]:
    """Within a place, headers with the words as they were typed, marks and all, come first."""
    typed = " ".join(composed(text).lower().split())
    if typed.isascii():
        return found
    headers = RegisterEntry.objects.filter(pk__in=[entry_id for entry_id, _ in found])
    exact = {
        entry_id
        for entry_id, subject, issuer in headers.values_list("pk", "subject", "issuing_body")
        if typed in f"{subject} {issuer}".lower()
    }
    return sorted(found, key=lambda one: (one[1], one[0] not in exact))


def _quoted(words: str) -> str:
    return f'"{words}"'
