"""Every change a person makes to reminders, the outbox and calendar links: right, change, record, one transaction."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from web.organization.models import Staff, Unit
from web.register.actions.rows import StateChangedError
from web.register.audit import record
from web.register.models import Event
from web.register.permissions import require
from web.reminders import permissions
from web.reminders.models import (
    CalendarFeed,
    Channel,
    Message,
    MessageKind,
    MessageState,
    ReminderEvent,
)

FETCH_NOTED_EVERY = timedelta(hours=1)
TO_SEND_AGAIN = (MessageState.FAILED, MessageState.UNSURE)


@transaction.atomic
def send_again(message_id: int, *, by: Staff) -> None:
    """Back into the outbox, with the id it had: a mailbox that knows it already shows it once."""
    require(permissions.can_manage_outbox(by))
    if _to_outbox(Message.objects.filter(pk=message_id)) != 1:
        raise StateChangedError
    record(ReminderEvent.MAIL_RETRIED, by=by, message=message_id)


@transaction.atomic
def send_all_again(*, by: Staff) -> int:
    """Everything that was refused. What may have been sent is decided one by one."""
    require(permissions.can_manage_outbox(by))
    count = _to_outbox(Message.objects.filter(state=MessageState.FAILED))
    record(ReminderEvent.MAIL_RETRIED, by=by, count=count)
    return count


@transaction.atomic
def send_test(*, by: Staff) -> None:
    """A mail to oneself, through the outbox like every other."""
    require(permissions.can_manage_outbox(by) and bool(by.email))
    now = timezone.now()
    message = Message.objects.create(
        key=f"test:{by.pk}:{now.isoformat()}",
        channel=Channel.MAIL,
        kind=MessageKind.TEST,
        person=by,
        made_at=now,
        not_before=now,
    )
    record(ReminderEvent.MAIL_TESTED, by=by, message=message.pk)


@transaction.atomic
def make_feed(*, by: Staff, unit: Unit | None) -> str:
    """Make a calendar link; return its secret, which is kept nowhere."""
    require(permissions.can_have_own_feed(by) if unit is None else permissions.can_have_unit_feed(by, unit))
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(token_sha256=token_digest(token), owner=by, unit=unit, made_at=timezone.now())
    record(Event.FEED_MADE, by=by, feed=feed.pk, unit=unit.code if unit else "")
    return token


@transaction.atomic
def revoke_feed(feed_id: int, *, by: Staff) -> None:
    feed = CalendarFeed.objects.get(pk=feed_id)
    require(permissions.can_revoke_feed(by, feed))
    revoked = CalendarFeed.objects.filter(pk=feed_id, revoked_at__isnull=True).update(revoked_at=timezone.now())
    if revoked:
        record(Event.FEED_REVOKED, by=by, feed=feed_id)


def note_fetched(feed: CalendarFeed, now: datetime) -> None:
    """So that a link nobody uses any more is seen; at most once an hour."""
    if feed.fetched_at is None or now - feed.fetched_at >= FETCH_NOTED_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(fetched_at=now)


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _to_outbox(messages: QuerySet[Message]) -> int:
    waiting = messages.filter(state__in=TO_SEND_AGAIN)
    return waiting.update(
        state=MessageState.PENDING, refusals=0, handed_at=None, lease_until=None, not_before=timezone.now(), trouble=""
    )
