"""A model for tests that need a real one: trained once a test run from the project's own corpus."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from classifiers.examples import load_seed_corpus
from classifiers.store import activate, train_and_save
from pipeline.config import load_office

PROJECT = Path(__file__).resolve().parent.parent


@cache
def trained_home() -> Path:
    """A folder with models/ and var/model-key, to be copied into a test's own home."""
    home = Path(os.environ["VANTHU_HOME"]) / "trained"  # removed with the home of the test run
    office = load_office(PROJECT)
    version = train_and_save(
        load_seed_corpus(),
        home / "models",
        key_file=home / "var" / "model-key",
        group_of_field={code: field.unit for code, field in office.fields.items()},
        progress=lambda _step: None,
    )
    activate(home / "models", version)
    return home
