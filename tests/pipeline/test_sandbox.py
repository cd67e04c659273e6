"""The child that reads one file: whatever happens to it comes back as an error, and the next file is read."""

from __future__ import annotations

import ctypes
import faulthandler
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.errors import (
    EncryptedFileError,
    IntakeError,
    ReadingCrashedError,
    ReadingMemoryError,
    ReadingTimeoutError,
)
from pipeline.sandbox import FILES_PER_CHILD, Sandbox

MEMORY_MB = 200
PATIENCE_SECONDS = 10.0  # of a test that waits for something which should come at once


def spin() -> None:
    while True:
        pass


def refuse() -> None:
    raise EncryptedFileError("locked", sentence="Tệp đặt mật khẩu.")


BAD_READINGS: dict[str, Callable[[], object]] = {
    "hang": lambda: time.sleep(600),
    "spin": spin,
    "eat": lambda: [bytes(10_000_000) for _ in range(1000)],
    "abort": os.abort,
    "segfault": lambda: ctypes.string_at(0),
    "exit": lambda: os._exit(3),
    "be killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "stumble": lambda: 1 // 0,
    "locked": refuse,
}


def behave(how: str) -> str:
    """A reading that goes well, or badly as it is told."""
    faulthandler.disable()  # pytest's; its reports would only disturb
    if how == "own pid":
        return str(os.getpid())
    if how in BAD_READINGS:
        BAD_READINGS[how]()
    return how


@contextmanager
def sandbox(function: Callable[[str], str] = behave, *, seconds: float = 20.0) -> Iterator[Sandbox[str, str]]:
    box: Sandbox[str, str] = Sandbox(function, seconds=seconds, memory_mb=MEMORY_MB)
    try:
        yield box
    finally:
        box.close()


def wait_until(is_so: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def is_alive(pid: int) -> bool:
    """Running, not merely a dead child that nobody has asked about."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_the_result_of_the_function_comes_back() -> None:
    with sandbox() as box:
        assert box.run("well") == "well"


def test_readings_share_one_warm_child() -> None:
    with sandbox() as box:
        assert box.run("own pid") == box.run("own pid")


def test_a_child_is_replaced_before_its_leaks_add_up() -> None:
    with sandbox() as box:
        first = box.run("own pid")
        pids = [box.run("own pid") for _ in range(FILES_PER_CHILD)]
    assert pids[-2] == first
    assert pids[-1] != first


def test_an_error_of_the_reading_passes_through_with_its_sentence() -> None:
    with sandbox() as box, pytest.raises(EncryptedFileError) as caught:
        box.run("locked")
    assert caught.value.sentence == "Tệp đặt mật khẩu."


@pytest.mark.parametrize("how", ["hang", "spin"])
def test_a_reading_that_does_not_end_is_killed_at_its_limit(how: str) -> None:
    with sandbox(seconds=0.4) as box:
        started_at = time.monotonic()
        with pytest.raises(ReadingTimeoutError):
            box.run(how)
        assert 0.4 <= time.monotonic() - started_at < PATIENCE_SECONDS


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("eat", ReadingMemoryError),
        ("be killed", ReadingMemoryError),  # what the out-of-memory killer of the kernel does
        ("abort", ReadingCrashedError),
        ("segfault", ReadingCrashedError),
        ("exit", ReadingCrashedError),
        ("stumble", ReadingCrashedError),
    ],
)
def test_the_end_of_a_child_says_what_went_wrong(how: str, expected: type[IntakeError]) -> None:
    with sandbox() as box, pytest.raises(expected):
        box.run(how)


@pytest.mark.parametrize("how", ["hang", "eat", "be killed", "abort", "exit", "stumble", "locked"])
def test_the_next_file_is_read_after_a_bad_one(how: str) -> None:
    with sandbox(seconds=0.5 if how == "hang" else 20) as box:
        with pytest.raises(IntakeError):
            box.run(how)
        assert box.run("next") == "next"


def test_a_child_that_met_its_memory_limit_reads_no_other_file() -> None:
    with sandbox() as box:
        before = box.run("own pid")
        with pytest.raises(ReadingMemoryError):
            box.run("eat")
        assert box.run("own pid") != before


def test_a_child_killed_while_idle_is_replaced() -> None:
    with sandbox() as box:
        pid = int(box.run("own pid"))
        os.kill(pid, signal.SIGKILL)
        assert wait_until(lambda: not is_alive(pid))
        assert box.run("next") == "next"


def test_an_answer_that_nobody_fetched_is_not_taken_for_the_next_one() -> None:
    with sandbox() as box:
        box.submit("first")
        assert box.poll(PATIENCE_SECONDS)
        assert box.run("second") == "second"


def test_poll_waits_no_longer_than_it_is_told() -> None:
    with sandbox() as box:
        box.submit("hang")
        assert not box.poll(0.05)


@pytest.mark.parametrize("end", ["hang", "abort"])
def test_commands_started_by_a_reading_end_with_it(end: str, tmp_path: Path) -> None:
    note = tmp_path / "pid"

    def start_command(how: str) -> str:
        with subprocess.Popen(["sleep", "600"]) as command:
            note.write_text(str(command.pid), encoding="ascii")
            return behave(how)

    with sandbox(start_command, seconds=1.0) as box:
        with pytest.raises(IntakeError):
            box.run(end)
        pid = int(note.read_text(encoding="ascii"))
        assert wait_until(lambda: not is_alive(pid))


def test_what_a_library_prints_does_not_reach_standard_output() -> None:
    program = (
        "import os\n"
        "from pipeline.sandbox import Sandbox\n"
        "def read(_):\n"
        "    print('noise of a library', flush=True)\n"
        "    os.write(1, b'noise of C code')\n"
        "Sandbox(read, seconds=60, memory_mb=500).run(1)\n"
        "print('ours')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "ours\n"


def test_closing_ends_the_child() -> None:
    with sandbox() as box:
        pid = int(box.run("own pid"))
    assert not is_alive(pid)


@pytest.mark.slow
def test_the_child_ends_with_a_killed_parent(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    program = (
        "import os, time\n"
        "from pathlib import Path\n"
        "from pipeline.sandbox import Sandbox\n"
        "def read(note):\n"
        "    Path(note).write_text(str(os.getpid()))\n"
        "    time.sleep(600)\n"
        f"Sandbox(read, seconds=600, memory_mb=500).run({str(note)!r})\n"
    )
    with subprocess.Popen([sys.executable, "-c", program]) as parent:
        assert wait_until(lambda: note.exists() and note.read_text(encoding="ascii") != "")
        child = int(note.read_text(encoding="ascii"))
        parent.kill()
    assert wait_until(lambda: not is_alive(child))
