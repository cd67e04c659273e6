"""How many letters of each timeliness: what every table, chart and report is made of."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from web.books.timeliness import Timeliness


@dataclass(frozen=True, slots=True)
class Counts:
    """The six parts are disjoint: together they are all letters received. The names are those of Timeliness."""

    in_time: int = 0
    late: int = 0
    done_no_due: int = 0
    open: int = 0
    overdue: int = 0
    open_no_due: int = 0

    @property
    def received(self) -> int:
        return self.done + self.waiting

    @property
    def done(self) -> int:
        return self.in_time + self.late + self.done_no_due

    @property
    def waiting(self) -> int:
        return self.open + self.overdue + self.open_no_due

    @property
    def in_time_share(self) -> float | None:
        """Of the letters whose last day is over or who were done before it; None: there is none."""
        judged = self.in_time + self.late + self.overdue
        return self.in_time / judged if judged else None


class Tally:
    """Adds up counts under keys, as the database returns them."""

    def __init__(self) -> None:
        self._found: dict[Any, dict[str, int]] = {}

    def add(self, key: Hashable, timeliness: str, count: int) -> None:
        parts = self._found.setdefault(key, {})
        parts[timeliness] = parts.get(timeliness, 0) + count

    def counts(self) -> dict[Any, Counts]:
        return {key: Counts(**parts) for key, parts in self._found.items()}


def total(parts: Iterable[Counts]) -> Counts:
    tally = Tally()
    for counts in parts:
        for kind in Timeliness:
            tally.add(None, kind.value, getattr(counts, kind.value))
    return tally.counts().get(None, Counts())
