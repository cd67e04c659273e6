"""Where a letter goes once its unit is known: to the unit, or first to the leader ([workflow] in ward.toml)."""

from __future__ import annotations

from web.offices import current_office
from web.register.models import State


def state_once_routed() -> State:
    """REGISTERED: it waits for a leader's direction, and its unit does not see it yet."""
    return State.REGISTERED if current_office().leader_directs else State.ASSIGNED
