"""One command runs watcher, workers, timer, postman and pages: starts them, starts again what dies, stops all."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from types import FrameType

import click

from pipeline.config import Office
from pipeline.errors import ExitCode
from web.locks import alone
from web.processes import die_with_parent

logger = logging.getLogger(__name__)

SERVE_LOCK = "serve.lock"
POLL_SECONDS = 0.5
STOP_SECONDS = 10.0
# A service that dies at once again and again must not eat the machine.
RESTART_SECONDS = (0.5, 2.0, 10.0, 30.0)
STEADY_SECONDS = 60.0


@dataclass(slots=True)
class Service:
    """One child process and how often it had to be started again lately."""

    name: str
    arguments: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    restarts: int = 0
    start_at: float = 0.0


def run_services(office: Office, *, host: str, port: int, workers: int) -> int:
    """Run until SIGTERM or Ctrl-C; return the exit code."""
    # Two watchers on one inbox would only get in each other's way.
    with alone(office.var / SERVE_LOCK) as is_alone:
        if not is_alone:
            click.echo(f"vanthu đang chạy ở {office.home} rồi.", err=True)
            return ExitCode.CONFIG
        _run(office, host=host, port=port, workers=workers)
    return ExitCode.OK


def _run(office: Office, *, host: str, port: int, workers: int) -> None:
    services = [Service("watcher", ["watch"]), Service("web", ["web", "--host", host, "--port", str(port)])]
    services += [Service("timer", ["timer"]), Service("postman", ["postman"])]
    services += [
        Service(f"worker-{number}", ["work"], {"VANTHU_WORKER": str(number)}) for number in range(1, workers + 1)
    ]
    stopping: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        stopping.append(number)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    click.echo(f"Mở trình duyệt: http://{host}:{port}   Thả văn bản PDF vào: {office.inbox.folder}   Dừng: Ctrl-C")
    try:
        while not stopping:
            for service in services:
                _keep_running(service, time.monotonic())
            time.sleep(POLL_SECONDS)
    finally:
        _stop_all(services)


def _keep_running(service: Service, now: float) -> None:
    """One step: start it, or notice its death and plan the next start."""
    if service.process is not None:
        code = service.process.poll()
        if code is None:
            return
        logger.warning("%s ended with %s", service.name, code)
        service.process = None
        steady = now - service.started_at > STEADY_SECONDS
        service.restarts = 0 if steady else service.restarts + 1
        service.start_at = now + RESTART_SECONDS[min(service.restarts, len(RESTART_SECONDS) - 1)]
    if now >= service.start_at:
        _start(service, now)


def _start(service: Service, now: float) -> None:
    service.process = subprocess.Popen(  # noqa: S603  our own command, no shell
        [sys.executable, "-m", "web.cli", *service.arguments],
        env={**os.environ, **service.environment},
        stdin=subprocess.DEVNULL,
        preexec_fn=die_with_parent,  # noqa: PLW1509  no threads here; a killed supervisor must leave no orphans
    )
    service.started_at = now


def _stop_all(services: list[Service]) -> None:
    running = [service.process for service in services if service.process is not None]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
