"""The office's calendar, read again when its file changes."""

from __future__ import annotations

import logging

from pipeline.calendar_file import calendar_stamp, load_calendar
from pipeline.config import Office
from pipeline.deadlines import VIETNAM_CALENDAR, WorkCalendar
from pipeline.errors import ConfigError

logger = logging.getLogger(__name__)


class OfficeCalendar:
    """A file damaged by hand changes nothing: the calendar read before goes on."""

    def __init__(self, office: Office) -> None:
        self._file = office.calendar_file
        self._stamp: object = None
        self._calendar: WorkCalendar = VIETNAM_CALENDAR

    def current(self) -> WorkCalendar:
        stamp = calendar_stamp(self._file)
        if stamp != self._stamp:
            self._stamp = stamp
            try:
                self._calendar = load_calendar(self._file)
            except ConfigError as error:
                logger.warning("calendar not read: %s", error)
        return self._calendar
