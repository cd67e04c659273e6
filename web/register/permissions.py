"""Who may see and do what. Every view and every action asks here, and nowhere else."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from pipeline.config_city import CITY_OFFICE
from pipeline.documents import TextSource
from pipeline.errors import SecretDocumentError
from web.organization.models import UNIT_ROLES, Role, Staff, Unit
from web.register.models import RegisterEntry, State
from web.wards import current_ward

WHOLE_OFFICE = frozenset({Role.CLERK, Role.LEADER})
WAITING_FOR_REVIEW = frozenset({State.NEEDS_REVIEW, State.FAILED})
SEEN_BY_UNITS = frozenset({State.ASSIGNED, State.IN_PROGRESS, State.COMPLETED})
DECIDE_ROUTING = frozenset({State.NEEDS_REVIEW, State.REGISTERED, State.ASSIGNED, State.FAILED})


def require(allowed: bool) -> None:  # noqa: FBT001  the answer of a can_… function
    if not allowed:
        raise PermissionDenied


def can_see_register(staff: Staff) -> bool:
    return staff.role in WHOLE_OFFICE


def sees_all_wards(staff: Staff) -> bool:
    """In a city: the administrators and leaders of the city's office, what the wards have to do and have not done."""
    return current_ward() == CITY_OFFICE and staff.role in {Role.ADMIN, Role.LEADER}


def can_see_queue(staff: Staff, unit: Unit) -> bool:
    """One's own unit, a unit one stands in for today, and every unit for clerk and leader."""
    return staff.role in WHOLE_OFFICE or unit.pk in staff.duties.works_in


def is_head_of(staff: Staff, unit: Unit) -> bool:
    """Head of the unit, or standing in for the head today."""
    return unit.pk in staff.duties.heads


def can_search(staff: Staff) -> bool:
    """Everybody but administrators; each finds only what they may see."""
    return staff.role in WHOLE_OFFICE or staff.role in UNIT_ROLES


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


def leads(staff: Staff, entry: RegisterEntry) -> bool:
    """Head of the leading unit, or standing in for the head today."""
    return entry.lead_unit_id is not None and entry.lead_unit_id in staff.duties.heads


def is_given_to(staff: Staff, entry: RegisterEntry) -> bool:
    """The officer who does the work, or who stands in for that officer today; who left the unit leaves its letters."""
    duties = staff.duties
    return entry.officer_id in duties.people and entry.lead_unit_id in duties.works_in


def can_upload(staff: Staff) -> bool:
    """Bring letters in through the page; whoever may write into the inbox folder does the same without it."""
    return staff.role == Role.CLERK


def is_reviewer(staff: Staff) -> bool:
    return staff.role == Role.CLERK


def can_review(staff: Staff, entry: RegisterEntry) -> bool:
    """Decide header, deadlines and unit of a waiting letter in one step."""
    return is_reviewer(staff) and entry.state in WAITING_FOR_REVIEW and entry.cancelled_at is None


def can_route(staff: Staff, entry: RegisterEntry) -> bool:
    """Confirm or change unit and field (Nghị định 30/2020, Điều 23: the competent person decides)."""
    return staff.role in WHOLE_OFFICE and entry.state in DECIDE_ROUTING and entry.cancelled_at is None


def can_direct(staff: Staff, entry: RegisterEntry) -> bool:
    """Give a direction (bút phê): on what waits for it, and later on work that is under way."""
    waits_or_open = {State.REGISTERED, State.ASSIGNED, State.IN_PROGRESS}
    return staff.role == Role.LEADER and entry.state in waits_or_open and entry.cancelled_at is None


def can_restrict(staff: Staff, entry: RegisterEntry) -> bool:
    """Say, with a reason, who may see a letter: few people, or the whole unit."""
    if entry.arrival_number is None or entry.cancelled_at is not None:
        return False
    return staff.role in WHOLE_OFFICE or (leads(staff, entry) and can_see(staff, entry))


def can_accept(staff: Staff, entry: RegisterEntry) -> bool:
    """The head of the proposed unit may say: yes, this is ours."""
    return leads(staff, entry) and entry.is_open and entry.state == State.ASSIGNED and not entry.is_decided


def can_correct_header(staff: Staff, entry: RegisterEntry) -> bool:
    return staff.role == Role.CLERK and entry.cancelled_at is None and entry.arrival_number is not None


def can_set_deadlines(staff: Staff, entry: RegisterEntry) -> bool:
    if entry.cancelled_at is not None or entry.state == State.COMPLETED or entry.arrival_number is None:
        return False
    return staff.role in WHOLE_OFFICE or (leads(staff, entry) and entry.is_open)


def can_return(staff: Staff, entry: RegisterEntry) -> bool:
    return leads(staff, entry) and entry.is_open


def can_assign(staff: Staff, entry: RegisterEntry) -> bool:
    return leads(staff, entry) and entry.is_open


def can_work_on(staff: Staff, entry: RegisterEntry) -> bool:
    return entry.is_open and (leads(staff, entry) or is_given_to(staff, entry))


def can_extend(staff: Staff, entry: RegisterEntry) -> bool:
    """Give more time, and decide what officers ask."""
    return leads(staff, entry) and entry.is_open


def can_ask_extension(staff: Staff, entry: RegisterEntry) -> bool:
    return is_given_to(staff, entry) and not leads(staff, entry) and entry.is_open


def can_note_reply(staff: Staff, entry: RegisterEntry) -> bool:
    """While the work goes on, and after it: the answer is often signed later."""
    is_ours = entry.is_open or (entry.state == State.COMPLETED and entry.cancelled_at is None)
    return is_ours and (leads(staff, entry) or is_given_to(staff, entry))


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


def can_note_absence(staff: Staff, absent: Staff) -> bool:
    """Everybody for themselves, a head for the unit's people, leader and administrator for all.

    Who stands in for a head does not note or end the absence of a head: nobody prolongs their own rights.
    """
    if staff.pk == absent.pk or staff.role in {Role.LEADER, Role.ADMIN}:
        return True
    if absent.role == Role.UNIT_HEAD:
        return staff.role == Role.UNIT_HEAD and staff.unit_id == absent.unit_id
    return absent.role == Role.OFFICER and absent.unit_id in staff.duties.heads


def can_set_field_officers(staff: Staff, unit: Unit) -> bool:
    return staff.role in {Role.LEADER, Role.ADMIN} or is_head_of(staff, unit)


def can_manage(staff: Staff) -> bool:
    """Accounts and models."""
    return staff.role == Role.ADMIN


def can_print_register(staff: Staff) -> bool:
    """Print or export the register of the whole office."""
    return staff.role in WHOLE_OFFICE


def can_see_follow_up(staff: Staff) -> bool:
    """The follow-up book and the statistics: the whole office's, or of the units one heads today."""
    return staff.role in WHOLE_OFFICE or bool(staff.duties.heads)


def units_followed(staff: Staff) -> frozenset[int] | None:
    """The units whose letters the follow-up book and the statistics show; None: all."""
    return None if staff.role in WHOLE_OFFICE else staff.duties.heads


def can_report(staff: Staff) -> bool:
    """The report that the office sends."""
    return staff.role in WHOLE_OFFICE


def can_print_slip(staff: Staff, entry: RegisterEntry) -> bool:
    """The processing slip of a registered letter, for whoever directs, assigns or does the work."""
    if entry.arrival_number is None or entry.cancelled_at is not None:
        return False
    return can_see(staff, entry) and (staff.role in WHOLE_OFFICE or leads(staff, entry) or is_given_to(staff, entry))


def can_read_audit(staff: Staff) -> bool:
    """The administrator, who sees no letters, reads who did what (Luật 91/2025/QH15: an access log)."""
    return staff.role == Role.ADMIN
