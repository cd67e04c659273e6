"""Who may see and do what. Every view and every action asks here, and nowhere else."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from pipeline.documents import TextSource
from pipeline.errors import SecretDocumentError
from web.organization.models import UNIT_ROLES, Role, Staff
from web.register.models import RegisterEntry, State

WHOLE_OFFICE = frozenset({Role.CLERK, Role.LEADER})
SEEN_BY_UNITS = frozenset({State.ASSIGNED, State.IN_PROGRESS, State.COMPLETED})
DECIDE_ROUTING = frozenset({State.NEEDS_REVIEW, State.REGISTERED, State.ASSIGNED, State.FAILED})


def require(allowed: bool) -> None:  # noqa: FBT001  the answer of a can_… function
    if not allowed:
        raise PermissionDenied


def can_see_register(staff: Staff) -> bool:
    return staff.role in WHOLE_OFFICE


def can_see(staff: Staff, entry: RegisterEntry) -> bool:
    """The clerk and the leaders see all; a unit sees what it leads or cooperates on. Administrators need no letters.

    A restricted letter is seen, within the unit, only by its head and by who does the work.
    """
    if staff.role in WHOLE_OFFICE:
        return True
    if entry.state not in SEEN_BY_UNITS:
        return False
    if leads(staff, entry) or is_given_to(staff, entry):
        return True
    if entry.is_restricted or staff.role not in UNIT_ROLES:
        return False
    units = staff.duties.works_in
    return entry.lead_unit_id in units or entry.cooperating_units.filter(pk__in=units).exists()


def visible_to(staff: Staff, entries: QuerySet[RegisterEntry]) -> QuerySet[RegisterEntry]:
    """Of the letters of one's unit those that `can_see` allows: restricted ones stay out of the lists of the others."""
    if staff.role in WHOLE_OFFICE:
        return entries
    duties = staff.duties
    mine = Q(lead_unit__in=duties.heads) | Q(officer__in=duties.people)
    return entries.filter(Q(is_restricted=False) | mine)


def leads(staff: Staff, entry: RegisterEntry) -> bool:
    """Head of the leading unit, or standing in for the head today."""
    return entry.lead_unit_id is not None and entry.lead_unit_id in staff.duties.heads


def is_given_to(staff: Staff, entry: RegisterEntry) -> bool:
    """The officer who does the work, or who stands in for that officer today."""
    return entry.officer_id is not None and entry.officer_id in staff.duties.people


def can_route(staff: Staff, entry: RegisterEntry) -> bool:
    """Confirm or change unit and field (Nghị định 30/2020, Điều 23: the competent person decides)."""
    return staff.role in WHOLE_OFFICE and entry.state in DECIDE_ROUTING and entry.cancelled_at is None


def can_accept(staff: Staff, entry: RegisterEntry) -> bool:
    """The head of the proposed unit may say: yes, this is ours."""
    return leads(staff, entry) and entry.is_open and entry.state == State.ASSIGNED and not entry.is_decided


def can_correct_header(staff: Staff, entry: RegisterEntry) -> bool:
    return staff.role == Role.CLERK and entry.cancelled_at is None and entry.arrival_number is not None


def can_set_deadlines(staff: Staff, entry: RegisterEntry) -> bool:
    if entry.cancelled_at is not None or entry.state == State.COMPLETED or entry.arrival_number is None:
        return False
    return staff.role in WHOLE_OFFICE or (leads(staff, entry) and entry.state in SEEN_BY_UNITS)


def can_return(staff: Staff, entry: RegisterEntry) -> bool:
    return leads(staff, entry) and entry.is_open


def can_assign(staff: Staff, entry: RegisterEntry) -> bool:
    return leads(staff, entry) and entry.is_open


def can_work_on(staff: Staff, entry: RegisterEntry) -> bool:
    return entry.is_open and (leads(staff, entry) or is_given_to(staff, entry))


def can_reopen(staff: Staff, entry: RegisterEntry) -> bool:
    return entry.state == State.COMPLETED and leads(staff, entry)


def can_retry(staff: Staff, entry: RegisterEntry) -> bool:
    """Read again what failed, and scans that came in before OCR was installed."""
    if staff.role != Role.CLERK or entry.cancelled_at is not None or not entry.has_original:
        return False
    unread = entry.state == State.NEEDS_REVIEW and entry.pages.filter(source=TextSource.NONE.value).exists()
    return entry.state == State.FAILED or unread


def can_refuse(staff: Staff, entry: RegisterEntry) -> bool:
    """Not for this office: the number stays, with the reason."""
    return staff.role == Role.CLERK and entry.state in DECIDE_ROUTING and entry.cancelled_at is None


def can_cancel(staff: Staff, entry: RegisterEntry) -> bool:
    return staff.role == Role.CLERK and entry.arrival_number is not None and entry.cancelled_at is None


def can_clear_secrecy(staff: Staff, entry: RegisterEntry) -> bool:
    is_waiting = entry.trouble_code == SecretDocumentError.code and entry.inbox_cleared_at is None
    return staff.role == Role.CLERK and is_waiting


def can_manage(staff: Staff) -> bool:
    """Accounts and models."""
    return staff.role == Role.ADMIN


def can_read_audit(staff: Staff) -> bool:
    """The administrator, who sees no letters, reads who did what (Luật 91/2025/QH15: an access log)."""
    return staff.role == Role.ADMIN
