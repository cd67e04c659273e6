"""40 people at once for 3 minutes while 200 letters come in: the real service in a throw-away home, loopback only.

python -m benchmarks.load [--people 40] [--seconds 180] [--letters 200] [--entries 4000]

The people are simulated by locust in a process of its own (load_users.py), so its gevent touches nothing else.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from tests.home import PROJECT, VANTHU, environment, free_port, has_come_up
from tests.letters.layout import build_letter
from tests.letters.sample import Form
from tests.letters.samples import samples

START_SECONDS = 120
SIGN_IN_SECONDS = 20  # the people come in over this time; argon2 makes each sign-in cost on purpose
READ_SECONDS = 300  # afterwards, for the letters that still wait
USERS_FILE = "VANTHU_LOAD_PEOPLE"


@click.command()
@click.option("--people", default=40, show_default=True)
@click.option("--seconds", default=180, show_default=True)
@click.option("--letters", default=200, show_default=True)
@click.option("--entries", default=4000, show_default=True, help="Letters that are in the register already.")
@click.option("--log", type=click.Path(path_type=Path), help="Keep what the service printed here.")
def load(people: int, seconds: int, letters: int, entries: int, log: Path | None) -> None:
    """Run the service under load and print the figures."""
    home = Path(tempfile.mkdtemp(prefix="vanthu-load-"))
    try:
        print("\n".join(measure_load(home, people=people, seconds=seconds, letters=letters, entries=entries, log=log)))
    finally:
        shutil.rmtree(home, ignore_errors=True)


def measure_load(home: Path, *, people: int, seconds: int, letters: int, entries: int, log: Path | None) -> list[str]:
    shutil.copytree(PROJECT / "models", home / "models")
    (home / "var").mkdir()
    shutil.copy(PROJECT / "var" / "model-key", home / "var")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "benchmarks.big_register",
            "--home",
            str(home),
            "--entries",
            str(entries),
            "--fill-only",
        ],
        cwd=PROJECT,
        check=True,
    )
    (home / "inbox").mkdir(exist_ok=True)
    files = _letters(letters)
    port = free_port()
    with (log or home / "serve.log").open("wb") as output:
        server = subprocess.Popen(
            [*VANTHU, "serve", "--port", str(port)], env=environment(home), cwd=PROJECT, stdout=output, stderr=output
        )
        try:
            if not has_come_up(server, port, seconds=START_SECONDS):
                raise click.ClickException("the service did not come up")
            dropping = threading.Thread(target=_drop, args=(home / "inbox", files, seconds), daemon=True)
            dropping.start()
            lines = _run_people(home, port, people=people, seconds=seconds)
            dropping.join()
            read_after = _wait_until_read(home, entries + letters)
        finally:
            server.terminate()
            server.wait()
    complaints = re.findall(
        r"(?m)^.*(?:database is locked|Traceback|CRITICAL).*$", (log or home / "serve.log").read_text()
    )
    return [
        *lines,
        "",
        f"Letters read: {_read_count(home) - entries} of {letters}, the last {read_after:.0f} s after the people left. "
        f"Complaints in the log of the service: {len(complaints)}. Load average at the end: {os.getloadavg()[0]:.1f}.",
        *sorted(set(complaints))[:5],
    ]


def _letters(count: int) -> list[bytes]:
    """Text letters with codes of their own, so that none is a duplicate."""
    texts = [sample.letter for sample in samples(datetime.now(UTC).date()) if sample.form is Form.TEXT]
    return [
        build_letter(replace(letter, code=f"{5000 + number}/UBND-DT", subject=f"{letter.subject} lần {number}"))
        for number in range(count)
        for letter in [texts[number % len(texts)]]
    ]


def _drop(inbox: Path, files: list[bytes], seconds: float) -> None:
    started = time.monotonic()
    for number, content in enumerate(files):
        time.sleep(max(0.0, started + seconds * number / len(files) - time.monotonic()))
        (inbox / f"{number:03d}.pdf").write_bytes(content)


def _run_people(home: Path, port: int, *, people: int, seconds: int) -> list[str]:
    with closing(_database(home)) as database:
        rows = database.execute("SELECT username, role FROM organization_staff ORDER BY id").fetchall()
    names = home / "people.json"
    names.write_text(json.dumps(rows[:people]))
    ended = subprocess.run(
        [
            *[sys.executable, "-m", "locust", "-f", str(Path(__file__).with_name("load_users.py")), "--headless"],
            *["-u", str(people), "-r", str(people / SIGN_IN_SECONDS), "-t", f"{seconds + SIGN_IN_SECONDS}s"],
            *[
                "--host",
                f"http://127.0.0.1:{port}",
                "--csv",
                str(home / "load"),
                "--only-summary",
                "--stop-timeout",
                "10",
            ],
        ],
        env={**os.environ, USERS_FILE: str(names)},
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=seconds + 120,
        check=False,
    )
    statistics = home / "load_stats.csv"
    if not statistics.exists():
        raise click.ClickException(ended.stderr[-2000:])
    with statistics.open(encoding="utf-8") as stream:
        pages = list(csv.DictReader(stream))
    with (home / "load_failures.csv").open(encoding="utf-8") as stream:
        failures = [f"{row['Name']}: {row['Error']} ({row['Occurrences']})" for row in csv.DictReader(stream)]
    return [
        f"### {people} people for {seconds} s",
        "",
        "| page | requests | errors | p50 ms | p95 ms | max ms |",
        "|---|---|---|---|---|---|",
        *[
            f"| {row['Name']} | {row['Request Count']} | {row['Failure Count']} | {row['50%']} | {row['95%']} "
            f"| {float(row['Max Response Time']):.0f} |"
            for row in pages
        ],
        *failures,
    ]


def _wait_until_read(home: Path, wanted: int) -> float:
    started = time.monotonic()
    while _read_count(home) < wanted and time.monotonic() < started + READ_SECONDS:
        time.sleep(1)
    return time.monotonic() - started


def _read_count(home: Path) -> int:
    with closing(_database(home)) as database:
        sql = "SELECT count(*) FROM register_registerentry WHERE state NOT IN ('RECEIVED', 'PROCESSING', 'FAILED')"
        return int(database.execute(sql).fetchone()[0])


def _database(home: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{home}/var/vanthu.sqlite3?mode=ro", uri=True, timeout=30)


if __name__ == "__main__":
    load()
