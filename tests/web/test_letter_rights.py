"""What the matrix cannot try: ids of other letters, people who moved, letters named aside, looks without a record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.web.conftest import CULTURE, ECONOMY, MakeEntry, People
from tests.web.test_stand_ins import note_absence
from web.books.filters import BookFilter
from web.books.queries import follow_up_entries
from web.organization import actions as organization
from web.organization.actions import StandingAbsenceError
from web.organization.models import Role, Staff, Unit
from web.register import actions, permissions, queries
from web.register.models import AuditRecord, EntryDeadline, Event, Reply, State
from web.statistics.page import statistics_of
from web.statistics.periods import Span, period_of

SignIn = Callable[[str], Client]
OK, BAD_REQUEST, FORBIDDEN, NOT_FOUND = 200, 400, 403, 404
HUGE = 10**30


@pytest.fixture
def today() -> date:
    return timezone.localdate()


# --- ids of other letters ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["reject-deadline", "meet-deadline", "correct-deadline"])
def test_a_duty_of_another_letter_is_not_changed_through_ones_own(
    name: str, people: People, sign_in: SignIn, make_entry: MakeEntry, today: date
) -> None:
    own, other = make_entry(), make_entry(unit=CULTURE)
    duty = EntryDeadline.objects.create(entry=other, kind="report", due_on=today, applies_to_us=True)
    was = EntryDeadline.objects.values().get(pk=duty.pk)
    prefix = f"deadline-{duty.pk}"
    data = {f"{prefix}-due_on": f"{today + timedelta(days=9):%d/%m/%Y}", f"{prefix}-is_ours": "yes"}
    page = sign_in("head").post(reverse(name, args=[own.pk, duty.pk]), data, follow=True)
    assert "vừa được người khác thay đổi" in page.content.decode()
    assert EntryDeadline.objects.values().get(pk=duty.pk) == was


def test_a_reply_of_another_letter_is_not_withdrawn_through_ones_own(
    people: People, sign_in: SignIn, make_entry: MakeEntry
) -> None:
    own, other = make_entry(), make_entry(unit=CULTURE)
    actions.note_reply(other.pk, by=people["other_head"], code="15/UBND-VX")
    reply = Reply.objects.get()
    sign_in("head").post(reverse("withdraw-reply", args=[own.pk, reply.pk]))
    reply.refresh_from_db()
    assert reply.withdrawn_at is None


@pytest.mark.parametrize(("name", "person"), [("group", "head"), ("agree", "leader"), ("cancel-repeated", "clerk")])
@pytest.mark.parametrize("key", [HUGE, 999_999])
def test_an_id_that_is_no_letter_changes_nothing_and_breaks_nothing(
    name: str, person: str, key: int, sign_in: SignIn, make_entry: MakeEntry
) -> None:
    entry = make_entry()
    arguments: dict[str, list[object]] = {"group": [ECONOMY], "agree": [], "cancel-repeated": [entry.pk]}
    data = {"do": "accept", "entry": f"{key}:{ECONOMY}" if name == "agree" else str(key), "kept": str(key)}
    response = sign_in(person).post(reverse(name, args=arguments[name]), data)
    assert response.status_code < 500
    assert not AuditRecord.objects.exists()


@pytest.mark.parametrize("name", ["accept", "start", "note-reply", "restrict", "direct", "extend", "cancel", "retry"])
def test_a_letter_that_does_not_exist_is_not_found(name: str, sign_in: SignIn) -> None:
    data = {"reply-code": "1/A", "restrict-reason": "x", "cancel-reason": "x", "unit": ECONOMY}
    assert sign_in("clerk").post(reverse(name, args=[999_999]), data).status_code == NOT_FOUND


# --- people who moved -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.OFFICER, Role.UNIT_HEAD, Role.ADMIN])
def test_who_left_the_unit_leaves_its_finished_letters(
    role: Role, people: People, units: dict[str, Unit], make_entry: MakeEntry
) -> None:
    entry = make_entry(State.COMPLETED, officer=people["officer"], is_restricted=True)
    assert permissions.can_see(people["officer"], entry)
    Staff.objects.filter(username="officer").update(role=role, unit=None if role == Role.ADMIN else units[CULTURE])
    moved = Staff.objects.get(username="officer")
    assert not permissions.can_see(moved, entry)
    assert not permissions.can_note_reply(moved, entry)
    assert not queries.visible_to(moved).exists()


def test_a_letter_that_is_opened_again_waits_for_a_new_officer_when_the_first_has_left(
    people: People, units: dict[str, Unit], make_entry: MakeEntry
) -> None:
    stays, left = (make_entry(State.COMPLETED, officer=people["officer"]) for _ in range(2))
    actions.reopen(stays.pk, by=people["head"], reason="x")
    Staff.objects.filter(username="officer").update(unit=units[CULTURE])
    actions.reopen(left.pk, by=people["head"], reason="x")
    stays.refresh_from_db()
    left.refresh_from_db()
    assert (stays.officer, left.officer) == (people["officer"], None)


def test_an_administrator_does_nobodys_letters_even_as_a_stand_in(
    people: People, sign_in: SignIn, make_entry: MakeEntry, today: date
) -> None:
    """The form offers no such pair; an account may have become one of an administrator since."""
    note_absence(people["head"], people["admin"], first=today)
    entry = make_entry()
    assert sign_in("admin").get(reverse("document", args=[entry.pk])).status_code == FORBIDDEN
    assert sign_in("admin").get(reverse("unit-queue", args=[ECONOMY])).status_code == FORBIDDEN
    assert sign_in("admin").get(reverse("my-work")).status_code == FORBIDDEN


@pytest.mark.parametrize("name", ["officer", "head"])
def test_role_and_unit_stay_while_somebody_stands_in(
    name: str, people: People, units: dict[str, Unit], sign_in: SignIn, today: date
) -> None:
    """Else the stand-in would do the work of the new role."""
    note_absence(people["officer"], people["head"], first=today)
    person = people[name]
    with pytest.raises(StandingAbsenceError, match="đang được ghi làm thay"):
        organization.change_account(
            person, by=people["admin"], full_name=str(person), role=Role.UNIT_HEAD, unit=units[CULTURE]
        )
    data = {"full_name": "Tên Mới", "role": "unit_head", "unit": units[CULTURE].pk}
    page = sign_in("admin").post(reverse("account", args=[person.pk]), data)
    assert page.status_code == BAD_REQUEST
    assert "Hãy kết thúc lần vắng đó" in page.content.decode()
    organization.change_account(
        person, by=people["admin"], full_name="Tên Mới", role=Role(person.role), unit=units[ECONOMY]
    )
    assert str(Staff.objects.get(pk=person.pk)) == "Tên Mới"


def test_work_is_given_to_officers_and_heads_only(
    people: People, units: dict[str, Unit], make_entry: MakeEntry
) -> None:
    Staff.objects.filter(username="leader").update(unit=units[ECONOMY])
    entry = make_entry()
    with pytest.raises(PermissionDenied):
        actions.assign_officer(entry.pk, by=people["head"], officer=Staff.objects.get(username="leader"))


# --- letters named aside ----------------------------------------------------------------------------------------------


def test_a_letter_that_may_be_the_same_is_named_to_who_may_open_it(
    sign_in: SignIn, make_entry: MakeEntry, today: date
) -> None:
    same = {"code": "77/UBND-VP", "issued_on": today}
    shown, hidden = make_entry(**same), make_entry(is_restricted=True, **same)
    sentence = f"văn bản đến số {hidden.arrival_number}/"
    address = reverse("document", args=[shown.pk])
    assert sentence in sign_in("head").get(address).content.decode()
    assert sentence not in sign_in("officer").get(address).content.decode()


def test_of_a_restricted_letter_that_ours_answers_nothing_is_said_to_others(
    people: People, sign_in: SignIn, make_entry: MakeEntry
) -> None:
    complaint = make_entry(State.COMPLETED, is_restricted=True, unit=CULTURE)
    actions.note_reply(complaint.pk, by=people["other_head"], code="15/UBND-VX")
    answering = make_entry(in_reply_to=["15/UBND-VX"])
    sentence = "là văn bản phường đã trả lời"
    address = reverse("document", args=[answering.pk])
    assert sentence in sign_in("clerk").get(address).content.decode()
    assert sentence not in sign_in("head").get(address).content.decode()


def test_an_ordinary_letter_of_another_unit_is_named_without_a_link(
    people: People, sign_in: SignIn, make_entry: MakeEntry
) -> None:
    other = make_entry(State.COMPLETED, unit=CULTURE)
    actions.note_reply(other.pk, by=people["other_head"], code="15/UBND-VX")
    page = sign_in("head").get(reverse("document", args=[make_entry(in_reply_to=["15/UBND-VX"]).pk])).content.decode()
    assert f"văn bản đến số {other.arrival_number}/{other.year}" in page
    assert reverse("document", args=[other.pk]) not in page


def test_a_restricted_letter_that_later_names_our_reply_is_not_named_to_others(
    people: People, sign_in: SignIn, make_entry: MakeEntry
) -> None:
    entry = make_entry(State.COMPLETED)
    actions.note_reply(entry.pk, by=people["head"], code="15/UBND-KT")
    make_entry(in_reply_to=["15/UBND-KT"], is_restricted=True, unit=CULTURE)
    sentence = "nhắc đến văn bản trả lời này"
    address = reverse("document", args=[entry.pk])
    assert sentence in sign_in("leader").get(address).content.decode()
    assert sentence not in sign_in("head").get(address).content.decode()


# --- every look is recorded -------------------------------------------------------------------------------------------


def test_a_form_that_was_refused_shows_the_letter_and_is_a_view_too(sign_in: SignIn, make_entry: MakeEntry) -> None:
    entry = make_entry(is_restricted=True)
    response = sign_in("head").post(reverse("give-back", args=[entry.pk]), {"return-reason": ""})
    assert response.status_code == BAD_REQUEST
    assert entry.history.filter(event=Event.VIEWED).count() == 1


def test_a_review_that_was_refused_is_a_view_too(sign_in: SignIn, make_entry: MakeEntry) -> None:
    entry = make_entry(State.NEEDS_REVIEW)
    response = sign_in("clerk").post(reverse("confirm-review", args=[entry.pk]), {"unit": "x"})
    assert response.status_code == BAD_REQUEST
    assert entry.history.filter(event=Event.VIEWED).count() == 1


# --- what has not come to the unit yet --------------------------------------------------------------------------------


def test_a_unit_counts_what_has_come_to_it_and_not_what_is_only_proposed(
    people: People, make_entry: MakeEntry, today: date
) -> None:
    now = timezone.now()
    came = make_entry(received_at=now)
    for state in (State.NEEDS_REVIEW, State.REGISTERED, State.FAILED):
        make_entry(state, received_at=now, issuing_body="SỞ CHƯA CHUYỂN")
    units = permissions.units_followed(people["head"])
    found = statistics_of(period_of(Span.YEAR, today), today, units)
    table = found.table("co-quan")
    assert table is not None
    assert found.counts.received == 1
    assert "CHƯA CHUYỂN" not in str(table.rows)
    assert list(follow_up_entries(BookFilter(), today=today, units=units)) == [came]
    assert follow_up_entries(BookFilter(), today=today).count() == 4
