"""The number beside «Nhắc việc» in the page head: one count of few rows."""

from __future__ import annotations

from django.http import HttpRequest

from web.organization.models import Staff
from web.reminders.queries import unseen_count


def unseen_reminders(request: HttpRequest) -> dict[str, object]:
    staff = getattr(request, "user", None)
    # A function: only a template that shows the number pays for it.
    return {"unseen_reminders": lambda: unseen_count(staff) if isinstance(staff, Staff) else 0}
