"""The part of the timer that starts the nightly backup."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from datetime import datetime, timedelta

from django.utils import timezone

from pipeline.config import Office
from web.operations.backups import list_backups
from web.processes import die_with_parent

logger = logging.getLogger(__name__)

LOOK_EVERY = timedelta(minutes=1)
TRY_AGAIN_AFTER = timedelta(hours=1)


class BackupSchedule:
    """Once a day after `backup.nightly_at`, also when the machine was off at that hour; in a child process."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._child: subprocess.Popen[bytes] | None = None
        self._look_at: datetime | None = None

    def step(self, now: datetime) -> None:
        if self._child is not None:
            code = self._child.poll()
            if code is None:
                return
            logger.info("backup process ended with %s", code)
            self._child = None
            self._look_at = now + (LOOK_EVERY if code == 0 else TRY_AGAIN_AFTER)
        if self._look_at is not None and now < self._look_at:
            return
        self._look_at = now + LOOK_EVERY
        if is_backup_due(self._office, now):
            self._child = self.start()

    @property
    def has_child(self) -> bool:
        """One was started and its end has not been seen."""
        return self._child is not None

    def start(self) -> subprocess.Popen[bytes]:
        logger.info("backup starts")
        return subprocess.Popen(
            [sys.executable, "-m", "web.cli", "backup"],
            env={**os.environ, "VANTHU_HOME": str(self._office.home)},  # of a ward of a city, perhaps
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            preexec_fn=die_with_parent,  # noqa: PLW1509  no threads here; a stopped timer must leave no backup
        )


def is_backup_due(office: Office, now: datetime) -> bool:
    """The newest backup is older than the last time the clock showed `backup.nightly_at`."""
    if office.backup.nightly_at is None:
        return False
    local = timezone.localtime(now)
    tonight = timezone.make_aware(datetime.combine(local.date(), office.backup.nightly_at))
    last_night = tonight if now >= tonight else tonight - timedelta(days=1)
    made = [
        datetime.fromisoformat(backup.manifest.created_at)
        for backup in list_backups(office.backup.folder)
        if backup.manifest is not None
    ]
    return max(made, default=last_night - timedelta(seconds=1)) < last_night
