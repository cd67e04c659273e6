"""Answers as JSON: one test for each type of the contract."""

from __future__ import annotations

from datetime import date, datetime

from pipeline.deadlines.contract import answer_to_json
from pipeline.documents import (
    Bound,
    DateAnswer,
    DatetimeAnswer,
    DurationUnit,
    EffectiveAnswer,
    EventAnswer,
    MultiAnswer,
    RecurrenceAnswer,
    RecurrenceWindowAnswer,
    RelativeAnswer,
    WindowAnswer,
)
from pipeline.time_zone import VIETNAM_TIME

HALF_PAST_EIGHT = datetime(2025, 12, 5, 8, 30, tzinfo=VIETNAM_TIME)


def test_a_date_names_its_granularity_only_when_the_words_name_a_span() -> None:
    assert answer_to_json(DateAnswer(date(2026, 3, 31), Bound.BY, "quarter")) == {
        "type": "date",
        "op": "by",
        "date": "2026-03-31",
        "granularity": "quarter",
    }


def test_a_datetime_carries_the_offset_of_vietnam() -> None:
    assert answer_to_json(DatetimeAnswer(HALF_PAST_EIGHT, Bound.BEFORE)) == {
        "type": "datetime",
        "op": "before",
        "value": "2025-12-05T08:30:00+07:00",
    }


def test_an_event_shows_only_what_the_letter_shows() -> None:
    assert answer_to_json(EventAnswer(HALF_PAST_EIGHT, place="Hội trường A")) == {
        "type": "event",
        "start": "2025-12-05T08:30:00+07:00",
        "place": "Hội trường A",
    }


def test_an_event_of_a_whole_day_starts_at_midnight() -> None:
    assert answer_to_json(EventAnswer(date(2026, 3, 15), date(2026, 3, 16), all_day=True, tentative=True)) == {
        "type": "event",
        "start": "2026-03-15T00:00:00+07:00",
        "end": "2026-03-16T00:00:00+07:00",
        "all_day": True,
        "tentative": True,
    }


def test_a_window_ends_with_the_last_second_of_its_last_day() -> None:
    assert answer_to_json(WindowAnswer(date(2026, 2, 3), date(2026, 3, 15))) == {
        "type": "window",
        "start": "2026-02-03T00:00:00+07:00",
        "end": "2026-03-15T23:59:59+07:00",
    }


def test_a_recurrence_is_an_rfc_5545_rule() -> None:
    assert answer_to_json(RecurrenceAnswer("FREQ=MONTHLY;BYMONTHDAY=20", Bound.BEFORE)) == {
        "type": "rrule",
        "rrule": "FREQ=MONTHLY;BYMONTHDAY=20",
        "op": "before",
    }


def test_a_recurring_window_has_two_rules() -> None:
    written = answer_to_json(RecurrenceWindowAnswer("FREQ=MONTHLY;BYMONTHDAY=1", "FREQ=MONTHLY;BYMONTHDAY=5"))

    assert written == {
        "type": "rrule_window",
        "start": "FREQ=MONTHLY;BYMONTHDAY=1",
        "end": "FREQ=MONTHLY;BYMONTHDAY=5",
    }


def test_weeks_are_written_as_calendar_days() -> None:
    assert answer_to_json(RelativeAnswer(2, DurationUnit.WEEK, "ngày nhận")) == {
        "type": "relative",
        "n": 14,
        "unit": "calendar_day",
        "from": "ngày nhận",
    }


def test_an_effective_date_has_a_start_and_sometimes_an_end() -> None:
    assert answer_to_json(EffectiveAnswer(None, date(2027, 2, 28))) == {
        "type": "effective",
        "start": None,
        "end": "2027-02-28",
    }


def test_several_answers_are_listed() -> None:
    written = answer_to_json(MultiAnswer((DateAnswer(date(2025, 12, 5), Bound.BY),)))

    assert written == {"type": "multi", "items": [{"type": "date", "op": "by", "date": "2025-12-05"}]}
