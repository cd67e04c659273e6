"""A file with a secrecy mark that lies in the inbox: cleared by a person, or removed."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction
from django.utils import timezone

from web.organization.models import Staff
from web.register import permissions
from web.register.actions.rows import as_seen, change, entry_of
from web.register.audit import record
from web.register.edxml_intake import message_beside
from web.register.models import Event
from web.register.permissions import require


@transaction.atomic
def clear_secrecy(entry_id: int, *, by: Staff, reason: str) -> None:
    """A clerk looked: not a secret document. The next pass over the inbox takes the file in."""
    entry = entry_of(entry_id)
    require(permissions.can_clear_secrecy(by, entry))
    change(
        as_seen(entry),
        trouble_code="not_secret",
        trouble=f"Văn thư xác nhận không phải tài liệu mật: {reason}",
        inbox_cleared_at=timezone.now(),
    )
    record(Event.SECRET_CLEARED, entry_id=entry_id, by=by, reason=reason)


def remove_secret_file(entry_id: int, *, by: Staff, file: Path | None) -> None:
    """The clerk has moved the document to the proper machine: wipe the file in the inbox, and a message beside it."""
    entry = entry_of(entry_id)
    require(permissions.can_clear_secrecy(by, entry))
    if file is not None:
        beside = message_beside(file)
        if beside is not None:
            _wipe(beside)
        _wipe(file)
    with transaction.atomic():
        change(as_seen(entry), inbox_cleared_at=timezone.now(), source_key="")
        record(Event.SECRET_REMOVED, entry_id=entry_id, by=by)


def _wipe(file: Path) -> None:
    with file.open("r+b") as stream:
        left = file.stat().st_size
        while left > 0:
            left -= stream.write(b"\0" * min(left, 1 << 20))
        stream.flush()
    file.unlink()
