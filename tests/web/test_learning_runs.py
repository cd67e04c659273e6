"""Trainings from the queue to their end: the gate, the night, and what happens when one is killed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from classifiers.errors import ModelProblemError
from classifiers.examples import write_jsonl
from classifiers.store import active_version
from pipeline.config import BackupConfig, Office
from pipeline.errors import ExitCode
from tests.classifiers.corpus import tiny_corpus
from tests.classifiers.test_retrain import confirmed, shuffled
from tests.web.conftest import MakeEntry, People
from web.learning import commands, runs
from web.learning.models import RunState, TrainingRun, Trigger
from web.learning.runs import TrainingBusyError, perform, queue_run, training_lock
from web.learning.schedule import TrainingSchedule, is_nightly_due
from web.offices import current_office
from web.register import actions
from web.register.models import AuditRecord
from web.timer import Timer

NIGHT = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)  # 02:30 in Hà Nội
TWO = time(2, 0)


@pytest.fixture
def home_office(db: None, tmp_path: Path) -> Office:
    return replace(current_office(), home=tmp_path, backups=BackupConfig(tmp_path, None, 1))


class Schedule(TrainingSchedule):
    """Starts a process that ends at once instead of a training."""

    def __init__(self, office: Office, command: str = "") -> None:
        super().__init__(office)
        self.started: list[int] = []
        self._command = command
        self._children: list[subprocess.Popen[bytes]] = []

    def start(self, run_id: int) -> subprocess.Popen[bytes]:
        self.started.append(run_id)
        self._children.append(subprocess.Popen([sys.executable, "-c", self._command]))
        return self._children[-1]

    def wait(self) -> None:
        for child in self._children:
            child.wait()

    def close(self) -> None:
        for child in self._children:
            child.kill()
            child.wait()


@pytest.fixture
def schedule(home_office: Office) -> Iterator[Schedule]:
    made = Schedule(home_office)
    yield made
    made.close()


def queued(trigger: Trigger = Trigger.BUTTON) -> TrainingRun:
    run = queue_run(trigger, timezone.now())
    assert run is not None
    return run


def test_a_training_ends_in_a_model_with_its_steps_and_its_reason(home_office: Office) -> None:
    done = perform(queued().pk, home_office, seed=tiny_corpus())
    assert (done.state, done.version, done.activated) == (RunState.DONE, "0001", True)
    assert done.reason == "Bản đầu tiên: chưa có bản nào để so sánh."
    assert any("Kiểm tra chéo" in step for step in done.progress)
    assert active_version(home_office.models) == "0001"


def test_a_model_that_passes_the_gate_is_recorded_as_the_one_in_use(home_office: Office) -> None:
    run = queued()
    perform(run.pk, home_office, seed=tiny_corpus())
    record = AuditRecord.objects.get()
    assert (record.event, record.by) == ("MODEL_ACTIVATED", None)
    assert record.details == {"version": "0001", "was": "", "run": run.pk}


def test_the_command_trains_and_lists_and_goes_back(
    home_office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "load_seed_corpus", tiny_corpus)
    assert commands.train(home_office) == ExitCode.OK
    assert commands.train(home_office) == ExitCode.OK
    assert commands.show_models(home_office, use="0001") == ExitCode.OK
    printed = capsys.readouterr().out
    assert "Đã huấn luyện mô hình 0002. Không kém bản 0001" in printed
    assert "* 0001" in printed
    assert AuditRecord.objects.filter(event="MODEL_ACTIVATED").count() == 3


def test_the_command_does_not_use_a_version_that_cannot_be_loaded(
    home_office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    perform(queued().pk, home_office, seed=tiny_corpus())
    (home_office.models / "0001" / "model.joblib").write_bytes(b"changed")
    assert commands.show_models(home_office, use="0001") == ExitCode.MODEL
    assert "đã bị sửa" in capsys.readouterr().err


def test_a_worse_model_is_kept_as_a_candidate_with_the_reason(home_office: Office) -> None:
    perform(queued().pk, home_office, seed=tiny_corpus())
    home_office.labelled.mkdir(parents=True)
    write_jsonl(confirmed(), home_office.labelled / "history.jsonl")
    done = perform(queued().pk, home_office, seed=shuffled())
    assert (done.state, done.version, done.activated) == (RunState.DONE, "0002", False)
    assert done.reason.startswith("Giữ làm bản chờ vì kém bản 0001:")
    assert active_version(home_office.models) == "0001"


def test_a_training_with_nothing_to_learn_from_fails_with_a_sentence(home_office: Office) -> None:
    run = queued()
    with pytest.raises(ModelProblemError):
        perform(run.pk, home_office, seed=())
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert "hai lĩnh vực" in run.reason


def test_an_unforeseen_error_leaves_no_run_that_seems_to_run(
    home_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(runs, "_train", fail)
    run = queued()
    with pytest.raises(OSError, match="disk full"):
        perform(run.pk, home_office, seed=tiny_corpus())
    run.refresh_from_db()
    assert (run.state, run.reason) == (RunState.FAILED, runs.UNFORESEEN)


def test_only_one_training_waits(db: None) -> None:
    queued()
    assert queue_run(Trigger.NIGHTLY, timezone.now()) is None


def test_never_two_trainings_at_once(home_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "PATIENCE", 0.0)
    run = queued()
    with training_lock(home_office.var) as is_alone:
        assert is_alone
        with pytest.raises(TrainingBusyError):
            perform(run.pk, home_office, seed=tiny_corpus())
    run.refresh_from_db()
    assert run.state == RunState.QUEUED


def test_the_timer_starts_what_waits_once(schedule: Schedule) -> None:
    run = queued()
    schedule.step(timezone.now())
    assert schedule.started == [run.pk]
    run.refresh_from_db()
    assert run.attempts == 1


def test_the_timer_waits_for_the_training_that_is_going_on(home_office: Office) -> None:
    schedule = Schedule(home_office, "import time; time.sleep(60)")
    try:
        queued()
        schedule.step(timezone.now())
        schedule.step(timezone.now())
        assert len(schedule.started) == 1
    finally:
        schedule.close()


def test_a_killed_training_is_taken_up_again_then_given_up(schedule: Schedule) -> None:
    run = queued()
    for attempt in (1, 2):
        schedule.step(timezone.now())
        schedule.wait()
        assert len(schedule.started) == attempt
        TrainingRun.objects.filter(pk=run.pk).update(state=RunState.RUNNING)  # killed while it ran
    schedule.step(timezone.now())
    run.refresh_from_db()
    assert (run.state, run.reason) == (RunState.FAILED, runs.GIVEN_UP)
    assert len(schedule.started) == 2
    assert runs.INTERRUPTED in run.progress


def test_a_training_that_cannot_even_start_is_given_up(schedule: Schedule) -> None:
    run = queued()
    for _ in range(3):
        schedule.step(timezone.now())
        schedule.wait()
    run.refresh_from_db()
    assert (run.state, len(schedule.started)) == (RunState.FAILED, 2)


def test_a_training_in_a_terminal_is_left_alone(schedule: Schedule, home_office: Office) -> None:
    run = queued()
    with training_lock(home_office.var):
        TrainingRun.objects.filter(pk=run.pk).update(state=RunState.RUNNING)
        schedule.step(timezone.now())
    run.refresh_from_db()
    assert run.state == RunState.RUNNING


def label(people: People, make_entry: MakeEntry) -> None:
    actions.accept(make_entry().pk, by=people["head"])


def test_a_night_with_new_decisions_trains_once(people: People, make_entry: MakeEntry) -> None:
    label(people, make_entry)
    assert is_nightly_due(NIGHT, TWO)
    queue_run(Trigger.NIGHTLY, NIGHT)
    assert not is_nightly_due(NIGHT + timedelta(hours=1), TWO)


def test_a_night_without_new_decisions_does_not_train(people: People, make_entry: MakeEntry) -> None:
    assert not is_nightly_due(NIGHT, TWO)
    label(people, make_entry)
    later = timezone.now() + timedelta(minutes=1)
    TrainingRun.objects.create(
        state=RunState.DONE, trigger=Trigger.BUTTON, queued_at=NIGHT - timedelta(days=2), started_at=later
    )
    assert not is_nightly_due(NIGHT, TWO)


@pytest.mark.parametrize("hours", [-1, 5], ids=["before the time", "in the working day"])
def test_training_waits_for_the_night(hours: int, people: People, make_entry: MakeEntry) -> None:
    label(people, make_entry)
    assert not is_nightly_due(NIGHT + timedelta(hours=hours), TWO)


def test_without_a_time_no_night_trains(people: People, make_entry: MakeEntry) -> None:
    label(people, make_entry)
    assert not is_nightly_due(NIGHT, None)


def test_the_timer_queues_the_nightly_training(
    people: People, make_entry: MakeEntry, home_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    label(people, make_entry)
    children: list[subprocess.Popen[bytes]] = []

    def start(_self: TrainingSchedule, _run_id: int) -> subprocess.Popen[bytes]:
        children.append(subprocess.Popen([sys.executable, "-c", ""]))
        return children[-1]

    monkeypatch.setattr(TrainingSchedule, "start", start)
    Timer(replace(home_office, nightly_at=TWO)).timer_once(NIGHT)
    assert TrainingRun.objects.get().trigger == Trigger.NIGHTLY
    assert [child.wait() for child in children] == [0]
