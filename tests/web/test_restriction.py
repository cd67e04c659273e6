"""Complaints and denunciations: restricted when read, and shown in lists only to who may see them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pipeline.documents import DocumentHeader
from tests.web.conftest import ECONOMY, MakeEntry, People
from tests.web.test_processing import claim, reading
from tests.web.test_stand_ins import note_absence
from web.learning.queries import office_examples
from web.organization.models import Role, Staff
from web.register import actions, permissions, queries
from web.register.actions import StateChangedError
from web.register.models import Event, PageText, RegisterEntry, State
from web.register.processing import save_reading

SignIn = Callable[[str], Client]
COMPLAINT = DocumentHeader(code="12/TB-UBND", subject="V/v xem xét tố cáo của ông Trần Văn Mẫu")


@pytest.fixture
def colleague(people: People) -> Staff:
    return Staff.objects.create(username="colleague", role=Role.OFFICER, unit=people["officer"].unit)


def test_a_complaint_is_restricted_when_it_was_read(make_entry: MakeEntry) -> None:
    entry, ordinary = make_entry(State.RECEIVED, unit=None), make_entry(State.RECEIVED, unit=None)
    save_reading(claim(entry), reading(header=COMPLAINT))
    save_reading(claim(ordinary), reading())
    entry.refresh_from_db()
    ordinary.refresh_from_db()
    assert (entry.is_restricted, ordinary.is_restricted) == (True, False)
    assert entry.history.filter(event=Event.RESTRICTED, by=None).exists()


def test_reading_again_does_not_overrule_a_person(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(State.RECEIVED, unit=None)
    save_reading(claim(entry), reading(header=COMPLAINT))
    actions.unrestrict(entry.pk, by=people["clerk"], reason="Chỉ là mẫu đơn")
    save_reading(claim(entry, attempt=2), reading(header=COMPLAINT))
    entry.refresh_from_db()
    assert not entry.is_restricted


@pytest.mark.parametrize("name", ["clerk", "leader", "head"])
def test_clerk_leader_and_head_switch_it_with_a_reason(name: str, people: People, make_entry: MakeEntry) -> None:
    entry = make_entry()
    actions.restrict(entry.pk, by=people[name], reason="Đơn của dân")
    with pytest.raises(StateChangedError):
        actions.restrict(entry.pk, by=people[name], reason="Lần nữa")
    actions.unrestrict(entry.pk, by=people[name], reason="Đã công khai")
    entry.refresh_from_db()
    assert not entry.is_restricted
    recorded = list(entry.history.order_by("id").values_list("event", "details__reason"))
    assert recorded == [(Event.RESTRICTED, "Đơn của dân"), (Event.UNRESTRICTED, "Đã công khai")]


@pytest.mark.parametrize("name", ["officer", "other_head", "other_officer", "admin"])
def test_nobody_else_switches_it(name: str, people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"])
    with pytest.raises(PermissionDenied):
        actions.restrict(entry.pk, by=people[name], reason="x")


def test_no_list_shows_a_restricted_letter_to_who_may_not_see_it(
    people: People, colleague: Staff, sign_in: SignIn, make_entry: MakeEntry
) -> None:
    secret = "Tố cáo của ông Mẫu"
    work = make_entry(State.IN_PROGRESS, subject=secret, officer=people["officer"], is_restricted=True)
    done = make_entry(State.COMPLETED, subject=secret, officer=people["officer"], is_restricted=True)
    cooperating = people["other_head"].unit
    assert cooperating is not None
    for entry in (work, done):
        entry.cooperating_units.add(cooperating)
    pages = ("queue", "my-work", "completed")
    clients = {name: sign_in(name) for name in ("head", "officer", "other_head", "other_officer")}
    clients["colleague"] = Client()
    clients["colleague"].force_login(colleague)
    seen = {
        (name, page)
        for name, client in clients.items()
        for page in pages
        if secret in client.get(reverse(page)).content.decode()
    }
    assert seen == {
        ("head", "queue"),
        ("head", "completed"),
        ("officer", "queue"),
        ("officer", "my-work"),
        ("officer", "completed"),
    }


def test_the_lists_and_the_rule_agree_for_everybody(people: People, colleague: Staff, make_entry: MakeEntry) -> None:
    note_absence(people["officer"], people["head"], first=timezone.localdate())
    letters = [
        make_entry(State.IN_PROGRESS, officer=officer, is_restricted=restricted)
        for officer in (people["officer"], None)
        for restricted in (True, False)
    ]
    unit = people["head"].unit
    assert unit is not None
    for staff in (people["clerk"], people["leader"], people["head"], people["officer"], colleague):
        listed = set(queries.unit_queue(unit, seen_by=staff))
        assert listed == {entry for entry in letters if permissions.can_see(staff, entry)}


def test_a_restricted_letter_is_not_learned_from(people: People, make_entry: MakeEntry) -> None:
    open_letter, restricted = make_entry(), make_entry(is_restricted=True)
    for entry in (open_letter, restricted):
        PageText.objects.create(entry=entry, number=1, width=595, height=842, source="text_layer", text="Nội dung")
        actions.accept(entry.pk, by=people["head"])
    assert [example.arrival for example in office_examples()] == [f"{open_letter.arrival_number}/2026"]


def test_restricting_takes_the_letter_out_of_the_colleagues_sight_with_a_word_on_the_page(
    sign_in: SignIn, colleague: Staff, make_entry: MakeEntry
) -> None:
    entry: RegisterEntry = make_entry(unit=ECONOMY)
    address = reverse("document", args=[entry.pk])
    client = Client()
    client.force_login(colleague)
    assert client.get(address).status_code == 200
    page = sign_in("head").post(reverse("restrict", args=[entry.pk]), {"restrict-reason": "Đơn thư"}, follow=True)
    assert "Đã hạn chế người xem." in page.content.decode()
    assert client.get(address).status_code == 403
