"""Every list about people: who is away and who does their work, who looks after which field, what nobody does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from web.offices import current_office
from web.organization.models import UNIT_ROLES, Absence, FieldOfficer, Role, Staff, Unit
from web.organization.stand_ins import absences_by_person, who_does_the_work_of


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody is away today: who does the work (None: nobody), and the last day of it."""

    staff: Staff
    stand_in: Staff | None
    until: date


@dataclass(frozen=True, slots=True)
class UncoveredField:
    """A field that nobody looks after today; `officers` are those who should and are away."""

    field: str
    unit_code: str
    officers: tuple[str, ...]


def away_on(day: date) -> dict[int, Away]:
    """Who is away on the day, by id, with whoever does the work in the end. One query."""
    return _away(absences_by_person(day))


def away_today(staff: Staff) -> dict[int, Away]:
    """The same for today, from what was asked for the person's own duties already."""
    return _away(staff.absences_today)


def _away(absences: Mapping[int, Absence]) -> dict[int, Away]:
    stand_ins = {absence.staff_id: absence.stand_in_id for absence in absences.values()}
    people = {absence.stand_in_id: absence.stand_in for absence in absences.values()}
    return {
        absent: Away(absence.staff, _present(who_does_the_work_of(absent, stand_ins), people), absence.last_on)
        for absent, absence in absences.items()
    }


def _present(staff_id: int | None, people: Mapping[int, Staff]) -> Staff | None:
    """An account that was locked does nobody's work."""
    found = people.get(staff_id) if staff_id is not None else None
    return found if found is not None and found.is_active else None


def fields_without_anybody(away: Mapping[int, Away], *, unit: Unit | None = None) -> tuple[UncoveredField, ...]:
    """Fields that nobody does today: a field belongs to its officers, one without officers to the heads of its unit.

    Present is who is not away, or whose work somebody does. One query, beside the one that `away` took.
    """
    posts = Staff.objects.filter(Q(role=Role.UNIT_HEAD) | Q(fields__isnull=False), is_active=True, role__in=UNIT_ROLES)
    officers: dict[tuple[str, str], set[int]] = {}
    heads: dict[str, set[int]] = {}
    for staff, role, code, field in posts.values_list("pk", "role", "unit__code", "fields__field"):
        if field is not None:
            officers.setdefault((code, field), set()).add(staff)
        if role == Role.UNIT_HEAD:
            heads.setdefault(code, set()).add(staff)
    found = []
    for field, post in current_office().fields.items():
        if unit is not None and post.unit != unit.code:
            continue
        named = officers.get((post.unit, field), set())
        responsible = named or heads.get(post.unit, set())
        if not any(staff not in away or away[staff].stand_in for staff in responsible):
            found.append(UncoveredField(field, post.unit, tuple(str(away[staff].staff) for staff in sorted(named))))
    return tuple(found)


def officers_by_field(unit: Unit) -> dict[str, list[Staff]]:
    """The unit's fields with the people who look after each; a field without anybody has an empty list."""
    fields = current_office().fields
    found: dict[str, list[Staff]] = {code: [] for code, field in fields.items() if field.unit == unit.code}
    posts = FieldOfficer.objects.filter(field__in=found, staff__unit=unit, staff__is_active=True)
    for post in posts.select_related("staff").order_by("staff__role", "staff_id"):
        found[post.field].append(post.staff)
    return found


def people_of(unit: Unit) -> QuerySet[Staff]:
    """Who can look after a field of the unit."""
    return Staff.objects.filter(unit=unit, is_active=True, role__in=UNIT_ROLES).order_by("last_name", "first_name")


def units_to_staff(staff: Staff) -> QuerySet[Unit]:
    """Units whose people the person places: what `permissions.can_set_field_officers` says of one."""
    units = Unit.objects.filter(is_active=True).order_by("name")
    if staff.role in {Role.LEADER, Role.ADMIN}:
        return units
    return units.filter(pk__in=staff.duties.heads)


def people_to_note(staff: Staff) -> QuerySet[Staff]:
    """Whose absences the person may note: what `permissions.can_note_absence` says of one."""
    people = Staff.objects.filter(is_active=True).select_related("unit").order_by("unit__name", "last_name", "username")
    if staff.role in {Role.LEADER, Role.ADMIN}:
        return people
    others = Q(unit__in=staff.duties.heads, role=Role.OFFICER)
    if staff.role == Role.UNIT_HEAD:
        others |= Q(unit=staff.unit_id, role=Role.UNIT_HEAD)
    return people.filter(Q(pk=staff.pk) | others)


def absences_from(day: date, people: QuerySet[Staff]) -> QuerySet[Absence]:
    """Absences of these people that go on or will come, first ones first."""
    return (
        Absence.objects.filter(staff__in=people.order_by().values("pk"), last_on__gte=day, ended_at__isnull=True)
        .select_related("staff__unit", "stand_in__unit", "noted_by")
        .order_by("first_on", "id")
    )


def standing_absences(staff: Staff, day: date) -> QuerySet[Absence]:
    """Absences that go on or will come, of the person and those in which the person stands in."""
    concerned = Absence.objects.filter(Q(staff=staff) | Q(stand_in=staff), last_on__gte=day, ended_at__isnull=True)
    return concerned.select_related("staff", "stand_in")


def stood_in_for(staff: Staff, away: Mapping[int, Away]) -> tuple[Away, ...]:
    """Whose work the person does today, beside their own."""
    found = [absent for absent in away.values() if absent.stand_in is not None and absent.stand_in.pk == staff.pk]
    return tuple(sorted(found, key=lambda absent: (absent.until, absent.staff.pk)))
