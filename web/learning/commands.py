"""`vanthu train`, `vanthu models` and `vanthu import-labelled`: what they print and how they end."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils import timezone

from classifiers.errors import ModelProblemError
from classifiers.examples import load_seed_corpus
from classifiers.predict import Letter
from classifiers.store import active_version, list_models
from pipeline.config import Office
from pipeline.errors import ExitCode
from pipeline.process import Reader, letter_of
from pipeline.sandbox import Sandbox
from web.learning.actions import use_model_from_command
from web.learning.imports import LabelledProblemsError, import_labelled
from web.learning.models import TrainingRun, Trigger
from web.learning.queries import open_run
from web.learning.runs import PATIENCE, TrainingBusyError, perform, queue_run, settle_interrupted, training_lock


def train(office: Office, *, run_id: int | None = None) -> ExitCode:
    """Train in this process: the queued run that is named, else a new one."""
    try:
        run = perform(
            run_id or _queued(office), office, seed=load_seed_corpus(), say=lambda step: click.echo(step, err=True)
        )
    except (ModelProblemError, TrainingBusyError) as error:
        click.echo(str(error), err=True)
        return ExitCode.MODEL
    click.echo(f"Đã huấn luyện mô hình {run.version}. {run.reason}")
    click.echo(f"Mô hình đang dùng: {active_version(office.models)}.")
    return ExitCode.OK


def _queued(office: Office) -> int:
    with training_lock(office.var, patience=PATIENCE) as is_alone:
        if not is_alone:
            raise TrainingBusyError
        settle_interrupted(timezone.now())
    run: TrainingRun | None = queue_run(Trigger.COMMAND, timezone.now()) or open_run()
    if run is None:
        raise TrainingBusyError
    return run.pk


def show_models(office: Office, *, use: str | None = None) -> ExitCode:
    """List the versions; with `use`, activate that one first."""
    code = ExitCode.OK
    if use is not None:
        try:
            use_model_from_command(use, office=office)
        except ModelProblemError as error:
            click.echo(str(error), err=True)
            code = ExitCode.MODEL
    active = active_version(office.models)
    for card in list_models(office.models):
        state = "đang dùng" if card.version == active else "bản chờ" if card.accepted is False else ""
        mark = "*" if card.version == active else " "
        click.echo(f"{mark} {card.version}  {card.created_at}  {state:<9}  {card.summary}")
        if card.reason:
            click.echo(f"         {card.reason}")
    return code


def import_history(path: Path, office: Office, reader: Reader) -> ExitCode:
    def read_pdf(file: Path) -> Letter:
        document = reader.read(file, received_on=timezone.localdate())
        return letter_of(document.header, document.text)

    limits = office.limits
    sandbox = Sandbox(read_pdf, seconds=limits.seconds_per_file, memory_mb=limits.memory_mb)
    try:
        done = import_labelled(path, office, read_pdf=sandbox.run, predict=reader.predict)
    except LabelledProblemsError as error:
        click.echo("\n".join(error.problems), err=True)
        click.echo("Chưa nhập văn bản nào. Hãy sửa rồi nhập lại.", err=True)
        return ExitCode.SOME_FAILED
    finally:
        sandbox.close()
    for sentence in done.skipped:
        click.echo(f"Bỏ qua {sentence}", err=True)
    for code, count in sorted(done.counts.items()):
        click.echo(f"{code}: {count} văn bản")
    click.echo(f"Đã nhập {sum(done.counts.values())} văn bản vào {done.file}. Chạy vanthu train để học.")
    return ExitCode.OK
