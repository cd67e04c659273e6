"""The calendar: working days, holidays with substituted and made-up days, and what lies beyond the published years."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest

from pipeline.deadlines import VIETNAM_CALENDAR
from pipeline.deadlines.due import due_of_period
from pipeline.deadlines.lunar import NEW_YEAR, next_new_year, year_named
from pipeline.documents import DurationUnit, RelativeAnswer

SWAPPED = {date(2026, 1, 2), date(2026, 1, 10)}  # announced on 25/12/2025; the package does not know it


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=offset) for offset in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 2, 13), 5, date(2026, 2, 27)),
        (date(2025, 4, 25), 3, date(2025, 4, 29)),
        (date(2025, 4, 29), 2, date(2025, 5, 6)),
        (date(2026, 4, 24), 3, date(2026, 5, 4)),
        (date(2026, 8, 21), 5, date(2026, 8, 27)),
        (date(2026, 11, 20), 3, date(2026, 11, 26)),
        (date(2025, 12, 31), 5, date(2026, 1, 9)),
        (date(2026, 1, 9), 1, date(2026, 1, 10)),
        (date(2025, 8, 29), 5, date(2025, 9, 9)),
        (date(2025, 11, 18), 3, date(2025, 11, 21)),
    ],
)
def test_working_days_are_counted_over_holidays_and_made_up_saturdays(start: date, count: int, end: date) -> None:
    assert VIETNAM_CALENDAR.add_workdays(start, count) == end


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2025, 11, 12), 10, date(2025, 11, 24)),
        (date(2026, 2, 6), 10, date(2026, 2, 23)),
        (date(2026, 4, 10), 20, date(2026, 5, 4)),
        (date(2025, 8, 3), 30, date(2025, 9, 3)),
        (date(2026, 8, 25), 7, date(2026, 9, 3)),
        (date(2026, 11, 9), 15, date(2026, 11, 25)),
    ],
)
def test_a_period_that_ends_on_a_day_off_moves_to_the_next_working_day(start: date, count: int, end: date) -> None:
    period = RelativeAnswer(count, DurationUnit.CALENDAR_DAY, "ngày nhận")

    assert due_of_period(period, start, VIETNAM_CALENDAR).on == end


@pytest.mark.parametrize(("year", "count"), [(2025, 250), (2026, 249)])
def test_a_published_year_has_its_number_of_working_days(year: int, count: int) -> None:
    assert sum(VIETNAM_CALENDAR.is_workday(day) for day in days_of(year)) == count


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_calendar_agrees_with_the_holidays_package_but_for_the_late_swap(year: int) -> None:
    package = holidays.country_holidays("VN", years=year)

    different = {day for day in days_of(year) if VIETNAM_CALENDAR.is_workday(day) != package.is_working_day(day)}

    assert different == {day for day in SWAPPED if day.year == year}


def test_working_days_are_counted_backwards() -> None:
    assert VIETNAM_CALENDAR.add_workdays(date(2025, 12, 8), -3) == date(2025, 12, 3)


def test_the_calendar_says_that_it_does_not_know_a_year_without_a_notice() -> None:
    assert VIETNAM_CALENDAR.knows(date(2026, 12, 31))
    assert not VIETNAM_CALENDAR.knows(date(2027, 1, 4))


def test_in_an_unknown_year_the_fixed_holidays_are_off() -> None:
    assert not VIETNAM_CALENDAR.is_workday(date(2027, 9, 2))
    assert not VIETNAM_CALENDAR.is_workday(date(2027, 11, 24))
    assert VIETNAM_CALENDAR.is_workday(date(2024, 11, 25))


def test_the_culture_day_is_no_holiday_before_2026() -> None:
    assert VIETNAM_CALENDAR.is_workday(date(2023, 11, 24))


def test_rolling_forward_keeps_a_working_day() -> None:
    assert VIETNAM_CALENDAR.roll_forward(date(2025, 12, 5)) == date(2025, 12, 5)


def test_counting_stops_at_the_end_of_time() -> None:
    assert VIETNAM_CALENDAR.add_workdays(date.max, 5) == date.max


def test_the_lunar_new_year_falls_where_the_package_says() -> None:
    said = holidays.country_holidays("VN", years=NEW_YEAR, language="en_US").get_named("Lunar New Year", lookup="exact")
    assert sorted(NEW_YEAR.values()) == sorted(said)


@pytest.mark.parametrize(
    ("reference", "new_year"),
    [
        (date(2025, 12, 30), date(2026, 2, 17)),
        (date(2026, 2, 17), date(2026, 2, 17)),
        (date(2026, 2, 18), date(2027, 2, 6)),
        (date(2019, 12, 30), None),
        (date(2040, 1, 1), None),
    ],
)
def test_the_next_new_year_is_known_within_the_table(reference: date, new_year: date | None) -> None:
    assert next_new_year(reference) == new_year


@pytest.mark.parametrize(
    ("name", "year"), [("ất tỵ", 2025), ("bính ngọ", 2026), ("đinh mùi", 2027), ("ất mão", 2035), ("ất tý", None)]
)
def test_the_years_of_the_cycle_have_names(name: str, year: int | None) -> None:
    stem, branch = name.split()
    assert year_named(stem, branch) == year
