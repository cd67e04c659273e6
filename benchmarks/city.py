"""A city: many wards in one installation, on one PostgreSQL server.

    python -m benchmarks.city [--wards 168] [--letters 500] [--backlog 300] [--workers 2]

Measured: what a ward costs to add and to start, the overview page, what the services cost while nothing happens, the
rate when letters come to all wards at once, and how long those of a ward with one letter wait while another drops many.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

import psycopg

from tests.home import PROJECT, VANTHU, environment, free_port, train_home
from tests.letters.many import many_letters
from tests.postgresql_server import PostgresqlServer
from tests.scaled.city import CITY_HOST, City, Visitor, make_city
from tests.scaled.fleet import DONE
from web.processes import die_with_parent

TODAY = date(2026, 11, 20)
IDLE_SECONDS = 30.0
PAGES = 40
ADD_WARDS = """
import sys, time
from web.cli import _django
_django()
from web.city.setup import add_ward
for number in range(int(sys.argv[1])):
    began = time.monotonic()
    add_ward(f"phuong_{number:03d}", name=f"Ủy ban nhân dân phường Thử {number}", host=f"p{number:03d}.vanthu.test",
             say=lambda sentence: None)
    print(f"{time.monotonic() - began:.3f}", flush=True)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wards", type=int, default=168)
    parser.add_argument("--letters", type=int, default=500)
    parser.add_argument("--backlog", type=int, default=300)
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="vanthu-city-") as folder,
        PostgresqlServer(port=free_port(), is_durable=True) as server,
    ):
        trained = train_home(Path(folder) / "trained")
        with (trained / "ward.toml").open("a", encoding="utf-8") as ward:
            ward.write('\n[backup]\nnightly_at = "never"\n')  # no ward has one yet: all would be made at once
        city = make_city(Path(folder) / "city", trained, database_url=server.create("city"))
        city.add_staff(city.home, "giam-sat", role="admin")
        wards = _add_wards(city, chosen.wards)
        port = free_port()
        with _serving(city, port, chosen.workers) as pid:
            _overview(port)
            _idle(pid)
            _all_at_once(city, wards, chosen.letters, "first letters after the start")
            _all_at_once(city, wards, chosen.letters, "as many again")
            _one_drops_many(city, wards, chosen.backlog)
            print(f"memory of all services (PSS): {_megabytes(pid)} MB")


def _add_wards(city: City, count: int) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", ADD_WARDS, str(count)],
        env=environment(city.home),
        cwd=PROJECT,
        capture_output=True,
        check=True,
    )
    seconds = [float(line) for line in done.stdout.split()]
    print(f"{count} wards added: {statistics.median(seconds):.1f} s each (median), the last {seconds[-1]:.1f} s")
    return [f"phuong_{number:03d}" for number in range(count)]


@contextmanager
def _serving(city: City, port: int, workers: int) -> Iterator[int]:
    began = time.monotonic()
    with (city.home / "output.txt").open("wb") as output:
        server = subprocess.Popen(
            [*VANTHU, "serve", "--port", str(port), "--workers", str(workers)],
            env=environment(city.home),
            cwd=PROJECT,
            stdout=output,
            stderr=output,
            preexec_fn=die_with_parent,  # noqa: PLW1509  a stopped benchmark must leave nothing behind
        )
    try:
        _until(lambda: _answers(port))
        print(f"start of the services with all wards: {time.monotonic() - began:.1f} s")
        time.sleep(15)  # every service has seen every ward
        yield server.pid
    finally:
        server.terminate()
        server.wait(30)


def _answers(port: int) -> bool:
    try:
        return Visitor(CITY_HOST, port).get("/dang-nhap/")[0] == 200
    except OSError:
        return False


def _overview(port: int) -> None:
    admin = Visitor(CITY_HOST, port)
    admin.sign_in("giam-sat")
    taken = []
    for _ in range(PAGES):
        began = time.perf_counter()
        status, page = admin.get("/cac-phuong/")
        taken.append((time.perf_counter() - began) * 1000)
        assert status == 200
    taken.sort()
    print(f"overview: p50 {taken[PAGES // 2]:.0f} ms, p95 {taken[int(PAGES * 0.95)]:.0f} ms, {len(page) // 1024} kB")


def _idle(pid: int) -> None:
    before = _cpu_seconds(pid)
    time.sleep(IDLE_SECONDS)
    used = {name: seconds - before.get(name, 0.0) for name, seconds in _cpu_seconds(pid).items()}
    shares = ", ".join(f"{name} {seconds / IDLE_SECONDS:.1%}" for name, seconds in sorted(used.items()))
    print(f"while nothing happens, of one core: {shares}; memory (PSS) {_megabytes(pid)} MB")


def _all_at_once(city: City, wards: list[str], letters: int, name: str) -> None:
    before = _done(city, wards)
    files = [(f"{before}-{file}", content + b"\n" * before) for file, content in many_letters(letters, TODAY)]
    began = time.monotonic()
    for number, (file, content) in enumerate(files):
        _drop(city, wards[number % len(wards)], file, content)
    _until(lambda: _done(city, wards) == before + letters)
    seconds = time.monotonic() - began
    print(
        f"{letters} letters to {len(wards)} wards at once, {name}: {seconds:.1f} s, {letters / seconds:.1f} letters/s"
    )


def _one_drops_many(city: City, wards: list[str], letters: int) -> None:
    many, others = wards[0], wards[1:11]
    before = {ward: _done(city, [ward]) for ward in wards}
    for name, content in many_letters(letters, TODAY):
        _drop(city, many, f"nhieu-{name}", content + b"\n")
    time.sleep(10)
    began = time.monotonic()
    for number, (name, content) in enumerate(many_letters(len(others), TODAY)):
        _drop(city, others[number], f"it-{name}", content + b"\n\n")
    _until(lambda: all(_done(city, [ward]) > before[ward] for ward in others))
    waited, theirs = time.monotonic() - began, _done(city, [many]) - before[many]
    _until(lambda: _done(city, [many]) == before[many] + letters)
    print(
        f"one ward drops {letters}, ten seconds later ten others one each: those are read after {waited:.1f} s, when "
        f"{theirs} of the {letters} are; all after {time.monotonic() - began + 10:.1f} s"
    )


def _drop(city: City, ward: str, name: str, content: bytes) -> None:
    inbox = city.ward_home(ward) / "inbox"
    part = inbox / f".{name}.part"
    part.write_bytes(content)
    part.rename(inbox / name)


def _done(city: City, wards: list[str]) -> int:
    states = ", ".join(f"'{state}'" for state in DONE)
    of_one = "SELECT count(*) AS n FROM {}.register_registerentry WHERE state IN ({})"
    parts = " UNION ALL ".join(of_one.format(ward, states) for ward in wards)
    with psycopg.connect(city.url) as connection:
        return sum(int(row[0]) for row in connection.execute(parts))


def _until(is_so: Callable[[], bool], *, seconds: float = 1800) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.3)


def _family(pid: int) -> list[int]:
    """The process and all below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [pid, *(member for child in children for member in _family(int(child)))]


def _cpu_seconds(pid: int) -> dict[str, float]:
    """By service, with the children that read for it."""
    found: dict[str, float] = {}
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split():
        name = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")[3].decode()
        ticks = 0
        for member in _family(int(child)):
            fields = Path(f"/proc/{member}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        found[name] = found.get(name, 0.0) + ticks / os.sysconf("SC_CLK_TCK")
    return found


def _megabytes(pid: int) -> int:
    total = 0
    for member in _family(pid):
        with suppress(OSError):  # ended meanwhile
            for line in Path(f"/proc/{member}/smaps_rollup").read_text(encoding="ascii").splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total // 1024


if __name__ == "__main__":
    main()
