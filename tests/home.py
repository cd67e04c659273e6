"""A home of its own for tests that start the real `vanthu`: settings, a model and the commands to run there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from classifiers.examples import load_seed_corpus
from classifiers.store import activate, train_and_save
from pipeline.config import load_office

PROJECT = Path(__file__).resolve().parent.parent
VANTHU = [sys.executable, "-m", "web.cli"]


def train_home(home: Path) -> Path:
    """Write ward.toml and the model of the project's own corpus into `home`, as `make run` does in half a minute."""
    home.mkdir(exist_ok=True)
    shutil.copy(PROJECT / "ward.toml", home)
    office = load_office(home)
    version = train_and_save(
        load_seed_corpus(),
        office.models,
        key_file=office.model_key,
        group_of_field={code: field.unit for code, field in office.fields.items()},
        progress=lambda _step: None,
    )
    activate(office.models, version)
    return home


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "VANTHU_HOME": str(home)}


def run(
    home: Path, *arguments: str, stdin: bytes = b"", variables: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run `vanthu` in `home` until it ends."""
    return subprocess.run(
        [*VANTHU, *arguments],
        input=stdin,
        env=environment(home) | (variables or {}),
        cwd=PROJECT,
        capture_output=True,
        timeout=120,
        check=False,
    )
