"""What the city does in a ward is written where the ward can read it."""

from __future__ import annotations

from web.organization.models import Staff
from web.register.audit import record
from web.register.models import Event
from web.register.permissions import require, sees_all_wards
from web.wards import serving


def note_city_view(ward: str, *, by: Staff, only_overdue: bool) -> None:
    """Letters name people. The account is none of the ward's, so the record carries its name."""
    require(sees_all_wards(by))
    with serving(ward):
        record(Event.CITY_VIEWED, city_account=f"{by} ({by.username})", only_overdue=only_overdue)
