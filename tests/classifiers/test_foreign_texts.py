"""Texts that are no administrative letters wait for a person: the seed corpus's own model, sixty texts."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from classifiers.predict import Letter, Model
from classifiers.store import load_model
from pipeline.config import load_office
from pipeline.process import rules_of
from pipeline.routing import route_prediction
from tests.home import PROJECT

TEXTS = tomllib.loads(Path(__file__).with_name("foreign_texts.toml").read_text("utf-8"))["texts"]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def seed_model(trained_home: Path) -> Model:
    return load_model(trained_home / "models", key_file=trained_home / "var" / "model-key")


@pytest.mark.parametrize("part", ["subject", "body"])
def test_foreign_texts_wait_for_a_person(seed_model: Model, part: str) -> None:
    letters = [Letter(text) if part == "subject" else Letter("", text) for text in TEXTS]
    rules = rules_of(load_office(PROJECT), seed_model)
    routings = [route_prediction(prediction, rules=rules) for prediction in seed_model.predict_many(letters)]
    assert len(TEXTS) == 60
    assert sum(routing.needs_review for routing in routings) >= 58
