"""Letters -> features -> probabilities of fields. Saved models hold these classes: never move them, and retrain after a change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline

from classifiers.predict import Letter
from classifiers.tokens import LetterWords, read_words


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
    """One part of a letter -> its words and sequences of up to `longest` words."""

    part: str
    longest: int = 2

    def __call__(self, words: LetterWords) -> Iterator[str]:
        return _grams(getattr(words, self.part), self.longest)


@dataclass(frozen=True)
class SyllableGrams:
    """One part of a letter -> its syllables and sequences of them, whatever the word segmentation made of them."""

    part: str
    longest: int = 2

    def __call__(self, words: LetterWords) -> Iterator[str]:
        return _grams([syllable for word in getattr(words, self.part) for syllable in word.split("_")], self.longest)


def _grams(units: Sequence[str], longest: int) -> Iterator[str]:
    for length in range(1, longest + 1):
        for start in range(len(units) - length + 1):
            yield " ".join(units[start : start + length])
