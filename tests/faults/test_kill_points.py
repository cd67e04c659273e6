"""The harness of kill_points.py with some of its points: all of them take an hour (docs/measurements.md)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.home import PROJECT

pytestmark = pytest.mark.slow


def harness(home: Path, *arguments: str, patch: str = "") -> dict[str, object]:
    """Run it in a process of its own; `patch` is code that runs first, to break the product."""
    start = f"import sys; from tests.faults.kill_points import main; sys.argv[1:] = {[str(home), *arguments]!r}; main()"
    code = f"{patch}\n{start}"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, check=True, text=True)
    result: dict[str, object] = json.loads(done.stdout)
    return result


def test_killed_between_any_two_lines_nothing_is_lost_doubled_or_changed(empty_home: Path) -> None:
    result = harness(empty_home, "--every", "23")
    assert result["problems"] == []
    points = result["points"]
    assert isinstance(points, dict)
    assert result["killed"] == sum(len(range(1, count + 1, 23)) for count in points.values()) > 20


def test_the_harness_notices_a_product_that_removes_the_file_before_the_row_is_committed(empty_home: Path) -> None:
    patch = """
import web.settings
from pathlib import Path
from web.originals.files import FileOriginals
keep = FileOriginals.keep
def careless(self, source):
    stored = keep(self, source)
    Path(source).unlink()
    return stored
FileOriginals.keep = careless
"""
    assert harness(
        empty_home, "--every", "60", patch=f"import os; os.environ['VANTHU_HOME'] = {str(empty_home)!r}" + patch
    )["problems"]
