"""Words of time and a reference day -> calendar days; an answer -> the last day on which the duty is still met."""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from pipeline.deadlines.atoms import DayAtom, SpanAtom
from pipeline.deadlines.lunar import next_new_year
from pipeline.deadlines.workdays import WorkCalendar
from pipeline.documents import (
    Bound,
    DateAnswer,
    DatetimeAnswer,
    Deadline,
    DeadlineKind,
    DurationUnit,
    EventAnswer,
    RecurrenceAnswer,
    RecurrenceWindowAnswer,
    RelativeAnswer,
    SingleAnswer,
    WindowAnswer,
)

ONE_DAY = timedelta(days=1)
WEEK = timedelta(days=7)
MONTHS_OF = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
WEEKDAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
YEARS_AHEAD = 2  # a rule that finds no day in two years has none
DAYS_OF_WEEK = 7
HOURS_OF_DAY = 24


@dataclass(frozen=True, slots=True)
class Due:
    """The last day, and what a clerk must know about it."""

    on: date | None
    flags: tuple[str, ...] = ()


# ---------------------------------------------------------------- words -> days


def resolve_day(atom: DayAtom, reference: date) -> date | None:
    """Find the day; without year or month the first such day on or after the reference."""
    if atom.is_new_year:
        return next_new_year(reference)
    day = atom.days[0]
    if atom.month is not None:
        if atom.year is not None:
            return _clamped(atom.year, atom.month, day)
        this_year = _clamped(reference.year, atom.month, day)
        is_over = this_year is None or this_year < reference
        return _clamped(reference.year + 1, atom.month, day) if is_over or atom.is_of_next_year else this_year
    if 0 < day < reference.day or monthrange(reference.year, reference.month)[1] < day:
        following = add_months(reference.replace(day=1), 1)
        return _clamped(following.year, following.month, day)
    return _clamped(reference.year, reference.month, day)


def is_impossible(atom: DayAtom) -> bool:
    """ "31/11": no such day; it was read as the last of the month."""
    if atom.month is None:
        return False
    leap_safe = atom.year or 2024
    return max(atom.days) > monthrange(leap_safe, atom.month)[1]


def resolve_span(atom: SpanAtom, reference: date) -> tuple[date, date]:
    """First and last day of a month, quarter, half-year or year, or of its named part (Civil Code 146.3-4)."""
    if atom.unit == "week":
        return _week_of(reference)
    months = MONTHS_OF[atom.unit]
    number = atom.number or (reference.month - 1) // months + 1
    year = atom.year or reference.year
    first, last = _span(year, number, months)
    if atom.year is None and last < reference:
        first, last = _span(year + 1, number, months)
    match atom.part:
        case "start":
            return first, first
        case "middle":
            return first, add_months(first, 6) - ONE_DAY if atom.unit == "year" else first.replace(day=15)
        case "first_week":
            return first, first + WEEK - ONE_DAY
        case "last_week":
            return last - WEEK + ONE_DAY, last
    return first, last


def _week_of(day: date) -> tuple[date, date]:
    first = day - timedelta(days=min(day.weekday(), (day - date.min).days))
    return first, first + timedelta(days=min(DAYS_OF_WEEK - 1, (date.max - first).days))


def add_months(day: date, count: int) -> date:
    """The corresponding date; where there is none, the last day of that month (Civil Code 148.4)."""
    month = day.month - 1 + count
    return _clamped(day.year + month // 12, month % 12 + 1, day.day) or date.max


def _span(year: int, number: int, months: int) -> tuple[date, date]:
    first = date(year, (number - 1) * months + 1, 1)
    return first, add_months(first, months) - ONE_DAY


def _clamped(year: int, month: int, day: int) -> date | None:
    if not date.min.year <= year < date.max.year:
        return None
    last = monthrange(year, month)[1]
    return date(year, month, last if day == -1 else min(day, last))


# ---------------------------------------------------------------- answers -> due days


def due_of(answer: SingleAnswer, *, received_on: date, calendar: WorkCalendar) -> Due:
    """Find the last day of a duty with its own date; periods are counted by `due_of_period`.

    What starts on a day and has no last one is due on that day, and has no day any more when it runs already.
    """
    on = _last_day(answer, received_on)
    if on is None or isinstance(answer, EventAnswer | WindowAnswer):
        return Due(on)
    return Due(on, _day_off(on, calendar))


def _last_day(answer: SingleAnswer, received_on: date) -> date | None:
    on: date | None = None
    match answer:
        case DateAnswer():
            on = answer.date - ONE_DAY if answer.bound is Bound.BEFORE else answer.date
        case DatetimeAnswer():
            on = answer.value.date()
            if answer.bound is Bound.BEFORE and answer.value.time() == time.min:
                on -= ONE_DAY
        case EventAnswer():
            # A datetime is a date too: cut it down to its day.
            on = date(answer.start.year, answer.start.month, answer.start.day)
        case WindowAnswer():
            on = answer.end or (answer.start if answer.start >= received_on else None)
        case RecurrenceAnswer():
            on = next_due(answer, received_on)
        case RecurrenceWindowAnswer():
            on = next_due(RecurrenceAnswer(answer.end, Bound.BY), received_on)
    return on


def due_of_period(answer: RelativeAnswer, anchor: date, calendar: WorkCalendar) -> Due:
    """Count a period from its anchor: the first day is not counted, a last day off moves on (Civil Code 147, 148)."""
    try:
        end = _end_of_period(answer, anchor, calendar)
    except OverflowError:
        return Due(None)
    on = calendar.roll_forward(end) if answer.count > 0 else end
    flags = () if calendar.knows(on) and calendar.knows(anchor) else ("calendar_unknown",)
    return Due(on, flags)


def _end_of_period(answer: RelativeAnswer, anchor: date, calendar: WorkCalendar) -> date:
    count = answer.count
    match answer.unit:
        case DurationUnit.WORKING_DAY:
            return calendar.add_workdays(anchor, count)
        case DurationUnit.CALENDAR_DAY:
            return anchor + timedelta(days=count)
        case DurationUnit.WEEK:
            return anchor + timedelta(days=DAYS_OF_WEEK * count)
        case DurationUnit.MONTH:
            return add_months(anchor, count)
        case DurationUnit.YEAR:
            return add_months(anchor, 12 * count)
        case DurationUnit.HOUR:
            # The hour of arrival is not known here: the day on which the last hour falls at the latest.
            return anchor + timedelta(days=math.ceil(count / HOURS_OF_DAY))


def _day_off(on: date, calendar: WorkCalendar) -> tuple[str, ...]:
    flags = () if calendar.is_workday(on) else ("day_off",)
    return flags if calendar.knows(on) else (*flags, "calendar_unknown")


def due_on_of(deadlines: Iterable[Deadline]) -> date | None:
    """The one date of the entry: the earliest that is ours, else the earliest of those nobody is named for."""
    ours: list[date] = []
    open_to_all: list[date] = []
    for deadline in deadlines:
        if deadline.kind is DeadlineKind.EFFECTIVE or deadline.due_on is None:
            continue
        if deadline.applies_to_us:
            ours.append(deadline.due_on)
        elif deadline.applies_to_us is None:
            open_to_all.append(deadline.due_on)
    return min(ours or open_to_all, default=None)


# ---------------------------------------------------------------- recurrences


def next_due(answer: RecurrenceAnswer, received_on: date) -> date | None:
    """The next last day on or after arrival: the day before for "trước ngày 20", the day itself when an hour is set.

    None for a rule that names no day or hour ("hằng tháng", "báo cáo hằng ngày"): the office must ask.
    """
    if answer.bound is Bound.UNSPECIFIED:
        return None
    parts = dict(part.split("=", 1) for part in answer.rrule.split(";") if "=" in part)
    earlier = ONE_DAY if answer.bound is Bound.BEFORE and "BYHOUR" not in parts else timedelta()
    until = parts.get("UNTIL", "")[:8]
    for day in _occurrences(parts, received_on + earlier):
        if until and day.strftime("%Y%m%d") > until:
            return None
        return day - earlier
    return None


def _occurrences(parts: dict[str, str], first: date) -> Iterator[date]:
    if parts.get("INTERVAL", "1") != "1":
        return  # the letter names no first occurrence to count from
    frequency = parts.get("FREQ")
    if frequency == "DAILY":
        yield first
    elif frequency == "WEEKLY" and "BYDAY" in parts:
        wanted = {WEEKDAY_CODES.index(code) for code in parts["BYDAY"].split(",")}
        yield from (day for day in _days_from(first, DAYS_OF_WEEK) if day.weekday() in wanted)
    elif frequency in {"MONTHLY", "YEARLY"} and parts.keys() & {"BYMONTHDAY", "BYDAY", "BYMONTH"}:
        yield from (day for day in _monthly(parts, first) if day >= first)


def _monthly(parts: dict[str, str], first: date) -> Iterator[date]:
    months = {int(month) for month in parts["BYMONTH"].split(",")} if "BYMONTH" in parts else set(range(1, 13))
    month = first.replace(day=1)
    for _ in range(12 * YEARS_AHEAD):
        if month.month in months:
            yield from _days_of_month(parts, month)
        month = add_months(month, 1)


def _days_of_month(parts: dict[str, str], month: date) -> list[date]:
    if "BYMONTHDAY" in parts:
        # RFC 5545 skips 30 February; an office means the last day of the month.
        days = (_clamped(month.year, month.month, int(day)) for day in parts["BYMONTHDAY"].split(","))
        return sorted({day for day in days if day})
    length = monthrange(month.year, month.month)[1]
    if "BYDAY" not in parts:
        return [month.replace(day=length)]  # "Tháng 12 hằng năm": by its last day
    days_of = list(_days_from(month, length))
    found = set()
    for code in parts["BYDAY"].split(","):
        same = [day for day in days_of if WEEKDAY_CODES[day.weekday()] == code[-2:]]
        week = code[:-2]
        if not week:
            found.update(same)
        elif int(week) <= len(same):
            found.add(same[int(week) - 1 if int(week) > 0 else int(week)])
    return sorted(found)


def _days_from(first: date, count: int) -> Iterator[date]:
    for offset in range(count):
        if (date.max - first).days < offset:
            return
        yield first + timedelta(days=offset)
