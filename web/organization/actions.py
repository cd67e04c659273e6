"""Every change to accounts and the calendar: permission, change, audit record, in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from pipeline.calendar_file import import_calendar
from web.offices import current_office
from web.organization.models import UNIT_ROLES, Absence, FieldOfficer, Role, Staff, Unit
from web.organization.queries import standing_absences
from web.organization.setup import add_staff, split_name
from web.organization.stand_ins import may_stand_in
from web.organization.throttle import unlock
from web.register.audit import record
from web.register.models import Event
from web.register.permissions import can_manage, can_note_absence, can_set_field_officers, require
from web.register.queries import officer_work


class AbsenceError(Exception):
    """The absence cannot be noted like this; the text is a sentence for the page."""


class OpenWorkError(Exception):
    """The text is a sentence for the page."""

    def __init__(self, open_count: int) -> None:
        super().__init__(
            f"Chưa đổi được vai trò hoặc đơn vị: người này đang giữ {open_count} việc chưa xong."
            " Trưởng đơn vị phải giao lại các việc đó trước."
        )


class StandingAbsenceError(Exception):
    """The text is a sentence for the page."""

    def __init__(self, absence: Absence) -> None:
        super().__init__(
            f"Chưa đổi được vai trò hoặc đơn vị: {absence.stand_in} đang được ghi làm thay {absence.staff}"
            f" từ {_days(absence)}. Hãy kết thúc lần vắng đó ở trang «Vắng mặt» trước."
        )


class AccountChangedError(Exception):
    """Somebody else was faster."""

    def __init__(self) -> None:
        super().__init__("Tài khoản vừa được người khác sửa. Hãy xem lại rồi làm tiếp.")


@transaction.atomic
def add_account(
    *, by: Staff, username: str, password: str, role: Role, full_name: str, unit: Unit | None, email: str = ""
) -> Staff:
    require(can_manage(by))
    staff = add_staff(username, password, role=role, full_name=full_name, unit=unit, must_change_password=True)
    if email:
        Staff.objects.filter(pk=staff.pk).update(email=email)
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
def change_account(staff: Staff, *, by: Staff, full_name: str, role: Role, unit: Unit | None, email: str = "") -> None:
    """Name, role, unit and the address that reminders go to.

    Nobody changes their own role. Who has open work keeps role and unit (OpenWorkError), and so do who is away and
    their stand-in (StandingAbsenceError): the stand-in has the rights of the role that the absent person has.
    """
    require(can_manage(by) and (staff.pk != by.pk or role == staff.role))
    was_unit = staff.unit
    is_moved = (role, unit) != (staff.role, was_unit)
    if is_moved and (open_count := officer_work(staff).count()):
        raise OpenWorkError(open_count)
    if is_moved and (absence := standing_absences(staff, timezone.localdate()).first()) is not None:
        raise StandingAbsenceError(absence)
    last_name, first_name = split_name(full_name)
    as_seen = Staff.objects.filter(pk=staff.pk, role=staff.role, unit=was_unit)
    if as_seen.update(last_name=last_name, first_name=first_name, role=role, unit=unit, email=email) != 1:
        raise AccountChangedError
    record(
        Event.STAFF_CHANGED,
        by=by,
        staff=staff.pk,
        role=role,
        unit=unit.code if unit else "",
        is_moved=is_moved,
        has_email=bool(email),
    )


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


@transaction.atomic
def note_absence(
    *, by: Staff, absent: Staff, stand_in: Staff, first_on: date, last_on: date, reason: str = ""
) -> Absence:
    """From the first to the last day the stand-in does the work; nothing is moved. Raises AbsenceError."""
    require(can_note_absence(by, absent))
    if last_on < first_on:
        raise AbsenceError("Ngày cuối phải bằng hoặc sau ngày đầu.")
    if last_on < timezone.localdate():
        raise AbsenceError("Những ngày này đã qua, không cần ghi nữa.")
    if not may_stand_in(stand_in, absent) or not stand_in.is_active:
        raise AbsenceError(
            f"{stand_in} không làm thay được cho {absent}: hãy chọn người cùng đơn vị hoặc cùng vai trò."
        )
    overlapping = Absence.objects.filter(ended_at__isnull=True, first_on__lte=last_on, last_on__gte=first_on)
    already = overlapping.filter(staff=absent).select_related("stand_in").first()
    if already is not None:
        raise AbsenceError(f"{absent} đã được ghi vắng từ {_days(already)}, {already.stand_in} làm thay.")
    away = overlapping.filter(staff=stand_in).first()
    if away is not None:
        raise AbsenceError(f"{stand_in} cũng vắng từ {_days(away)}: hãy chọn người khác làm thay.")
    absence = Absence.objects.create(
        staff=absent,
        stand_in=stand_in,
        first_on=first_on,
        last_on=last_on,
        reason=reason,
        noted_by=by,
        noted_at=timezone.now(),
    )
    record(
        Event.ABSENCE_NOTED,
        by=by,
        absence=absence.pk,
        staff=absent.pk,
        stand_in=stand_in.pk,
        first_on=first_on.isoformat(),
        last_on=last_on.isoformat(),
    )
    return absence


@transaction.atomic
def end_absence(absence_id: int, *, by: Staff) -> bool:
    """Back earlier, or noted by mistake: from now on the work is theirs again. False: somebody ended it before."""
    absence = Absence.objects.select_related("staff").get(pk=absence_id)
    require(can_note_absence(by, absence.staff))
    standing = Absence.objects.filter(pk=absence_id, ended_at__isnull=True)
    if standing.update(ended_at=timezone.now(), ended_by=by) != 1:
        return False
    record(Event.ABSENCE_ENDED, by=by, absence=absence_id, staff=absence.staff_id)
    return True


@transaction.atomic
def set_field_officers(unit: Unit, officers: Mapping[str, Collection[Staff]], *, by: Staff) -> bool:
    """Who of the unit looks after which of its fields: the whole unit at once. False: it was so already."""
    require(can_set_field_officers(by, unit))
    fields = [code for code, field in current_office().fields.items() if field.unit == unit.code]
    wanted = {
        (field, staff.pk)
        for field, people in officers.items()
        for staff in people
        if field in fields and staff.unit_id == unit.pk and staff.role in UNIT_ROLES
    }
    standing = FieldOfficer.objects.filter(field__in=fields, staff__unit=unit)
    present = set(standing.values_list("field", "staff_id"))
    if wanted == present:
        return False
    standing.exclude(pk__in=[row.pk for row in standing if (row.field, row.staff_id) in wanted]).delete()
    FieldOfficer.objects.bulk_create(FieldOfficer(field=field, staff_id=staff) for field, staff in wanted - present)
    changed = sorted({field for field, _ in wanted ^ present})
    record(
        Event.FIELD_OFFICERS_SET,
        by=by,
        unit=unit.code,
        officers={field: sorted(staff for code, staff in wanted if code == field) for field in changed},
    )
    return True


def _days(absence: Absence) -> str:
    return f"{absence.first_on:%d/%m/%Y} đến hết {absence.last_on:%d/%m/%Y}"
