"""Examples -> Model and Report: cross-validate, choose temperature and threshold on it, then fit on everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import logsumexp, softmax
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import normalize

from classifiers.errors import ModelProblemError
from classifiers.evaluate import HeldOut, Report, choose_threshold, make_report, unit_confidence
from classifiers.examples import SEED, Example
from classifiers.features import FEATURES, FIELD, WORDS, WordReader, build_pipeline, known_share
from classifiers.predict import Model
from classifiers.tokens import LetterWords

FOLDS = 5
FEWEST_FIELDS = 2
LETTERS_A_TOPIC = 4
LETTERS_A_STEP = 500  # of progress
TOPIC_DIMENSIONS = 100
# Below this share of known words a letter is stranger than nearly every held-out letter was.
STRANGEST = 0.01
COOLEST, WARMEST = 0.05, 2.0  # bounds of the temperature

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class ReadExample:
    """An example with its words, read once for all folds."""

    example: Example
    words: LetterWords
    weight: float = 1.0

    @property
    def bare_subject(self) -> LetterWords:
        """Routing slips often have nothing but a subject."""
        return replace(self.words, body=(), notation=(), issuing_body=())

    @property
    def unread_subject(self) -> LetterWords:
        """In a letter whose heading could not be read, the subject stands in the body."""
        return replace(self.words, subject=(), body=self.words.subject + self.words.body)

    @property
    def variants(self) -> tuple[LetterWords, ...]:
        return (self.words, self.bare_subject, self.unread_subject) if self.words.body else (self.words,)


def train_model(
    examples: Sequence[Example],
    *,
    group_of_field: Mapping[str, str],
    weight_of: Callable[[Example], float] = lambda _: 1.0,
    random_state: int = 0,
    progress: Progress = lambda _: None,
) -> tuple[Model, Report]:
    """Train on the examples. `group_of_field` names the unit of each field; the threshold is set for units.

    Raises ModelProblemError when there is nothing to tell apart.
    """
    if len({example.field for example in examples}) < FEWEST_FIELDS:
        raise ModelProblemError("Cần văn bản mẫu của ít nhất hai lĩnh vực mới huấn luyện được. Hãy bổ sung.")
    words = _read_all(examples, progress)
    read = [ReadExample(example, own, weight_of(example)) for example, own in zip(examples, words, strict=True)]
    letters, subjects, temperature = cross_validate(read, random_state=random_state, progress=progress)
    # Whole letters and bare subjects both arrive: the more demanding of the two sets the threshold.
    both = (unit_confidence(held_out, group_of_field) for held_out in (letters, subjects))
    auto_route_at = max(choose_threshold(confidences, right) for confidences, right in both)
    progress(f"Đang huấn luyện trên toàn bộ {len(examples)} văn bản…")
    model = Model(
        pipeline=_with_reader(fit_words(read, temperature=temperature)),
        auto_route_at=auto_route_at,
        familiar_at=round(float(np.quantile(letters.known_shares, STRANGEST)), 4),
    )
    return model, make_report(letters, subjects, group_of_field=group_of_field, auto_route_at=auto_route_at)


def _read_all(examples: Sequence[Example], progress: Progress) -> list[LetterWords]:
    words: list[LetterWords] = []
    for start in range(0, len(examples), LETTERS_A_STEP):
        progress(f"Đang tách từ, văn bản {start + 1}/{len(examples)}…")
        words += WordReader().transform([example.letter for example in examples[start : start + LETTERS_A_STEP]])
    return words


def fit_words(read: Sequence[ReadExample], *, temperature: float = 1.0) -> Pipeline:
    """Fit the steps after tokenizing on every letter as it is and as it may arrive."""
    seen = [(words, one) for one in read for words in one.variants]
    return _without_reader(build_pipeline(temperature=temperature)).fit(
        [words for words, _ in seen],
        [one.example.field for _, one in seen],
        **{
            f"{FIELD}__also": [one.example.also for _, one in seen],
            f"{FIELD}__weight": [one.weight for _, one in seen],
        },
    )


def _without_reader(pipeline: Pipeline) -> Pipeline:
    return Pipeline([(name, step) for name, step in pipeline.steps if name != WORDS])


def _with_reader(pipeline: Pipeline) -> Pipeline:
    return Pipeline([(WORDS, WordReader()), *pipeline.steps])


# --- cross-validation -------------------------------------------------------------------------------------------------


def cross_validate(
    read: Sequence[ReadExample], *, random_state: int = 0, progress: Progress = lambda _: None
) -> tuple[HeldOut, HeldOut, float]:
    """Judge every letter, whole and as a bare subject, by a model that saw neither; and choose the temperature."""
    fields = tuple(sorted({one.example.field for one in read}))
    scores = np.full((2, len(read), len(fields)), -1.0)
    known_shares = np.zeros((2, len(read)))
    for number, (training, testing) in enumerate(make_folds(read, random_state), start=1):
        progress(f"Kiểm tra chéo, lượt {number}/{FOLDS}…")
        fitted = fit_words([read[row] for row in training])
        columns = [fields.index(field) for field in fitted.classes_]
        for kind, words in enumerate(
            ([read[row].words for row in testing], [read[row].bare_subject for row in testing])
        ):
            scores[np.ix_([kind], testing, columns)] = fitted.decision_function(words)[np.newaxis]
            known_shares[kind, testing] = [known_share(fitted[FEATURES], own) for own in words]
    examples = [one.example for one in read]
    temperature = _choose_temperature(np.concatenate(scores), _accepted(examples * 2, fields))
    letters, subjects = (
        HeldOut(examples, fields, own, softmax(own / temperature, axis=1), shares)
        for own, shares in zip(scores, known_shares, strict=True)
    )
    return letters, subjects, temperature


def make_folds(read: Sequence[ReadExample], random_state: int) -> Iterator[tuple[list[int], list[int]]]:
    """Stratified folds in which all letters on one matter stay together.

    Real letters are about matters that the corpus does not know; random folds would promise more than comes true.
    Seed letters are dealt first, so that their folds are the same in every training, whatever the office adds.
    """
    dealt: dict[str, NDArray[np.int_]] = {}
    folds = np.zeros(len(read), dtype=int)
    for topic in _shuffled_topics(read, random_state):
        counts = dealt.setdefault(read[topic[0]].example.field, np.zeros(FOLDS, dtype=int))
        fold = int(counts.argmin())
        counts[fold] += len(topic)
        folds[topic] = fold
    for fold in range(FOLDS):
        training, testing = np.flatnonzero(folds != fold).tolist(), np.flatnonzero(folds == fold).tolist()
        if testing and len({read[row].example.field for row in training}) >= FEWEST_FIELDS:
            yield training, testing


def _shuffled_topics(read: Sequence[ReadExample], random_state: int) -> Iterator[list[int]]:
    for is_seed in (True, False):
        rows = [row for row, one in enumerate(read) if (one.example.origin == SEED) is is_seed]
        topics = _topics([read[row] for row in rows], random_state) if rows else []
        for position in np.random.default_rng(random_state).permutation(len(topics)):
            yield [rows[own] for own in topics[position]]


def _topics(read: Sequence[ReadExample], random_state: int) -> list[list[int]]:
    """Rows of letters that belong together, found by clustering the letters of each field."""
    rows_of_field: dict[str, list[int]] = {}
    for row, one in enumerate(read):
        rows_of_field.setdefault(one.example.field, []).append(row)
    if not any(_all_words(one.words) for one in read):
        return list(rows_of_field.values())
    vectors = TfidfVectorizer(analyzer=_all_words, sublinear_tf=True).fit_transform([one.words for one in read])
    if vectors.shape[1] > TOPIC_DIMENSIONS and vectors.shape[0] > TOPIC_DIMENSIONS:
        vectors = normalize(TruncatedSVD(TOPIC_DIMENSIONS, random_state=random_state).fit_transform(vectors))
    topics: list[list[int]] = []
    for rows in rows_of_field.values():
        distinct = len({tuple(_all_words(read[row].words)) for row in rows})
        count = min(distinct, max(1, round(len(rows) / LETTERS_A_TOPIC)))
        labels = KMeans(count, n_init=1, random_state=random_state).fit_predict(vectors[rows])
        topics.extend([[rows[i] for i in np.flatnonzero(labels == label)] for label in np.unique(labels)])
    return topics


def _all_words(words: LetterWords) -> list[str]:
    return [*words.subject, *words.body]


def _accepted(examples: Sequence[Example], fields: Sequence[str]) -> NDArray[np.bool_]:
    return np.array([[field in example.accepted for field in fields] for example in examples], dtype=bool)


def _choose_temperature(scores: NDArray[np.float64], accepted: NDArray[np.bool_]) -> float:
    """Minimise the log loss of held-out letters (Guo et al. 2017); every accepted field is a right answer."""

    def loss(log_temperature: float) -> float:
        warmed = scores / np.exp(log_temperature)
        right = logsumexp(np.where(accepted, warmed, -np.inf), axis=1)
        return float(np.mean(logsumexp(warmed, axis=1) - right))

    found: Any = minimize_scalar(loss, bounds=(np.log(COOLEST), np.log(WARMEST)), method="bounded")
    return round(float(np.exp(found.x)), 4)
