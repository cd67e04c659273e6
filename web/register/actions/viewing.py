"""Views and downloads are recorded too."""

from __future__ import annotations

from web.organization.models import Staff
from web.register.audit import record
from web.register.models import Event, RegisterEntry
from web.reminders.seen import note_read


def note_view(entry: RegisterEntry, *, by: Staff, event: Event = Event.VIEWED) -> None:
    """Letters name people: each view is recorded (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15)."""
    record(event, entry_id=entry.pk, by=by)
    note_read(entry.pk, by=by)
