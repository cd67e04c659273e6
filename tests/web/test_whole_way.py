"""The real `vanthu serve`: files dropped while it runs come out in the right queue, whatever dies in between."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.inbox import REFUSED_FOLDER
from pipeline.time_zone import VIETNAM_TIME
from tests.home import PROJECT, VANTHU, environment, free_port
from tests.letters.layout import build_letter
from tests.letters.samples import REFUSALS, ExpectedReading, sample_files, sample_letter, samples
from tests.letters.scan import scan_of
from web.register.models import State

pytestmark = pytest.mark.slow

SECONDS = 90.0  # a busy machine with two cores needs about 15
SECRET = next(name for name, code in REFUSALS.items() if code == "secret")
DONE = (State.ASSIGNED, State.NEEDS_REVIEW, State.REFUSED, State.FAILED)


@dataclass(frozen=True, slots=True)
class Server:
    home: Path
    process: subprocess.Popen[bytes]
    today: date

    @property
    def inbox(self) -> Path:
        return self.home / "inbox"

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """Ask the database from outside, as another process would."""
        with closing(sqlite3.connect(self.home / "var" / "vanthu.sqlite3", timeout=30)) as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute(sql)]

    def change(self, sql: str) -> None:
        with closing(sqlite3.connect(self.home / "var" / "vanthu.sqlite3", timeout=30)) as database, database:
            database.execute(sql)

    def entries(self) -> list[dict[str, Any]]:
        return self.rows(
            "SELECT entry.*, unit.code AS unit FROM register_registerentry AS entry"
            " LEFT JOIN organization_unit AS unit ON unit.id = entry.lead_unit_id ORDER BY entry.id"
        )

    def output(self) -> str:
        return (self.home / "output.txt").read_text(encoding="utf-8", errors="replace")

    def wait_until(self, is_so: Callable[[], bool], what: str, *, seconds: float = SECONDS) -> None:
        deadline = time.monotonic() + seconds
        while not is_so():
            if self.process.poll() is not None or time.monotonic() > deadline:
                states = [(entry["file_name"], entry["state"], entry["trouble_code"]) for entry in self.entries()]
                pytest.fail(f"waited for: {what}\n{states}\n{self.output()}")
            time.sleep(0.02)

    def wait_until_read(self, count: int) -> None:
        self.wait_until(
            lambda: len(entries := self.entries()) == count and all(entry["state"] in DONE for entry in entries),
            f"{count} entries, all read",
        )


def processes_of(home: Path, *, word: str = "") -> list[int]:
    """Everything that runs in this home, found by its environment; `word` is one of the command line."""
    mark = f"VANTHU_HOME={home}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            alive = (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0] != "Z"
            arguments = (folder / "cmdline").read_bytes().split(b"\0")
            if (
                alive
                and mark in (folder / "environ").read_bytes().split(b"\0")
                and (not word or word.encode() in arguments)
            ):
                found.append(int(folder.name))
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
    return found


@pytest.fixture(scope="module")
def server(trained_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("office") / "home"
    shutil.copytree(trained_home, home)
    with (home / "ward.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[routing]\nauto_route_at = 0.97\n")  # one threshold, however the corpus grows
    command = [*VANTHU, "serve", "--port", str(free_port()), "--workers", "2"]
    with (home / "output.txt").open("wb") as output:
        process = subprocess.Popen(
            command, env=environment(home), cwd=PROJECT, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        yield Server(home, process, datetime.now(VIETNAM_TIME).date())
    finally:
        process.terminate()
        process.wait(30)
        for pid in processes_of(home):
            os.kill(pid, signal.SIGKILL)


def workers_of(server: Server) -> list[int]:
    """The workers themselves, not the children in which they read."""
    return [pid for pid in processes_of(server.home, word="work") if parent_of(pid) == server.process.pid]


def parent_of(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0


@pytest.fixture(scope="module")
def served(server: Server) -> Server:
    """The server after all sample files were dropped, one after another while it ran, and read."""
    server.wait_until(lambda: server.inbox.is_dir() and len(workers_of(server)) == 2, "the workers")
    files = sample_files(server.today)
    for name, content in files.items():
        (server.inbox / name).write_bytes(content)
        time.sleep(0.02)  # as files come in one after another, not in one moment
    server.wait_until_read(len(files))
    return server


def test_every_good_letter_is_read(served: Server) -> None:
    letters = read_letters(served)
    assert len(letters) == len(samples(served.today))
    assert {entry["state"] for entry, _ in letters} <= {State.ASSIGNED, State.NEEDS_REVIEW}


def test_no_letter_is_sent_to_a_wrong_unit(served: Server) -> None:
    assert [
        (entry["file_name"], entry["unit"], expected.unit)
        for entry, expected in read_letters(served)
        if entry["state"] == State.ASSIGNED and entry["unit"] != expected.unit
    ] == []


def read_letters(served: Server) -> list[tuple[dict[str, Any], ExpectedReading]]:
    """Each sample letter as it stands in the register, beside what is expected of it."""
    # The register keeps names composed; one sample is dropped under a decomposed name.
    expected = {unicodedata.normalize("NFC", each.name): each.expected for each in samples(served.today)}
    return [(entry, expected[entry["file_name"]]) for entry in served.entries() if entry["file_name"] in expected]


def test_the_doubtful_letter_waits_for_the_clerk(served: Server) -> None:
    doubtful = [entry["state"] for entry, expected in read_letters(served) if expected.is_doubtful]
    assert set(doubtful) == {State.NEEDS_REVIEW}


def test_most_letters_need_nobody(served: Server) -> None:
    states = [entry["state"] for entry in served.entries() if entry["arrival_number"] is not None]
    assert states.count(State.ASSIGNED) > len(states) / 2


def test_every_refused_file_has_its_reason(served: Server) -> None:
    refused = {
        entry["file_name"]: entry["trouble_code"] for entry in served.entries() if entry["state"] == State.REFUSED
    }
    assert refused == {name if code != "secret" else "": code for name, code in REFUSALS.items()}


def test_numbers_run_without_a_gap(served: Server) -> None:
    numbers = [entry["arrival_number"] for entry in served.entries() if entry["arrival_number"] is not None]
    assert numbers == list(range(1, len(samples(served.today)) + 1))


def test_only_the_secret_file_is_left_in_the_inbox(served: Server) -> None:
    left = sorted(path.name for path in served.inbox.iterdir())
    assert left == sorted([SECRET, REFUSED_FOLDER])


def test_refused_files_lie_beside_their_reason(served: Server) -> None:
    aside = {path.name for path in (served.inbox / REFUSED_FOLDER).iterdir()}
    names = {name for name, code in REFUSALS.items() if code not in {"secret", "duplicate"}}
    assert aside == names | {f"{name}.txt" for name in names}


def test_letters_are_read_once_though_a_worker_is_killed_while_it_reads(served: Server) -> None:
    before = len(served.entries())
    letter = build_letter(sample_letter("218-CV-DU.pdf", served.today).letter)
    batch = [scan_of(letter, dpi=110, seed=seed) for seed in range(3)]  # reading a picture takes long enough
    workers = workers_of(served)
    for number, content in enumerate(batch):
        (served.inbox / f"batch {number}.pdf").write_bytes(content)
    served.wait_until(
        lambda: any(entry["state"] == State.PROCESSING for entry in served.entries()[before:]), "a reading to kill"
    )
    for pid in workers:
        os.kill(pid, signal.SIGKILL)
    held = [entry["id"] for entry in served.entries() if entry["state"] == State.PROCESSING]
    assert held
    # The lease of a dead worker ends after half a minute: let that time be over.
    served.change("UPDATE register_registerentry SET lease_until = '2000-01-01' WHERE state = 'PROCESSING'")
    served.wait_until_read(before + len(batch))
    readings = served.rows(
        "SELECT entry_id, COUNT(*) AS count FROM register_auditrecord WHERE event = 'READ' GROUP BY 1"
    )
    assert {row["count"] for row in readings} == {1}
    attempts = {entry["id"]: entry["attempts"] for entry in served.entries()[before:]}
    assert attempts == {entry_id: 2 if entry_id in held else 1 for entry_id in attempts}
    numbers = [entry["arrival_number"] for entry in served.entries()[before:]]
    assert numbers == list(range(numbers[0], numbers[0] + len(batch)))


def test_a_second_server_in_the_same_home_is_refused(served: Server) -> None:
    done = subprocess.run(
        [*VANTHU, "serve", "--port", str(free_port())],
        env=environment(served.home),
        cwd=PROJECT,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert "đang chạy" in done.stderr.decode()


def test_stopping_leaves_no_process(served: Server) -> None:
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(30) == 0
    deadline = time.monotonic() + 15
    while processes_of(served.home) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert processes_of(served.home) == []
