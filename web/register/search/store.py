"""What the search needs of a database: the words of letters kept, and letters found by words. One for each engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from django.db import connection

from web.register.search.typos import Words

Header = tuple[str, str, str]  # the words of code, issuer and subject, each joined with spaces
IndexRow = tuple[int, Header, str]  # id of the entry, words of its header, words of its body

# Tables that look the same on every engine, made by migration 0008.
TEXT, PAIR = "register_search_text", "register_search_pair"


class Part(Enum):
    CODE = "code"  # of the header
    HEADER = "header"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Match:
    """Letters whose `part` holds all `words`: one after another, or anywhere; the last perhaps only begun."""

    part: Part
    words: Words
    is_phrase: bool = True
    is_begun: bool = False


class SearchStore(Protocol):
    def hold(self) -> None:
        """Let nobody else change the index until the transaction ends, where the engine does not see to it."""

    def header(self, entry_id: int) -> Header | None:
        """As it was put in; None when the entry is not in the index."""

    def remove(self, entry_id: int) -> None: ...

    def insert(self, rows: Sequence[IndexRow]) -> None: ...

    def matching(self, match: Match, *, first: int, last: int) -> Iterator[Sequence[int]]:
        """Ids from `first` to `last`, the newest first, some at a time: who has enough stops asking."""

    def scrub(self) -> None:
        """Overwrite what removed letters left in the index. Takes long; others cannot write meanwhile."""

    def empty_log(self) -> None:
        """After the commit: the write-ahead log must not keep old pages either, as far as the engine lets us."""


def store() -> SearchStore:
    """The one for the database in use."""
    if connection.vendor == "postgresql":
        from web.register.search.postgresql import PostgresqlStore

        return PostgresqlStore()
    from web.register.search.sqlite import SqliteStore

    return SqliteStore()
