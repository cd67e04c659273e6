"""The kernel answers EIO to calls of the intake (strace injects it); the next pass makes everything good."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.kill_points import files_of
from tests.home import PROJECT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed (setup.sh does, as root)"),
]
# The calls by which a letter is stored, its row committed and its file removed.
CALLS = ("fsync", "fdatasync", "rename", "unlink", "pwrite64", "mkdir")


def one_pass(home: Path, *arguments: str, before: tuple[str, ...] = ()) -> str:
    command = [*before, sys.executable, "-m", "tests.faults.one_pass", str(home), *arguments]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, check=False, text=True).stdout


@pytest.mark.parametrize("call", CALLS)
def test_after_input_output_errors_the_next_pass_makes_everything_good(
    empty_home: Path, tmp_path: Path, call: str
) -> None:
    home = Path(shutil.copytree(empty_home, tmp_path / "home"))
    (home / "inbox").mkdir()
    for name, content in files_of(seed=len(call)).items():
        (home / "inbox" / name).write_bytes(content)
    inject = f"inject={call}:error=EIO:when=2+3"  # the 2nd of these calls, and every 3rd after it
    trace = tmp_path / "trace"
    one_pass(home, before=("strace", "-f", "-o", str(trace), "-e", f"trace={call}", "-e", inject))
    assert json.loads(one_pass(home, "--look", str(len(call)))) == []
    assert "INJECTED" in trace.read_text(), "the call never happened: the test proves nothing"
