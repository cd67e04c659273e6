"""Reminders through a mail outage with killed postmen, and what a pass over a large register costs.

python -m benchmarks.reminders [--people 60] [--entries 900] [--kills 12] [--register 100000]
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import click

from pipeline.time_zone import VIETNAM_TIME
from tests.home import PROJECT, environment
from tests.mail_server import MailServer
from tests.reminder_home import fill, make_home, report, start_posting

MORNING = datetime(2026, 11, 2, 7, 30, tzinfo=VIETNAM_TIME)
MINUTE = timedelta(minutes=1)
LEASE_OVER = timedelta(minutes=11)
SERVER_SECONDS = 0.02  # what the mail server needs for a letter before it answers


@click.command()
@click.option("--people", default=60, show_default=True)
@click.option("--entries", default=900, show_default=True)
@click.option("--kills", default=12, show_default=True, help="After the two during the outage.")
@click.option("--register", "register_size", default=100_000, show_default=True)
def main(people: int, entries: int, kills: int, register_size: int) -> None:
    """Print both tables."""
    with tempfile.TemporaryDirectory() as folder:
        measure_outage(Path(folder) / "outage", people, entries, kills)
        measure_passes(Path(folder) / "passes", register_size)


def measure_outage(home: Path, people: int, entries: int, kills: int) -> None:
    """07:30 to 09:30 nobody listens, two kills meanwhile; then the server is up and the postman dies at random."""
    random.seed(1)
    server = MailServer()
    server.after_accepting = lambda _mail: time.sleep(SERVER_SECONDS)
    make_home(home, port=server.port)
    fill(home, people=people, entries=entries, now=MORNING - timedelta(hours=1))
    now = MORNING
    for _ in range(2):
        now = post_and_kill(home, now, after=random.uniform(1.5, 3))  # noqa: S311  no secret
    up_again = MORNING + timedelta(hours=2)
    post(home, now, up_again)
    server.start()
    now = up_again + 5 * MINUTE
    for _ in range(kills):
        reached = len(server.accepted) + random.randint(5, 40)  # noqa: S311
        now = post_and_kill_at(home, now, server, reached) + LEASE_OVER
    post(home, now, now + 3 * LEASE_OVER, step=LEASE_OVER)
    server.stop()
    messages = report(home)
    times = server.times_accepted
    print(f"messages {len(messages)}, kills {2 + kills}, server {SERVER_SECONDS * 1000:.0f} ms a letter")
    print(f"lost {sum(times[key] == 0 for key in messages)}, doubled {sum(count > 1 for count in times.values())}")
    print("states", dict(Counter(message["state"] for message in messages.values())))


def post(home: Path, start: datetime, until: datetime, step: timedelta = MINUTE) -> None:
    process = start_posting(home, start=start, until=until, step=step)
    process.communicate()
    assert process.returncode == 0


def post_and_kill(home: Path, start: datetime, *, after: float) -> datetime:
    """Kill the postman some seconds after its start, wherever it is; return what its clock showed."""
    process = start_posting(home, start=start, until=start + timedelta(hours=1), step=MINUTE)
    time.sleep(after)
    return _killed(process, start)


def post_and_kill_at(home: Path, start: datetime, server: MailServer, reached: int) -> datetime:
    """Kill it around the moment at which the server has so many letters."""
    process = start_posting(home, start=start, until=start, step=MINUTE)
    while process.poll() is None and len(server.accepted) < reached:
        time.sleep(0.001)
    threading.Event().wait(random.uniform(0, 2 * SERVER_SECONDS))  # noqa: S311
    return _killed(process, start)


def _killed(process: subprocess.Popen[str], start: datetime) -> datetime:
    if process.poll() is None:
        os.kill(process.pid, signal.SIGKILL)
    output, _ = process.communicate()
    lines = output.split()
    return datetime.fromisoformat(lines[-1]) if lines else start


def measure_passes(home: Path, size: int) -> None:
    """A register of this size, one letter in twenty open: the first pass of a day, and the one a minute later."""
    make_home(home, port=25)
    command = [sys.executable, "-m", "benchmarks.reminder_passes", str(size)]
    subprocess.run(command, env=environment(home), cwd=PROJECT, check=True)


if __name__ == "__main__":
    main()
