"""Server time and number of queries of the pages people live in, with 100,000 letters in the register.

python -m benchmarks.big_register [--entries N] [--home FOLDER]    (a folder that is there already is used as it is)
"""

from __future__ import annotations

import os
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from tests.home import PROJECT

QUERIES = 200
TIMES = 40  # each page
HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Visit:
    name: str
    username: str
    url: str


@dataclass(frozen=True, slots=True)
class Spent:
    wall: float
    cpu: float


@click.command()
@click.option("--entries", default=100_000, show_default=True)
@click.option("--home", type=click.Path(path_type=Path), help="Keep the register here, or use the one that is here.")
@click.option("--fill-only", is_flag=True, help="Measure nothing.")
def big_register(entries: int, home: Path | None, *, fill_only: bool) -> None:
    """Fill a register and measure its pages."""
    if fill_only and home is not None:
        prepare(home, entries)
        return
    folder = home or Path(tempfile.mkdtemp(prefix="vanthu-big-"))
    try:
        print("\n".join(measure(folder, entries)))
    finally:
        if home is None:
            shutil.rmtree(folder, ignore_errors=True)


def measure(home: Path, entries: int) -> list[str]:
    seconds = prepare(home, entries)
    lines = [f"### Pages with {entries:,} letters in the register", ""]
    if seconds:
        lines += [f"Filled in {seconds:.0f} s.", ""]
    size = (home / "var" / "vanthu.sqlite3").stat().st_size / 1e9
    lines += [f"Database: {size:.2f} GB. Load average of the machine: {os.getloadavg()[0]:.1f}.", ""]
    lines += ["| page | p50 ms | p95 ms | max ms | p95 CPU | queries | kB |", "|---|---|---|---|---|---|---|"]
    lines += [_measure_page(name, visits) for name, visits in _visits()]
    lines += [
        "",
        "| search | p50 ms | p95 ms | max ms | p95 CPU | most queries | found something |",
        "|---|---|---|---|---|---|---|",
    ]
    return [*lines, *_measure_search(), ""]


def prepare(home: Path, entries: int) -> float:
    """Set Django up on this home; fill it when it is empty. Returns the seconds that took."""
    home.mkdir(parents=True, exist_ok=True)
    shutil.copy(PROJECT / "ward.toml", home)
    os.environ["VANTHU_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    from benchmarks.made_up_register import fill
    from web.register.models import RegisterEntry

    if RegisterEntry.objects.exists():
        return 0.0
    started = time.monotonic()
    fill(entries)
    return time.monotonic() - started


def _visits() -> Iterator[tuple[str, list[Visit]]]:
    """Each page as several people see it."""
    from web.organization.models import Role, Staff
    from web.register.models import RegisterEntry

    people = {
        role: list(Staff.objects.filter(role=role).order_by("pk").values_list("username", flat=True)) for role in Role
    }
    clerk, leader = people[Role.CLERK][0], people[Role.LEADER][0]
    yield "queue of a unit", [Visit("queue", head, "/viec-don-vi/") for head in people[Role.UNIT_HEAD]]
    yield "queue, page 3", [Visit("queue", head, "/viec-don-vi/?trang=3") for head in people[Role.UNIT_HEAD]]
    yield "done in a unit", [Visit("completed", head, "/viec-don-vi/da-xong/") for head in people[Role.UNIT_HEAD]]
    yield "my work", [Visit("my-work", officer, "/viec-cua-toi/") for officer in people[Role.OFFICER][:6]]
    yield "register", [Visit("register", clerk, "/so-van-ban-den/")]
    yield "register, page 500", [Visit("register", clerk, "/so-van-ban-den/?trang=500")]
    yield "follow-up book", [Visit("follow-up", clerk, "/so-theo-doi/")]
    yield "follow-up book of a unit", [Visit("follow-up", head, "/so-theo-doi/") for head in people[Role.UNIT_HEAD]]
    yield "statistics of the month", [Visit("statistics", clerk, "/thong-ke/")]
    yield "statistics of the year", [Visit("statistics", clerk, "/thong-ke/?ky=nam")]
    yield (
        "statistics of a unit's year",
        [Visit("statistics", head, "/thong-ke/?ky=nam") for head in people[Role.UNIT_HEAD]],
    )
    yield (
        "register of a year, unit, state",
        [Visit("register", clerk, "/so-van-ban-den/?year=2025&unit=van-hoa-xa-hoi&state=COMPLETED")],
    )
    yield (
        "register, filtered by text",
        [
            Visit("register", clerk, f"/so-van-ban-den/?q={text}")
            for text in ("dat+dai", "quy+hoach", "UBND", "bao+cao")
        ],
    )
    yield "Hôm nay", [Visit("arrivals", clerk, "/hom-nay/")]
    yield "Chờ xem", [Visit("review", clerk, "/cho-xem/")]
    yield "Các đơn vị", [Visit("units", leader, "/don-vi/")]
    newest = list(RegisterEntry.objects.order_by("-pk").values_list("pk", flat=True)[:20])
    yield "a letter", [Visit("document", clerk, f"/van-ban/{entry_id}/") for entry_id in newest]


def _measure_page(name: str, visits: list[Visit]) -> str:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times: list[Spent] = []
    queries = size = 0
    clients = {visit.username: _client(visit.username) for visit in visits}
    for number in range(TIMES):
        visit = visits[number % len(visits)]
        with CaptureQueriesContext(connection) as captured:
            _get(clients[visit.username], visit.url)
        queries = max(queries, len(captured))
        with _timed(times):
            size = max(size, _get(clients[visit.username], visit.url))
    return f"| {name} | {_figures(times)} | {queries} | {size / 1000:.0f} |"


def _measure_search() -> list[str]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    clients = [_client(name) for name in ("vanthu0", "lanhdao2", "truong6", "truong7", "truong8", "chuyenvien13")]
    times: dict[str, list[Spent]] = {}
    queries: dict[str, int] = {}
    successes: dict[str, int] = {}
    slowest = (0.0, "")
    for number, (kind, text) in enumerate(search_texts(QUERIES)):
        client = clients[number % len(clients)]
        parameters = {"q": text, **([{}, {}, {}, {"year": "2025"}, {"state": "ASSIGNED"}][number % 5])}
        spent: list[Spent] = []
        with _timed(spent):
            response = client.get("/tim/", parameters, HTTP_HOST=HOST)
        slowest = max(slowest, (spent[0].wall, f"{kind}: {text} {parameters}"))
        with CaptureQueriesContext(connection) as captured:
            client.get("/tim/", parameters, HTTP_HOST=HOST)
        for group in (kind, "all"):
            times.setdefault(group, []).extend(spent)
            queries[group] = max(queries.get(group, 0), len(captured))
            successes[group] = successes.get(group, 0) + (b'class="subject"' in response.content)
    rows = [
        f"| {kind} ({len(spent)}) | {_figures(spent)} | {queries[kind]} | {successes[kind] / len(spent):.0%} |"
        for kind, spent in times.items()
    ]
    return [*rows, "", f"Slowest: {slowest[0]:.0f} ms, {slowest[1]}"]


def search_texts(count: int, *, seed: int = 8) -> list[tuple[str, str]]:
    """What people would type, made of letters of the register: kind and text."""
    from pipeline.spelling import fold
    from web.register.models import PageText, RegisterEntry

    chance = random.Random(seed)  # noqa: S311
    last = RegisterEntry.objects.latest("pk").pk
    texts = []
    for number in range(count):
        entry = RegisterEntry.objects.get(pk=chance.randrange(1, last + 1))
        body = PageText.objects.filter(entry=entry).order_by("number")[0].text
        kind = (
            "code",
            "part of a code",
            "subject",
            "without marks",
            "body",
            "name in a body",
            "typing error",
            "scattered",
        )[number % 8]
        subject, words = _some_words(chance, entry.subject), _some_words(chance, body)
        texts.append(
            (
                kind,
                {
                    "code": entry.code,
                    "part of a code": chance.choice(entry.code.split("/")),
                    "subject": subject,
                    "without marks": fold(subject),
                    "body": words,
                    "name in a body": fold(body.rsplit("ông (bà) ", 1)[-1].split(",")[0]),
                    "typing error": _mistyped(chance, fold(chance.choice([subject, words]))),
                    "scattered": " ".join(chance.sample(body.split(), 4)),
                }[kind],
            )
        )
    return texts


def _some_words(chance: random.Random, text: str) -> str:
    words = text.split()
    length = chance.randrange(2, 6)
    start = chance.randrange(max(1, len(words) - length))
    return " ".join(words[start : start + length])


def _mistyped(chance: random.Random, text: str) -> str:
    """One letter left out, doubled, or changed places with the next; or a space left out."""
    place = chance.randrange(1, max(2, len(text) - 2))
    return chance.choice(
        [
            text[:place] + text[place + 1 :],
            text[:place] + text[place] + text[place:],
            text[:place] + text[place + 1 : place + 2] + text[place] + text[place + 2 :],
            text.replace(" ", "", 1),
        ]
    )


def _client(username: str):
    from django.test import Client

    from web.organization.models import Staff

    client = Client()
    client.force_login(Staff.objects.get(username=username))
    return client


def _get(client, url: str) -> int:
    response = client.get(url, HTTP_HOST=HOST)
    if response.status_code != 200:
        raise RuntimeError(f"{url}: {response.status_code}")
    return len(response.content)


@contextmanager
def _timed(times: list[Spent]) -> Iterator[None]:
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    times.append(Spent((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000))


def _figures(times: list[Spent]) -> str:
    """p50, p95 and longest, wall; and p95 of the CPU, which says more on a busy machine."""
    wall, cpu = sorted(each.wall for each in times), sorted(each.cpu for each in times)
    late = min(len(times) - 1, int(len(times) * 0.95))
    return f"{statistics.median(wall):.0f} | {wall[late]:.0f} | {wall[-1]:.0f} | {cpu[late]:.0f}"


if __name__ == "__main__":
    big_register()
