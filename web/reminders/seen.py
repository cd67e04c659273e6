"""Reminders that a person has seen. Only one's own, so no record: nobody else's work changes."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from web.organization.models import Staff
from web.reminders.models import Reminder


def mark_seen(reminder_id: int, *, by: Staff) -> None:
    Reminder.objects.filter(pk=reminder_id, person=by, seen_at__isnull=True).update(seen_at=timezone.now())


def mark_all_seen(*, by: Staff, until: datetime) -> None:
    """Those that stood on the page: what came up meanwhile stays unseen."""
    unseen = Reminder.objects.filter(person=by, seen_at__isnull=True, closed_at__isnull=True, made_at__lte=until)
    unseen.update(seen_at=timezone.now())


def note_read(entry_id: int, *, by: Staff) -> None:
    """Who opened the letter has seen what was said of it."""
    unseen = Reminder.objects.filter(entry=entry_id, person=by, seen_at__isnull=True, closed_at__isnull=True)
    unseen.update(seen_at=timezone.now())
