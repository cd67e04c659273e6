"""Letters -> features -> probabilities of fields. Saved models hold these classes: never move them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax
from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import Ridge
from sklearn.pipeline import FeatureUnion, Pipeline

from classifiers.predict import Letter
from classifiers.tokens import LetterWords, read_words

WORDS, FEATURES, FIELD = "words", "features", "field"  # the steps of the pipeline
# Compared in benchmarks/compare_classifiers.py: a subject tells more than the body; the header must not outvote both.
SUBJECT_WEIGHT = 1.3
BODY_WEIGHT = 0.8
HEADER_WEIGHT = 0.5
TEXT_BLOCKS = ("subject_words", "subject_syllables", "body_words", "body_syllables")
REGULARIZATION = 1.0
DEFENSIBLE = 0.0  # target of a field in `also`, between 1 (is) and -1 (is not)


class WordReader(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Letters -> LetterWords, with underthesea."""

    def fit(self, letters: Sequence[Letter], fields: Sequence[str] | None = None) -> WordReader:
        return self

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def transform(self, letters: Sequence[Letter]) -> list[LetterWords]:
        return [read_words(letter) for letter in letters]


@dataclass(frozen=True)
class WordGrams:
    """The analyzer of one part of a letter: its words and sequences of up to `longest` words."""

    part: str
    longest: int = 1

    def __call__(self, words: LetterWords) -> Iterator[str]:
        return _grams(getattr(words, self.part), self.longest)


@dataclass(frozen=True)
class SyllableGrams:
    """The analyzer of one part of a letter: its syllables, whatever words the segmentation made of them."""

    part: str
    longest: int = 2

    def __call__(self, words: LetterWords) -> Iterator[str]:
        return _grams(syllables_of(getattr(words, self.part)), self.longest)


def syllables_of(words: Sequence[str]) -> list[str]:
    return [syllable for word in words for syllable in word.split("_")]


def _grams(units: Sequence[str], longest: int) -> Iterator[str]:
    runs = (zip(*(units[start:] for start in range(length)), strict=False) for length in range(2, longest + 1))
    return chain(units, *(map(" ".join, run) for run in runs))


class FieldClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Ridge regression on targets 1, 0 and -1; a temperature chosen by cross-validation makes them probabilities."""

    def __init__(self, alpha: float = REGULARIZATION, temperature: float = 1.0) -> None:
        self.alpha = alpha
        self.temperature = temperature

    def fit(
        self,
        features: Any,
        fields: Sequence[str],
        also: Sequence[Sequence[str]] | None = None,
        weight: Sequence[float] | None = None,
    ) -> FieldClassifier:
        """`also` names for each letter the fields that count neither for nor against; `weight` how much it counts."""
        self.classes_: NDArray[np.str_] = np.unique(np.asarray(fields))
        self.ridge_ = Ridge(alpha=self.alpha, solver="sparse_cg", tol=1e-3)
        self.ridge_.fit(
            features,
            self._targets(fields, also).astype(np.float32),
            sample_weight=balanced_weights(fields, weight).astype(np.float32),
        )
        return self

    def _targets(self, fields: Sequence[str], also: Sequence[Sequence[str]] | None) -> NDArray[np.float64]:
        columns = {str(field): column for column, field in enumerate(self.classes_)}
        targets = np.full((len(fields), len(columns)), -1.0)
        for row, others in enumerate(also or ()):
            targets[row, [columns[other] for other in others if other in columns]] = DEFENSIBLE
        targets[np.arange(len(fields)), [columns[field] for field in fields]] = 1.0
        return targets

    @property
    def weights(self) -> NDArray[np.float64]:
        """One row a field, one column a feature."""
        return np.atleast_2d(self.ridge_.coef_)

    def decision_function(self, features: Any) -> NDArray[np.float64]:
        return np.asarray(self.ridge_.predict(features), dtype=np.float64).reshape(features.shape[0], -1)

    def predict_proba(self, features: Any) -> NDArray[np.float64]:
        return np.asarray(softmax(self.decision_function(features) / self.temperature, axis=1))

    def predict(self, features: Any) -> NDArray[np.str_]:
        return np.asarray(self.classes_[self.decision_function(features).argmax(axis=1)])


def balanced_weights(fields: Sequence[str], weight: Sequence[float] | None = None) -> NDArray[np.float64]:
    """Every field weighs the same in all: one with many examples in the corpus is not more likely in the inbox."""
    own = np.ones(len(fields)) if weight is None else np.asarray(weight, dtype=np.float64)
    classes, columns = np.unique(np.asarray(fields), return_inverse=True)
    totals = np.bincount(columns, weights=own)
    return np.asarray(own * len(fields) / (len(classes) * totals[columns]))


def build_pipeline(*, temperature: float = 1.0) -> Pipeline:
    """The unfitted pipeline: Letters in, fields out."""
    return Pipeline(
        [
            (WORDS, WordReader()),
            (FEATURES, _build_features()),
            (FIELD, FieldClassifier(temperature=temperature)),
        ]
    )


def _build_features() -> FeatureUnion:
    blocks = {
        "subject_words": (WordGrams("subject"), 1, SUBJECT_WEIGHT),
        "subject_syllables": (SyllableGrams("subject"), 1, SUBJECT_WEIGHT),
        "body_words": (WordGrams("body"), 2, BODY_WEIGHT),
        "body_syllables": (SyllableGrams("body"), 2, BODY_WEIGHT),
        "notation": (WordGrams("notation", 2), 1, HEADER_WEIGHT),
        "issuing_body": (WordGrams("issuing_body", 3), 2, HEADER_WEIGHT),
    }
    return FeatureUnion(
        [
            (name, TfidfVectorizer(analyzer=analyzer, min_df=fewest, sublinear_tf=True, dtype=np.float32))
            for name, (analyzer, fewest, _) in blocks.items()
        ],
        transformer_weights={name: weight for name, (_, _, weight) in blocks.items()},
    )


def known_share(features: FeatureUnion, words: LetterWords) -> float:
    """The share of a letter's words that training has seen; 0 for a letter without words."""
    vectorizers = dict(features.transformer_list)
    known = vectorizers["subject_words"].vocabulary_, vectorizers["body_words"].vocabulary_
    all_words = (*words.subject, *words.body)
    return sum(any(word in vocabulary for vocabulary in known) for word in all_words) / max(1, len(all_words))
