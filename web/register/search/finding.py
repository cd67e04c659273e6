"""A query -> ids of the entries it finds, best first, among those a QuerySet allows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from web.register.models import RegisterEntry
from web.register.search.body import Closeness, closeness_of
from web.register.search.pairs import RegisterPairs
from web.register.search.store import Match, Part, store
from web.register.search.typos import Words, meanings
from web.register.search.words import composed, words_of_query

RESULT_LIMIT = 200
NARROW_LIMIT = 2_000  # forty pages; who looks for something chooses a year or adds a word
CANDIDATES = 400  # letters that hold all words somewhere, of which the closest are looked for
LAST_ID = 2**62
SMALLEST_PREFIX = 2
LONGEST_NUMBER = 9  # digits of an arrival number


@dataclass(frozen=True, slots=True)
class Allowed:
    """The letters to search among: `ids`, None for all; the index makes use of the bounds `first` and `last`."""

    ids: frozenset[int] | None = None
    first: int = 0
    last: int = LAST_ID


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


IN_HEADER = (Place.CODE, Place.ARRIVAL_NUMBER, Place.CODE_PART, Place.HEADER_PHRASE, Place.HEADER)
MEANT_IN_HEADER = (Place.HEADER_PHRASE, Place.HEADER)
PLACE_OF = {Closeness.PHRASE: Place.BODY_PHRASE, Closeness.NEAR: Place.BODY_NEAR, Closeness.APART: Place.BODY}


def find(text: str, among: QuerySet[RegisterEntry]) -> Found:
    """Entries by code, issuer, subject and body; within one place the newest first.

    When nothing holds the words as they were typed, likely corrections come before letters that hold the words
    somewhere far apart.
    """
    words = tuple(words_of_query(text))
    allowed = _allowed(among)
    if not words or (allowed is not None and not allowed):
        return Found()
    found = _in_headers(words, IN_HEADER, among, allowed)
    body = _in_body(words, allowed) if len(found) < RESULT_LIMIT else {}
    corrected: Words = ()
    if not found and Place.BODY_PHRASE not in body.values():
        corrected, found = _meant(words, among, allowed)
    for entry_id, place in body.items():
        found.setdefault(entry_id, place)
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
    allowed = _allowed(entries)
    ids = _holding(words, allowed)
    if not ids:
        corrected = (_holding(meant, allowed) for meant in meanings(words, RegisterPairs(words)))
        ids = next(filter(None, corrected), ids)
    return entries.filter(pk__in=ids)


def _meant(words: Words, among: QuerySet[RegisterEntry], allowed: Allowed) -> tuple[Words, dict[int, Place]]:
    """The first correction that is found, and what all of them find."""
    likely = meanings(words, RegisterPairs(words))
    corrected: Words = ()
    found: dict[int, Place] = {}
    for meant in likely:
        for entry_id, place in _in_headers(meant, MEANT_IN_HEADER, among, allowed).items():
            found.setdefault(entry_id, place)
            corrected = corrected or meant
    if likely and len(found) < RESULT_LIMIT:
        best = corrected or likely[0]
        for entry_id in _newest(Match(Part.BODY, best), allowed, limit=RESULT_LIMIT):
            found.setdefault(entry_id, Place.BODY_PHRASE)
            corrected = best
    return corrected, found


def _in_headers(
    words: Words, places: tuple[Place, ...], among: QuerySet[RegisterEntry], allowed: Allowed
) -> dict[int, Place]:
    found: dict[int, Place] = {}
    matches = {
        Place.CODE: Match(Part.CODE, ("".join(words),)),
        Place.CODE_PART: Match(Part.CODE, words),
        Place.HEADER_PHRASE: Match(Part.HEADER, words),
        Place.HEADER: Match(Part.HEADER, words, is_phrase=False),
    }
    for place in places:
        if len(found) >= RESULT_LIMIT:
            break
        if place is Place.ARRIVAL_NUMBER:
            ids: Iterable[int] = _by_arrival_number(words, among)
        else:
            # Letters of a better place stand in a worse one too, so that many are asked for.
            ids = _newest(matches[place], allowed, limit=RESULT_LIMIT)
        for entry_id in ids:
            found.setdefault(entry_id, place)
    return found


def _in_body(words: Words, allowed: Allowed) -> dict[int, Place]:
    """Phrases first, then words near each other, then apart; each the newest first.

    To look for a phrase of frequent words FTS5 goes through all their places, so when few letters hold all words
    these are looked through instead.
    """
    if len(words) == 1:
        return dict.fromkeys(_newest(Match(Part.BODY, words), allowed, limit=RESULT_LIMIT), Place.BODY_PHRASE)
    holding = _newest(Match(Part.BODY, words, is_phrase=False), allowed, limit=CANDIDATES)
    phrases: list[int] = []
    if len(holding) == CANDIDATES:
        phrases = _newest(Match(Part.BODY, words), allowed, limit=RESULT_LIMIT)
        holding = [entry_id for entry_id in holding if entry_id not in set(phrases)][: RESULT_LIMIT - len(phrases)]
    found = dict.fromkeys(phrases, Place.BODY_PHRASE)
    closeness = closeness_of(holding, words)
    for entry_id in sorted(holding, key=lambda one: closeness[one]):  # stable: the newest stay first
        found[entry_id] = PLACE_OF[closeness[entry_id]]
    return found


def _holding(words: Words, allowed: Allowed) -> list[int]:
    is_begun = len(words[-1]) >= SMALLEST_PREFIX and not words[-1].isdigit()
    header = Match(Part.HEADER, words, is_phrase=False, is_begun=is_begun)
    ids = dict.fromkeys(_newest(header, allowed, limit=NARROW_LIMIT))
    ids |= dict.fromkeys(_newest(Match(Part.BODY, words), allowed, limit=NARROW_LIMIT))
    return sorted(ids, reverse=True)[:NARROW_LIMIT]


def _allowed(among: QuerySet[RegisterEntry]) -> Allowed:
    """Fetched once: much cheaper than to ask for the row of each letter that the index finds."""
    if not among.query.where:
        return Allowed()
    try:
        sql, parameters = among.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return Allowed(frozenset(), 0, 0)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        ids = frozenset(entry_id for (entry_id,) in cursor.fetchall())
    return Allowed(ids, min(ids, default=0), max(ids, default=0))


def _newest(match: Match, allowed: Allowed, *, limit: int) -> list[int]:
    """The search ends when there are enough."""
    ids: list[int] = []
    for found in store().matching(match, first=allowed.first, last=allowed.last):
        ids += [entry_id for entry_id in found if allowed.ids is None or entry_id in allowed.ids]
        if len(ids) >= limit:
            break
    return ids[:limit]


def _by_arrival_number(words: Words, among: QuerySet[RegisterEntry]) -> Iterable[int]:
    """«152» and «152/2026»."""
    if len(words) > 2 or not all(word.isdecimal() and len(word) < LONGEST_NUMBER for word in words):  # noqa: PLR2004
        return ()
    wanted = dict(zip(("arrival_number", "year"), map(int, words), strict=False))
    return among.filter(**wanted).order_by("-pk").values_list("pk", flat=True)


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
