"""Every change to accounts and the calendar: permission, change, audit record, in one transaction."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from pipeline.calendar_file import import_calendar
from web.organization.models import Role, Staff, Unit
from web.organization.setup import add_staff
from web.register.audit import record
from web.register.models import Event
from web.register.permissions import can_manage, require


@transaction.atomic
def add_account(
    *, by: Staff, username: str, password: str, role: Role, full_name: str, unit: Unit | None, email: str = ""
) -> Staff:
    require(can_manage(by))
    staff = add_staff(username, password, role=role, full_name=full_name, unit=unit)
    if email:
        Staff.objects.filter(pk=staff.pk).update(email=email)
    record(Event.STAFF_ADDED, by=by, staff=staff.pk, role=role)
    return staff


@transaction.atomic
def set_password(staff: Staff, password: str, *, by: Staff) -> None:
    require(can_manage(by))
    staff.set_password(password)
    staff.save(update_fields=["password"])
    record(Event.PASSWORD_SET, by=by, staff=staff.pk)


@transaction.atomic
def set_active(staff: Staff, *, active: bool, by: Staff) -> None:
    """An account is never deleted: the audit record points to it."""
    require(can_manage(by) and staff.pk != by.pk)
    Staff.objects.filter(pk=staff.pk).update(is_active=active)
    record(Event.STAFF_CHANGED, by=by, staff=staff.pk, active=active)


@transaction.atomic
def set_email(staff: Staff, email: str, *, by: Staff) -> None:
    """Where reminders go; empty: only to the pages. The record says that it changed, not the address."""
    require(can_manage(by))
    Staff.objects.filter(pk=staff.pk).update(email=email)
    record(Event.STAFF_CHANGED, by=by, staff=staff.pk, has_email=bool(email))


def import_days_off(content: bytes, file: Path, *, by: Staff) -> tuple[int, ...]:
    """Take over a table of days off; workers follow at their next letter. Raises CalendarProblemsError."""
    require(can_manage(by))
    with transaction.atomic():
        years = import_calendar(content, file)
        record(Event.CALENDAR_CHANGED, by=by, years=list(years))
    return years
