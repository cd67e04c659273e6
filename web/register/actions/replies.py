"""The outgoing document that answers a letter: noted with its code, withdrawn when noted by mistake."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from web.organization.models import Staff
from web.register import permissions
from web.register.actions.rows import StateChangedError, entry_of
from web.register.audit import record
from web.register.models import Event, RegisterEntry, Reply
from web.register.permissions import require


@transaction.atomic
def note_reply(entry_id: int, *, by: Staff, code: str, issued_on: date | None = None, subject: str = "") -> None:
    entry = entry_of(entry_id)
    require(permissions.can_note_reply(by, entry))
    add_reply(entry, by=by, code=code, issued_on=issued_on, subject=subject)


@transaction.atomic
def withdraw_reply(entry_id: int, reply_id: int, *, by: Staff) -> None:
    entry = entry_of(entry_id)
    require(permissions.can_note_reply(by, entry))
    standing = Reply.objects.filter(pk=reply_id, entry=entry, withdrawn_at__isnull=True)
    if standing.update(withdrawn_at=timezone.now()) != 1:
        raise StateChangedError
    record(Event.REPLY_WITHDRAWN, entry_id=entry_id, by=by, reply=reply_id)


def add_reply(entry: RegisterEntry, *, by: Staff, code: str, issued_on: date | None, subject: str = "") -> None:
    """Within the transaction of a change that may do so. The same code twice is one reply."""
    if Reply.objects.filter(entry=entry, code__iexact=code, withdrawn_at__isnull=True).exists():
        return
    reply = Reply.objects.create(
        entry=entry, code=code, issued_on=issued_on, subject=subject, noted_by=by, noted_at=timezone.now()
    )
    record(Event.REPLY_NOTED, entry_id=entry.pk, by=by, reply=reply.pk, code=code)
