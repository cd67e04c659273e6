"""Seed corpus + letters of the office -> a new version, judged against the active one; it takes its place or waits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from classifiers import gate
from classifiers.curriculum import Curriculum, choose_letters, weight_of
from classifiers.errors import ModelProblemError
from classifiers.evaluate import Report
from classifiers.examples import OFFICE, Example
from classifiers.gate import Case, GateDecision
from classifiers.predict import Model
from classifiers.store import activate, active_version, load_model, read_report, save_model
from classifiers.train import Progress, train_model


@dataclass(frozen=True, slots=True)
class OfficeFields:
    """What ward.toml says of fields, as far as a training needs it."""

    unit_of_field: Mapping[str, str]
    names: Mapping[str, str] = field(default_factory=dict)
    successors: Mapping[str, str] = field(default_factory=dict)  # older field code -> the one that took its place


@dataclass(frozen=True, slots=True)
class ModelStore:
    folder: Path
    key_file: Path


@dataclass(frozen=True, slots=True)
class Retraining:
    version: str
    decision: GateDecision
    too_few: tuple[tuple[str, int], ...]  # fields that wait for more letters


def retrain(
    seed: Iterable[Example],
    office: Iterable[Example],
    store: ModelStore,
    *,
    fields: OfficeFields,
    today: date,
    progress: Progress = lambda _: None,
) -> Retraining:
    """Train, save as the next version, and activate it if the gate says so.

    Raises ModelProblemError when there is nothing to learn from.
    """
    letters = choose_letters(seed, office, fields=fields.unit_of_field, successors=fields.successors)
    _say(letters, fields, progress)
    model, report = train_model(
        letters.training,
        group_of_field=fields.unit_of_field,
        weight_of=lambda example: weight_of(example, today),
        progress=progress,
    )
    progress("Đang so với bản đang dùng…")
    against = active_version(store.folder)
    judged = judge(model, letters.held_out, fields.successors)
    decision = _pass_gate(model, report, judged, store, against=against, fields=fields)
    version = save_model(
        model,
        store.folder,
        key_file=store.key_file,
        examples=letters.training,
        report=report,
        more={
            "gate": decision.to_json(),
            "held_out": [_row(example, predicted) for example, predicted in judged],
            "too_few": dict(letters.too_few),
            "retired": list(letters.retired),
        },
    )
    if decision.activates and active_version(store.folder) == against:
        activate(store.folder, version)
    progress(f"Đã lưu bản {version}. {report.summary} {decision.reason}")
    return Retraining(version, decision, letters.too_few)


def judge(model: Model, examples: Sequence[Example], successors: Mapping[str, str]) -> tuple[tuple[Example, str], ...]:
    """What the model says of letters that it has not learned; an older field counts as the one that took its place."""
    predictions = model.predict_many([example.letter for example in examples])
    return tuple(
        (example, successors.get(prediction.field, prediction.field))
        for example, prediction in zip(examples, predictions, strict=True)
    )


def _pass_gate(
    model: Model,
    report: Report,
    judged: Sequence[tuple[Example, str]],
    store: ModelStore,
    *,
    against: str | None,
    fields: OfficeFields,
) -> GateDecision:
    if against is None:
        return gate.decide_first()
    try:
        active = load_model(store.folder, key_file=store.key_file, version=against)
    except ModelProblemError as error:
        return gate.decide_unusable(against, str(error))
    before = judge(active, [example for example, _ in judged], fields.successors)
    known_before = {fields.successors.get(code, code) for code in active.fields}
    return gate.decide(
        against,
        office=[
            Case(example.field, was in example.accepted, now in example.accepted)
            for (example, now), (_, was) in zip(judged, before, strict=True)
        ],
        seed=_seed_cases(report, read_report(store.folder, against), known_before, fields.unit_of_field),
        lost_fields=(known_before - set(model.fields)) & set(fields.unit_of_field),
        field_names=fields.names,
    )


def _seed_cases(
    report: Report, before: Mapping[str, object], known_before: Collection[str], used: Collection[str]
) -> list[Case]:
    """Letters that cross-validation judged in both trainings, in the same folds.

    A seed letter that now goes to a field which is new is left out: its label was written when nobody could choose
    that field. Only the office's own letters can tell whether it is right there. So is one of a field that the office
    no longer uses.
    """
    outcomes = before.get("outcomes")
    rows = outcomes if isinstance(outcomes, list) else []
    was_right = {row["digest"]: bool(row["is_right"]) for row in rows if isinstance(row, dict)}
    return [
        Case(outcome.field, was_right[outcome.digest], outcome.is_right)
        for outcome in report.outcomes
        if outcome.digest in was_right and outcome.predicted in known_before and outcome.field in used
    ]


def _row(example: Example, predicted: str) -> dict[str, object]:
    """Nothing of the letter itself: the card is shown to administrators, who have no right to read letters."""
    return {
        "arrival": example.arrival,
        "field": example.field,
        "predicted": predicted,
        "is_right": predicted in example.accepted,
    }


def _say(letters: Curriculum, fields: OfficeFields, progress: Progress) -> None:
    learned = sum(1 for example in letters.training if example.origin == OFFICE)
    progress(
        f"{len(letters.training)} văn bản để học, trong đó {learned} của cơ quan;"
        f" {len(letters.held_out)} văn bản của cơ quan để riêng, chỉ dùng khi chấm."
    )
    for code in letters.retired:
        progress(f"Văn bản mẫu có lĩnh vực {code} mà ward.toml không còn; nếu đã đổi tên, hãy khai báo replaces.")
    for code, count in letters.too_few:
        progress(f"Lĩnh vực {fields.names.get(code, code)} chưa đủ ví dụ: mới có {count} văn bản đã xác nhận.")
