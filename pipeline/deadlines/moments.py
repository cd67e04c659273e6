"""Words of time in one sentence -> moments ("16 giờ 00, thứ Sáu, ngày 05/12/2025") and ranges of two moments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.deadlines.atoms import (
    SPELLED,
    Atom,
    DayAtom,
    DurationAtom,
    RecurrenceAtom,
    SpanAtom,
    TimeAtom,
    TodayAtom,
    WeekdayAtom,
)
from pipeline.deadlines.lunar import LUNAR_NOTE

# What may stand between the words of one moment: "16 giờ 00 phút, ngày 15/8", "thứ Ba (ngày 06/02)".
GLUE = re.compile(
    rf"(?:\s*{SPELLED})?[\s,()']*"
    r"(?:(?:vào|lúc|hồi|ngày|của|buổi|các|sáng|trưa|chiều|tối|đêm|cùng|định kỳ|bắt đầu)\s*[\s,()]*)*"
)
# "Ngày 28/9/2025: Từ 12h00 đến 24h00", "Thứ Hai, ngày 22/7/2025, từ 07h00"
DAY_THEN_HOURS = re.compile(
    r"\s*:\s*(?:(?:từ|lúc|vào\s+lúc|hồi)\s+)?|\s*,\s*(?:bắt\s+đầu\s+)?(?:từ|lúc|vào\s+lúc|hồi)\s+"
)
# "thứ Ba và thứ Năm hằng tuần"
AND_DAY = re.compile(r"\s*(?:,|và|&)\s*(?:(?:ngày|sáng|chiều|tối)\s+)?")
UNTIL = re.compile(
    r"\s*(?:-|đến|tới|cho\s+đến|và\s+(?:dự\s+kiến\s+)?kết\s+thúc(?:\s+vào)?)\s*(?:hết\s+)?(?:lúc\s+|khoảng\s+)?(?:ngày\s+)?"
)
LONGEST_GAP = 40
LIMIT = re.compile(r"(?<!\w)(?:trước|nhất|hạn|hết|đến|tới)(?!\w)[^,.;]{0,16}$")
LONGEST_LIMIT = 24


@dataclass(frozen=True, slots=True)
class Moment:
    """One point or span of time as written; `end_time` only in "8h00 - 11h30"."""

    start: int
    end: int
    day: DayAtom | None = None
    span: SpanAtom | None = None
    today: TodayAtom | None = None
    time: TimeAtom | None = None
    end_time: TimeAtom | None = None
    weekdays: tuple[WeekdayAtom, ...] = ()
    recurrence: RecurrenceAtom | None = None

    @property
    def is_dated(self) -> bool:
        return self.day is not None or self.span is not None or self.today is not None

    @property
    def names_a_day(self) -> bool:
        return self.is_dated or bool(self.weekdays) or self.time is not None

    @property
    def has_year(self) -> bool:
        return (self.day is not None and self.day.year is not None) or (
            self.span is not None and self.span.year is not None
        )


@dataclass(frozen=True, slots=True)
class Range:
    """From the first moment to the last; days, hours, or both."""

    first: Moment
    last: Moment

    @property
    def start(self) -> int:
        return self.first.start

    @property
    def end(self) -> int:
        return self.last.end


@dataclass(slots=True)
class _Draft:
    """A moment while its words are gathered."""

    start: int
    end: int
    day: DayAtom | None = None
    span: SpanAtom | None = None
    today: TodayAtom | None = None
    times: list[TimeAtom] = field(default_factory=list)
    weekdays: list[WeekdayAtom] = field(default_factory=list)
    recurrence: RecurrenceAtom | None = None
    is_limit: bool = False  # "trước ngày 25/11, từ 8 giờ …": the hours are no part of the limit

    def takes(self, atom: Atom, gap: str) -> bool:
        """Add the atom when it may belong to this moment; False starts the next one."""
        if isinstance(atom, TimeAtom) and self.times:
            return self._takes_end_time(atom, gap)
        if isinstance(atom, TimeAtom) and self.day and not self.is_limit and DAY_THEN_HOURS.fullmatch(gap):
            self.add(atom)
            return True
        if isinstance(atom, WeekdayAtom) and self.weekdays:
            if not AND_DAY.fullmatch(gap):
                return False
        elif not GLUE.fullmatch(gap) or not self._has_room_for(atom):
            return False
        elif isinstance(atom, RecurrenceAtom) and ")" in gap:
            return False  # "hằng tháng (trước ngày 20), hằng quý (…)"
        self.add(atom)
        return True

    def _takes_end_time(self, atom: TimeAtom, gap: str) -> bool:
        is_of_day_after = self.day is not None and self.day.start > self.times[0].start
        if len(self.times) > 1 or is_of_day_after or not UNTIL.fullmatch(gap):
            return False
        self.add(atom)
        return True

    def _has_room_for(self, atom: Atom) -> bool:
        if isinstance(atom, DayAtom):
            return not (self.day or self.span or self.recurrence)  # "sáng mai (24/11)"
        if isinstance(atom, SpanAtom | TodayAtom):
            return not (self.day or self.span or self.today) and not self.recurrence
        if isinstance(atom, TimeAtom):
            return self.span is None  # "tổng kết năm 2025, vào hồi 7h30 ngày 09/12"
        return not (isinstance(atom, RecurrenceAtom) and (self.recurrence or self.has_year))

    @property
    def has_year(self) -> bool:
        return bool((self.day and self.day.year) or (self.span and self.span.year))

    def add(self, atom: Atom) -> None:
        match atom:
            case DayAtom():
                self.day = atom
            case SpanAtom():
                self.span = atom
            case TodayAtom():
                self.today = atom
            case TimeAtom():
                self.times.append(atom)
            case WeekdayAtom():
                self.weekdays.append(atom)
            case RecurrenceAtom():
                self.recurrence = atom
        self.end = atom.end

    def finished(self) -> Moment:
        return Moment(
            self.start,
            self.end,
            self.day,
            self.span,
            self.today,
            self.times[0] if self.times else None,
            self.times[1] if len(self.times) > 1 else None,
            tuple(self.weekdays),
            self.recurrence,
        )


def find_moments(folded: str, atoms: Sequence[Atom]) -> list[Moment | Range]:
    """Join neighbouring words of time into moments, and "từ … đến …" into ranges, in order."""
    return _join_ranges(folded, _gather(folded, atoms))


def _gather(folded: str, atoms: Sequence[Atom]) -> list[Moment]:
    moments: list[Moment] = []
    draft: _Draft | None = None
    for atom in atoms:
        if isinstance(atom, DurationAtom):
            continue
        if draft and atom.start - draft.end <= LONGEST_GAP and draft.takes(atom, folded[draft.end : atom.start]):
            continue
        if draft:
            moments.append(draft.finished())
        before = folded[max(0, atom.start - LONGEST_LIMIT) : atom.start]
        draft = _Draft(atom.start, atom.start, is_limit=LIMIT.search(before) is not None)
        draft.add(atom)
    if draft:
        moments.append(draft.finished())
    return moments


def _join_ranges(folded: str, moments: list[Moment]) -> list[Moment | Range]:
    joined: list[Moment | Range] = []
    for moment in moments:
        previous = joined[-1] if joined else None
        if isinstance(previous, Moment) and _is_range(folded, previous, moment):
            joined[-1] = Range(previous, moment)
        elif isinstance(previous, Range) and _is_day_after(folded, previous.last, moment):
            joined[-1] = Range(previous.first, moment)
        else:
            joined.append(moment)
    return joined


def _is_range(folded: str, first: Moment, last: Moment) -> bool:
    if _is_day_after(folded, first, last):
        return True
    gap = LUNAR_NOTE.sub("", folded[first.end : last.start])
    if len(gap) > LONGEST_GAP or not UNTIL.fullmatch(gap) or (first.recurrence and not last.recurrence):
        return False
    return _shape(first) == _shape(last)


def _is_day_after(folded: str, first: Moment, last: Moment) -> bool:
    """ "ngày 03 và 04/12/2025", "các ngày 26, 27, 28, 29/6": days in a row; "ngày 10 và 20/12" are two days."""
    if not (first.day and first.day.is_listed and last.day) or first.recurrence or last.recurrence:
        return False
    return last.day.days[0] == first.day.days[0] + 1 and AND_DAY.fullmatch(folded, first.end, last.start) is not None


def _shape(moment: Moment) -> str:
    if moment.day or moment.today:
        return "day"
    if moment.span:
        return "span"
    return "weekday" if moment.weekdays else "time" if moment.time else "recurrence"
