"""Write the audit record."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils import timezone

from web.organization.models import Staff
from web.register.models import AuditRecord


def record(event: TextChoices, *, entry_id: int | None = None, by: Staff | None = None, **details: object) -> None:
    """Append one record, inside the transaction of the change. `details`: codes and reasons, never a letter's text."""
    AuditRecord.objects.create(at=timezone.now(), by=by, event=event, entry_id=entry_id, details=details)
