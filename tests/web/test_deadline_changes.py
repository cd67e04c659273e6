"""Deadlines in people's hands: corrected in one step, met for a period, shown with hour and place, kept as examples."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from tests.web.conftest import MakeEntry, People
from web.register import actions
from web.register.actions import StateChangedError
from web.register.deadline_examples import deadline_examples
from web.register.models import EntryDeadline, Event, RegisterEntry, State

SignIn = Callable[[str], Client]
MONTHLY = {"type": "rrule", "rrule": "FREQ=MONTHLY;BYMONTHDAY=20", "op": "before"}
OF_OTHERS = {"due_on": date(2026, 11, 10), "applies_to_us": False}


def deadline_of(entry: RegisterEntry, **columns: Any) -> EntryDeadline:
    due_on = columns.setdefault("due_on", date(2026, 11, 19))
    values: dict[str, Any] = {
        "kind": "report",
        "answer": {"type": "date", "op": "by", "date": due_on.isoformat() if due_on else ""},
        "applies_to_us": True,
        "quote": f"Báo cáo trước ngày {due_on}",
        **columns,
    }
    return EntryDeadline.objects.create(entry=entry, **values)


def monthly(entry: RegisterEntry, **columns: Any) -> EntryDeadline:
    return deadline_of(entry, **{"kind": "periodic", "answer": MONTHLY, **columns})


def test_a_correction_sets_day_and_entry_and_keeps_what_the_machine_said(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(due_on=date(2026, 11, 19))
    deadline = deadline_of(entry, flags=["day_off"])
    actions.correct_deadline(entry.pk, deadline.pk, by=people["clerk"], due_on=date(2026, 11, 25), is_ours=True)
    deadline.refresh_from_db()
    entry.refresh_from_db()
    assert entry.due_on == deadline.due_on == date(2026, 11, 25)
    assert deadline.answer == {"type": "date", "op": "by", "date": "2026-11-25"}
    assert deadline.machine["due_on"] == "2026-11-19"
    assert (deadline.corrected_by, deadline.flags) == (people["clerk"], [])
    (record,) = entry.history.all()
    assert (record.event, record.details["was"]) == (Event.DEADLINE_CORRECTED, "2026-11-19")


def test_a_second_correction_still_keeps_the_machines_answer(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry()
    deadline = deadline_of(entry)
    for day in (20, 21):
        actions.correct_deadline(entry.pk, deadline.pk, by=people["head"], due_on=date(2026, 11, day), is_ours=True)
    deadline.refresh_from_db()
    assert deadline.machine["due_on"] == "2026-11-19"


def test_a_duty_of_others_claimed_as_ours_sets_the_due_date_and_back(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry()
    deadline = deadline_of(entry, **OF_OTHERS)
    for is_ours, expected in ((True, date(2026, 11, 10)), (False, None)):
        actions.correct_deadline(entry.pk, deadline.pk, by=people["clerk"], due_on=deadline.due_on, is_ours=is_ours)
        entry.refresh_from_db()
        assert entry.due_on == expected


def test_saving_without_a_change_records_nothing(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry()
    deadline = deadline_of(entry)
    actions.correct_deadline(entry.pk, deadline.pk, by=people["clerk"], due_on=deadline.due_on, is_ours=True)
    assert not entry.history.exists()


def test_an_officer_may_not_correct_and_a_rejected_deadline_stays_rejected(
    people: People, make_entry: MakeEntry
) -> None:
    entry = make_entry()
    deadline = deadline_of(entry)
    with pytest.raises(PermissionDenied):
        actions.correct_deadline(entry.pk, deadline.pk, by=people["officer"], due_on=None, is_ours=False)
    actions.reject_deadline(entry.pk, deadline.pk, by=people["clerk"])
    with pytest.raises(StateChangedError):
        actions.correct_deadline(entry.pk, deadline.pk, by=people["clerk"], due_on=None, is_ours=True)


def test_the_page_corrects_in_one_step(sign_in: SignIn, make_entry: MakeEntry) -> None:
    entry = make_entry()
    deadline = deadline_of(entry)
    address = reverse("correct-deadline", args=[entry.pk, deadline.pk])
    name = f"deadline-{deadline.pk}"
    assert "Sửa hạn này" in sign_in("clerk").get(reverse("document", args=[entry.pk])).content.decode()
    sign_in("clerk").post(address, {f"{name}-due_on": "01/12/2026", f"{name}-is_ours": "yes"})
    entry.refresh_from_db()
    assert entry.due_on == date(2026, 12, 1)
    wrong = sign_in("clerk").post(address, {f"{name}-due_on": "31/31/2026", f"{name}-is_ours": "yes"})
    assert wrong.status_code == 400


def test_completing_a_period_waits_for_the_next_one(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=date(2026, 11, 19))
    deadline = monthly(entry)
    actions.complete_period(entry.pk, by=people["officer"], outcome="12/BC", next_due_on=date(2026, 12, 19))
    entry.refresh_from_db()
    deadline.refresh_from_db()
    assert (entry.state, entry.due_on, entry.officer) == (State.ASSIGNED, date(2026, 12, 19), people["officer"])
    assert deadline.due_on == date(2026, 12, 19)
    (record,) = entry.history.all()
    assert (record.event, record.details["reason"]) == (Event.PERIOD_COMPLETED, "12/BC")


def test_a_duty_of_once_is_not_ticked_off_with_the_period(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(officer=people["officer"])
    once = deadline_of(entry, due_on=date(2026, 11, 10))
    monthly(entry)
    actions.complete_period(entry.pk, by=people["officer"], outcome="xong", next_due_on=date(2026, 12, 19))
    entry.refresh_from_db()
    once.refresh_from_db()
    assert once.met_at is None
    assert entry.due_on == once.due_on


def test_one_duty_of_several_is_done_and_the_letter_waits_for_the_others(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(officer=people["officer"])
    first, later = deadline_of(entry, due_on=date(2026, 11, 10)), deadline_of(entry, due_on=date(2026, 11, 30))
    actions.meet_deadline(entry.pk, first.pk, by=people["officer"])
    entry.refresh_from_db()
    assert (entry.due_on, entry.state) == (later.due_on, State.ASSIGNED)
    with pytest.raises(StateChangedError):
        actions.meet_deadline(entry.pk, first.pk, by=people["officer"])


@pytest.mark.parametrize("columns", [{"applies_to_us": False}, {"answer": {"type": "date"}}])
def test_without_a_recurring_duty_of_ours_there_is_no_period(
    people: People, make_entry: MakeEntry, columns: dict[str, Any]
) -> None:
    entry = make_entry(officer=people["officer"])
    monthly(entry, **columns)
    with pytest.raises(StateChangedError):
        actions.complete_period(entry.pk, by=people["officer"], outcome="x", next_due_on=date(2027, 1, 1))


def test_the_next_period_lies_after_this_one(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(officer=people["officer"])
    monthly(entry)
    with pytest.raises(StateChangedError):
        actions.complete_period(entry.pk, by=people["officer"], outcome="x", next_due_on=date(2026, 11, 19))


def test_the_page_proposes_the_next_day_and_completes_for_good_beside_it(
    sign_in: SignIn, make_entry: MakeEntry, people: People
) -> None:
    entry = make_entry(officer=people["officer"])
    monthly(entry)
    client = sign_in("officer")
    page = client.get(reverse("document", args=[entry.pk])).content.decode()
    assert "Hoàn thành kỳ này" in page
    assert "Hoàn thành hẳn" in page
    assert 'value="19/12/2026"' in page
    client.post(
        reverse("complete-period", args=[entry.pk]),
        {"period-outcome": "Đã gửi", "period-next_due_on": "19/12/2026"},
    )
    entry.refresh_from_db()
    assert entry.due_on == date(2026, 12, 19)


def test_a_single_duty_offers_no_period(sign_in: SignIn, make_entry: MakeEntry, people: People) -> None:
    entry = make_entry(officer=people["officer"])
    deadline_of(entry)
    page = sign_in("officer").get(reverse("document", args=[entry.pk])).content.decode()
    assert "Hoàn thành kỳ này" not in page


def test_a_meeting_shows_its_hour_and_place_on_the_page_and_in_the_queue(
    sign_in: SignIn, make_entry: MakeEntry
) -> None:
    entry = make_entry(due_on=date(2026, 11, 19))
    answer = {
        "type": "event",
        "start": "2026-11-19T08:30:00+07:00",
        "end": "2026-11-19T11:00:00+07:00",
        "place": "Hội trường số 2",
    }
    deadline_of(entry, kind="meeting", answer=answer, flags=["office_hours", "no_such_day"])
    page = sign_in("head").get(reverse("document", args=[entry.pk])).content.decode()
    queue = sign_in("head").get(reverse("queue")).content.decode()
    for shown in (page, queue):
        assert "08:30 đến 11:00, Hội trường số 2" in shown
    assert "giờ hành chính" in page
    assert "không có trong lịch" in page


def test_corrected_added_and_rejected_deadlines_become_examples(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(issued_on=date(2026, 11, 1))
    corrected, rejected = deadline_of(entry), deadline_of(entry)
    deadline_of(entry)  # nobody looked at it
    actions.correct_deadline(entry.pk, corrected.pk, by=people["clerk"], due_on=date(2026, 11, 25), is_ours=True)
    actions.reject_deadline(entry.pk, rejected.pk, by=people["clerk"])
    actions.add_deadline(entry.pk, by=people["clerk"], due_on=date(2026, 12, 1), note="Gửi danh sách")
    examples = {example["verdict"]: example for example in deadline_examples()}
    assert set(examples) == {"corrected", "rejected", "added"}
    assert examples["corrected"]["answer"] == {"type": "date", "op": "by", "date": "2026-11-25"}
    assert examples["corrected"]["text"] == corrected.quote
    assert examples["corrected"]["issued_on"] == "2026-11-01"
    assert (examples["rejected"]["kind"], examples["rejected"]["answer"]) == ("none", {"type": "none"})
    assert examples["added"]["machine"] is None
