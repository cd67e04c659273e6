"""From the drop of a file to the page that shows it: the warm service, 50 three-page text letters one after another.

python -m benchmarks.latency
"""

from __future__ import annotations

import http.cookiejar
import re
import shutil
import statistics
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pipeline.config import load_office
from tests.demo import prepare
from tests.home import PROJECT, VANTHU, environment, free_port
from tests.letters.layout import build_letter
from tests.letters.samples import samples

LETTERS = 50
SECONDS = 60.0
POLL_SECONDS = 0.02
PASSWORD = "do-thoi-gian"  # noqa: S105  of a throw-away server
PARAGRAPHS = 60


def measure_latency() -> list[str]:
    """Start the service in a throw-away home, drop letters, ask the register page until each one shows up as read."""
    home = Path(tempfile.mkdtemp(prefix="vanthu-latency-"))
    try:
        shutil.copytree(PROJECT / "models", home / "models")
        (home / "var").mkdir()
        shutil.copy(PROJECT / "var" / "model-key", home / "var")
        prepare(home, PASSWORD)
        settle = load_office(home).inbox.settle_seconds
        port = free_port()
        server = subprocess.Popen(
            [*VANTHU, "serve", "--port", str(port)],
            env=environment(home),
            cwd=PROJECT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            seconds = _drop_all(home, f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait()
    finally:
        shutil.rmtree(home, ignore_errors=True)
    ordered = sorted(seconds)
    median, late = statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
    return [
        f"### Warm service: drop of a three-page text PDF until the page shows it read ({len(seconds)} letters)",
        "",
        "| median | p95 | max | of it the settling wait |",
        "|---|---|---|---|",
        f"| {median:.2f} s | {late:.2f} s | {ordered[-1]:.2f} s | {settle:g} s |",
        "",
    ]


def _drop_all(home: Path, url: str) -> list[float]:
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    _sign_in(opener, url)
    base = samples(datetime.now(UTC).date())[0].letter
    seconds = []
    for number in range(LETTERS + 2):
        code = f"{7000 + number}/UBND-DT"
        letter = replace(
            base, code=code, subject=f"{base.subject} lần {number}", body=(base.body * PARAGRAPHS)[:PARAGRAPHS]
        )
        content = build_letter(letter)
        started = time.monotonic()
        (home / "inbox" / f"{number}.pdf").write_bytes(content)
        _wait_until_shown(opener, url, code)
        seconds.append(time.monotonic() - started)
    return seconds[2:]  # the first two load the tokenizer of each worker


def _wait_until_shown(opener: urllib.request.OpenerDirector, url: str, code: str) -> None:
    """The page shows the code only after the letter was read."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if code in opener.open(f"{url}/hom-nay/").read().decode():
            return
        time.sleep(POLL_SECONDS)
    raise TimeoutError(f"{code} did not show up")


def _sign_in(opener: urllib.request.OpenerDirector, url: str) -> None:
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            page = opener.open(f"{url}/dang-nhap/").read().decode()
            break
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None
    form = {"csrfmiddlewaretoken": token[1], "username": "vanthu", "password": PASSWORD}
    opener.open(f"{url}/dang-nhap/", urllib.parse.urlencode(form).encode()).read()


if __name__ == "__main__":
    print("\n".join(measure_latency()))
