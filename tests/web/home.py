"""A home of its own for tests that start the real `vanthu`: settings, a model and the commands to run there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from classifiers.examples import load_seed_corpus
from classifiers.store import activate, save_model
from classifiers.train import train_model
from pipeline.config import load_office

PROJECT = Path(__file__).resolve().parents[2]
VANTHU = [sys.executable, "-m", "web.cli"]
# Every second letter of the seed corpus: trained in seconds, good enough for letters as plain as the samples.
EVERY = 2
AUTO_ROUTE_AT = 0.97


def train_home(home: Path) -> Path:
    """Write ward.toml and a small model into `home`."""
    home.mkdir(exist_ok=True)
    ward = (PROJECT / "ward.toml").read_text(encoding="utf-8")
    # So few letters give cross-validation no threshold worth having.
    (home / "ward.toml").write_text(f"{ward}\n[routing]\nauto_route_at = {AUTO_ROUTE_AT}\n", encoding="utf-8")
    office = load_office(home)
    examples = load_seed_corpus()[::EVERY]
    model, _ = train_model(examples, group_of_field={code: field.unit for code, field in office.fields.items()})
    activate(office.models, save_model(model, office.models, key_file=office.model_key, examples=examples))
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
