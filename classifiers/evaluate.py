"""Predictions of held-out letters -> Report: accuracy, calibration, risk against coverage, confusion, mistakes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

from classifiers.examples import SEED, Example

BINS = 10
MISTAKES_SHOWN = 60
WRONG_AT_MOST = 0.02  # of the letters that skip review
SURE = 0.9  # one-sided confidence that the share of wrong letters is below WRONG_AT_MOST

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What a model that had not seen them said of letters: one row a letter, one column a field."""

    examples: Sequence[Example]
    fields: tuple[str, ...]
    scores: Floats  # before the temperature
    probabilities: Floats
    known_shares: Floats


@dataclass(frozen=True, slots=True)
class FieldScore:
    field: str
    letters: int
    precision: float
    recall: float
    f1: float
    taken_for: tuple[tuple[str, int], ...]  # the fields its letters went to wrongly, most frequent first


@dataclass(frozen=True, slots=True)
class Bin:
    """Letters of about the same confidence; in a calibrated model `confidence` and `accuracy` agree."""

    letters: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """When letters from this confidence of their unit on skip review: how many do, and how many of them go wrong."""

    threshold: float
    coverage: float
    risk: float


@dataclass(frozen=True, slots=True)
class Mistake:
    subject: str
    field: str
    predicted: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What cross-validation said of one seed letter: with it the gate compares two versions letter by letter."""

    digest: str
    field: str
    predicted: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class Report:
    summary: str  # one Vietnamese line
    scores: Mapping[str, float]
    fields: tuple[FieldScore, ...]
    confusion: tuple[tuple[int, ...], ...]  # rows: the field it is; columns: the field predicted; both as in `fields`
    reliability: tuple[Bin, ...]
    risk_coverage: tuple[RiskPoint, ...]
    mistakes: tuple[Mistake, ...]
    outcomes: tuple[Outcome, ...] = ()

    def to_json(self) -> dict[str, object]:
        return asdict(self)


def make_report(
    letters: HeldOut, subjects: HeldOut, *, group_of_field: Mapping[str, str], auto_route_at: float
) -> Report:
    """Judge whole letters, and bare subjects beside them; a field in `also` counts as right but in `strict` scores."""
    confidences, right = unit_confidence(letters, group_of_field)
    field_scores, confusion = _score_fields(letters)
    auto = confidences >= auto_route_at
    predicted_right = _field_right(letters)
    scores = {
        "letters": float(len(letters.examples)),
        "fields": float(len(letters.fields)),
        "field_strict": _share(_strict(letters)),
        "field": _share(predicted_right),
        "macro_f1": float(np.mean([score.f1 for score in field_scores])),
        "unit": _share(right),
        "field_ece": calibration_error(letters.probabilities.max(axis=1), predicted_right),
        "unit_ece": calibration_error(confidences, right),
        "subject_field": _share(_field_right(subjects)),
        "subject_unit": _share(unit_confidence(subjects, group_of_field)[1]),
        "auto_route_at": auto_route_at,
        "auto_coverage": _share(auto),
        "auto_precision": _share(right[auto]) if auto.any() else 1.0,
    }
    return Report(
        summary=_summary(scores),
        scores={name: round(score, 4) for name, score in scores.items()},
        fields=field_scores,
        confusion=confusion,
        reliability=_reliability(confidences, right),
        risk_coverage=_risk_coverage(confidences, right),
        mistakes=_mistakes(letters),
        outcomes=_outcomes(letters),
    )


def _summary(scores: Mapping[str, float]) -> str:
    def percent(share: float) -> str:
        return f"{100 * share:.1f}".replace(".", ",") + " %"

    return (
        f"{scores['letters']:.0f} văn bản, {scores['fields']:.0f} lĩnh vực; kiểm tra chéo:"
        f" đúng lĩnh vực {percent(scores['field'])}, đúng đơn vị {percent(scores['unit'])};"
        f" không cần người xem {percent(scores['auto_coverage'])} văn bản,"
        f" trong đó đúng đơn vị {percent(scores['auto_precision'])}."
    )


# --- right or wrong ---------------------------------------------------------------------------------------------------


def unit_confidence(held_out: HeldOut, group_of_field: Mapping[str, str]) -> tuple[Floats, Flags]:
    """For each letter the probability of the unit proposed (its fields together), and whether that unit is right."""
    groups = [group_of_field.get(field, field) for field in held_out.fields]
    together = np.array([[one == other for other in groups] for one in groups], dtype=np.float64)
    top = held_out.probabilities.argmax(axis=1)
    confidences = (held_out.probabilities * together[top]).sum(axis=1)
    right = [
        groups[column] in {group_of_field.get(field, field) for field in example.accepted}
        for column, example in zip(top, held_out.examples, strict=True)
    ]
    return confidences, np.array(right, dtype=bool)


def _field_right(held_out: HeldOut) -> Flags:
    top = held_out.probabilities.argmax(axis=1)
    pairs = zip(top, held_out.examples, strict=True)
    return np.array([held_out.fields[column] in example.accepted for column, example in pairs], dtype=bool)


def _strict(held_out: HeldOut) -> Flags:
    top = held_out.probabilities.argmax(axis=1)
    pairs = zip(top, held_out.examples, strict=True)
    return np.array([held_out.fields[column] == example.field for column, example in pairs], dtype=bool)


def _share(flags: Flags) -> float:
    return float(flags.mean()) if len(flags) else 0.0


# --- calibration and threshold ----------------------------------------------------------------------------------------


def calibration_error(confidences: Floats, right: Flags) -> float:
    """Expected calibration error over ten bins of equal width (Guo et al. 2017)."""
    return sum(
        part.letters / len(right) * abs(part.confidence - part.accuracy) for part in _reliability(confidences, right)
    )


def _reliability(confidences: Floats, right: Flags) -> tuple[Bin, ...]:
    numbers = np.minimum((confidences * BINS).astype(int), BINS - 1)
    return tuple(
        Bin(int(part.sum()), round(float(confidences[part].mean()), 4), round(float(right[part].mean()), 4))
        for part in (numbers == number for number in range(BINS))
        if part.any()
    )


def choose_threshold(confidences: Floats, right: Flags) -> float:
    """The lowest confidence from which the share of wrong letters is below WRONG_AT_MOST with SURE confidence.

    The bound is Clopper and Pearson's, so that few letters cannot prove a low risk by luck. 1.0 when none can.
    """
    order = np.argsort(-confidences, kind="stable")
    taken = np.arange(1, len(order) + 1)
    wrong = np.cumsum(~right[order])
    bound = beta.ppf(SURE, wrong + 1, np.maximum(taken - wrong, 1))
    good = np.flatnonzero(bound <= WRONG_AT_MOST)
    return round(float(confidences[order][good[-1]]), 4) if len(good) else 1.0


def _risk_coverage(confidences: Floats, right: Flags) -> tuple[RiskPoint, ...]:
    points = []
    for threshold in (*np.arange(0.3, 0.95, 0.05), 0.95, 0.97, 0.98, 0.99):
        taken = confidences >= threshold
        risk = 1.0 - _share(right[taken]) if taken.any() else 0.0
        points.append(RiskPoint(round(float(threshold), 2), round(_share(taken), 4), round(risk, 4)))
    return tuple(points)


# --- by field ---------------------------------------------------------------------------------------------------------


def _score_fields(held_out: HeldOut) -> tuple[tuple[FieldScore, ...], tuple[tuple[int, ...], ...]]:
    columns = {field: column for column, field in enumerate(held_out.fields)}
    counts = np.zeros((len(columns), len(columns)), dtype=int)
    for example, top in zip(held_out.examples, held_out.probabilities.argmax(axis=1), strict=True):
        counts[columns[example.field], top] += 1
    scores = []
    for field, column in columns.items():
        hits, letters, predicted = counts[column, column], counts[column].sum(), counts[:, column].sum()
        wrong = sorted(
            ((int(n), held_out.fields[i]) for i, n in enumerate(counts[column]) if n and i != column), reverse=True
        )
        scores.append(
            FieldScore(
                field,
                int(letters),
                precision=round(float(hits / max(1, predicted)), 4),
                recall=round(float(hits / max(1, letters)), 4),
                f1=round(float(2 * hits / max(1, letters + predicted)), 4),
                taken_for=tuple((other, count) for count, other in wrong[:3]),
            )
        )
    return tuple(scores), tuple(tuple(int(count) for count in row) for row in counts)


def _outcomes(held_out: HeldOut) -> tuple[Outcome, ...]:
    top = held_out.probabilities.argmax(axis=1).tolist()
    rows = zip(held_out.examples, top, _field_right(held_out).tolist(), strict=True)
    return tuple(
        Outcome(example.digest, example.field, held_out.fields[column], is_right)
        for example, column, is_right in rows
        if example.origin == SEED
    )


def _mistakes(held_out: HeldOut) -> tuple[Mistake, ...]:
    top = held_out.probabilities.argmax(axis=1).tolist()
    found = [
        Mistake(
            held_out.examples[row].letter.subject,
            held_out.examples[row].field,
            held_out.fields[top[row]],
            round(float(held_out.probabilities[row, top[row]]), 4),
        )
        for row in np.flatnonzero(~_field_right(held_out)).tolist()
        if held_out.examples[row].origin == SEED  # letters of the office are not quoted in a report
    ]
    return tuple(sorted(found, key=lambda mistake: -mistake.confidence)[:MISTAKES_SHOWN])
