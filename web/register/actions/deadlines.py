"""The duties of a letter: add, reject, correct, tick off."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from web.organization.models import Staff
from web.register import permissions, queries
from web.register.actions.rows import StateChangedError, as_seen, change, entry_of
from web.register.audit import record
from web.register.models import DeadlineOrigin, EntryDeadline, Event
from web.register.permissions import require
from web.register.queries import due_on_of_entry


@transaction.atomic
def add_deadline(entry_id: int, *, by: Staff, due_on: date, note: str) -> None:
    entry = entry_of(entry_id)
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
    change(as_seen(entry), due_on=due_on_of_entry(entry_id))
    record(Event.DEADLINE_ADDED, entry_id=entry_id, by=by, due_on=due_on.isoformat())


@transaction.atomic
def reject_deadline(entry_id: int, deadline_id: int, *, by: Staff) -> None:
    """This sentence sets no duty for us. It stays visible as rejected."""
    entry = entry_of(entry_id)
    require(permissions.can_set_deadlines(by, entry))
    rejected = EntryDeadline.objects.filter(pk=deadline_id, entry=entry, rejected_at__isnull=True)
    if rejected.update(rejected_at=timezone.now(), rejected_by=by) != 1:
        raise StateChangedError
    change(as_seen(entry), due_on=due_on_of_entry(entry_id))
    record(Event.DEADLINE_REJECTED, entry_id=entry_id, by=by, deadline=deadline_id)


@transaction.atomic
def correct_deadline(entry_id: int, deadline_id: int, *, by: Staff, due_on: date | None, is_ours: bool) -> None:
    """Set day and whose duty it is in one step. What the machine said stays in the row, to learn from."""
    entry = entry_of(entry_id)
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
    change(as_seen(entry), due_on=due_on_of_entry(entry_id))
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
def meet_deadline(entry_id: int, deadline_id: int, *, by: Staff) -> None:
    """One duty of several is done; the letter waits for the others."""
    entry = entry_of(entry_id)
    require(permissions.can_work_on(by, entry))
    standing = queries.standing_deadlines(entry_id).filter(pk=deadline_id)
    if standing.update(met_at=timezone.now()) != 1:
        raise StateChangedError
    change(as_seen(entry), due_on=due_on_of_entry(entry_id))
    record(Event.DEADLINE_MET, entry_id=entry_id, by=by, deadline=deadline_id)
