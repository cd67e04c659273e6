"""Every change a person makes: permission, conditional update, audit record, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from django.db import transaction
from django.db.models.query import QuerySet
from django.utils import timezone

from web.learning.labels import note_label
from web.organization.models import Staff, Unit
from web.register import permissions, queries
from web.register.audit import record
from web.register.models import DeadlineOrigin, EntryDeadline, Event, RegisterEntry, State
from web.register.permissions import require
from web.register.queries import due_on_of_entry
from web.register.search import searchable

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


class StateChangedError(Exception):
    """Somebody else was faster; the text is a sentence for the page."""

    def __init__(self) -> None:
        super().__init__("Văn bản vừa được người khác thay đổi. Hãy xem lại rồi làm tiếp.")


@transaction.atomic
def decide_routing(
    entry_id: int, *, by: Staff, field: str, unit: Unit, cooperating: Iterable[Unit] = (), reason: str = ""
) -> None:
    """Send the entry to the unit that leads. What equals the proposal is a confirmation, else a correction."""
    entry = _entry(entry_id)
    require(permissions.can_route(by, entry))
    same = entry.proposed_field == field and entry.proposed_unit_id == unit.pk
    now = timezone.now()
    _change(
        _as_seen(entry),
        state=State.ASSIGNED,
        field=field,
        lead_unit=unit,
        decided_by=by,
        decided_at=now,
        forwarded_at=now,
        officer=None,
        trouble="",
        trouble_code="",
    )
    others = [other for other in cooperating if other.pk != unit.pk]
    entry.cooperating_units.set(others)
    note_label(entry, by=by, field=field, unit=unit, cooperating=others)
    event = Event.CONFIRMED if same else Event.CORRECTED
    record(event, entry_id=entry_id, by=by, field=field, unit=unit.code, was=entry.proposed_field, reason=reason)
    record(Event.FORWARDED, entry_id=entry_id, by=by, unit=unit.code)


@transaction.atomic
def accept(entry_id: int, *, by: Staff) -> None:
    """The unit head confirms the machine's proposal."""
    entry = _entry(entry_id)
    require(permissions.can_accept(by, entry))
    _change(_as_seen(entry), decided_by=by, decided_at=timezone.now())
    note_label(entry, by=by, field=entry.field, unit=entry.lead_unit)
    record(Event.CONFIRMED, entry_id=entry_id, by=by, field=entry.field, unit=_code(entry.lead_unit))


@transaction.atomic
def return_to_clerk(entry_id: int, *, by: Staff, reason: str) -> None:
    """Not ours: back to the review queue with the reason."""
    entry = _entry(entry_id)
    require(permissions.can_return(by, entry))
    _change(
        _as_seen(entry),
        state=State.NEEDS_REVIEW,
        lead_unit=None,
        officer=None,
        decided_by=None,
        decided_at=None,
        forwarded_at=None,
        trouble=f"{entry.lead_unit} trả lại: {reason}",
        trouble_code="returned",
    )
    record(Event.RETURNED, entry_id=entry_id, by=by, unit=_code(entry.lead_unit), reason=reason)


@transaction.atomic
def correct_header(entry_id: int, *, by: Staff, values: Mapping[str, object]) -> None:
    """Set header fields; the record keeps which ones changed."""
    entry = _entry(entry_id)
    require(permissions.can_correct_header(by, entry))
    changed = {name: values[name] for name in HEADER_FIELDS if name in values and getattr(entry, name) != values[name]}
    if not changed:
        return
    folded = {name: str(changed.get(name, getattr(entry, name)) or "") for name in ("code", "issuing_body", "subject")}
    # A date that a person set is no longer that of the signature.
    source = {"issued_on_source": ""} if "issued_on" in changed else {}
    _change(_as_seen(entry), **changed, **source, search_text=searchable(*folded.values()))
    record(Event.HEADER_CORRECTED, entry_id=entry_id, by=by, fields=sorted(changed))


@transaction.atomic
def add_deadline(entry_id: int, *, by: Staff, due_on: date, note: str) -> None:
    entry = _entry(entry_id)
    require(permissions.can_set_deadlines(by, entry))
    EntryDeadline.objects.create(
        entry=entry,
        kind="task",
        due_on=due_on,
        quote=note,
        applies_to_us=True,
        origin=DeadlineOrigin.PERSON,
        answer={"type": "date", "op": "by", "date": due_on.isoformat()},
    )
    _change(_as_seen(entry), due_on=due_on_of_entry(entry_id))
    record(Event.DEADLINE_ADDED, entry_id=entry_id, by=by, due_on=due_on.isoformat())


@transaction.atomic
def reject_deadline(entry_id: int, deadline_id: int, *, by: Staff) -> None:
    """This sentence sets no duty for us. It stays visible as rejected."""
    entry = _entry(entry_id)
    require(permissions.can_set_deadlines(by, entry))
    rejected = EntryDeadline.objects.filter(pk=deadline_id, entry=entry, rejected_at__isnull=True)
    if rejected.update(rejected_at=timezone.now(), rejected_by=by) != 1:
        raise StateChangedError
    _change(_as_seen(entry), due_on=due_on_of_entry(entry_id))
    record(Event.DEADLINE_REJECTED, entry_id=entry_id, by=by, deadline=deadline_id)


@transaction.atomic
def correct_deadline(entry_id: int, deadline_id: int, *, by: Staff, due_on: date | None, is_ours: bool) -> None:
    """Set day and whose duty it is in one step. What the machine said stays in the row, to learn from."""
    entry = _entry(entry_id)
    require(permissions.can_set_deadlines(by, entry))
    deadline = EntryDeadline.objects.filter(pk=deadline_id, entry=entry).first()
    if deadline is None or not deadline.is_standing:
        raise StateChangedError
    if (deadline.due_on, deadline.applies_to_us) == (due_on, is_ours):
        return
    said = {
        "kind": deadline.kind,
        "answer": deadline.answer,
        "due_on": deadline.due_on.isoformat() if deadline.due_on else None,
        "applies_to_us": deadline.applies_to_us,
        "flags": deadline.flags,
    }
    answer, flags = deadline.answer, deadline.flags
    if due_on != deadline.due_on and due_on is not None and answer.get("type") not in queries.RECURRING:
        answer, flags = {"type": "date", "op": "by", "date": due_on.isoformat()}, []
    as_read = EntryDeadline.objects.filter(
        pk=deadline_id, due_on=deadline.due_on, applies_to_us=deadline.applies_to_us, rejected_at__isnull=True
    )
    corrected = as_read.update(
        due_on=due_on,
        applies_to_us=is_ours,
        answer=answer,
        flags=flags,
        machine=deadline.machine or said,
        corrected_at=timezone.now(),
        corrected_by=by,
    )
    if corrected != 1:
        raise StateChangedError
    _change(_as_seen(entry), due_on=due_on_of_entry(entry_id))
    record(
        Event.DEADLINE_CORRECTED,
        entry_id=entry_id,
        by=by,
        deadline=deadline_id,
        due_on=due_on.isoformat() if due_on else None,
        was=said["due_on"],
        is_ours=is_ours,
    )


@transaction.atomic
def assign_officer(entry_id: int, *, by: Staff, officer: Staff) -> None:
    entry = _entry(entry_id)
    require(permissions.can_assign(by, entry) and officer.unit_id == by.unit_id and officer.is_active)
    decided = {} if entry.is_decided else {"decided_by": by, "decided_at": timezone.now()}
    _change(_as_seen(entry), officer=officer, **decided)
    if decided:  # giving the work to one's own people says that it is ours
        note_label(entry, by=by, field=entry.field, unit=entry.lead_unit)
        record(Event.CONFIRMED, entry_id=entry_id, by=by, field=entry.field, unit=_code(entry.lead_unit))
    record(Event.ASSIGNED, entry_id=entry_id, by=by, officer=officer.pk)


@transaction.atomic
def start(entry_id: int, *, by: Staff) -> None:
    entry = _entry(entry_id)
    require(permissions.can_work_on(by, entry) and entry.state == State.ASSIGNED)
    _change(_as_seen(entry), state=State.IN_PROGRESS)
    record(Event.STARTED, entry_id=entry_id, by=by)


@transaction.atomic
def complete(entry_id: int, *, by: Staff, outcome: str) -> None:
    entry = _entry(entry_id)
    require(permissions.can_work_on(by, entry))
    _change(_as_seen(entry), state=State.COMPLETED, outcome=outcome, completed_at=timezone.now())
    record(Event.COMPLETED, entry_id=entry_id, by=by)


@transaction.atomic
def complete_period(entry_id: int, *, by: Staff, outcome: str, next_due_on: date) -> None:
    """A duty that comes back is done for this time: the outcome goes into the history, the entry waits for the next."""
    entry = _entry(entry_id)
    require(permissions.can_work_on(by, entry))
    recurring = queries.standing_recurrences(entry_id).first()
    done_on = recurring.due_on if recurring else None
    if recurring is None or (done_on is not None and next_due_on <= done_on):
        raise StateChangedError
    EntryDeadline.objects.filter(pk=recurring.pk, due_on=done_on).update(due_on=next_due_on, flags=[])
    _change(_as_seen(entry), state=State.ASSIGNED, due_on=due_on_of_entry(entry_id))
    record(
        Event.PERIOD_COMPLETED,
        entry_id=entry_id,
        by=by,
        deadline=recurring.pk,
        due_on=done_on.isoformat() if done_on else None,
        next_due_on=next_due_on.isoformat(),
        reason=outcome,
    )


@transaction.atomic
def meet_deadline(entry_id: int, deadline_id: int, *, by: Staff) -> None:
    """One duty of several is done; the letter waits for the others."""
    entry = _entry(entry_id)
    require(permissions.can_work_on(by, entry))
    standing = queries.standing_deadlines(entry_id).filter(pk=deadline_id)
    if standing.update(met_at=timezone.now()) != 1:
        raise StateChangedError
    _change(_as_seen(entry), due_on=due_on_of_entry(entry_id))
    record(Event.DEADLINE_MET, entry_id=entry_id, by=by, deadline=deadline_id)


@transaction.atomic
def reopen(entry_id: int, *, by: Staff, reason: str) -> None:
    entry = _entry(entry_id)
    require(permissions.can_reopen(by, entry))
    _change(_as_seen(entry), state=State.IN_PROGRESS, completed_at=None)
    record(Event.REOPENED, entry_id=entry_id, by=by, reason=reason)


@transaction.atomic
def retry(entry_id: int, *, by: Staff) -> None:
    """Read again from the stored original."""
    entry = _entry(entry_id)
    require(permissions.can_retry(by, entry))
    _change(_as_seen(entry), state=State.RECEIVED, attempts=0, not_before=None, trouble="", trouble_code="")
    record(Event.RETRIED, entry_id=entry_id, by=by)


@transaction.atomic
def refuse(entry_id: int, *, by: Staff, reason: str) -> None:
    """Not for this office (edXML 02): goes back to the sender outside the system; number and reason stay."""
    entry = _entry(entry_id)
    require(permissions.can_refuse(by, entry))
    _change(_as_seen(entry), state=State.REFUSED, lead_unit=None, officer=None, trouble=reason, trouble_code="refused")
    record(Event.REFUSED, entry_id=entry_id, by=by, reason=reason)


@transaction.atomic
def cancel(entry_id: int, *, by: Staff, reason: str) -> None:
    """Cancel the arrival number: the line stays in the register, struck through, with the reason."""
    entry = _entry(entry_id)
    require(permissions.can_cancel(by, entry))
    _change(_as_seen(entry), cancelled_at=timezone.now(), cancel_reason=reason)
    record(Event.CANCELLED, entry_id=entry_id, by=by, reason=reason)


@transaction.atomic
def clear_secrecy(entry_id: int, *, by: Staff, reason: str) -> None:
    """A clerk looked: not a secret document. The next pass over the inbox takes the file in."""
    entry = _entry(entry_id)
    require(permissions.can_clear_secrecy(by, entry))
    _change(
        _as_seen(entry),
        trouble_code="not_secret",
        trouble=f"Văn thư xác nhận không phải tài liệu mật: {reason}",
        inbox_cleared_at=timezone.now(),
    )
    record(Event.SECRET_CLEARED, entry_id=entry_id, by=by, reason=reason)


def remove_secret_file(entry_id: int, *, by: Staff, file: Path | None) -> None:
    """The clerk has moved the document to the proper machine: overwrite and remove the file that lay in the inbox."""
    entry = _entry(entry_id)
    require(permissions.can_clear_secrecy(by, entry))
    if file is not None:
        _wipe(file)
    with transaction.atomic():
        _change(_as_seen(entry), inbox_cleared_at=timezone.now(), source_key="")
        record(Event.SECRET_REMOVED, entry_id=entry_id, by=by)


def _wipe(file: Path) -> None:
    with file.open("r+b") as stream:
        left = file.stat().st_size
        while left > 0:
            left -= stream.write(b"\0" * min(left, 1 << 20))
        stream.flush()
    file.unlink()


def note_view(entry: RegisterEntry, *, by: Staff, event: Event = Event.VIEWED) -> None:
    """Letters name people: each view is recorded (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15)."""
    record(event, entry_id=entry.pk, by=by)


def _entry(entry_id: int) -> RegisterEntry:
    return RegisterEntry.objects.select_related("lead_unit").get(pk=entry_id)


def _as_seen(entry: RegisterEntry) -> QuerySet[RegisterEntry]:
    """The row, if it still is in the state in which permission was given."""
    return RegisterEntry.objects.filter(
        pk=entry.pk,
        state=entry.state,
        lead_unit=entry.lead_unit,
        cancelled_at=entry.cancelled_at,
        decided_at=entry.decided_at,
    )


def _change(rows: QuerySet[RegisterEntry], **values: object) -> None:
    if rows.update(**values) != 1:
        raise StateChangedError


def _code(unit: Unit | None) -> str:
    return unit.code if unit else ""
