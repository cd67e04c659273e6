"""Views and downloads are recorded too, and so is who reads the records."""

from __future__ import annotations

from collections.abc import Mapping

from web.organization.models import Staff
from web.register.audit import record
from web.register.models import Event, RegisterEntry
from web.register.permissions import can_read_audit, require
from web.reminders.seen import note_read


def note_view(entry: RegisterEntry, *, by: Staff, event: Event = Event.VIEWED) -> None:
    """Letters name people: each view is recorded (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15)."""
    record(event, entry_id=entry.pk, by=by)
    note_read(entry.pk, by=by)


def note_page_view(entry: RegisterEntry, *, by: Staff, number: int) -> None:
    """The picture of one page of a restricted letter."""
    record(Event.VIEWED, entry_id=entry.pk, by=by, page=number)


def note_audit_read(*, by: Staff, wanted: Mapping[str, object]) -> None:
    require(can_read_audit(by))
    record(Event.AUDIT_READ, by=by, wanted=dict(wanted))


def note_audit_export(*, by: Staff, wanted: Mapping[str, object], rows: int) -> None:
    require(can_read_audit(by))
    record(Event.EXPORTED, by=by, what="audit", wanted=dict(wanted), rows=rows)
