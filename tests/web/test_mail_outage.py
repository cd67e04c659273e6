"""The mail server is down for two hours and the postman is killed twice: nothing is lost, nothing comes twice."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pipeline.time_zone import VIETNAM_TIME
from tests.mail_server import MailServer
from tests.reminder_home import fill, make_home, report, start_posting

MORNING = datetime(2026, 11, 2, 7, 30, tzinfo=VIETNAM_TIME)  # a Monday
PEOPLE, ENTRIES = 4, 15
MESSAGES = 5 + 2 * 5  # a digest for each officer and the head; each urgent letter for its officer and the head
MINUTE = timedelta(minutes=1)
SECONDS = 30.0

pytestmark = pytest.mark.slow


@pytest.fixture
def server() -> Iterator[MailServer]:
    server = MailServer()
    yield server
    server.stop()


def kill(process: subprocess.Popen[str]) -> None:
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait(SECONDS) == -signal.SIGKILL
    assert process.stdout is not None
    process.stdout.close()


def post(home: Path, start: datetime, until: datetime, step: timedelta = MINUTE) -> None:
    process = start_posting(home, start=start, until=until, step=step)
    process.communicate(timeout=120)
    assert process.returncode == 0


def test_two_hours_without_mail_and_two_kills_lose_and_double_nothing(tmp_path: Path, server: MailServer) -> None:
    make_home(tmp_path, port=server.port)
    fill(tmp_path, people=PEOPLE, entries=ENTRIES, now=MORNING - timedelta(hours=1))
    assert len(report(tmp_path)) == MESSAGES

    # 07:30: the server takes the connection and says nothing. The postman is killed while it holds a message.
    with socket.create_server(("127.0.0.1", server.port)) as silent:
        process = start_posting(tmp_path, start=MORNING, until=MORNING, step=MINUTE)
        silent.settimeout(SECONDS)
        connection, _ = silent.accept()
        kill(process)
        connection.close()
    assert sorted(message["state"] for message in report(tmp_path).values()) == ["pending"] * (MESSAGES - 1) + [
        "sending"
    ]

    # Until 09:30 nobody listens.
    up_again = MORNING + timedelta(hours=2)
    post(tmp_path, MORNING + MINUTE, up_again)
    assert server.accepted == []

    # The server is back. It has taken the fourth mail over, and its answer is on the way when the postman is killed.
    has_accepted, was_killed = threading.Event(), threading.Event()

    def stall(_mail: object) -> None:
        if len(server.accepted) == 4:
            has_accepted.set()
            was_killed.wait(SECONDS)

    server.after_accepting = stall
    server.start()
    process = start_posting(tmp_path, start=up_again + 5 * MINUTE, until=up_again + 5 * MINUTE, step=MINUTE)
    assert has_accepted.wait(SECONDS)
    kill(process)
    was_killed.set()

    post(tmp_path, up_again + 6 * MINUTE, up_again + 30 * MINUTE, 6 * MINUTE)
    messages = report(tmp_path)
    assert server.times_accepted == dict.fromkeys(messages, 1)  # lost 0, doubled 0
    assert sorted(message["state"] for message in messages.values()) == ["sent"] * (MESSAGES - 1) + ["unsure"]


def test_a_postman_killed_before_it_handed_over_sends_once_more(tmp_path: Path, server: MailServer) -> None:
    make_home(tmp_path, port=server.port)
    fill(tmp_path, people=1, entries=1, now=MORNING)
    reached, was_killed = threading.Event(), threading.Event()

    def stall(_address: str) -> str:
        reached.set()
        was_killed.wait(SECONDS)
        return "250 OK"

    server.rcpt_answer = stall
    server.start()
    process = start_posting(tmp_path, start=MORNING, until=MORNING, step=MINUTE)
    assert reached.wait(SECONDS)
    kill(process)
    was_killed.set()
    post(tmp_path, MORNING + MINUTE, MORNING + 20 * MINUTE, 5 * MINUTE)
    assert server.times_accepted == dict.fromkeys(report(tmp_path), 1)
