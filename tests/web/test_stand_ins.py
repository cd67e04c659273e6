"""Somebody is away: the stand-in does their work, and it is back by itself afterwards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.web.conftest import ECONOMY, MakeEntry, People
from web.organization.models import Absence, Role, Staff, Unit
from web.organization.stand_ins import absences_by_person, duties_of, stand_in_ids, who_does_the_work_of
from web.register import permissions
from web.register.models import State

TODAY = date(2026, 11, 2)


def note_absence(staff: Staff, stand_in: Staff, *, first: date = TODAY, days: int = 3) -> Absence:
    last = first + timedelta(days=days - 1)
    now = timezone.now()
    return Absence.objects.create(
        staff=staff, stand_in=stand_in, first_on=first, last_on=last, noted_by=staff, noted_at=now
    )


def test_a_stand_in_does_the_work_of_the_absent_only_on_the_days_of_the_absence(people: People) -> None:
    officer, other = people["officer"], people["other_officer"]
    note_absence(officer, other)
    before, first, last, after = (TODAY + timedelta(days=days) for days in (-1, 0, 2, 3))
    seen = [officer.pk in duties_of(other, absences_by_person(day)).people for day in (before, first, last, after)]
    assert seen == [False, True, True, False]


def test_an_absence_that_ended_early_counts_no_more(people: People) -> None:
    absence = note_absence(people["officer"], people["other_officer"])
    Absence.objects.filter(pk=absence.pk).update(ended_at=timezone.now())
    assert stand_in_ids(TODAY) == {}


def test_the_stand_in_of_a_head_heads_the_unit(people: People, units: dict[str, Unit]) -> None:
    note_absence(people["head"], people["officer"])
    assert duties_of(people["officer"], absences_by_person(TODAY)).heads == {units[ECONOMY].pk}
    assert duties_of(people["officer"], absences_by_person(TODAY + timedelta(days=9))).heads == frozenset()


def test_work_goes_on_to_the_stand_in_of_an_absent_stand_in(people: People) -> None:
    note_absence(people["officer"], people["other_officer"])
    note_absence(people["other_officer"], people["head"])
    assert people["officer"].pk in duties_of(people["head"], absences_by_person(TODAY)).people
    assert people["officer"].pk not in duties_of(people["other_officer"], absences_by_person(TODAY)).people


def test_two_absent_people_who_stand_in_for_each_other_leave_nobody(people: People) -> None:
    one, other = people["officer"], people["other_officer"]
    note_absence(one, other)
    note_absence(other, one)
    assert who_does_the_work_of(one.pk, stand_in_ids(TODAY)) is None


@pytest.mark.parametrize("is_away", [True, False])
def test_only_while_the_officer_is_away_may_the_stand_in_work_on_the_letter(
    people: People,
    make_entry: MakeEntry,
    is_away: bool,  # noqa: FBT001
) -> None:
    stand_in = Staff.objects.create(username="s", role=Role.OFFICER, unit=people["other_officer"].unit)
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"])
    if is_away:
        note_absence(people["officer"], stand_in, first=timezone.localdate())
    assert permissions.can_work_on(stand_in, entry) is is_away
    assert permissions.can_see(stand_in, entry) is is_away


def test_a_restricted_letter_is_seen_by_the_head_and_by_who_does_the_work_only(
    people: People, make_entry: MakeEntry
) -> None:
    colleague = Staff.objects.create(username="c", role=Role.OFFICER, unit=people["officer"].unit)
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"], is_restricted=True)
    cooperating = people["other_head"].unit
    assert cooperating is not None
    entry.cooperating_units.add(cooperating)
    seeing = {name for name, staff in {**people, "colleague": colleague}.items() if permissions.can_see(staff, entry)}
    assert seeing == {"clerk", "leader", "head", "officer"}
