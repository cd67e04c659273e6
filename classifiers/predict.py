"""A letter's text -> Prediction: the field, how sure, the runners-up and the words that decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

RUNNER_UP_AT = 0.01


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
        from classifiers.features import judge  # imports scikit-learn: only who predicts pays

        fields = self.fields
        return tuple(
            self._prediction(fields, judgement.probabilities, judgement.evidence)
            for judgement in judge(self.pipeline, letters, familiar_at=self.familiar_at)
        )

    def _prediction(
        self, fields: tuple[str, ...], probabilities: tuple[float, ...], evidence: tuple[str, ...]
    ) -> Prediction:
        ranked = sorted(zip(fields, probabilities, strict=True), key=lambda pair: (-pair[1], pair[0]))
        field, confidence = ranked[0]
        runners_up = tuple((other, round(p, 4)) for other, p in ranked[1:] if p >= RUNNER_UP_AT)
        return Prediction(field, round(confidence, 4), runners_up, evidence, self.version)
