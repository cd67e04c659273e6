"""Who is reminded of what: stages, escalation, stand-ins, and that everything stops when nothing is to be done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.conftest import ECONOMY, MakeEntry, People, only_on_sqlite
from tests.web.reminding import MONDAY, add_deadline, at, give_addresses, messages, office_with_mail, plan, told
from tests.web.test_stand_ins import note_absence
from web.organization.models import Role, Staff, Unit
from web.register import actions
from web.register.models import Directive, EntryDeadline, RegisterEntry, State, UrgencyLevel
from web.reminders.models import Message, MessageState, Reminder, Stage

THURSDAY = MONDAY + timedelta(days=3)
WEDNESDAY = MONDAY + timedelta(days=2)


def test_the_officer_is_reminded_and_without_one_the_head(people: People, make_entry: MakeEntry) -> None:
    given_out = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=THURSDAY)
    not_yet = make_entry(due_on=THURSDAY)
    plan(at(MONDAY))
    assert told(given_out) == {("officer", "before-3")}
    assert told(not_yet) == {("head", "before-3")}


def test_every_stage_comes_once_and_takes_the_place_of_the_one_before(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=THURSDAY)
    seen = []
    for days in range(-1, 9):
        for clock in ("00:01", "09:00", "23:00"):
            plan(at(MONDAY + timedelta(days=days), clock))
        seen.append(sorted(key for person, key in told(entry) if person == "officer"))
    assert seen == [[], *[["before-3"]] * 2, ["before-1"], ["today"], *[["overdue"]] * 5]
    assert Reminder.objects.filter(person=people["officer"], stage=Stage.OVERDUE).count() == 3  # Fri, Mon, Tue
    assert Message.objects.exists() is False  # nobody has an address


def test_head_and_leader_hear_of_it_when_it_gets_late(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=THURSDAY)
    plan(at(WEDNESDAY))
    assert told(entry) == {("officer", "before-1"), ("head", "before-1")}
    plan(at(MONDAY + timedelta(days=7)))
    assert told(entry) == {("officer", "overdue"), ("head", "overdue"), ("leader", "overdue")}


def test_the_leader_who_gave_the_direction_is_told_and_no_other(
    people: People, units: dict[str, Unit], make_entry: MakeEntry
) -> None:
    chair = Staff.objects.create(username="chair", role=Role.LEADER)
    entry = make_entry(due_on=MONDAY - timedelta(days=10))
    Directive.objects.create(entry=entry, leader=chair, lead_unit=units[ECONOMY], given_at=timezone.now())
    plan(at(MONDAY))
    assert {person for person, _ in told(entry)} == {"head", "chair"}


def test_the_stand_in_is_reminded_and_told_for_whom(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=THURSDAY)
    note_absence(people["officer"], people["other_officer"], first=MONDAY, days=1)
    plan(at(MONDAY))
    reminder = Reminder.objects.get(entry=entry)
    assert (reminder.person, reminder.instead_of) == (people["other_officer"], people["officer"])
    plan(at(MONDAY + timedelta(days=1)))  # back again
    assert told(entry) == {("officer", "before-3")}


def test_a_head_who_stands_in_for_the_officer_is_told_once(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=MONDAY)
    note_absence(people["officer"], people["head"], first=MONDAY)
    plan(at(MONDAY))
    reminder = Reminder.objects.get(entry=entry)
    assert (reminder.person, reminder.instead_of) == (people["head"], None)


def test_of_a_unit_without_anybody_the_leaders_are_told(people: People, make_entry: MakeEntry) -> None:
    Staff.objects.filter(unit__code=ECONOMY).update(is_active=False)
    entry = make_entry(due_on=MONDAY)
    plan(at(MONDAY))
    assert told(entry) == {("leader", "today")}


def test_another_officer_takes_the_reminder_over(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=THURSDAY)
    plan(at(MONDAY))
    RegisterEntry.objects.filter(pk=entry.pk).update(officer=people["other_officer"])
    plan(at(MONDAY, "09:01"))
    assert told(entry) == {("other_officer", "before-3")}


@pytest.mark.parametrize("way", ["complete", "return", "cancel"])
def test_reminders_stop_when_the_letter_is_done_returned_or_cancelled(
    way: str, people: People, make_entry: MakeEntry
) -> None:
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=MONDAY)
    plan(at(MONDAY))
    match way:
        case "complete":
            actions.complete(entry.pk, by=people["officer"], outcome="xong")
        case "return":
            actions.return_to_clerk(entry.pk, by=people["head"], reason="nhầm")
        case _:
            actions.cancel(entry.pk, by=people["clerk"], reason="trùng")
    plan(at(MONDAY, "09:01"))
    assert {key for _, key in told(entry)} <= {Stage.RETURNED}
    plan(at(MONDAY + timedelta(days=1)))
    assert {key for _, key in told(entry)} <= {Stage.RETURNED}


@pytest.mark.parametrize("way", ["meet", "reject", "correct"])
def test_a_duty_that_is_met_rejected_or_moved_is_reminded_of_no_more(
    way: str, people: People, make_entry: MakeEntry
) -> None:
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=MONDAY)
    deadline, later = add_deadline(entry, MONDAY), MONDAY + timedelta(days=30)
    plan(at(MONDAY))
    assert ("officer", "today") in told(entry)
    match way:
        case "meet":
            actions.meet_deadline(entry.pk, deadline.pk, by=people["officer"])
        case "reject":
            actions.reject_deadline(entry.pk, deadline.pk, by=people["head"])
        case _:
            actions.correct_deadline(entry.pk, deadline.pk, by=people["head"], due_on=later, is_ours=True)
    plan(at(MONDAY, "09:01"))
    assert told(entry) == set()


def test_after_an_extension_the_stages_count_for_the_new_date(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=MONDAY)
    deadline = add_deadline(entry, MONDAY)
    plan(at(MONDAY))
    EntryDeadline.objects.filter(pk=deadline.pk).update(due_on=THURSDAY, extended_from=MONDAY)
    RegisterEntry.objects.filter(pk=entry.pk).update(due_on=THURSDAY)
    plan(at(MONDAY, "09:01"))
    assert told(entry) == {("officer", "before-3")}
    plan(at(THURSDAY))
    assert told(entry) == {("officer", "today"), ("head", "today")}


def test_each_duty_of_a_letter_has_its_own_stages(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=MONDAY - timedelta(days=3))
    add_deadline(entry, MONDAY - timedelta(days=3))
    add_deadline(entry, THURSDAY)
    add_deadline(entry, MONDAY, applies_to_us=False)
    plan(at(MONDAY))
    assert {key for who, key in told(entry) if who == "officer"} == {"overdue", "before-3"}


def test_an_urgent_letter_is_told_of_when_it_arrives(people: People, make_entry: MakeEntry) -> None:
    urgent = make_entry(urgency=UrgencyLevel.URGENT, forwarded_at=at(MONDAY), received_at=at(MONDAY))
    waiting = make_entry(State.NEEDS_REVIEW, urgency=UrgencyLevel.EXPRESS, received_at=at(MONDAY), unit=None)
    ordinary = make_entry(forwarded_at=at(MONDAY), received_at=at(MONDAY))
    old = make_entry(urgency=UrgencyLevel.EXPRESS, forwarded_at=at(MONDAY - timedelta(days=9)))
    for clock in ("09:00", "09:01"):
        plan(at(MONDAY, clock))
    assert [told(entry) for entry in (urgent, waiting, ordinary, old)] == [
        {("head", "arrived")},
        {("clerk", "arrived")},
        set(),
        set(),
    ]


def test_who_heard_of_the_arrival_hears_of_the_date_on_the_next_day_only(people: People, make_entry: MakeEntry) -> None:
    give_addresses()
    times = {"forwarded_at": at(MONDAY, "06:50"), "received_at": at(MONDAY, "06:50")}
    entry = make_entry(urgency=UrgencyLevel.URGENT, due_on=THURSDAY, **times)
    for clock in ("06:50", "06:51", "09:00"):
        plan(at(MONDAY, clock))
    assert told(entry) == {("head", "arrived")}
    assert messages() == [("head", "single", "02/11 07:00")]
    plan(at(MONDAY + timedelta(days=1), "00:01"))
    assert told(entry) == {("head", "before-3")}


def test_a_meeting_is_told_of_within_the_hour_before_it(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=MONDAY)
    answer = {"type": "event", "start": f"{MONDAY}T14:00:00+07:00"}
    add_deadline(entry, MONDAY, kind="meeting", answer=answer)
    heard = []
    for clock in ("12:59", "13:00", "13:30"):
        plan(at(MONDAY, clock))
        heard.append(("officer", "meeting") in told(entry))
    assert heard == [False, True, True]
    assert Reminder.objects.filter(stage=Stage.MEETING).count() == 1
    plan(at(MONDAY + timedelta(days=1)))
    assert ("officer", "meeting") not in told(entry)


def test_a_person_gets_one_digest_and_urgent_letters_alone(people: People, make_entry: MakeEntry) -> None:
    give_addresses()
    for _ in range(20):
        make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=THURSDAY)
    make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=THURSDAY, urgency=UrgencyLevel.URGENT)
    plan(at(MONDAY, "00:01"))
    plan(at(MONDAY, "00:02"))
    assert messages() == [("officer", "digest", "02/11 07:30"), ("officer", "single", "02/11 07:30")]
    assert Message.objects.get(kind="digest").reminders.count() == 20


def test_a_digest_that_is_gone_takes_nothing_more(people: People, make_entry: MakeEntry) -> None:
    give_addresses()
    make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=THURSDAY)
    plan(at(MONDAY, "00:01"))
    Message.objects.update(state=MessageState.SENT)
    make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=THURSDAY)
    plan(at(MONDAY, "07:00"))  # before the hour of the digest, but somebody sent it by hand
    assert messages() == [("officer", "digest", "02/11 07:30"), ("officer", "digest", "03/11 07:30")]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["wait", "extend", "give", "take", "complete", "reopen", "return", "assign", "away"]),
            st.integers(0, 12),
        ),
        max_size=12,
    )
)
def test_whatever_happens_to_a_letter_nobody_is_told_the_same_stage_twice(
    steps: list[tuple[str, int]], people: People, make_entry: MakeEntry
) -> None:
    give_addresses()
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=THURSDAY)
    now = at(MONDAY)
    known: set[tuple[int, str]] = set()
    for what, amount in steps:
        rows = RegisterEntry.objects.filter(pk=entry.pk)
        match what:
            case "wait":
                now += timedelta(hours=7 * amount)
            case "extend":
                rows.update(due_on=MONDAY + timedelta(days=amount))
            case "give":
                rows.update(officer=people["other_officer"])
            case "take":
                rows.update(officer=None)
            case "complete":
                rows.update(state=State.COMPLETED)
            case "return":
                rows.update(state=State.NEEDS_REVIEW)
            case "reopen" | "assign":
                rows.update(state=State.IN_PROGRESS, officer=people["officer"])
            case _:
                note_absence(people["officer"], people["head"], first=timezone.localdate(now), days=amount + 1)
        plan(now)
        plan(now + timedelta(seconds=1))
        made = list(Reminder.objects.filter(entry=entry).values_list("person_id", "key"))
        assert len(made) == len(set(made))
        assert known <= set(made)  # none is lost
        known = set(made)
    of_mail = list(Message.objects.filter(kind="single").values_list("key", flat=True))
    assert len(of_mail) == len(set(of_mail))
    for reminder in Reminder.objects.filter(entry=entry):
        assert reminder.messages.count() == 1


def test_giving_out_and_returning_tell_the_others(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry()
    actions.assign_officer(entry.pk, by=people["head"], officer=people["officer"])
    assert told(entry) == {("officer", Stage.GIVEN)}
    actions.return_to_clerk(entry.pk, by=people["head"], reason="Việc của phòng Văn hóa")
    reminder = Reminder.objects.get(stage=Stage.RETURNED)
    assert (reminder.person, reminder.note) == (people["clerk"], "Việc của phòng Văn hóa")


def test_nobody_is_told_of_what_they_did_themselves(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry()
    actions.assign_officer(entry.pk, by=people["head"], officer=people["head"])
    assert told(entry) == set()


@only_on_sqlite
def test_a_pass_costs_few_queries_and_never_goes_through_the_whole_register(
    people: People, make_entry: MakeEntry
) -> None:
    office = office_with_mail()
    for number in range(30):
        make_entry(State.COMPLETED if number % 2 else State.ASSIGNED, due_on=THURSDAY)
    plan(at(MONDAY), office)
    with CaptureQueriesContext(connection) as queries:
        plan(at(MONDAY, "09:01"), office)
    assert len(queries) <= 20
    (open_entries,) = [query["sql"] for query in queries if '"due_on" <=' in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {open_entries}")
        steps = " ".join(str(row) for row in cursor.fetchall())
    assert "SEARCH register_registerentry" in steps
    assert "SCAN register_registerentry" not in steps


def test_days_before_are_those_of_the_office(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=date(2026, 11, 16))
    plan(at(MONDAY), office_with_mail(days_before=(10,)))
    assert told(entry) == {("officer", "before-10")}
