"""A letter that came twice: one number stays, the other is cancelled and says which one it repeats."""

from __future__ import annotations

from django.db import transaction

from web.organization.models import Staff
from web.register import permissions, same_letter
from web.register.actions.routing import cancel
from web.register.actions.rows import StateChangedError, entry_of
from web.register.permissions import require


@transaction.atomic
def cancel_as_repeated(entry_id: int, kept_id: int, *, by: Staff) -> None:
    """Cancel the number of `entry_id`, because `kept_id` is the same letter."""
    entry, kept = entry_of(entry_id), entry_of(kept_id)
    require(permissions.can_cancel(by, entry))
    if kept.cancelled_at is not None or same_letter.likeness_of(entry, kept) is None or entry.pk == kept.pk:
        raise StateChangedError
    cancel(entry_id, by=by, reason=f"Trùng với số đến {kept.arrival_number}/{kept.year}")
