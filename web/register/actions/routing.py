"""Where a letter goes: confirm, correct, accept, give back, refuse, cancel, read again; and its header."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from web.learning.labels import note_label
from web.organization.models import Role, Staff, Unit
from web.register import permissions, search
from web.register.actions.extensions import drop_request
from web.register.actions.rows import as_seen, change, code_of, entry_of
from web.register.audit import record
from web.register.jobs import announce
from web.register.models import Event, RegisterEntry, State
from web.register.permissions import require
from web.register.workflow import state_once_routed
from web.reminders.models import Stage
from web.reminders.notices import notify_clerks

HEADER_FIELDS = (
    "issuing_body",
    "parent_body",
    "code",
    "place",
    "issued_on",
    "document_type",
    "subject",
    "urgency",
    "signer_name",
    "signer_position",
)


@transaction.atomic
def decide_routing(
    entry_id: int, *, by: Staff, field: str, unit: Unit, cooperating: Iterable[Unit] = (), reason: str = ""
) -> None:
    """Send the entry to the unit that leads, or to the leader who directs. What equals the proposal confirms it."""
    entry = entry_of(entry_id)
    require(permissions.can_route(by, entry))
    same = entry.proposed_field == field and entry.proposed_unit_id == unit.pk
    now = timezone.now()
    state = _state_for(entry, unit, by=by)
    change(
        as_seen(entry),
        state=state,
        field=field,
        lead_unit=unit,
        decided_by=by,
        decided_at=now,
        forwarded_at=now if state == State.ASSIGNED else None,
        officer=None,
        trouble="",
        trouble_code="",
    )
    others = [other for other in cooperating if other.pk != unit.pk]
    entry.cooperating_units.set(others)
    drop_request(entry_id, by=by, answer="Văn bản đã được chuyển lại.")
    note_label(entry, by=by, field=field, unit=unit, cooperating=others)
    event = Event.CONFIRMED if same else Event.CORRECTED
    record(event, entry_id=entry_id, by=by, field=field, unit=unit.code, was=entry.proposed_field, reason=reason)
    record(Event.FORWARDED if state == State.ASSIGNED else Event.REGISTERED, entry_id=entry_id, by=by, unit=unit.code)


def _state_for(entry: RegisterEntry, unit: Unit, *, by: Staff) -> State:
    """A leader decides at once; what is with this unit already stays there."""
    is_there = entry.state == State.ASSIGNED and entry.lead_unit_id == unit.pk
    return State.ASSIGNED if is_there or by.role == Role.LEADER else state_once_routed()


@transaction.atomic
def accept(entry_id: int, *, by: Staff) -> None:
    """The unit head confirms the machine's proposal."""
    entry = entry_of(entry_id)
    require(permissions.can_accept(by, entry))
    change(as_seen(entry), decided_by=by, decided_at=timezone.now())
    note_label(entry, by=by, field=entry.field, unit=entry.lead_unit)
    record(Event.CONFIRMED, entry_id=entry_id, by=by, field=entry.field, unit=code_of(entry.lead_unit))


@transaction.atomic
def return_to_clerk(entry_id: int, *, by: Staff, reason: str) -> None:
    """Not ours: back to the review queue with the reason."""
    entry = entry_of(entry_id)
    require(permissions.can_return(by, entry))
    change(
        as_seen(entry),
        state=State.NEEDS_REVIEW,
        lead_unit=None,
        officer=None,
        decided_by=None,
        decided_at=None,
        forwarded_at=None,
        trouble=f"{entry.lead_unit} trả lại: {reason}",
        trouble_code="returned",
    )
    drop_request(entry_id, by=by, answer="Đơn vị đã trả lại văn bản.")
    record(Event.RETURNED, entry_id=entry_id, by=by, unit=code_of(entry.lead_unit), reason=reason)
    notify_clerks(Stage.RETURNED, entry_id=entry_id, by=by, note=reason)


@transaction.atomic
def correct_header(entry_id: int, *, by: Staff, values: Mapping[str, object]) -> None:
    """Set header fields; the record keeps which ones changed."""
    entry = entry_of(entry_id)
    require(permissions.can_correct_header(by, entry))
    changed = {name: values[name] for name in HEADER_FIELDS if name in values and getattr(entry, name) != values[name]}
    if not changed:
        return
    # A date that a person set is no longer that of the signature.
    source = {"issued_on_source": ""} if "issued_on" in changed else {}
    change(as_seen(entry), **changed, **source)
    search.index_entry(entry_id)
    record(Event.HEADER_CORRECTED, entry_id=entry_id, by=by, fields=sorted(changed))


@transaction.atomic
def retry(entry_id: int, *, by: Staff) -> None:
    """Read again from the stored original."""
    entry = entry_of(entry_id)
    require(permissions.can_retry(by, entry))
    change(as_seen(entry), state=State.RECEIVED, attempts=0, not_before=None, trouble="", trouble_code="")
    announce(entry_id, urgency=entry.urgency)
    record(Event.RETRIED, entry_id=entry_id, by=by)


@transaction.atomic
def refuse(entry_id: int, *, by: Staff, reason: str) -> None:
    """Not for this office (edXML 02): goes back to the sender outside the system; number and reason stay."""
    entry = entry_of(entry_id)
    require(permissions.can_refuse(by, entry))
    change(as_seen(entry), state=State.REFUSED, lead_unit=None, officer=None, trouble=reason, trouble_code="refused")
    record(Event.REFUSED, entry_id=entry_id, by=by, reason=reason)


@transaction.atomic
def cancel(entry_id: int, *, by: Staff, reason: str) -> None:
    """Cancel the arrival number: the line stays in the register, struck through, with the reason."""
    entry = entry_of(entry_id)
    require(permissions.can_cancel(by, entry))
    change(as_seen(entry), cancelled_at=timezone.now(), cancel_reason=reason)
    record(Event.CANCELLED, entry_id=entry_id, by=by, reason=reason)
