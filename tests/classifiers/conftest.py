"""One trained model for all tests of the classifiers."""

from __future__ import annotations

from pathlib import Path

import pytest

from classifiers.predict import Model
from classifiers.store import load_model
from tests.classifiers.corpus import UNIT_OF_FIELD, tiny_corpus
from tests.home import train_and_save


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with models/0001 and its key."""
    home = tmp_path_factory.mktemp("home")
    train_and_save(tiny_corpus(), home / "models", key_file=home / "var" / "model-key", group_of_field=UNIT_OF_FIELD)
    return home


@pytest.fixture(scope="session")
def model(trained: Path) -> Model:
    return load_model(trained / "models", key_file=trained / "var" / "model-key", version="0001")
