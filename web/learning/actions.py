"""What an administrator does with models: permission, change, audit record."""

from __future__ import annotations

from contextlib import suppress

from django.db import DatabaseError, transaction
from django.utils import timezone

from classifiers.errors import ModelProblemError
from classifiers.store import activate, active_version, trouble_of
from pipeline.config import Office
from web.learning.models import LearningEvent, TrainingRun, Trigger
from web.learning.runs import TrainingBusyError, queue_run
from web.organization.models import Staff
from web.register.audit import record
from web.register.permissions import can_manage, require


@transaction.atomic
def start_training(*, by: Staff) -> TrainingRun:
    """Put a training into the queue. Raises TrainingBusyError."""
    require(can_manage(by))
    run = queue_run(Trigger.BUTTON, timezone.now(), by=by)
    if run is None:
        raise TrainingBusyError
    record(LearningEvent.TRAINING_STARTED, by=by, run=run.pk)
    return run


def use_model(version: str, *, by: Staff, office: Office) -> None:
    """Activate a version, newer or older. Raises ModelProblemError when it is not there or cannot be used."""
    require(can_manage(by))
    _require_usable(version, office)
    with transaction.atomic():  # a record without the change would be found out at once; a change without record not
        _record(version, by=by, office=office)
        activate(office.models, version)


def use_model_from_command(version: str, *, office: Office) -> None:
    """The same from the command line, whose right is that of the machine. Without a database nothing is recorded."""
    _require_usable(version, office)
    with suppress(DatabaseError), transaction.atomic():
        _record(version, by=None, office=office)
    activate(office.models, version)


def _record(version: str, *, by: Staff | None, office: Office) -> None:
    record(LearningEvent.MODEL_ACTIVATED, by=by, version=version, was=active_version(office.models) or "")


def _require_usable(version: str, office: Office) -> None:
    trouble = trouble_of(office.models, version, key_file=office.model_key)
    if trouble is not None:
        raise ModelProblemError(trouble)
