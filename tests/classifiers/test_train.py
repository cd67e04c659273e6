"""How held-out letters choose the temperature and the threshold, and what the report says."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from classifiers.errors import ModelProblemError
from classifiers.evaluate import HeldOut, calibration_error, choose_threshold, make_report, unit_confidence
from classifiers.examples import Example
from classifiers.features import FieldClassifier
from classifiers.predict import Letter
from classifiers.tokens import read_words
from classifiers.train import ReadExample, make_folds, train_model
from tests.classifiers.corpus import UNIT_OF_FIELD, tiny_corpus

READ = [ReadExample(example, read_words(example.letter)) for example in tiny_corpus()]


def test_every_letter_is_held_out_once() -> None:
    held_out = Counter(row for _, testing in make_folds(READ, 0) for row in testing)
    assert held_out == Counter(range(len(READ)))


def test_no_letter_is_judged_by_a_model_that_saw_it() -> None:
    assert all(not set(training) & set(testing) for training, testing in make_folds(READ, 0))


def test_the_same_letter_twice_stays_in_one_fold() -> None:
    twice = [*READ, *READ]
    folds = [set(testing) for _, testing in make_folds(twice, 0)]
    assert all(any({row, row + len(READ)} <= fold for fold in folds) for row in range(len(READ)))


def test_one_field_alone_cannot_be_learned() -> None:
    with pytest.raises(ModelProblemError, match="hai lĩnh vực"):
        train_model([Example(Letter("một"), "y-te")], group_of_field={})


def test_field_with_one_letter_does_not_stop_the_training() -> None:
    model, _ = train_model([*tiny_corpus(), Example(Letter("nghĩa vụ quân sự"), "quoc-phong")], group_of_field={})
    assert "quoc-phong" in model.fields


def test_second_field_is_not_learned_against() -> None:
    features = np.eye(4)
    fields = ["a", "a", "b", "b"]
    strict = FieldClassifier().fit(features, fields).decision_function(features)
    lenient = FieldClassifier().fit(features, fields, also=[("b",), (), (), ()]).decision_function(features)
    assert lenient[0, 1] > strict[0, 1]


def test_threshold_keeps_wrong_letters_rare() -> None:
    confidences = np.linspace(1, 0, 1000)
    right = np.ones(1000, dtype=bool)
    right[500:] = False
    threshold = choose_threshold(confidences, right)
    taken = confidences >= threshold
    assert taken.sum() > 480
    assert (~right[taken]).mean() <= 0.02


def test_few_letters_cannot_prove_a_low_risk() -> None:
    assert choose_threshold(np.full(50, 0.99), np.ones(50, dtype=bool)) == 1.0


def test_a_calibrated_model_has_no_calibration_error() -> None:
    confidences = np.full(10, 0.8)
    assert calibration_error(confidences, np.array([True] * 8 + [False] * 2)) == pytest.approx(0)


def _held_out(probabilities: list[list[float]], examples: list[Example]) -> HeldOut:
    table = np.array(probabilities)
    return HeldOut(examples, ("giao-duc", "giao-thong", "y-te"), table, table, np.ones(len(examples)))


def test_fields_of_one_unit_add_up() -> None:
    held_out = _held_out([[0.5, 0.1, 0.4]], [Example(Letter("a"), "y-te")])
    confidences, right = unit_confidence(held_out, UNIT_OF_FIELD)
    assert confidences[0] == pytest.approx(0.9)
    assert right[0]


def test_report_counts_what_was_taken_for_what() -> None:
    examples = [Example(Letter("a"), "y-te"), Example(Letter("b"), "giao-thong"), Example(Letter("c"), "giao-duc")]
    held_out = _held_out([[0.6, 0.1, 0.3], [0.1, 0.8, 0.1], [0.9, 0.1, 0.0]], examples)
    report = make_report(held_out, held_out, group_of_field=UNIT_OF_FIELD, auto_route_at=0.85)
    assert report.confusion == ((1, 0, 0), (0, 1, 0), (1, 0, 0))
    assert report.fields[2].taken_for == (("giao-duc", 1),)
    assert [mistake.subject for mistake in report.mistakes] == ["a"]
    assert report.scores["unit"] == 1.0
    assert report.scores["field"] == pytest.approx(2 / 3, abs=1e-3)


def test_a_defensible_field_counts_as_right() -> None:
    held_out = _held_out([[0.6, 0.1, 0.3]], [Example(Letter("a"), "y-te", also=("giao-duc",))])
    report = make_report(held_out, held_out, group_of_field=UNIT_OF_FIELD, auto_route_at=1.0)
    assert (report.scores["field"], report.scores["field_strict"]) == (1.0, 0.0)


def test_report_has_its_numbers_and_pictures(trained: Path) -> None:
    report = trained / "models" / "0001" / "report"
    scores = json.loads((report / "report.json").read_text("utf-8"))["scores"]
    assert scores["letters"] == len(tiny_corpus())
    for name in ("risk-coverage.png", "reliability.png", "confusion.png"):
        assert (report / name).read_bytes().startswith(b"\x89PNG")
