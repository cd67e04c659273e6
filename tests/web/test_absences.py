"""Noting who is away and who does their work: who may, what is refused, and what the pages then show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.web.conftest import CULTURE, ECONOMY, MakeEntry, People
from web.organization import actions, queries
from web.organization.actions import AbsenceError
from web.organization.models import Absence, FieldOfficer, Role, Staff, Unit
from web.organization.stand_ins import may_stand_in
from web.register import permissions
from web.register.models import AuditRecord, Event, State

SignIn = Callable[[str], Client]
Units = dict[str, Unit]


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def everybody(people: People, units: Units) -> People:
    """The people of the office, with a second officer, a deputy and a second leader."""
    more = {
        "second": (Role.OFFICER, units[ECONOMY]),
        "deputy": (Role.UNIT_HEAD, units[ECONOMY]),
        "vice_chair": (Role.LEADER, None),
    }
    added = {
        name: Staff.objects.create(username=name, last_name=name.title(), role=role, unit=unit)
        for name, (role, unit) in more.items()
    }
    return {**people, **added}


def note(people: People, absent: str, stand_in: str, first: date, *, days: int = 3, by: str = "leader") -> Absence:
    return actions.note_absence(
        by=people[by],
        absent=people[absent],
        stand_in=people[stand_in],
        first_on=first,
        last_on=first + timedelta(days=days - 1),
    )


# --- noting -----------------------------------------------------------------------------------------------------------


def test_an_absence_is_noted_with_its_record(everybody: People, today: date) -> None:
    absence = note(everybody, "officer", "second", today, by="head")
    assert absence.noted_by == everybody["head"]
    record = AuditRecord.objects.get(event=Event.ABSENCE_NOTED)
    assert record.details["stand_in"] == everybody["second"].pk


@pytest.mark.parametrize(
    ("absent", "allowed"),
    [
        ("officer", {"officer", "head", "deputy", "leader", "vice_chair", "admin"}),
        ("head", {"head", "deputy", "leader", "vice_chair", "admin"}),
        ("leader", {"leader", "vice_chair", "admin"}),
        ("clerk", {"clerk", "leader", "vice_chair", "admin"}),
    ],
)
def test_who_may_note_whose_absence(absent: str, allowed: set[str], everybody: People) -> None:
    by_rule = {name for name, staff in everybody.items() if permissions.can_note_absence(staff, everybody[absent])}
    listed = {
        name for name, staff in everybody.items() if everybody[absent] in queries.people_to_note(staff)
    }  # the form offers exactly these
    assert by_rule == listed == allowed


def test_nobody_notes_the_absence_of_a_stranger(everybody: People, today: date) -> None:
    with pytest.raises(PermissionDenied):
        note(everybody, "officer", "second", today, by="other_head")
    assert not Absence.objects.exists()


@pytest.mark.parametrize(
    ("absent", "fitting"),
    [
        ("officer", {"second", "head", "deputy"}),
        ("head", {"officer", "second", "deputy", "other_head", "leader", "vice_chair"}),
        ("leader", {"vice_chair"}),
        ("clerk", set()),
    ],
)
def test_who_may_stand_in_for_whom(absent: str, fitting: set[str], everybody: People) -> None:
    found = {name for name, staff in everybody.items() if may_stand_in(staff, everybody[absent])}
    assert found == fitting


def test_a_stand_in_who_does_not_fit_is_refused_with_a_sentence(everybody: People, today: date) -> None:
    with pytest.raises(AbsenceError, match="không làm thay được cho"):
        note(everybody, "officer", "other_officer", today)


@pytest.mark.parametrize("shift", [-2, 0, 2])
def test_overlapping_absences_are_refused_with_a_sentence(shift: int, everybody: People, today: date) -> None:
    note(everybody, "officer", "second", today + timedelta(days=5))
    with pytest.raises(AbsenceError, match="đã được ghi vắng"):
        note(everybody, "officer", "head", today + timedelta(days=5 + shift))
    assert Absence.objects.count() == 1


def test_absences_may_follow_each_other(everybody: People, today: date) -> None:
    note(everybody, "officer", "second", today)
    note(everybody, "officer", "head", today + timedelta(days=3))
    assert Absence.objects.count() == 2


def test_who_is_away_too_cannot_stand_in(everybody: People, today: date) -> None:
    note(everybody, "second", "head", today)
    with pytest.raises(AbsenceError, match="cũng vắng"):
        note(everybody, "officer", "second", today)


def test_days_that_are_over_are_not_noted(everybody: People, today: date) -> None:
    with pytest.raises(AbsenceError, match="đã qua"):
        note(everybody, "officer", "second", today - timedelta(days=9))


def test_ending_early_gives_the_work_back_at_once(everybody: People, today: date, make_entry: MakeEntry) -> None:
    entry = make_entry(State.IN_PROGRESS, officer=everybody["officer"])
    absence = note(everybody, "officer", "second", today)
    assert permissions.can_work_on(Staff.objects.get(username="second"), entry)
    assert actions.end_absence(absence.pk, by=everybody["officer"])
    assert not permissions.can_work_on(Staff.objects.get(username="second"), entry)
    assert not actions.end_absence(absence.pk, by=everybody["officer"])  # the second time is no change
    assert AuditRecord.objects.filter(event=Event.ABSENCE_ENDED).count() == 1


# --- pages ------------------------------------------------------------------------------------------------------------


def test_the_head_notes_an_absence_on_the_page_and_ends_it(everybody: People, sign_in: SignIn, today: date) -> None:
    head = sign_in("head")
    last = today + timedelta(days=2)
    values = {
        "absent": everybody["officer"].pk,
        "stand_in": everybody["second"].pk,
        "first_on": f"{today:%d/%m/%Y}",
        "last_on": f"{last:%d/%m/%Y}",
        "reason": "Nghỉ ốm",
    }
    page = head.post(reverse("absences"), values, follow=True).content.decode()
    assert "Đã ghi: Officer vắng, Second làm thay." in page
    assert "Nghỉ ốm" in page
    again = head.post(reverse("absences"), values)
    assert again.status_code == 400
    assert "đã được ghi vắng" in again.content.decode()
    absence = Absence.objects.get()
    head.post(reverse("end-absence", args=[absence.pk]))
    assert "Không có ai vắng" in head.get(reverse("absences")).content.decode()


def test_an_officer_cannot_note_others_through_the_form(everybody: People, sign_in: SignIn, today: date) -> None:
    day = f"{today:%d/%m/%Y}"
    values = {"absent": everybody["head"].pk, "stand_in": everybody["officer"].pk, "first_on": day, "last_on": day}
    assert sign_in("officer").post(reverse("absences"), values).status_code == 400
    assert not Absence.objects.exists()


def test_the_stand_ins_page_keeps_the_work_of_others_apart(
    everybody: People, sign_in: SignIn, today: date, make_entry: MakeEntry
) -> None:
    make_entry(State.IN_PROGRESS, officer=everybody["second"], subject="việc của chính mình")
    make_entry(State.IN_PROGRESS, officer=everybody["officer"], subject="việc của người vắng")
    note(everybody, "officer", "second", today)
    client = Client()
    client.force_login(everybody["second"])
    own, acting = client.get(reverse("my-work")).content.decode().split('<section class="acting">')
    until = today + timedelta(days=2)
    assert "Việc của chính mình" in own
    assert "Việc của người vắng" not in own
    assert f"Làm thay Officer đến hết ngày {until:%d/%m/%Y}" in acting
    assert "Việc của người vắng" in acting


def test_the_queue_shows_who_is_away_and_who_does_the_work(
    everybody: People, sign_in: SignIn, today: date, make_entry: MakeEntry
) -> None:
    make_entry(State.IN_PROGRESS, officer=everybody["officer"])
    note(everybody, "officer", "second", today)
    page = sign_in("head").get(reverse("queue")).content.decode()
    assert page.count("đang vắng, Second làm thay đến hết ngày") >= 2  # in the row, and among the people


def test_a_head_with_a_busy_unit_and_people_away_pays_few_queries(
    everybody: People, sign_in: SignIn, today: date, make_entry: MakeEntry
) -> None:
    for _ in range(5):
        make_entry(State.IN_PROGRESS, officer=everybody["officer"])
    FieldOfficer.objects.create(field="dat-dai", staff=everybody["officer"])
    note(everybody, "officer", "head", today)
    head = sign_in("head")
    with CaptureQueriesContext(connection) as taken:
        head.get(reverse("queue"))
    assert len(taken) <= 12


def test_new_work_for_somebody_away_warns_and_names_the_stand_in(
    everybody: People, sign_in: SignIn, today: date, make_entry: MakeEntry
) -> None:
    note(everybody, "officer", "second", today)
    entry = make_entry()
    values = {"officer": everybody["officer"].pk}
    page = sign_in("head").post(reverse("assign", args=[entry.pk]), values, follow=True).content.decode()
    assert "Second làm thay và thấy việc này." in page


def test_the_stand_in_of_another_units_head_opens_that_queue_only_meanwhile(
    everybody: People, sign_in: SignIn, today: date, make_entry: MakeEntry
) -> None:
    make_entry(unit=CULTURE)
    address = reverse("unit-queue", args=[CULTURE])
    assert sign_in("head").get(address).status_code == 403
    absence = note(everybody, "other_head", "head", today)
    page = sign_in("head").get(address).content.decode()
    assert "Giao việc" in page
    assert address in sign_in("head").get(reverse("queue")).content.decode()
    actions.end_absence(absence.pk, by=everybody["leader"])
    assert sign_in("head").get(address).status_code == 403


def test_a_leader_who_stands_in_for_a_head_decides_in_that_unit(
    everybody: People, today: date, make_entry: MakeEntry
) -> None:
    entry = make_entry()
    assert not permissions.can_assign(Staff.objects.get(username="leader"), entry)
    note(everybody, "head", "leader", today)
    assert permissions.can_assign(Staff.objects.get(username="leader"), entry)


# --- fields -----------------------------------------------------------------------------------------------------------


def alarms(unit: Unit | None = None, day: date | None = None) -> set[str]:
    away = queries.away_on(day or timezone.localdate())
    return {alarm.field for alarm in queries.fields_without_anybody(away, unit=unit)}


def test_a_unit_with_a_head_present_has_somebody_for_every_field(everybody: People, units: Units) -> None:
    assert alarms(units[ECONOMY]) == set()


def test_a_unit_without_people_is_an_alarm_for_each_of_its_fields(everybody: People, units: Units) -> None:
    assert alarms(units["cong-an"]) == {"an-ninh-trat-tu"}


def test_a_field_whose_only_officer_is_away_with_nobody_left_is_an_alarm_though_the_head_is_there(
    everybody: People, units: Units, today: date
) -> None:
    FieldOfficer.objects.create(field="dat-dai", staff=everybody["officer"])
    absence = note(everybody, "officer", "second", today)
    assert alarms(units[ECONOMY]) == set()  # the stand-in is there
    Staff.objects.filter(pk=absence.stand_in_id).update(is_active=False)
    assert alarms(units[ECONOMY]) == {"dat-dai"}
    assert alarms(units[ECONOMY], today + timedelta(days=9)) == set()  # back by itself


def test_a_second_officer_who_is_present_is_enough(everybody: People, units: Units, today: date) -> None:
    for name in ("officer", "second"):
        FieldOfficer.objects.create(field="dat-dai", staff=everybody[name])
    absence = note(everybody, "officer", "deputy", today)
    Staff.objects.filter(pk=absence.stand_in_id).update(is_active=False)
    assert alarms(units[ECONOMY]) == set()


def test_locked_accounts_look_after_nothing(everybody: People, units: Units) -> None:
    FieldOfficer.objects.create(field="dat-dai", staff=everybody["officer"])
    Staff.objects.filter(username__in=["officer", "head", "deputy"]).update(is_active=False)
    assert "dat-dai" in alarms(units[ECONOMY])


def test_the_alarm_takes_two_queries(everybody: People, today: date) -> None:
    FieldOfficer.objects.create(field="dat-dai", staff=everybody["officer"])
    note(everybody, "officer", "second", today)
    with CaptureQueriesContext(connection) as taken:
        queries.fields_without_anybody(queries.away_on(today))
    assert len(taken) == 2


def test_the_leader_is_alarmed_about_all_fields_and_a_head_about_their_own(everybody: People, sign_in: SignIn) -> None:
    leader = sign_in("leader").get(reverse("units")).content.decode()
    assert "An ninh, trật tự" in leader  # the police unit has nobody
    assert "Hôm nay không có ai phụ trách" in leader
    assert "Hôm nay không có ai phụ trách" not in sign_in("head").get(reverse("queue")).content.decode()


def test_the_head_sets_who_looks_after_the_fields_of_the_unit(everybody: People, units: Units, sign_in: SignIn) -> None:
    address = reverse("set-field-officers", args=[ECONOMY])
    values = {"dat-dai": [everybody["officer"].pk, everybody["second"].pk], "giao-thong": [everybody["head"].pk]}
    sign_in("head").post(address, values)
    found = set(FieldOfficer.objects.values_list("field", "staff__username"))
    assert found == {("dat-dai", "officer"), ("dat-dai", "second"), ("giao-thong", "head")}
    record = AuditRecord.objects.get(event=Event.FIELD_OFFICERS_SET)
    assert set(record.details["officers"]) == {"dat-dai", "giao-thong"}
    page = sign_in("head").post(address, values, follow=True).content.decode()
    assert "Không có gì thay đổi." in page
    assert AuditRecord.objects.filter(event=Event.FIELD_OFFICERS_SET).count() == 1


@pytest.mark.parametrize("name", ["officer", "other_head", "clerk"])
def test_others_do_not_set_them(name: str, everybody: People, sign_in: SignIn) -> None:
    address = reverse("set-field-officers", args=[ECONOMY])
    assert sign_in(name).post(address, {"dat-dai": [everybody["officer"].pk]}).status_code == 403
    assert not FieldOfficer.objects.exists()


def test_people_of_another_unit_are_not_set(everybody: People, sign_in: SignIn) -> None:
    address = reverse("set-field-officers", args=[ECONOMY])
    sign_in("head").post(address, {"dat-dai": [everybody["other_officer"].pk]})
    assert not FieldOfficer.objects.exists()


def test_the_officer_of_the_field_is_chosen_already_when_the_head_assigns(
    everybody: People, sign_in: SignIn, today: date, make_entry: MakeEntry
) -> None:
    FieldOfficer.objects.create(field="dat-dai", staff=everybody["officer"])
    FieldOfficer.objects.create(field="dat-dai", staff=everybody["second"])
    entry = make_entry()

    def chosen() -> str:
        page = sign_in("head").get(reverse("document", args=[entry.pk])).content.decode()
        return page.split(" selected>")[1].split("<")[0]

    assert chosen().startswith("Officer")
    note(everybody, "officer", "deputy", today)
    assert chosen().startswith("Second")  # of two, the one who is present
