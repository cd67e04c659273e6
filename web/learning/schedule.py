"""The part of the timer that starts trainings: those in the queue, and one a night when there is something new."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from datetime import datetime, timedelta
from datetime import time as clock

from django.utils import timezone

from pipeline.config import Office
from web.learning import queries
from web.learning.models import RunState, TrainingRun, Trigger
from web.learning.runs import note_attempt, queue_run, settle_interrupted, training_lock
from web.processes import die_with_parent

logger = logging.getLogger(__name__)

# A machine that was off at night does not train in the middle of the working day.
NIGHT_LASTS = timedelta(hours=4)


class TrainingSchedule:
    """Looks once a `step`; the training itself runs in a child process, which keeps this one small."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._child: subprocess.Popen[bytes] | None = None

    def step(self, now: datetime) -> None:
        """Notice killed trainings, queue the nightly one, start what waits."""
        if self._is_training():
            return
        with training_lock(self._office.var) as is_alone:
            if not is_alone:  # `vanthu train` in a terminal
                return
            settle_interrupted(now)
        if is_nightly_due(now, self._office.nightly_at):
            queue_run(Trigger.NIGHTLY, now)
        waiting = TrainingRun.objects.filter(state=RunState.QUEUED).first()
        if waiting is not None and note_attempt(waiting, now):
            logger.info("training %s starts", waiting.pk)
            self._child = self.start(waiting.pk)

    @property
    def has_child(self) -> bool:
        """One was started and its end has not been seen."""
        return self._child is not None

    def start(self, run_id: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603  our own command, no shell
            [sys.executable, "-m", "web.cli", "train", "--run", str(run_id)],
            env={**os.environ, "VANTHU_HOME": str(self._office.home)},  # of a ward of a city, perhaps
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            preexec_fn=die_with_parent,  # noqa: PLW1509  no threads here; a stopped timer must leave no training
        )

    def _is_training(self) -> bool:
        if self._child is None or self._child.poll() is None:
            return self._child is not None
        logger.info("training process ended with %s", self._child.returncode)
        self._child = None
        return False


def is_nightly_due(now: datetime, nightly_at: clock | None) -> bool:
    """In the hours after the set time, once a night, and only when people have decided something new."""
    if nightly_at is None:
        return False
    local = timezone.localtime(now)
    tonight = timezone.make_aware(datetime.combine(local.date(), nightly_at))
    last_night = tonight if now >= tonight else tonight - timedelta(days=1)
    if now - last_night > NIGHT_LASTS or TrainingRun.objects.filter(queued_at__gte=last_night).exists():
        return False
    return queries.has_new_labels()
