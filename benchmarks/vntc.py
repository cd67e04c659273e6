"""The project's own features and training code on third-party text sets, beside the published recipe, in one run.

    .venv/bin/python -m benchmarks.vntc --vntc FOLDER      # train.tsv and test.tsv, plain or .xz: label<TAB>text
    .venv/bin/python -m benchmarks.vntc --vsfc FOLDER      # UIT-VSFC: train.csv and test.csv (sentence, topic), or .tsv

VNTC-10: news of ten topics. The published recipe is 20,000 word 1-2-grams, TF-IDF, LinearSVC on the text as it stands.
Ours are the block of body syllables and the learner of classifiers.features: news has no subject line, code or issuer
for the other blocks. A text is read by syllables, because segmentation by underthesea alone would take longer than all
else together, and looked at further than a letter, whose substance stands in its first page; far more text allows a
weaker regularization. Times are CPU seconds, reading included on both sides; of predicting, the best of three.
"""

from __future__ import annotations

import argparse
import csv
import io
import lzma
import re
import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score
from sklearn.pipeline import Pipeline
from sklearn.svm import LinearSVC

from classifiers.features import FEATURES, FIELD, FieldClassifier, WordGrams
from classifiers.tokens import LetterWords, fold_spelling

RECIPE_FEATURES = 20_000
REGULARIZATION = 0.3
LONGEST_TEXT = 600  # syllables
LONGEST_SYLLABLE = 6  # letters, its blank included, on the average of any text
PREDICT_ROUNDS = 3
SYLLABLE = re.compile(r"[^\W\d]+")
SUFFIXES = (".tsv.xz", ".tsv", ".csv.xz", ".csv")
TEXT_COLUMNS = ("sentence", "text")
LABEL_COLUMNS = ("topic", "label")


@dataclass(frozen=True, slots=True)
class TextSet:
    texts: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    accuracy: float
    macro_f1: float
    fit_seconds: float
    predict_seconds: float


Predict = Callable[[Sequence[str]], Sequence[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vntc", type=Path, metavar="FOLDER")
    parser.add_argument("--vsfc", type=Path, metavar="FOLDER")
    arguments = parser.parse_args()
    for name, folder in (("VNTC-10", arguments.vntc), ("UIT-VSFC topics", arguments.vsfc)):
        if folder is not None:
            show(name, read_set(folder, "train"), read_set(folder, "test"))


def show(name: str, train: TextSet, test: TextSet) -> None:
    print(f"{name}: {len(train.texts)} train, {len(test.texts)} test, {len(set(train.labels))} labels\n")
    print("| | accuracy | macro F1 | fit, s | predict, s |")
    print("|---|---|---|---|---|")
    recipes = {"published recipe": fit_recipe, "**ours**": fit_ours}
    for title, result in measure(recipes, train, test).items():
        print(
            f"| {title} | {result.accuracy:.4f} | {result.macro_f1:.4f} | {result.fit_seconds:.1f}"
            f" | {result.predict_seconds:.1f} |"
        )
    print()


def measure(recipes: Mapping[str, Callable[[TextSet], Predict]], train: TextSet, test: TextSet) -> dict[str, Result]:
    """Fit each, then let them predict in turns, so that a busy moment of the machine meets all alike."""
    fitted: dict[str, tuple[Predict, float]] = {}
    for title, fit in recipes.items():
        started = time.process_time()
        fitted[title] = fit(train), time.process_time() - started
    seconds: dict[str, list[float]] = {title: [] for title in recipes}
    predicted: dict[str, Sequence[str]] = {}
    for _ in range(PREDICT_ROUNDS):
        for title, (predict, _fit_seconds) in fitted.items():
            started = time.process_time()
            predicted[title] = predict(test.texts)
            seconds[title].append(time.process_time() - started)
    return {
        title: Result(
            accuracy=float(np.mean(np.asarray(predicted[title]) == np.asarray(test.labels))),
            macro_f1=float(f1_score(test.labels, predicted[title], average="macro")),
            fit_seconds=fitted[title][1],
            predict_seconds=min(seconds[title]),
        )
        for title in recipes
    }


def fit_recipe(train: TextSet) -> Predict:
    pipeline = Pipeline(
        [
            ("tfidf", TfidfVectorizer(ngram_range=(1, 2), max_features=RECIPE_FEATURES)),
            ("svm", LinearSVC(random_state=0)),
        ]
    )
    pipeline.fit(train.texts, train.labels)
    predict: Predict = pipeline.predict
    return predict


def fit_ours(train: TextSet) -> Predict:
    analyzer = WordGrams("body", 2)
    pipeline = Pipeline(
        [
            (FEATURES, TfidfVectorizer(analyzer=analyzer, min_df=2, sublinear_tf=True, dtype=np.float32)),
            (FIELD, FieldClassifier(alpha=REGULARIZATION)),
        ]
    )
    pipeline.fit(read_texts(train.texts), train.labels)

    def predict(texts: Sequence[str]) -> Sequence[str]:
        found: Sequence[str] = pipeline.predict(read_texts(texts))
        return found

    return predict


class FoldedSyllables(dict[str, str]):
    """Each distinct syllable in the spelling of classifiers.tokens, folded once."""

    def __missing__(self, syllable: str) -> str:
        self[syllable] = fold_spelling(syllable)
        return self[syllable]


FOLDED = FoldedSyllables()


def read_texts(texts: Sequence[str]) -> list[LetterWords]:
    return [LetterWords(subject=(), body=_syllables(text), notation=(), issuing_body=()) for text in texts]


def _syllables(text: str) -> tuple[str, ...]:
    found = SYLLABLE.findall(unicodedata.normalize("NFC", text[: LONGEST_TEXT * LONGEST_SYLLABLE]).lower())
    return tuple(map(FOLDED.__getitem__, found[:LONGEST_TEXT]))


# --- files ------------------------------------------------------------------------------------------------------------


def read_set(folder: Path, part: str) -> TextSet:
    """Read train or test. A table with a heading (sentence or text, topic or label), or label<TAB>text a line."""
    files = [file for suffix in SUFFIXES if (file := folder / f"{part}{suffix}").is_file()]
    if not files:
        raise SystemExit(f"{folder}: no {part} file; looked for {', '.join(part + suffix for suffix in SUFFIXES)}")
    content = files[0].read_bytes()
    text = (lzma.decompress(content) if files[0].suffix == ".xz" else content).decode("utf-8-sig")
    rows = _rows_with_heading(text, files[0]) or _rows_without_heading(text)
    return TextSet(tuple(words for _, words in rows), tuple(label for label, _ in rows))


def _rows_with_heading(text: str, file: Path) -> list[tuple[str, str]]:
    reader = csv.DictReader(io.StringIO(text), delimiter="\t" if ".tsv" in file.name else ",")
    columns = [column.strip().lower() for column in reader.fieldnames or ()]
    label = next((columns.index(name) for name in LABEL_COLUMNS if name in columns), None)
    words = next((columns.index(name) for name in TEXT_COLUMNS if name in columns), None)
    if label is None or words is None:
        return []
    return [(cells[label], cells[words]) for cells in (list(row.values()) for row in reader)]


def _rows_without_heading(text: str) -> list[tuple[str, str]]:
    pairs = (line.partition("\t") for line in text.splitlines() if "\t" in line)
    return [(label, words) for label, _, words in pairs]


if __name__ == "__main__":
    main()
