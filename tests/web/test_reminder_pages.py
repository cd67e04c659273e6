"""Pages of reminders over HTTP: one's own only, the number in the page head, the outbox, and people's addresses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.web.conftest import CULTURE, MakeEntry, People, only_on_sqlite
from tests.web.reminding import MONDAY, at, give_addresses, office_with_mail, plan
from web.organization.models import Staff
from web.register import actions
from web.register.models import AuditRecord, Event, RegisterEntry, State
from web.reminders.models import Message, MessageState, Reminder

SignIn = Callable[[str], Client]
OK, FOUND, FORBIDDEN, NOT_ALLOWED = 200, 302, 403, 405
EVERYBODY = {"clerk", "leader", "admin", "head", "officer", "other_head", "other_officer"}
PAGES = {"reminders": EVERYBODY, "feeds": EVERYBODY - {"admin"}, "outbox": {"admin"}}


@pytest.mark.parametrize("page", PAGES)
def test_each_page_opens_for_its_roles_only(page: str, people: People, sign_in: SignIn) -> None:
    assert {name for name in people if sign_in(name).get(reverse(page)).status_code == OK} == PAGES[page]
    assert Client().get(reverse(page)).status_code == FOUND


@pytest.mark.parametrize(
    "change",
    ["reminders-seen", "send-test", "send-all-again", "reminder-seen", "send-again", "revoke-feed"],
)
def test_no_change_is_made_by_following_a_link(change: str, people: People, sign_in: SignIn) -> None:
    numbered = {"reminder-seen", "send-again", "revoke-feed"}
    assert sign_in("admin").get(reverse(change, args=[1] if change in numbered else [])).status_code == NOT_ALLOWED


@pytest.mark.parametrize("change", ["send-test", "send-all-again", "send-again"])
def test_only_the_administrator_touches_the_outbox(change: str, people: People, sign_in: SignIn) -> None:
    message = Message.objects.create(
        key="x", channel="mail", kind="single", state=MessageState.FAILED, made_at=at(MONDAY), not_before=at(MONDAY)
    )
    url = reverse(change, args=[message.pk] if change == "send-again" else [])
    for name in EVERYBODY - {"admin"}:
        assert sign_in(name).post(url).status_code == FORBIDDEN
    message.refresh_from_db()
    assert message.state == MessageState.FAILED


def test_the_page_shows_what_is_due_and_the_page_head_how_much_is_new(
    people: People, sign_in: SignIn, make_entry: MakeEntry
) -> None:
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=MONDAY)
    plan(at(MONDAY))
    client = sign_in("officer")
    page = client.get(reverse("reminders")).content.decode()
    for words in (entry.subject, "Hạn hôm nay", "02/11/2026", '<b class="badge">1'):
        assert words in page
    (reminder,) = Reminder.objects.filter(person=people["officer"])
    client.post(reverse("reminder-seen", args=[reminder.pk]))
    assert 'class="badge"' not in client.get(reverse("my-work")).content.decode()
    assert entry.subject in client.get(reverse("reminders")).content.decode()


def test_what_presses_most_stands_on_top(people: People, sign_in: SignIn, make_entry: MakeEntry) -> None:
    soon, late, today = (
        make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=MONDAY + timedelta(days=days))
        for days in (3, -5, 0)
    )
    plan(at(MONDAY))
    Reminder.objects.filter(entry=late).update(seen_at=at(MONDAY))
    page = sign_in("officer").get(reverse("reminders")).content.decode()
    places = [page.index(entry.subject) for entry in (today, soon, late)]
    assert places == sorted(places)


def test_nobody_marks_the_reminders_of_others(people: People, sign_in: SignIn, make_entry: MakeEntry) -> None:
    make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=MONDAY + timedelta(days=3))
    plan(at(MONDAY))
    reminder = Reminder.objects.get()
    sign_in("other_officer").post(reverse("reminder-seen", args=[reminder.pk]))
    sign_in("other_officer").post(reverse("reminders-seen"), {"until": timezone.now().isoformat()})
    reminder.refresh_from_db()
    assert reminder.seen_at is None


def test_marking_all_leaves_what_came_up_after_the_page_was_made(
    people: People, sign_in: SignIn, make_entry: MakeEntry
) -> None:
    for clock in ("09:00", "10:00"):
        make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=MONDAY + timedelta(days=3))
        plan(at(MONDAY, clock))
    client = sign_in("officer")
    client.post(reverse("reminders-seen"), {"until": at(MONDAY, "09:30").isoformat()})
    assert Reminder.objects.filter(seen_at__isnull=True).count() == 1
    client.post(reverse("reminders-seen"), {"until": "hôm nay"})
    assert Reminder.objects.filter(seen_at__isnull=True).count() == 1


def test_a_completed_letter_leaves_page_and_number_at_once(
    people: People, sign_in: SignIn, make_entry: MakeEntry
) -> None:
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=MONDAY)
    plan(at(MONDAY))
    actions.complete(entry.pk, by=people["officer"], outcome="xong")
    page = sign_in("officer").get(reverse("reminders")).content.decode()
    assert entry.subject not in page
    assert 'class="badge"' not in page


def test_of_a_letter_that_went_to_another_unit_only_the_number_is_shown(
    people: People, sign_in: SignIn, make_entry: MakeEntry
) -> None:
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=MONDAY)
    plan(at(MONDAY))
    other = people["other_head"].unit
    assert other is not None
    assert other.code == CULTURE
    RegisterEntry.objects.filter(pk=entry.pk).update(lead_unit=other, officer=None)
    page = sign_in("officer").get(reverse("reminders")).content.decode()
    assert entry.subject not in page
    assert f"Văn bản đến số {entry.arrival_number}" in page


def test_the_page_costs_the_same_few_queries_however_long(
    people: People, sign_in: SignIn, make_entry: MakeEntry
) -> None:
    client = sign_in("head")
    costs = []
    for count in (1, 30):
        for _ in range(count):
            make_entry(due_on=MONDAY)
        plan(at(MONDAY))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("reminders"))
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 12


@only_on_sqlite
def test_the_number_in_the_page_head_is_one_query_on_an_index(
    people: People, sign_in: SignIn, make_entry: MakeEntry
) -> None:
    client = sign_in("officer")
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("my-work"))
    (count,) = [query["sql"] for query in queries if "reminders_reminder" in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {count}")
        assert "unseen_reminders" in str(cursor.fetchall())


def test_the_outbox_says_what_was_refused_and_why(people: People, sign_in: SignIn, make_entry: MakeEntry) -> None:
    give_addresses()
    make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=MONDAY + timedelta(days=3))
    plan(at(MONDAY), office_with_mail())
    Message.objects.update(state=MessageState.FAILED, trouble="Máy chủ thư không nhận thư này: 550 Không có")
    client = sign_in("admin")
    page = client.get(reverse("outbox")).content.decode()
    assert "550 Không có" in page
    assert "officer@an-thanh.test" in page
    client.post(reverse("send-again", args=[Message.objects.get().pk]))
    assert Message.objects.get().state == MessageState.PENDING
    assert "không còn chờ gửi lại" in (
        client.post(reverse("send-again", args=[Message.objects.get().pk]), follow=True).content.decode()
    )


def test_the_administrator_sets_where_mail_goes_and_the_record_holds_no_address(
    people: People, sign_in: SignIn
) -> None:
    client, officer = sign_in("admin"), people["officer"]
    url = reverse("account", args=[officer.pk])
    as_is = {"full_name": "Officer", "role": officer.role, "unit": officer.unit_id}
    client.post(url, {**as_is, "email": "dương"})
    assert Staff.objects.get(username="officer").email == ""
    client.post(url, {**as_is, "email": "cv@an-thanh.test"})
    assert Staff.objects.get(username="officer").email == "cv@an-thanh.test"
    record = AuditRecord.objects.get(event=Event.STAFF_CHANGED)
    assert record.details["has_email"] is True
    assert "@" not in str(record.details)


def test_a_test_mail_needs_an_address(people: People, sign_in: SignIn) -> None:
    page = sign_in("admin").post(reverse("send-test"), follow=True).content.decode()
    assert "chưa có địa chỉ thư" in page
    assert not Message.objects.exists()
    Staff.objects.filter(username="admin").update(email="qt@an-thanh.test")
    sign_in("admin").post(reverse("send-test"))
    assert Message.objects.get().kind == "test"
