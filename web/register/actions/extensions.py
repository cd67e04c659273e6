"""More time (gia hạn): asked by the officer, decided by the head; or given by the head at once."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from web.organization.models import Staff
from web.register import office_queries, permissions, queries
from web.register.actions.rows import StateChangedError, as_seen, change, entry_of
from web.register.audit import record
from web.register.models import EntryDeadline, Event, Extension, ExtensionState, RegisterEntry
from web.register.permissions import require
from web.reminders.models import Stage
from web.reminders.notices import close_notices, notify, notify_heads


@transaction.atomic
def extend(entry_id: int, *, by: Staff, until: date, reason: str) -> None:
    """The head gives more time; a request that waits is answered by it."""
    entry = entry_of(entry_id)
    require(permissions.can_extend(by, entry))
    drop_request(entry_id, by=by, answer=f"Đã gia hạn đến {until:%d/%m/%Y}.")
    first, was_due_on = _move_due(entry, until)
    now = timezone.now()
    Extension.objects.create(
        entry=entry,
        deadline=first,
        was_due_on=was_due_on,
        until=until,
        reason=reason,
        state=ExtensionState.GRANTED,
        asked_by=by,
        asked_at=now,
        decided_by=by,
        decided_at=now,
    )
    _record(Event.EXTENSION_GRANTED, entry_id, by=by, was=was_due_on, until=until, reason=reason)


@transaction.atomic
def ask_extension(entry_id: int, *, by: Staff, until: date, reason: str) -> None:
    """The officer asks; nothing changes until the head has decided. One request at a time."""
    entry = entry_of(entry_id)
    require(permissions.can_ask_extension(by, entry))
    duties = queries.first_duties(entry_id)
    waits = Extension.objects.filter(entry=entry, state=ExtensionState.ASKED).exists()
    if waits or not duties or duties[0].due_on is None or until <= duties[0].due_on:
        raise StateChangedError
    Extension.objects.create(
        entry=entry,
        deadline=duties[0],
        was_due_on=duties[0].due_on,
        until=until,
        reason=reason,
        asked_by=by,
        asked_at=timezone.now(),
    )
    _record(Event.EXTENSION_ASKED, entry_id, by=by, was=duties[0].due_on, until=until, reason=reason)
    note = f"Xin đến {until:%d/%m/%Y}: {reason}"
    notify_heads(entry.lead_unit_id, Stage.EXTENSION_ASKED, entry_id=entry_id, by=by, note=note)


@transaction.atomic
def grant_extension(extension_id: int, *, by: Staff, answer: str = "") -> None:
    extension = Extension.objects.get(pk=extension_id)
    entry = entry_of(extension.entry_id)
    require(permissions.can_extend(by, entry))
    _decide(extension, ExtensionState.GRANTED, by=by, answer=answer)
    _, was_due_on = _move_due(entry, extension.until)
    _record(Event.EXTENSION_GRANTED, entry.pk, by=by, was=was_due_on, until=extension.until, reason=answer)
    _tell(extension, by=by, note=f"Đã gia hạn đến {extension.until:%d/%m/%Y}. {answer}".strip())


@transaction.atomic
def refuse_extension(extension_id: int, *, by: Staff, answer: str) -> None:
    extension = Extension.objects.get(pk=extension_id)
    entry = entry_of(extension.entry_id)
    require(permissions.can_extend(by, entry))
    _decide(extension, ExtensionState.REFUSED, by=by, answer=answer)
    _record(Event.EXTENSION_REFUSED, entry.pk, by=by, was=extension.was_due_on, reason=answer)
    _tell(extension, by=by, note=f"Không gia hạn: {answer}")


def drop_request(entry_id: int, *, by: Staff, answer: str) -> None:
    """What made a request needless answers it: the work is done, moved elsewhere, or has more time already.

    Part of the change that did so, in its transaction.
    """
    waiting = office_queries.open_request(entry_id)
    if waiting is None:
        return
    _decide(waiting, ExtensionState.REFUSED, by=by, answer=answer)
    _record(Event.EXTENSION_REFUSED, entry_id, by=by, reason=answer)
    _tell(waiting, by=by, note=answer)


def _decide(extension: Extension, state: ExtensionState, *, by: Staff, answer: str) -> None:
    waiting = Extension.objects.filter(pk=extension.pk, state=ExtensionState.ASKED)
    if waiting.update(state=state, decided_by=by, decided_at=timezone.now(), answer=answer) != 1:
        raise StateChangedError


def _tell(extension: Extension, *, by: Staff, note: str) -> None:
    """Whoever asked reads the answer; the heads need not think of it any more."""
    close_notices(extension.entry_id, Stage.EXTENSION_ASKED)
    notify([extension.asked_by], Stage.EXTENSION_DECIDED, entry_id=extension.entry_id, by=by, note=note)


def _move_due(entry: RegisterEntry, until: date) -> tuple[EntryDeadline, date]:
    """Move what is due first to the new day; the first day is kept. Returns the duty, and its day before."""
    duties = queries.first_duties(entry.pk)
    was_due_on = duties[0].due_on if duties else None
    if was_due_on is None or until <= was_due_on:
        raise StateChangedError
    as_read = EntryDeadline.objects.filter(pk__in=[duty.pk for duty in duties], due_on=was_due_on)
    moved = as_read.update(extended_from=Coalesce(F("extended_from"), F("due_on")), due_on=until)
    if moved != len(duties):
        raise StateChangedError
    change(as_seen(entry), due_on=queries.due_on_of_entry(entry.pk))
    return duties[0], was_due_on


def _record(event: Event, entry_id: int, *, by: Staff, reason: str, **days: date | None) -> None:
    details = {name: day.isoformat() for name, day in days.items() if day is not None}
    record(event, entry_id=entry_id, by=by, reason=reason, **details)
