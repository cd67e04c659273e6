"""Who may have a calendar link, and who looks after the outbox."""

from __future__ import annotations

from web.organization.models import UNIT_ROLES, Role, Staff, Unit
from web.register.permissions import WHOLE_OFFICE
from web.reminders.models import CalendarFeed


def can_have_own_feed(staff: Staff) -> bool:
    """Everybody whose work is letters. Administrators need no letters."""
    return staff.role != Role.ADMIN


def can_have_unit_feed(staff: Staff, unit: Unit) -> bool:
    """A unit's people for their own unit; who sees the whole office, for each unit."""
    return staff.role in WHOLE_OFFICE or (staff.role in UNIT_ROLES and staff.unit_id == unit.pk)


def can_read_feed(feed: CalendarFeed) -> bool:
    """The link carries the rights that its owner has today: locked or moved people's links go dead."""
    owner = feed.owner
    if feed.revoked_at is not None or not owner.is_active:
        return False
    return can_have_own_feed(owner) if feed.unit is None else can_have_unit_feed(owner, feed.unit)


def can_revoke_feed(staff: Staff, feed: CalendarFeed) -> bool:
    """One's own; an administrator revokes anybody's."""
    return feed.owner_id == staff.pk or staff.role == Role.ADMIN


def can_manage_outbox(staff: Staff) -> bool:
    return staff.role == Role.ADMIN
