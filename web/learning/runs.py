"""One training from the queue to its end: never two at once, and a killed one is noticed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from classifiers.errors import ModelProblemError
from classifiers.examples import Example
from classifiers.store import active_version
from pipeline.config import Office
from web.learning.models import LearningEvent, RunState, TrainingRun, Trigger
from web.learning.queries import imported_examples, office_examples
from web.locks import alone
from web.organization.models import Staff
from web.register.audit import record

logger = logging.getLogger(__name__)

LOCK = "training.lock"
MAX_ATTEMPTS = 2
PATIENCE = 2.0
INTERRUPTED = "Bị ngắt giữa chừng, làm lại từ đầu."
GIVEN_UP = "Bị ngắt hai lần liền. Hãy xem máy có đủ bộ nhớ và nhật ký báo gì, rồi huấn luyện lại."
UNFORESEEN = "Lỗi không lường trước; nhật ký của chương trình ghi rõ. Mô hình đang dùng không đổi."


class TrainingBusyError(Exception):
    """Another training is going on; the text is a sentence for the administrator."""

    def __init__(self) -> None:
        super().__init__("Đang có một lần huấn luyện khác. Hãy đợi lần đó xong.")


def training_lock(var: Path, *, patience: float = 0.0) -> AbstractContextManager[bool]:
    """Hold the only right to train on this machine; False when somebody else does.

    The timer takes it for a moment to look around: who wants to train waits `patience` seconds for that.
    """
    return alone(var / LOCK, patience=patience)


def queue_run(trigger: Trigger, now: datetime, *, by: Staff | None = None) -> TrainingRun | None:
    """Put a training into the queue; None when one waits already or is going on."""
    if TrainingRun.objects.filter(state=RunState.RUNNING).exists():
        return None
    try:
        with transaction.atomic():
            return TrainingRun.objects.create(trigger=trigger, queued_at=now, started_by=by)
    except IntegrityError:  # one waits
        return None


def settle_interrupted(now: datetime) -> None:
    """Call with the lock held: then nobody trains, and a run that says so was killed. Once more, then give up."""
    for run in TrainingRun.objects.filter(state=RunState.RUNNING):
        again = run.attempts < MAX_ATTEMPTS and not TrainingRun.objects.filter(state=RunState.QUEUED).exists()
        changes: dict[str, object]
        if again:
            changes = {"state": RunState.QUEUED, "progress": [*run.progress, INTERRUPTED]}
        else:
            changes = {"state": RunState.FAILED, "reason": GIVEN_UP, "finished_at": now}
        TrainingRun.objects.filter(pk=run.pk, state=RunState.RUNNING).update(**changes)
        logger.warning("training %s was interrupted; %s", run.pk, "again" if again else "given up")


def note_attempt(run: TrainingRun, now: datetime) -> bool:
    """Count a start from the queue; False, and the run has failed, when it has been started often enough."""
    if run.attempts >= MAX_ATTEMPTS:
        _finish(run.pk, RunState.FAILED, now, reason=GIVEN_UP)
        return False
    TrainingRun.objects.filter(pk=run.pk).update(attempts=F("attempts") + 1)
    return True


def perform(
    run_id: int, office: Office, *, seed: Iterable[Example], say: Callable[[str], None] = lambda _: None
) -> TrainingRun:
    """Carry out a queued training and write its end into its row.

    Raises TrainingBusyError when another one is going on; ModelProblemError when there is nothing to learn from.
    """
    with training_lock(office.var, patience=PATIENCE) as is_alone:
        if not is_alone:
            raise TrainingBusyError
        settle_interrupted(timezone.now())
        waiting = TrainingRun.objects.filter(pk=run_id, state=RunState.QUEUED)
        if not waiting.update(state=RunState.RUNNING, started_at=timezone.now()):
            raise TrainingBusyError
        try:
            _train(run_id, office, seed, say)
        except ModelProblemError as error:
            _finish(run_id, RunState.FAILED, timezone.now(), reason=str(error))
            raise
        except Exception:
            _finish(run_id, RunState.FAILED, timezone.now(), reason=UNFORESEEN)
            raise
    return TrainingRun.objects.get(pk=run_id)


def _train(run_id: int, office: Office, seed: Iterable[Example], say: Callable[[str], None]) -> None:
    from classifiers.retrain import ModelStore, OfficeFields, retrain  # scikit-learn: only who trains pays

    sentences: list[str] = list(TrainingRun.objects.get(pk=run_id).progress)

    def note(sentence: str) -> None:
        sentences.append(sentence)
        TrainingRun.objects.filter(pk=run_id).update(progress=sentences)
        say(sentence)

    was = active_version(office.models)
    done = retrain(
        seed,
        (*imported_examples(office.labelled), *office_examples()),
        ModelStore(office.models, office.model_key),
        fields=OfficeFields(
            unit_of_field={code: field.unit for code, field in office.fields.items()},
            names={code: field.name for code, field in office.fields.items()},
            successors={older: code for code, field in office.fields.items() for older in field.replaces},
        ),
        today=timezone.localdate(),
        progress=note,
    )
    is_active = active_version(office.models) == done.version
    with transaction.atomic():
        _finish(
            run_id,
            RunState.DONE,
            timezone.now(),
            reason=done.decision.reason,
            version=done.version,
            activated=is_active,
        )
        if is_active:
            record(LearningEvent.MODEL_ACTIVATED, version=done.version, was=was or "", run=run_id)


def _finish(run_id: int, state: RunState, now: datetime, **columns: object) -> None:
    TrainingRun.objects.filter(pk=run_id, state__in=[RunState.QUEUED, RunState.RUNNING]).update(
        state=state, finished_at=now, **columns
    )
