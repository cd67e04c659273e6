"""Letters that come in through the page instead of the folder."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from pipeline.inbox_drop import Drop
from web.organization.models import Staff
from web.register import permissions
from web.register.audit import record
from web.register.models import Event
from web.register.permissions import require


def upload(drop: Drop, name: str, *, by: Staff) -> Path:
    """Put a complete drop into the inbox; return where it lies. Raises StorageError.

    The record holds the size and no name: whether the document is secret is known only when the watcher looks at it.
    """
    require(permissions.can_upload(by))
    with transaction.atomic():
        record(Event.UPLOADED, by=by, size=drop.size)
        return drop.place(name)  # last: no record of a file that did not come in
