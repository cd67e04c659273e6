"""What every test shares: a home of its own, so that no test touches the project's var/."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent

# Before Django reads its settings.
HOME = Path(tempfile.mkdtemp(prefix="vanthu-tests-"))
shutil.copy(PROJECT / "ward.toml", HOME)
os.environ["VANTHU_HOME"] = str(HOME)


def pytest_unconfigure() -> None:
    shutil.rmtree(HOME, ignore_errors=True)
