"""Absences of a day -> who does whose work (choàng gánh). Nothing is moved: what is derived ends with the absence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet

from web.organization.models import UNIT_ROLES, Absence, Duties, Role, Staff


def absences_on(day: date) -> QuerySet[Absence]:
    """Who is away on the day, with their stand-ins."""
    return Absence.objects.filter(first_on__lte=day, last_on__gte=day, ended_at__isnull=True).select_related(
        "staff", "staff__unit", "stand_in"
    )


def absences_by_person(day: date) -> dict[int, Absence]:
    """Absent person, by id -> the absence. Of several at once the one noted last counts."""
    return {absence.staff_id: absence for absence in absences_on(day).order_by("pk")}


def stand_in_ids(day: date) -> dict[int, int]:
    """Absent person -> stand-in, by id. Of several absences at once the one noted last counts."""
    pairs = absences_on(day).order_by("pk").values_list("staff_id", "stand_in_id")
    return dict(pairs)


def who_does_the_work_of(staff_id: int, stand_ins: Mapping[int, int]) -> int | None:
    """The person present who does it: themselves, their stand-in, or the stand-in's own. None: nobody is left."""
    seen: set[int] = set()
    while staff_id in stand_ins:
        if staff_id in seen:  # two people who stand in for each other, both away
            return None
        seen.add(staff_id)
        staff_id = stand_ins[staff_id]
    return staff_id


def may_stand_in(stand_in: Staff, absent: Staff) -> bool:
    """Within a unit anybody for anybody; another head or a leader for a head; else somebody of the same role."""
    if stand_in.pk == absent.pk:
        return False
    if absent.role not in UNIT_ROLES:
        return stand_in.role == absent.role
    if stand_in.role in UNIT_ROLES and stand_in.unit_id == absent.unit_id:
        return True
    return absent.role == Role.UNIT_HEAD and stand_in.role in {Role.UNIT_HEAD, Role.LEADER}


def duties_of(staff: Staff, absences: Mapping[int, Absence]) -> Duties:
    """What the person does on the day of the absences; somebody who is away keeps their own rights.

    An administrator does no letters, whoever they stand in for.
    """
    if staff.role == Role.ADMIN:
        return Duties(people=frozenset(), works_in=frozenset(), heads=frozenset())
    stand_ins = {absent: absence.stand_in_id for absent, absence in absences.items()}
    acted_for = [
        absence.staff
        for absent, absence in absences.items()
        if absent != staff.pk and absence.staff.is_active and who_does_the_work_of(absent, stand_ins) == staff.pk
    ]
    people = [staff, *acted_for]
    return Duties(
        people=frozenset(person.pk for person in people),
        works_in=frozenset(
            person.unit_id for person in people if person.role in UNIT_ROLES and person.unit_id is not None
        ),
        heads=frozenset(
            person.unit_id for person in people if person.role == Role.UNIT_HEAD and person.unit_id is not None
        ),
    )
