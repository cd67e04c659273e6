"""The single words of time of a letter, as values: days, spans, clock times, weekdays, recurrences, durations."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.documents import DurationUnit

# "ngày 15 (mười lăm)": a figure that is said once more in words
SPELLED = r"\((?:(?:một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười|mươi|mốt|lăm)\s?){1,4}\)"


@dataclass(frozen=True, slots=True)
class DayAtom:
    """Days of a month; month and year None when not written. Several only in "ngày 05 và 20 hằng tháng".

    `is_listed`: not the last of "ngày 03, 04 và 05/12/2025"; month and year are those of the last.
    `is_of_next_year`: "ngày 1/7 năm sau". `is_new_year`: "trước Tết", the first day of the next lunar year.
    """

    start: int
    end: int
    days: tuple[int, ...]
    month: int | None = None
    year: int | None = None
    is_listed: bool = False
    is_of_next_year: bool = False
    is_new_year: bool = False


@dataclass(frozen=True, slots=True)
class SpanAtom:
    """A month, quarter, half-year or year; `part`: "start", "middle", "end", "first_week", "last_week"; None: all."""

    start: int
    end: int
    unit: str
    number: int
    year: int | None
    part: str | None = None


@dataclass(frozen=True, slots=True)
class TimeAtom:
    """A clock time."""

    start: int
    end: int
    hour: int
    minute: int
    closes_office: bool = False  # "cuối giờ làm việc": the hour is the office's own


@dataclass(frozen=True, slots=True)
class WeekdayAtom:
    """Monday is 0; `week` is the week of the month (-1 the last) in "thứ Sáu tuần thứ 2".

    `weeks_ahead` is 0 in "thứ Sáu tuần này", 1 in "tuần sau", None when no week is named.
    """

    start: int
    end: int
    weekday: int
    week: int | None = None
    weeks_ahead: int | None = None


@dataclass(frozen=True, slots=True)
class RecurrenceAtom:
    """How often; `months` are the months of "tháng cuối quý"."""

    start: int
    end: int
    frequency: str
    interval: int = 1
    months: tuple[int, ...] = ()
    is_named_only: bool = False  # "báo cáo tháng": a kind of report, no order by itself
    says_once: bool = False  # "06 tháng một lần", "01 lần/quý": how often something is to be done


@dataclass(frozen=True, slots=True)
class DurationAtom:
    start: int
    end: int
    count: int
    unit: DurationUnit


@dataclass(frozen=True, slots=True)
class TodayAtom:
    """ "hôm nay", "chiều nay" and "cùng ngày" (0), "ngày mai" (1): days from the day of issue."""

    start: int
    end: int
    offset: int


Atom = DayAtom | SpanAtom | TimeAtom | WeekdayAtom | RecurrenceAtom | DurationAtom | TodayAtom
