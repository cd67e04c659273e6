"""A day and a calendar -> is it a working day of a state agency, and which day n working days later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

ONE_DAY = timedelta(days=1)
SATURDAY = 5

# Bộ luật Lao động 2019, Điều 112: the holidays that have a fixed solar date. Nghị quyết 28/2026/QH16 adds 24/11.
FIXED_HOLIDAYS = frozenset({(1, 1), (4, 30), (5, 1), (9, 2)})
CULTURE_DAY = (11, 24)
FIRST_CULTURE_DAY_YEAR = 2026


class DayKind(Enum):
    OFF = "off"
    MADE_UP = "made_up"  # a weekend on which offices work


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One line of a table of days off."""

    on: date
    kind: DayKind
    note: str = ""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Days off on weekdays and working Saturdays, as announced year by year.

    Outside `known_years` nothing was announced: weekends and the fixed solar holidays are counted,
    and `knows` says that the count is only a proposal.
    """

    days_off: frozenset[date]
    made_up_workdays: frozenset[date]
    known_years: frozenset[int]

    def knows(self, day: date) -> bool:
        return day.year in self.known_years

    def is_workday(self, day: date) -> bool:
        if day in self.made_up_workdays:
            return True
        if day.weekday() >= SATURDAY or day in self.days_off:
            return False
        return self.knows(day) or not _is_fixed_holiday(day)

    def with_days(self, days: Iterable[CalendarDay]) -> WorkCalendar:
        """Lay a table over this calendar; its days win and its years become known."""
        table = {day.on: day.kind for day in days}
        off = {on for on, kind in table.items() if kind is DayKind.OFF}
        made_up = set(table) - off
        return WorkCalendar(
            days_off=(self.days_off - made_up) | off,
            made_up_workdays=(self.made_up_workdays - off) | made_up,
            known_years=self.known_years | {on.year for on in table},
        )

    def add_workdays(self, day: date, count: int) -> date:
        """Count `count` working days after `day`, or before it when negative (Civil Code 147: `day` is not counted)."""
        step = ONE_DAY if count >= 0 else -ONE_DAY
        remaining = abs(count)
        while remaining and date.min < day < date.max:
            day += step
            remaining -= self.is_workday(day)
        return day

    def roll_forward(self, day: date) -> date:
        """Move a last day that is off to the next working day (Civil Code 148.5)."""
        while not self.is_workday(day) and day < date.max:
            day += ONE_DAY
        return day


def fixed_holidays(year: int) -> tuple[date, ...]:
    """The holidays with a fixed solar date that the law gives for the year."""
    days = sorted({*FIXED_HOLIDAYS, CULTURE_DAY})
    return tuple(day for month, number in days if _is_fixed_holiday(day := date(year, month, number)))


def _is_fixed_holiday(day: date) -> bool:
    if (day.month, day.day) == CULTURE_DAY:
        return day.year >= FIRST_CULTURE_DAY_YEAR
    return (day.month, day.day) in FIXED_HOLIDAYS


# The announced calendars of administrative agencies for 2025 and 2026, with substituted and made-up days.
VIETNAM_CALENDAR = WorkCalendar(
    days_off=frozenset(
        {
            date(2025, 1, 1),
            *(date(2025, 1, day) for day in range(27, 32)),  # Tết Ất Tỵ
            date(2025, 4, 7),
            date(2025, 4, 30),
            date(2025, 5, 1),
            date(2025, 5, 2),
            date(2025, 9, 1),
            date(2025, 9, 2),
            date(2026, 1, 1),
            date(2026, 1, 2),
            *(date(2026, 2, day) for day in range(16, 21)),  # Tết Bính Ngọ
            date(2026, 4, 27),
            date(2026, 4, 30),
            date(2026, 5, 1),
            date(2026, 8, 31),
            date(2026, 9, 1),
            date(2026, 9, 2),
            date(2026, 11, 24),
        }
    ),
    made_up_workdays=frozenset({date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)}),
    known_years=frozenset({2025, 2026}),
)
