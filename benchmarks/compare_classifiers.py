"""Compare features and learners on held-out seed letters and, given a folder, on its evaluation sets; print a table.

    .venv/bin/python -m benchmarks.compare_classifiers [--evaluation FOLDER]

Held-out letters are judged in the folds of classifiers.train, in which letters on one matter stay together.
FOLDER holds letters_dev.jsonl with letters/, and subjects_dev.jsonl.
"""

from __future__ import annotations

import argparse
import json
import time
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import ComplementNB
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.svm import LinearSVC

from classifiers.examples import load_seed_corpus
from classifiers.features import BODY_WEIGHT, HEADER_WEIGHT, SUBJECT_WEIGHT, FieldClassifier, SyllableGrams, WordGrams
from classifiers.predict import Letter
from classifiers.tokens import LetterWords, read_words
from classifiers.train import ReadExample, make_folds
from pipeline.extract import extract_text
from pipeline.header import read_header
from pipeline.process import letter_of

PROJECT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Gold:
    """One letter with the answers that count as right."""

    words: LetterWords
    fields: frozenset[str]
    units: frozenset[str]


@dataclass(frozen=True, slots=True)
class CharacterGrams:
    """The analyzer of one part of a letter: runs of three to five characters, across words."""

    part: str

    def __call__(self, words: LetterWords) -> list[str]:
        text = f" {' '.join(getattr(words, self.part)).replace('_', ' ')} "
        return [text[start : start + size] for size in (3, 4, 5) for start in range(len(text) - size + 1)]


WORD_BLOCKS = {"subject": WordGrams("subject"), "body": WordGrams("body")}
WORD_PAIR_BLOCKS = {"subject": WordGrams("subject", 2), "body": WordGrams("body", 2)}
SYLLABLE_BLOCKS = {"subject": SyllableGrams("subject"), "body": SyllableGrams("body")}
HEADER_BLOCKS = {"notation": WordGrams("notation", 2), "issuing_body": WordGrams("issuing_body", 3)}


def features(
    *blocks: Mapping[str, Any],
    subject: float = SUBJECT_WEIGHT,
    body: float = BODY_WEIGHT,
    header: float = HEADER_WEIGHT,
) -> FeatureUnion:
    weights = {"subject": subject, "body": body, "notation": header, "issuing_body": header}
    named = [
        (f"{number} {part}", part, analyzer) for number, block in enumerate(blocks) for part, analyzer in block.items()
    ]
    return FeatureUnion(
        [
            (
                name,
                TfidfVectorizer(
                    analyzer=analyzer, min_df=1 if part == "subject" else 2, sublinear_tf=True, dtype=np.float32
                ),
            )
            for name, part, analyzer in named
        ],
        transformer_weights={name: weights[part] for name, part, _ in named},
    )


OURS = (WORD_BLOCKS, SYLLABLE_BLOCKS, HEADER_BLOCKS)


def candidates() -> Iterable[tuple[str, FeatureUnion, Any]]:
    """First ours, then other features with its learner, then other learners with its features."""
    yield "**ours**: words, syllables 1-2, header; ridge", features(*OURS), FieldClassifier()
    yield "words 1-2", features(WORD_PAIR_BLOCKS, HEADER_BLOCKS), FieldClassifier()
    yield "syllables 1-2", features(SYLLABLE_BLOCKS, HEADER_BLOCKS), FieldClassifier()
    yield "ours without header", features(WORD_BLOCKS, SYLLABLE_BLOCKS), FieldClassifier()
    yield (
        "ours and characters 3-5 of the subject",
        features(*OURS, {"subject": CharacterGrams("subject")}),
        FieldClassifier(),
    )
    yield "ours, subject and body weighted alike", features(*OURS, subject=1.0, body=1.0), FieldClassifier()
    yield "ours, header weighted like the text", features(*OURS, header=1.0), FieldClassifier()
    yield "linear SVM", features(*OURS), LinearSVC(C=0.3, class_weight="balanced", random_state=0)
    yield (
        "logistic regression",
        features(*OURS),
        OneVsRestClassifier(LogisticRegression(C=10, solver="liblinear", class_weight="balanced", random_state=0)),
    )
    yield "complement naive Bayes", features(*OURS), ComplementNB(alpha=0.3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--evaluation", type=Path, help="folder of the evaluation sets")
    folder = parser.parse_args().evaluation
    fields = tomllib.loads((PROJECT / "ward.toml").read_text("utf-8"))["fields"]
    unit_of_field = {code: field["unit"] for code, field in fields.items()}
    read = [ReadExample(example, read_words(example.letter)) for example in load_seed_corpus()]
    sets = {"letters": read_letters(folder), "subjects": read_subjects(folder)} if folder else {}
    columns = [
        f"held-out letters ({len(read)})",
        "their subjects",
        *(f"{name} ({len(gold)})" for name, gold in sets.items()),
    ]
    print("| model | " + " | ".join(f"{column}: field / unit" for column in columns) + " | fit, s |")
    print("|---" * (len(columns) + 2) + "|")
    folds = list(make_folds(read, 0))
    for name, union, learner in candidates():
        held_out, seconds = judge_held_out(union, learner, read, folds, unit_of_field)
        fitted = fit(union, learner, read)
        cells = [*held_out, *(judge(fitted, gold, unit_of_field) for gold in sets.values())]
        print(
            f"| {name} | " + " | ".join(f"{field:.3f} / {unit:.3f}" for field, unit in cells) + f" | {seconds:.1f} |",
            flush=True,
        )


def fit(union: FeatureUnion, learner: Any, read: Sequence[ReadExample]) -> Pipeline:
    seen = [(words, one.example) for one in read for words in one.variants]
    also = {"field__also": [example.also for _, example in seen]} if isinstance(learner, FieldClassifier) else {}
    pipeline = Pipeline([("features", union), ("field", learner)])
    return pipeline.fit([words for words, _ in seen], [example.field for _, example in seen], **also)


def judge(fitted: Pipeline, gold: Sequence[Gold], unit_of_field: Mapping[str, str]) -> tuple[float, float]:
    predicted = fitted.predict([one.words for one in gold])
    pairs = list(zip(predicted, gold, strict=True))
    return (
        float(np.mean([field in one.fields for field, one in pairs])),
        float(np.mean([unit_of_field[field] in one.units for field, one in pairs])),
    )


def judge_held_out(
    union: FeatureUnion,
    learner: Any,
    read: Sequence[ReadExample],
    folds: Sequence[tuple[list[int], list[int]]],
    unit_of_field: Mapping[str, str],
) -> tuple[list[tuple[float, float]], float]:
    """Whole letters and their bare subjects; and the seconds that one fit takes."""
    shares, seconds = [], 0.0
    for training, testing in folds:
        started = time.perf_counter()
        fitted = fit(union, learner, [read[row] for row in training])
        seconds += time.perf_counter() - started
        for words in ([read[row].words for row in testing], [read[row].bare_subject for row in testing]):
            gold = [
                Gold(own, example.accepted, frozenset(unit_of_field[field] for field in example.accepted))
                for own, example in zip(words, (read[row].example for row in testing), strict=True)
            ]
            shares.append((len(gold), *judge(fitted, gold, unit_of_field)))
    means = [
        np.average([row[1:] for row in kind], axis=0, weights=[row[0] for row in kind])
        for kind in (shares[::2], shares[1::2])
    ]
    return [(float(field), float(unit)) for field, unit in means], seconds / len(folds)


def read_letters(folder: Path) -> list[Gold]:
    return [_gold(row, _read_pdf(folder / "letters" / row["file"])) for row in _rows(folder / "letters_dev.jsonl")]


def _read_pdf(file: Path) -> Letter:
    text = extract_text(file, max_pages=300, ocr=None)
    return letter_of(read_header(text), text)


def read_subjects(folder: Path) -> list[Gold]:
    return [_gold(row, Letter(row["text"], code=row["code"] or "")) for row in _rows(folder / "subjects_dev.jsonl")]


def _rows(file: Path) -> Iterable[dict[str, Any]]:
    return map(json.loads, file.read_text("utf-8").splitlines())


def _gold(row: Mapping[str, Any], letter: Letter) -> Gold:
    return Gold(read_words(letter), frozenset((row["field"], *row["also"])), frozenset(row["units"]))


if __name__ == "__main__":
    main()
