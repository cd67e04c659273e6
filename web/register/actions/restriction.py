"""Who may see a letter: few people (đơn thư), or everybody of its units. A person's word holds over the machine's."""

from __future__ import annotations

from django.db import transaction

from web.organization.models import Staff
from web.register import permissions
from web.register.actions.rows import as_seen, change, entry_of
from web.register.audit import record
from web.register.models import Event
from web.register.permissions import require


@transaction.atomic
def restrict(entry_id: int, *, by: Staff, reason: str) -> None:
    """From now on only clerk, leaders, the head of the leading unit and who does the work see it."""
    entry = entry_of(entry_id)
    require(permissions.can_restrict(by, entry))
    change(as_seen(entry).filter(is_restricted=False), is_restricted=True)
    record(Event.RESTRICTED, entry_id=entry_id, by=by, reason=reason)


@transaction.atomic
def unrestrict(entry_id: int, *, by: Staff, reason: str) -> None:
    entry = entry_of(entry_id)
    require(permissions.can_restrict(by, entry))
    change(as_seen(entry).filter(is_restricted=True), is_restricted=False)
    record(Event.UNRESTRICTED, entry_id=entry_id, by=by, reason=reason)
