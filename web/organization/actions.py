"""Every change to accounts and the calendar: permission, change, audit record, in one transaction."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from pipeline.calendar_file import import_calendar
from web.organization.models import Role, Staff, Unit
from web.organization.setup import add_staff, split_name
from web.organization.throttle import unlock
from web.register.audit import record
from web.register.models import Event
from web.register.permissions import can_manage, require
from web.register.queries import officer_work


class OpenWorkError(Exception):
    """The text is a sentence for the page."""

    def __init__(self, open_count: int) -> None:
        super().__init__(
            f"Chưa đổi được vai trò hoặc đơn vị: người này đang giữ {open_count} việc chưa xong."
            " Trưởng đơn vị phải giao lại các việc đó trước."
        )


class AccountChangedError(Exception):
    """Somebody else was faster."""

    def __init__(self) -> None:
        super().__init__("Tài khoản vừa được người khác sửa. Hãy xem lại rồi làm tiếp.")


@transaction.atomic
def add_account(*, by: Staff, username: str, password: str, role: Role, full_name: str, unit: Unit | None) -> Staff:
    require(can_manage(by))
    staff = add_staff(username, password, role=role, full_name=full_name, unit=unit, must_change_password=True)
    record(Event.STAFF_ADDED, by=by, staff=staff.pk, role=role)
    return staff


@transaction.atomic
def set_password(staff: Staff, password: str, *, by: Staff) -> None:
    require(can_manage(by))
    staff.set_password(password)
    staff.must_change_password = True  # two people know it now
    staff.save(update_fields=["password", "must_change_password"])
    record(Event.PASSWORD_SET, by=by, staff=staff.pk)


@transaction.atomic
def change_account(staff: Staff, *, by: Staff, full_name: str, role: Role, unit: Unit | None) -> None:
    """Name, role and unit. Nobody changes their own role; who has open work keeps role and unit: OpenWorkError."""
    require(can_manage(by) and (staff.pk != by.pk or role == staff.role))
    was_unit = staff.unit
    is_moved = (role, unit) != (staff.role, was_unit)
    if is_moved and (open_count := officer_work(staff).count()):
        raise OpenWorkError(open_count)
    last_name, first_name = split_name(full_name)
    as_seen = Staff.objects.filter(pk=staff.pk, role=staff.role, unit=was_unit)
    if as_seen.update(last_name=last_name, first_name=first_name, role=role, unit=unit) != 1:
        raise AccountChangedError
    record(Event.STAFF_CHANGED, by=by, staff=staff.pk, role=role, unit=unit.code if unit else "", is_moved=is_moved)


@transaction.atomic
def unlock_sign_in(staff: Staff, *, by: Staff) -> None:
    """Let somebody try again at once after too many wrong passwords."""
    require(can_manage(by))
    if unlock(staff.username):
        record(Event.STAFF_CHANGED, by=by, staff=staff.pk, unlocked=True)


def note_account_export(staff: Staff, *, by: Staff) -> None:
    """Everything held about an account goes to the person it is about, or to the administrator for them."""
    require(by.pk == staff.pk or can_manage(by))
    record(Event.EXPORTED, by=by, staff=staff.pk, what="account")


@transaction.atomic
def set_active(staff: Staff, *, active: bool, by: Staff) -> None:
    """An account is never deleted: the audit record points to it."""
    require(can_manage(by) and staff.pk != by.pk)
    Staff.objects.filter(pk=staff.pk).update(is_active=active)
    record(Event.STAFF_CHANGED, by=by, staff=staff.pk, active=active)


def import_days_off(content: bytes, file: Path, *, by: Staff) -> tuple[int, ...]:
    """Take over a table of days off; workers follow at their next letter. Raises CalendarProblemsError."""
    require(can_manage(by))
    with transaction.atomic():
        years = import_calendar(content, file)
        record(Event.CALENDAR_CHANGED, by=by, years=list(years))
    return years
