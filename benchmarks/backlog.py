"""Letters dropped all at once into a running office, until the last one is read: rate, memory, and what is lost.

    python -m benchmarks.backlog [--letters 1000] [--workers 2] [--kill 2 --every 60] [--read] [--postgresql]

`--kill 2 --every 60` kills (kill -9) two of the workers every minute. `--read` also reads the same files with
`vanthu read --jobs 2`, which stores and registers nothing. The letters are the project's own sample letters with text.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.config_database import VARIABLE
from tests.home import PROJECT, VANTHU, environment, free_port, run, train_home
from tests.letters.many import many_letters
from tests.postgresql_server import PostgresqlServer
from web.processes import die_with_parent

TODAY = date(2026, 11, 20)
LOOK_SECONDS = 1.0
DONE = "('ASSIGNED', 'NEEDS_REVIEW', 'REGISTERED', 'REFUSED', 'FAILED')"


@dataclass
class Run:
    letters: int
    workers: int
    seconds: float = 0.0
    taken_in_seconds: float = 0.0
    killed: int = 0
    megabytes: list[int] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    cpu_seconds: dict[str, float] = field(default_factory=dict)  # by service, with the children that read for it

    def line(self, name: str) -> str:
        quarter = max(1, len(self.megabytes) // 4)
        early, late = max(self.megabytes[: 2 * quarter]), max(self.megabytes[-quarter:])
        return (
            f"{name}: {self.letters} letters, {self.workers} workers, {self.killed} killed: {self.seconds:.1f} s, "
            f"{self.letters / self.seconds:.2f} letters/s; all numbered after {self.taken_in_seconds:.1f} s; "
            f"memory {early} MB (first half), {late} MB (last quarter); problems: {self.problems or 'none'}\n  CPU: "
            + ", ".join(f"{service} {seconds:.1f} s" for service, seconds in sorted(self.cpu_seconds.items()))
        )


class Register:
    """Looked at from outside."""

    def __init__(self, home: Path, url: str | None) -> None:
        self._home = home
        self._url = url

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        if self._url is None:
            with contextlib.closing(sqlite3.connect(self._home / "var" / "vanthu.sqlite3", timeout=60)) as database:
                return database.execute(sql).fetchall()
        import psycopg

        with psycopg.connect(self._url) as connection:
            return connection.execute(sql).fetchall()

    def count(self, where: str) -> int:
        return int(self.rows(f"SELECT count(*) FROM register_registerentry WHERE {where}")[0][0])  # noqa: S608

    def problems(self, sha256s: list[str]) -> list[str]:
        rows = self.rows("SELECT sha256, arrival_number FROM register_registerentry")
        found = [] if sorted(row[0] for row in rows) == sorted(sha256s) else [f"{len(sha256s)} dropped, {len(rows)} in"]
        if sorted(row[1] for row in rows) != list(range(1, len(rows) + 1)):
            found.append("numbers skipped or doubled")
        twice = self.rows(
            "SELECT entry_id FROM register_auditrecord WHERE event = 'READ' GROUP BY entry_id HAVING count(*) > 1"
        )
        return found + ([f"{len(twice)} read twice"] if twice else [])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kill", type=int, default=0)
    parser.add_argument("--every", type=float, default=60.0)
    parser.add_argument("--read", action="store_true")
    parser.add_argument("--postgresql", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vanthu-backlog-") as folder, _database(wanted=chosen.postgresql) as url:
        home = train_home(Path(folder) / "home")
        variables = {VARIABLE: url} if url else {}
        files = dict(many_letters(chosen.letters, TODAY))
        name = "postgresql" if url else "embedded"
        print(_office(home, url, variables, files, chosen).line(name), flush=True)
        if chosen.read:
            print(_read_only(home, Path(folder) / "files", files), flush=True)


@contextlib.contextmanager
def _database(*, wanted: bool) -> Iterator[str | None]:
    if not wanted:
        yield None
        return
    with PostgresqlServer(port=free_port(), is_durable=True) as server:
        yield server.create("vanthu")


def _office(
    home: Path, url: str | None, variables: Mapping[str, str], files: Mapping[str, bytes], chosen: argparse.Namespace
) -> Run:
    made = Run(len(files), chosen.workers)
    done = run(home, "setup", variables=dict(variables))
    assert done.returncode == 0, done.stderr.decode()
    with (home / "output.txt").open("wb") as output:
        server = subprocess.Popen(
            [*VANTHU, "serve", "--port", str(free_port()), "--workers", str(chosen.workers)],
            env=environment(home) | variables,
            cwd=PROJECT,
            stdout=output,
            stderr=output,
            preexec_fn=die_with_parent,  # noqa: PLW1509  a stopped benchmark must leave no office behind
        )
    try:
        register = Register(home, url)
        time.sleep(8)  # all services are up, models loaded
        _drop(home / "inbox", files)
        began = time.monotonic()
        _watch(made, register, server, chosen, began)
        made.problems = register.problems([hashlib.sha256(content).hexdigest() for content in files.values()])
    finally:
        server.terminate()
        server.wait(30)
    return made


def _watch(
    made: Run, register: Register, server: subprocess.Popen[bytes], chosen: argparse.Namespace, began: float
) -> None:
    chance = random.Random(7)  # noqa: S311  which worker dies
    next_kill = began + chosen.every
    while True:
        time.sleep(LOOK_SECONDS)
        now = time.monotonic()
        children = _children(server.pid)
        made.megabytes.append(sum(_memory(pid) for pid in _all_below(server.pid)))
        if not made.taken_in_seconds and register.count("arrival_number IS NOT NULL") == made.letters:
            made.taken_in_seconds = now - began
        if register.count(f"state IN {DONE}") == made.letters:
            made.seconds = now - began
            made.cpu_seconds = _cpu_of_services(children)
            return
        if chosen.kill and now >= next_kill:
            next_kill = now + chosen.every
            workers = [pid for pid in children if b"\0work\0" in _command(pid)]
            for pid in chance.sample(workers, min(chosen.kill, len(workers))):
                os.kill(pid, signal.SIGKILL)
                made.killed += 1


def _drop(inbox: Path, files: Mapping[str, bytes]) -> None:
    """All appear at once."""
    waiting = inbox.parent / "waiting"
    waiting.mkdir()
    for name, content in files.items():
        (waiting / name).write_bytes(content)
    for name in files:
        (waiting / name).rename(inbox / name)


def _read_only(home: Path, folder: Path, files: Mapping[str, bytes]) -> str:
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    began = time.monotonic()
    done = subprocess.run(
        [*VANTHU, "read", "--jobs", "2", *map(str, sorted(folder.iterdir()))],
        env=environment(home),
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        check=True,
    )
    seconds = time.monotonic() - began
    assert len([json.loads(line) for line in done.stdout.splitlines()]) == len(files)
    shutil.rmtree(folder)
    return f"vanthu read --jobs 2: {len(files)} letters, {seconds:.1f} s, {len(files) / seconds:.2f} letters/s"


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += map(int, task.read_text(encoding="ascii").split())
    return found


def _all_below(pid: int) -> list[int]:
    below = _children(pid)
    return [pid, *below, *(one for child in below for one in _all_below(child)[1:])]


def _memory(pid: int) -> int:
    """Proportional megabytes: what is shared between processes counts once."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) // 1024
    return 0


def _cpu_of_services(services: list[int]) -> dict[str, float]:
    """Since they started; of a service that was killed only what it used since its last start."""
    found: dict[str, float] = {}
    for pid in services:
        name = _command(pid).split(b"\0")[3:4]
        service = name[0].decode() if name else "?"
        found[service] = found.get(service, 0.0) + sum(_cpu(one) for one in _all_below(pid))
    return found


def _cpu(pid: int) -> float:
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _command(pid: int) -> bytes:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


if __name__ == "__main__":
    main()
