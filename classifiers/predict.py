"""A letter's text -> Prediction: the field, how sure, the runners-up and the words that decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from classifiers.tokens import LetterWords

RUNNER_UP_AT = 0.01
MOST_CONFIDENT = 0.9999


@dataclass(frozen=True, slots=True)
class Letter:
    """What the classifier looks at. Any part may be empty: a subject alone is a letter too."""

    subject: str
    body: str = ""
    code: str = ""
    issuing_body: str = ""
    document_type: str = ""


@dataclass(frozen=True, slots=True)
class Prediction:
    """A proposal with its reason. `confidence` is a calibrated probability (0..1) of `field`."""

    field: str
    confidence: float
    runners_up: tuple[tuple[str, float], ...]
    evidence: tuple[str, ...]  # words of this letter that spoke for `field`, strongest first
    model_version: str  # "0001"
    evidence_against: tuple[str, ...] = ()  # words of this letter that spoke for another field


@dataclass(frozen=True, slots=True)
class Model:
    """A fitted pipeline with the thresholds that cross-validation chose for it."""

    pipeline: Any  # scikit-learn Pipeline: Letters in, probabilities of fields out
    auto_route_at: float  # confidence of a unit from which at most 2 in 100 letters went to the wrong one
    familiar_at: float  # share of known words below which a letter is unlike the ones learned
    version: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(str(field) for field in self.pipeline.classes_)

    def predict(self, letter: Letter) -> Prediction:
        return self.predict_many((letter,))[0]

    def predict_many(self, letters: Sequence[Letter]) -> tuple[Prediction, ...]:
        """Judge letters together; each is tokenized once."""
        if not letters:
            return ()
        from classifiers.features import FEATURES, FIELD, WORDS, known_share  # scikit-learn: only who predicts pays

        words = self.pipeline[WORDS].transform(letters)
        features = self.pipeline[FEATURES].transform(words).tocsr()
        probabilities = self.pipeline[FIELD].predict_proba(features)
        shares = [known_share(self.pipeline[FEATURES], own) for own in words]
        return tuple(
            self._prediction(own, features[row], probabilities[row] * min(1.0, share / self.familiar_at))
            for row, (own, share) in enumerate(zip(words, shares, strict=True))
        )

    def _prediction(self, words: LetterWords, features: Any, probabilities: Sequence[float]) -> Prediction:
        """`features` is the letter's row of the sparse matrix."""
        from classifiers.evidence import find_evidence

        column = max(range(len(probabilities)), key=lambda number: probabilities[number])
        confidence = _rounded_down(probabilities[column])
        runners_up = sorted(
            (
                (field, _rounded_down(probability))
                for number, (field, probability) in enumerate(zip(self.fields, probabilities, strict=True))
                if number != column and probability >= RUNNER_UP_AT
            ),
            key=lambda runner_up: -runner_up[1],
        )
        evidence = find_evidence(words, features, self.pipeline, column=column)
        return Prediction(
            self.fields[column],
            confidence,
            tuple(runners_up),
            evidence.spoke_for,
            self.version,
            evidence.spoke_against,
        )


def _rounded_down(probability: float) -> float:
    """Never 1: no letter is certain, and a sum over the fields of a unit must not exceed 1 either."""
    return min(floor(probability * 10_000) / 10_000, MOST_CONFIDENT)
