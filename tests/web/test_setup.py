"""What a start makes sure of, on a home that was there before."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from classifiers.store import active_version, trouble_of
from tests.home import run

pytestmark = pytest.mark.slow


def test_a_model_of_older_libraries_is_trained_anew_at_the_start_and_kept(trained_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(trained_home, home)
    card_file = home / "models" / "0001" / "card.json"
    card = json.loads(card_file.read_text("utf-8"))
    card["libraries"] = dict.fromkeys(card["libraries"], "0.1")
    card_file.write_text(json.dumps(card), encoding="utf-8")

    done = run(home, "setup")

    assert done.returncode == 0, done.stderr.decode()
    assert "Đang huấn luyện bản mới" in done.stdout.decode()
    version = active_version(home / "models")
    assert version == "0002"
    assert trouble_of(home / "models", version, key_file=home / "var" / "model-key") is None
    assert (home / "models" / "0001" / "model.joblib").exists()
