"""The stage of a day, the quiet hours and the words: pure, by the calendar of working days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config_reminders import parse_reminders
from pipeline.deadlines import VIETNAM_CALENDAR
from pipeline.documents import Urgency
from tests.web.reminding import MONDAY, at
from web.reminders.models import Stage
from web.reminders.stages import (
    DueStages,
    Sending,
    days_left_in_words,
    first_moment_to_disturb,
    is_quiet,
    when_to_send,
)

CONFIG = parse_reminders({}, Path())
FRIDAY = MONDAY + timedelta(days=4)
NEXT_MONDAY = MONDAY + timedelta(days=7)
SATURDAY = MONDAY + timedelta(days=5)
CULTURE_DAY = date(2026, 11, 24)  # a Tuesday off


def key_on(day: date, due_on: date, urgency: int = Urgency.NORMAL) -> str | None:
    stage = DueStages(day, VIETNAM_CALENDAR, CONFIG).stage_of(due_on, urgency)
    return stage.key if stage else None


@pytest.mark.parametrize(
    ("day", "due_on", "key"),
    [
        (MONDAY, FRIDAY, None),  # four working days before
        (MONDAY + timedelta(days=1), FRIDAY, f"before-3:{FRIDAY}"),
        (MONDAY + timedelta(days=2), FRIDAY, f"before-3:{FRIDAY}"),  # the machine was off on Tuesday
        (MONDAY + timedelta(days=3), FRIDAY, f"before-1:{FRIDAY}"),
        (FRIDAY, FRIDAY, f"today:{FRIDAY}"),
        (NEXT_MONDAY, FRIDAY, f"overdue:{FRIDAY}:{NEXT_MONDAY}"),
        (FRIDAY, NEXT_MONDAY, f"before-1:{NEXT_MONDAY}"),  # over the weekend
        (date(2026, 11, 20), date(2026, 11, 26), "before-3:2026-11-26"),  # a day off between does not count
        (SATURDAY, FRIDAY, None),
        (SATURDAY, SATURDAY, None),
        (FRIDAY, SATURDAY, f"before-1:{SATURDAY}"),  # due on a day off: the last word is on the working day before
    ],
)
def test_stages_are_counted_in_working_days(day: date, due_on: date, key: str | None) -> None:
    assert key_on(day, due_on) == key


def test_express_letters_speak_up_on_days_off_but_are_not_overdue_there() -> None:
    assert key_on(SATURDAY, SATURDAY, Urgency.EXPRESS) == f"today:{SATURDAY}"
    assert key_on(SATURDAY, FRIDAY, Urgency.EXPRESS) is None


@pytest.mark.parametrize(
    ("due_on", "to_head", "to_leader"),
    [
        (MONDAY + timedelta(days=3), False, False),
        (MONDAY + timedelta(days=1), True, False),
        (MONDAY, True, False),
        (MONDAY - timedelta(days=3), True, False),  # Friday: one working day over
        (MONDAY - timedelta(days=4), True, True),
    ],
)
def test_the_head_hears_of_the_last_day_and_the_leader_of_the_second_day_over(
    due_on: date,
    to_head: bool,  # noqa: FBT001
    to_leader: bool,  # noqa: FBT001
) -> None:
    stage = DueStages(MONDAY, VIETNAM_CALENDAR, CONFIG).stage_of(due_on, Urgency.NORMAL)
    assert stage is not None
    assert (stage.to_head, stage.to_leader) == (to_head, to_leader)


@given(
    offset=st.integers(-60, 60),
    days=st.lists(st.integers(1, 30), max_size=5),
    urgency=st.sampled_from(Urgency),
    start=st.integers(0, 700),
)
def test_a_due_date_beyond_the_last_one_of_interest_never_has_a_stage(
    offset: int, days: list[int], urgency: Urgency, start: int
) -> None:
    day = date(2025, 3, 1) + timedelta(days=start)
    config = replace(CONFIG, days_before=tuple(sorted(set(days), reverse=True)))
    stages = DueStages(day, VIETNAM_CALENDAR, config)
    due_on = day + timedelta(days=offset)
    if stages.stage_of(due_on, urgency) is not None:
        assert due_on <= stages.last_due_on


@pytest.mark.parametrize(
    ("day", "clock", "quiet", "until"),
    [
        (MONDAY, "06:59", True, at(MONDAY, "07:00")),
        (MONDAY, "07:00", False, at(MONDAY, "07:00")),
        (MONDAY, "17:59", False, at(MONDAY, "17:59")),
        (MONDAY, "18:00", True, at(MONDAY + timedelta(days=1), "07:00")),
        (FRIDAY, "20:00", True, at(NEXT_MONDAY, "07:00")),
        (SATURDAY, "10:00", True, at(NEXT_MONDAY, "07:00")),
        (CULTURE_DAY, "10:00", True, at(CULTURE_DAY + timedelta(days=1), "07:00")),
        (date(2026, 8, 22), "10:00", False, at(date(2026, 8, 22), "10:00")),  # a Saturday on which offices work
    ],
)
def test_nights_and_days_off_are_quiet(day: date, clock: str, quiet: bool, until: object) -> None:  # noqa: FBT001
    moment = at(day, clock)
    assert is_quiet(moment, VIETNAM_CALENDAR, CONFIG) is quiet
    assert first_moment_to_disturb(moment, VIETNAM_CALENDAR, CONFIG) == until


def test_an_office_may_be_quiet_at_noon_or_never() -> None:
    noon = replace(CONFIG, quiet_from=at(MONDAY, "11:30").time(), quiet_until=at(MONDAY, "13:00").time())
    assert first_moment_to_disturb(at(MONDAY, "12:00"), VIETNAM_CALENDAR, noon) == at(MONDAY, "13:00")
    assert not is_quiet(at(MONDAY, "23:00"), VIETNAM_CALENDAR, noon)
    never = replace(CONFIG, quiet_from=at(MONDAY, "07:00").time())
    assert not is_quiet(at(MONDAY, "03:00"), VIETNAM_CALENDAR, never)


def sending(
    stage: Stage, clock: str, *, day: date = MONDAY, urgency: int = 0, first: bool = False, due: int = 0
) -> Sending:
    return when_to_send(
        stage,
        urgency=urgency,
        due_on=day + timedelta(days=due),
        now=at(day, clock),
        is_first_pass=first,
        calendar=VIETNAM_CALENDAR,
        config=CONFIG,
    )


def test_the_first_pass_of_the_day_goes_into_its_digest_however_late_the_machine_came_on() -> None:
    assert sending(Stage.TODAY, "00:01", first=True) == Sending(at(MONDAY, "07:30"), MONDAY)
    assert sending(Stage.TODAY, "08:10", first=True) == Sending(at(MONDAY, "08:10"), MONDAY)


def test_what_comes_up_later_waits_for_the_next_digest_unless_that_is_too_late() -> None:
    tuesday = MONDAY + timedelta(days=1)
    assert sending(Stage.BEFORE, "10:00", due=3) == Sending(at(tuesday, "07:30"), tuesday)
    assert sending(Stage.TODAY, "10:00") == Sending(at(MONDAY, "10:00"))
    assert sending(Stage.BEFORE, "10:00", day=FRIDAY, due=1) == Sending(at(FRIDAY, "10:00"))


def test_urgent_letters_go_alone_and_wait_for_the_morning_while_express_ones_do_not() -> None:
    tuesday = MONDAY + timedelta(days=1)
    assert sending(Stage.ARRIVED, "22:00", urgency=Urgency.VERY_URGENT) == Sending(at(tuesday, "07:00"))
    assert sending(Stage.ARRIVED, "22:00", urgency=Urgency.EXPRESS) == Sending(at(MONDAY, "22:00"))
    weekend = sending(Stage.ARRIVED, "22:00", day=SATURDAY, urgency=Urgency.TIMED_EXPRESS)
    assert weekend == Sending(at(SATURDAY, "22:00"))
    assert sending(Stage.BEFORE, "00:01", urgency=Urgency.URGENT, first=True) == Sending(at(MONDAY, "07:30"))
    assert sending(Stage.TODAY, "00:01", urgency=Urgency.EXPRESS, first=True) == Sending(at(MONDAY, "07:30"))


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        (MONDAY, "hôm nay"),
        (NEXT_MONDAY, "còn 5 ngày làm việc"),
        (MONDAY - timedelta(days=3), "quá 1 ngày làm việc"),
    ],
)
def test_what_is_left_is_said_in_working_days(due_on: date, words: str) -> None:
    assert days_left_in_words(due_on, MONDAY, VIETNAM_CALENDAR) == words


def test_days_off_are_said_too() -> None:
    assert days_left_in_words(SATURDAY + timedelta(days=1), SATURDAY, VIETNAM_CALENDAR) == "rơi vào ngày nghỉ"
    assert days_left_in_words(FRIDAY, SATURDAY, VIETNAM_CALENDAR) == "đã qua, hôm nay là ngày nghỉ"
