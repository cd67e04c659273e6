"""The part of the timer that makes reminders: urgent arrivals within seconds, deadlines within a minute."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from pipeline.config import Office
from web.reminders.calendars import OfficeCalendar
from web.reminders.planning import plan_arrivals, plan_deadlines

logger = logging.getLogger(__name__)

ARRIVALS_EVERY = timedelta(seconds=5)
DEADLINES_EVERY = timedelta(seconds=60)


class ReminderSchedule:
    """Writes rows only; sending is the postman's, so a slow mail server does not stop the timer."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._calendar = OfficeCalendar(office)
        self._arrivals_at: datetime | None = None
        self._deadlines_at: datetime | None = None

    def step(self, now: datetime) -> None:
        made = 0
        if _is_time(self._arrivals_at, now, ARRIVALS_EVERY):
            self._arrivals_at = now
            made += plan_arrivals(now, self._office, self._calendar.current())
        if _is_time(self._deadlines_at, now, DEADLINES_EVERY):
            self._deadlines_at = now
            made += plan_deadlines(now, self._office, self._calendar.current())
        if made:
            logger.info("%s reminders made", made)


def _is_time(last_at: datetime | None, now: datetime, every: timedelta) -> bool:
    """A clock that was set back does not stop the reminders."""
    return last_at is None or not last_at <= now < last_at + every
