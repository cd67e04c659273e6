"""What a trained model says of letters."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from classifiers.predict import Letter, Model
from classifiers.train import train_model
from tests.classifiers.corpus import UNIT_OF_FIELD, tiny_corpus

SCHOOL = Letter("V/v khai giảng năm học và tuyển sinh của các trường tiểu học")


def test_letter_gets_its_field(model: Model) -> None:
    assert model.predict(SCHOOL).field == "giao-duc"


def test_capitals_do_not_change_the_prediction(model: Model) -> None:
    assert model.predict(replace(SCHOOL, subject=SCHOOL.subject.upper())) == model.predict(SCHOOL)


def test_subject_in_an_unread_heading_is_found_in_the_body(model: Model) -> None:
    assert model.predict(Letter("", SCHOOL.subject)).field == "giao-duc"


def test_probabilities_are_sorted_and_sum_to_no_more_than_one(model: Model) -> None:
    prediction = model.predict(Letter("sửa chữa đường vào trường học và trạm y tế"))
    probabilities = [prediction.confidence, *(probability for _, probability in prediction.runners_up)]
    assert probabilities == sorted(probabilities, reverse=True)
    assert sum(probabilities) <= 1


def test_prediction_names_the_version(model: Model) -> None:
    assert model.predict(SCHOOL).model_version == "0001"


def test_evidence_is_words_of_the_letter(model: Model) -> None:
    evidence = model.predict(SCHOOL).evidence
    assert evidence
    assert all(phrase in SCHOOL.subject for phrase in evidence)


def test_words_that_spoke_against_the_field_are_named_apart(model: Model) -> None:
    prediction = model.predict(Letter(f"{SCHOOL.subject}; giải phóng mặt bằng, bồi thường khi thu hồi đất"))
    assert prediction.evidence_against
    assert set(prediction.evidence).isdisjoint(prediction.evidence_against)


def test_evidence_has_no_function_words_and_no_code(model: Model) -> None:
    letter = Letter("về việc của các trường và học sinh", "Thực hiện Công văn số 12/UBND-VX của Sở.", "12/SGDĐT")
    words = " ".join(model.predict(letter).evidence).split()
    assert not {"của", "các", "và", "ubnd", "vx", "sgdđt", "12"} & set(words)


def test_evidence_is_short(model: Model) -> None:
    body = " ".join(example.letter.subject for example in tiny_corpus())
    assert len(model.predict(Letter("", body)).evidence) <= 8


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "12345 67/89",
        "Dear customer, your order has been shipped and will arrive within three working days.",
        "asdf qwer zxcv",
    ],
)
def test_text_that_is_no_letter_gets_low_confidence(model: Model, text: str) -> None:
    for letter in (Letter(text), Letter("", text)):
        assert model.predict(letter).confidence < 0.3


def test_many_letters_get_the_predictions_of_each(model: Model) -> None:
    letters = [example.letter for example in tiny_corpus()[::5]]
    assert model.predict_many(letters) == tuple(model.predict(letter) for letter in letters)


def test_no_letters_get_no_predictions(model: Model) -> None:
    assert model.predict_many(()) == ()


def test_training_twice_gives_the_same_model(model: Model) -> None:
    again, _ = train_model(tiny_corpus(), group_of_field=UNIT_OF_FIELD)
    letters = [example.letter for example in tiny_corpus()]
    assert [replace(one, model_version="0001") for one in again.predict_many(letters)] == list(
        model.predict_many(letters)
    )
    assert (again.auto_route_at, again.familiar_at) == (model.auto_route_at, model.familiar_at)


def test_fields_are_those_of_the_examples(model: Model) -> None:
    assert model.fields == ("giao-duc", "giao-thong", "y-te")


def test_importing_is_cheap() -> None:
    heavy = "sklearn", "numpy", "scipy", "underthesea", "joblib", "matplotlib"
    code = (
        f"import sys, classifiers.store, classifiers.predict; print([name for name in {heavy} if name in sys.modules])"
    )
    printed = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert printed.strip() == "[]"
