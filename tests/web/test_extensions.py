"""More time: given by the head, asked by the officer, decided once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from tests.web.conftest import ECONOMY, MakeEntry, People
from web.organization.models import Unit
from web.register import actions, office_queries
from web.register.actions import StateChangedError
from web.register.deadline_examples import deadline_examples
from web.register.models import EntryDeadline, Event, Extension, ExtensionState, RegisterEntry, State

SignIn = Callable[[str], Client]
DUE, LATER, LATEST = date(2026, 11, 10), date(2026, 11, 20), date(2026, 11, 30)


@pytest.fixture
def entry(people: People, make_entry: MakeEntry) -> RegisterEntry:
    """A letter that the officer works on, due on DUE."""
    made = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=DUE)
    EntryDeadline.objects.create(entry=made, kind="report", due_on=DUE, applies_to_us=True)
    return made


def ask(entry: RegisterEntry, people: People, until: date = LATER) -> Extension:
    actions.ask_extension(entry.pk, by=people["officer"], until=until, reason="Chờ số liệu của khu phố")
    return Extension.objects.get(entry=entry, state=ExtensionState.ASKED)


def due_on(entry: RegisterEntry) -> date | None:
    return RegisterEntry.objects.get(pk=entry.pk).due_on


def test_the_head_extends_and_the_first_day_is_kept(people: People, entry: RegisterEntry) -> None:
    actions.extend(entry.pk, by=people["head"], until=LATER, reason="Chờ Sở trả lời")
    actions.extend(entry.pk, by=people["head"], until=LATEST, reason="Sở trả lời chậm")
    deadline = entry.deadlines.get()
    assert (deadline.due_on, deadline.extended_from, due_on(entry)) == (LATEST, DUE, LATEST)
    granted = entry.history.filter(event=Event.EXTENSION_GRANTED).order_by("id").values_list("details", flat=True)
    assert [details["until"] for details in granted] == ["2026-11-20", "2026-11-30"]


def test_what_the_letter_said_is_the_example_though_more_time_was_given(people: People, entry: RegisterEntry) -> None:
    deadline = entry.deadlines.get()
    actions.correct_deadline(entry.pk, deadline.pk, by=people["head"], due_on=date(2026, 11, 12), is_ours=True)
    actions.extend(entry.pk, by=people["head"], until=LATER, reason="x")
    (example,) = deadline_examples()
    assert example["due_on"] == "2026-11-12"


def test_another_duty_that_is_due_earlier_holds_after_an_extension(people: People, entry: RegisterEntry) -> None:
    EntryDeadline.objects.create(entry=entry, kind="task", due_on=date(2026, 11, 15), applies_to_us=True)
    actions.extend(entry.pk, by=people["head"], until=LATER, reason="x")
    assert due_on(entry) == date(2026, 11, 15)


def test_all_duties_of_the_same_day_are_moved(people: People, entry: RegisterEntry) -> None:
    EntryDeadline.objects.create(entry=entry, kind="task", due_on=DUE, applies_to_us=True)
    actions.extend(entry.pk, by=people["head"], until=LATER, reason="x")
    assert due_on(entry) == LATER


@pytest.mark.parametrize("until", [DUE, date(2026, 11, 1)])
def test_an_extension_only_gives_more_time(until: date, people: People, entry: RegisterEntry) -> None:
    with pytest.raises(StateChangedError):
        actions.extend(entry.pk, by=people["head"], until=until, reason="x")
    assert due_on(entry) == DUE


def test_asking_changes_no_day_and_shows_on_the_heads_list(
    people: People, entry: RegisterEntry, units: dict[str, Unit]
) -> None:
    extension = ask(entry, people)
    assert due_on(entry) == DUE
    assert list(office_queries.extension_requests([units[ECONOMY].pk])) == [extension]


def test_one_request_at_a_time(people: People, entry: RegisterEntry) -> None:
    ask(entry, people)
    with pytest.raises(StateChangedError):
        ask(entry, people)
    assert entry.extensions.count() == 1


def test_a_granted_request_moves_the_day(people: People, entry: RegisterEntry) -> None:
    actions.grant_extension(ask(entry, people).pk, by=people["head"])
    extension = entry.extensions.get()
    assert (due_on(entry), extension.state, extension.decided_by) == (LATER, ExtensionState.GRANTED, people["head"])


def test_a_request_is_decided_once(people: People, entry: RegisterEntry) -> None:
    extension = ask(entry, people)
    actions.refuse_extension(extension.pk, by=people["head"], answer="Phải xong đúng hạn")
    with pytest.raises(StateChangedError):
        actions.grant_extension(extension.pk, by=people["head"])
    assert due_on(entry) == DUE


def test_a_refused_officer_may_ask_again(people: People, entry: RegisterEntry) -> None:
    actions.refuse_extension(ask(entry, people).pk, by=people["head"], answer="Chưa rõ lý do")
    assert ask(entry, people, until=LATEST).until == LATEST


@pytest.mark.parametrize("name", ["officer", "other_head", "clerk", "leader"])
def test_only_the_head_decides(name: str, people: People, entry: RegisterEntry) -> None:
    extension = ask(entry, people)
    with pytest.raises(PermissionDenied):
        actions.grant_extension(extension.pk, by=people[name])
    with pytest.raises(PermissionDenied):
        actions.extend(entry.pk, by=people[name], until=LATER, reason="x")
    assert due_on(entry) == DUE


@pytest.mark.parametrize("name", ["head", "other_officer", "clerk"])
def test_only_who_does_the_work_asks(name: str, people: People, entry: RegisterEntry) -> None:
    with pytest.raises(PermissionDenied):
        actions.ask_extension(entry.pk, by=people[name], until=LATER, reason="x")


@pytest.mark.parametrize("end", ["completed", "returned", "extended"])
def test_a_request_that_became_needless_is_answered(end: str, people: People, entry: RegisterEntry) -> None:
    ask(entry, people)
    if end == "completed":
        actions.complete(entry.pk, by=people["officer"], outcome="Xong")
    elif end == "returned":
        actions.return_to_clerk(entry.pk, by=people["head"], reason="x")
    else:
        actions.extend(entry.pk, by=people["head"], until=LATEST, reason="x")
    assert not entry.extensions.filter(state=ExtensionState.ASKED).exists()
    assert entry.history.filter(event=Event.EXTENSION_REFUSED).exists()


def test_the_next_period_of_a_recurring_duty_has_no_extension(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(State.IN_PROGRESS, due_on=DUE)
    EntryDeadline.objects.create(
        entry=entry, kind="periodic", due_on=DUE, applies_to_us=True, answer={"type": "rrule", "rrule": "FREQ=MONTHLY"}
    )
    actions.extend(entry.pk, by=people["head"], until=LATER, reason="x")
    actions.complete_period(entry.pk, by=people["head"], outcome="Đã gửi", next_due_on=date(2026, 12, 10))
    assert entry.deadlines.get().extended_from is None


def test_the_officer_asks_on_the_page_and_the_head_answers_on_one_list(sign_in: SignIn, entry: RegisterEntry) -> None:
    officer, head = sign_in("officer"), sign_in("head")
    values = {"extension-until": "20/11/2026", "extension-reason": "Chờ số liệu"}
    page = officer.post(reverse("ask-extension", args=[entry.pk]), values, follow=True).content.decode()
    assert "Đã gửi đề nghị gia hạn" in page
    listed = head.get(reverse("extensions")).content.decode()
    assert "Chờ số liệu" in listed
    extension = entry.extensions.get()
    answer = reverse("decide-extension", args=[extension.pk])
    assert "phải ghi lý do" in head.post(answer, {"do": "refuse"}, follow=True).content.decode()
    assert "Đã gia hạn." in head.post(answer, {"do": "grant"}, follow=True).content.decode()
    assert due_on(entry) == LATER


def test_a_day_not_after_the_due_date_is_explained(sign_in: SignIn, entry: RegisterEntry) -> None:
    values = {"extension-until": "10/11/2026", "extension-reason": "x"}
    response = sign_in("head").post(reverse("extend", args=[entry.pk]), values)
    assert response.status_code == 400
    assert "Phải sau hạn hiện nay, ngày 10/11/2026." in response.content.decode()


def test_a_letter_without_a_due_date_cannot_be_extended_on_the_page(sign_in: SignIn, make_entry: MakeEntry) -> None:
    entry = make_entry(due_on=None)
    page = sign_in("head").get(reverse("document", args=[entry.pk])).content.decode()
    assert reverse("extend", args=[entry.pk]) not in page
    values = {"extension-until": "20/11/2026", "extension-reason": "x"}
    sign_in("head").post(reverse("extend", args=[entry.pk]), values)
    assert not entry.extensions.exists()
