"""The clock of the office: what is due is started, one step a second."""

from __future__ import annotations

import logging
import time
from datetime import datetime

from django.db import DatabaseError
from django.utils import timezone

from pipeline.config import Office
from web.interchange.statuses import StatusSchedule
from web.learning.schedule import TrainingSchedule
from web.operations.schedule import BackupSchedule
from web.register.services import Heartbeat, drop_broken_connection
from web.reminders.schedule import ReminderSchedule

logger = logging.getLogger(__name__)

STEP_SECONDS = 1.0


class Timer:
    """`timer_once` is the step that `run` repeats."""

    def __init__(self, office: Office) -> None:
        self._trainings = TrainingSchedule(office)
        self._backups = BackupSchedule(office)
        self._reminders = ReminderSchedule(office)
        self._statuses = StatusSchedule(office)
        self._heartbeat = Heartbeat("timer")

    def run(self) -> None:
        """Run until the process is ended."""
        while True:
            try:
                self.timer_once(timezone.now())
                self._heartbeat.beat()
            except DatabaseError:
                drop_broken_connection(logger)
            time.sleep(STEP_SECONDS)

    def timer_once(self, now: datetime) -> None:
        self.start_heavy(now)
        self.remind(now)

    def start_heavy(self, now: datetime) -> None:
        """Notice the end of a training or a backup, and start one that is due."""
        self._trainings.step(now)
        self._backups.step(now)

    def remind(self, now: datetime) -> None:
        self._reminders.step(now)
        self._statuses.step(now)

    @property
    def is_at_heavy_work(self) -> bool:
        """A training or a backup that this timer started has not been seen to end."""
        return self._trainings.has_child or self._backups.has_child
