"""The clock of the machine jumps (libfaketime): numbers go on without a gap, each in the year the clock showed."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.kill_points import letters_of
from tests.home import PROJECT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("faketime") is None, reason="faketime is not installed (setup.sh does, as root)"),
]


def test_a_clock_that_jumps_over_new_year_and_back_gives_each_year_its_own_unbroken_numbers(
    empty_home: Path, tmp_path: Path
) -> None:
    home = Path(shutil.copytree(empty_home, tmp_path / "home"))
    (home / "inbox").mkdir()
    clocks = ("2026-12-31 16:00:00", "2027-01-01 08:00:00", "2026-12-30 09:00:00", "2031-05-05 09:00:00")
    for number, clock in enumerate(clocks):
        for name, content in letters_of(seed=number).items():
            (home / "inbox" / f"{number}-{name}").write_bytes(content)
        command = ["faketime", clock, sys.executable, "-m", "tests.faults.one_pass", str(home)]
        subprocess.run(command, cwd=PROJECT, check=True, env={"PATH": "/usr/bin:/bin", "TZ": "Asia/Ho_Chi_Minh"})
    with closing(sqlite3.connect(home / "var" / "vanthu.sqlite3")) as database:
        rows = database.execute("SELECT year, arrival_number, state FROM register_registerentry ORDER BY id").fetchall()
    numbers = [(year, number) for year, number, _ in rows]
    assert numbers == [(2026, 1), (2026, 2), (2027, 1), (2027, 2), (2026, 3), (2026, 4), (2031, 1), (2031, 2)]
    assert {state for *_, state in rows} == {"ASSIGNED"}
