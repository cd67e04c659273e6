"""The work on a letter: give it to an officer, start, complete, complete for this time, reopen."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from web.learning.labels import note_label
from web.organization.models import UNIT_ROLES, Staff
from web.register import permissions, queries
from web.register.actions.extensions import drop_request
from web.register.actions.replies import add_reply
from web.register.actions.rows import StateChangedError, as_seen, change, code_of, entry_of
from web.register.audit import record
from web.register.models import EntryDeadline, Event, RegisterEntry, State
from web.register.permissions import require
from web.register.queries import due_on_of_entry
from web.reminders.models import Stage
from web.reminders.notices import notify


@transaction.atomic
def assign_officer(entry_id: int, *, by: Staff, officer: Staff) -> None:
    entry = entry_of(entry_id)
    require(permissions.can_assign(by, entry) and _works_in_unit_of(officer, entry) and officer.is_active)
    decided = {} if entry.is_decided else {"decided_by": by, "decided_at": timezone.now()}
    change(as_seen(entry), officer=officer, **decided)
    if decided:  # giving the work to one's own people says that it is ours
        note_label(entry, by=by, field=entry.field, unit=entry.lead_unit)
        record(Event.CONFIRMED, entry_id=entry_id, by=by, field=entry.field, unit=code_of(entry.lead_unit))
    record(Event.ASSIGNED, entry_id=entry_id, by=by, officer=officer.pk)
    notify([officer], Stage.GIVEN, entry_id=entry_id, by=by)


@transaction.atomic
def start(entry_id: int, *, by: Staff) -> None:
    entry = entry_of(entry_id)
    require(permissions.can_work_on(by, entry) and entry.state == State.ASSIGNED)
    change(as_seen(entry), state=State.IN_PROGRESS)
    record(Event.STARTED, entry_id=entry_id, by=by)


@transaction.atomic
def complete(
    entry_id: int, *, by: Staff, outcome: str = "", reply_code: str = "", reply_issued_on: date | None = None
) -> None:
    """Done: with the document that answers the letter, with a note, or both."""
    entry = entry_of(entry_id)
    require(permissions.can_work_on(by, entry))
    if reply_code:
        add_reply(entry, by=by, code=reply_code, issued_on=reply_issued_on)
    change(as_seen(entry), state=State.COMPLETED, outcome=outcome, completed_at=timezone.now())
    drop_request(entry_id, by=by, answer="Việc đã hoàn thành.")
    record(Event.COMPLETED, entry_id=entry_id, by=by)


@transaction.atomic
def complete_period(entry_id: int, *, by: Staff, outcome: str, next_due_on: date) -> None:
    """A duty that comes back is done for this time: the outcome goes into the history, the entry waits for the next."""
    entry = entry_of(entry_id)
    require(permissions.can_work_on(by, entry))
    recurring = queries.standing_recurrences(entry_id).first()
    done_on = recurring.due_on if recurring else None
    if recurring is None or (done_on is not None and next_due_on <= done_on):
        raise StateChangedError
    EntryDeadline.objects.filter(pk=recurring.pk, due_on=done_on).update(
        due_on=next_due_on, extended_from=None, flags=[]
    )
    change(as_seen(entry), state=State.ASSIGNED, due_on=due_on_of_entry(entry_id))
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
def reopen(entry_id: int, *, by: Staff, reason: str) -> None:
    entry = entry_of(entry_id)
    require(permissions.can_reopen(by, entry))
    stays = entry.officer is not None and _works_in_unit_of(entry.officer, entry)  # else it waits to be given anew
    change(as_seen(entry), state=State.IN_PROGRESS, completed_at=None, officer=entry.officer if stays else None)
    record(Event.REOPENED, entry_id=entry_id, by=by, reason=reason)


def _works_in_unit_of(officer: Staff, entry: RegisterEntry) -> bool:
    return officer.role in UNIT_ROLES and officer.unit_id == entry.lead_unit_id
