"""The word pairs of issuers and subjects, as the correction of a query asks for them."""

# ruff: noqa: S608  the only thing put into a statement is the name of our own table

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from django.db import connection

from web.register.search.index import ALONE
from web.register.search.store import PAIR
from web.register.search.typos import Words


class RegisterPairs:
    """The word pairs of the index; each word is asked for once."""

    def __init__(self, words: Words) -> None:
        self._after: dict[str, dict[str, int]] = {word: {} for word in words}
        self._before: dict[str, dict[str, int]] = {word: {} for word in words}
        marks = ", ".join(["%s"] * len(words))
        for first, second, entries in _rows(f"first IN ({marks}) OR second IN ({marks})", [*words, *words]):
            if first in self._after:
                self._after[first][second] = entries
            if second in self._before and first != ALONE:
                self._before[second][first] = entries

    @cached_property
    def _words(self) -> dict[str, int]:
        return {word: entries for _, word, entries in _rows("first = %s", [ALONE])}

    def words(self) -> dict[str, int]:
        return self._words

    def after(self, word: str) -> dict[str, int]:
        if word not in self._after:
            self._after[word] = {second: entries for _, second, entries in _rows("first = %s", [word])}
        return self._after[word]

    def before(self, word: str) -> dict[str, int]:
        if word not in self._before:
            rows = _rows("second = %s", [word])
            self._before[word] = {first: entries for first, _, entries in rows if first != ALONE}
        return self._before[word]

    def count(self, first: str, second: str) -> int:
        if first not in self._after and second in self._before:
            return self._before[second].get(first, 0)
        return self.after(first).get(second, 0)

    def counts(self, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """Those that occur."""
        if not pairs:
            return {}
        condition = " OR ".join(["(first = %s AND second = %s)"] * len(pairs))
        rows = _rows(condition, [word for pair in pairs for word in pair])
        return {(first, second): entries for first, second, entries in rows}


def _rows(condition: str, words: Sequence[str]) -> list[tuple[str, str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT first, second, entries FROM {PAIR} WHERE {condition}", words)
        return list(cursor.fetchall())
