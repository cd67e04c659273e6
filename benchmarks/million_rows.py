"""What must stay quick however large the register is: the next number, a claim, the queue page.

    python -m benchmarks.million_rows [--rows 1000000] [--postgresql]

The rows are copies of one made-up letter with other numbers, days, units and states: 1 in 100 is open, 1 in 1,000 waits
to be read. No pages and no search index (benchmarks/big_register.py has those).
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from pipeline.config_database import VARIABLE
from tests.home import free_port
from tests.postgresql_server import PostgresqlServer
from tests.ward import copy_ward

TIMES = 200
PAGES = 60
OPEN, UNREAD = 100, 1000  # one in so many
# What differs from row to row, in the words of each database; {i} runs from 1.
SQLITE = {
    "received_at": "strftime('%Y-%m-%d %H:%M:%S', 'now', '-' || (({rows} - {i}) * 150 / 100) || ' minutes')",
    "due_on": "CASE WHEN {i} % 3 = 0 THEN date('now', ({i} % 40 - 10) || ' days') END",
    "numbers": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})",
    "from": "n",
}
POSTGRESQL = {
    "received_at": "now() - (({rows} - {i}) * 1.5) * interval '1 minute'",
    "due_on": "CASE WHEN {i} % 3 = 0 THEN current_date + ({i} % 40 - 10)::int END",
    "numbers": "",
    "from": "generate_series(1, {rows}) AS n(i)",
}
STATE = f"CASE WHEN {{i}} % {UNREAD} = 1 THEN 'RECEIVED' WHEN {{i}} % {OPEN} = 0 THEN 'ASSIGNED' ELSE 'COMPLETED' END"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--postgresql", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vanthu-million-") as folder, _database(wanted=chosen.postgresql) as url:
        home = Path(folder)
        copy_ward(home)
        (home / "var").mkdir()
        os.environ.update({"VANTHU_HOME": str(home), "DJANGO_SETTINGS_MODULE": "web.settings", "VANTHU_LOG": "ERROR"})
        if url:
            os.environ[VARIABLE] = url
        import django

        django.setup()
        print("\n".join(_measure(chosen.rows, "postgresql" if url else "sqlite")))


@contextlib.contextmanager
def _database(*, wanted: bool) -> Iterator[str | None]:
    if not wanted:
        yield None
        return
    with PostgresqlServer(port=free_port(), is_durable=True) as server:
        yield server.create("vanthu")


def _measure(rows: int, name: str) -> Iterator[str]:
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse
    from django.utils import timezone

    from web.offices import current_office
    from web.organization.models import Role, Unit
    from web.organization.setup import add_staff, update_units
    from web.register import queue
    from web.register.entering import next_arrival_number
    from web.register.models import ArrivalCounter, RegisterEntry, State

    call_command("migrate", verbosity=0)
    update_units(current_office())
    began = time.monotonic()
    fill(rows)
    ArrivalCounter.objects.create(year=timezone.localdate().year, last_number=rows)
    yield f"{name}: {rows:,} rows made in {time.monotonic() - began:.0f} s"

    def number_and_row() -> None:
        with transaction.atomic():
            now = timezone.now()
            number = next_arrival_number(now.year)
            RegisterEntry.objects.create(
                received_at=now, year=now.year, arrival_number=number + rows, state=State.RECEIVED, sha256="0" * 64
            )

    yield _line("next number, with its row and commit", number_and_row, TIMES)
    yield _line("claim of the next letter", lambda: queue.claim_next(timezone.now() + timedelta(days=1)), TIMES)
    unit = Unit.objects.get(code="kinh-te-ha-tang-do-thi")
    head = add_staff(
        "head", "mat-khau-thu-1", role=Role.UNIT_HEAD, full_name="Trưởng", unit=unit, must_change_password=False
    )
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(head)
    address = reverse("queue")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    open_letters = RegisterEntry.objects.filter(lead_unit=unit, state=State.ASSIGNED).count()
    yield _line(f"queue page ({open_letters} open letters, {len(queries)} queries)", lambda: client.get(address), PAGES)


def fill(rows: int) -> None:
    from django.db import connection
    from django.utils import timezone

    from web.organization.models import Unit
    from web.register.models import RegisterEntry

    made = RegisterEntry.objects.create(
        received_at=timezone.now(),
        year=2000,
        file_name="cong-van.pdf",
        issuing_body="Sở Xây dựng",
        document_type="Công văn",
        subject="Về việc rà soát, báo cáo tình hình quản lý nhà ở xã hội trên địa bàn quý III năm 2026",
        addressees=["Ủy ban nhân dân các phường, xã"],
        routing_reason="nhà ở, xây dựng",
    )
    words = POSTGRESQL if connection.vendor == "postgresql" else SQLITE
    units = list(Unit.objects.values_list("pk", flat=True))
    pick = " ".join(f"WHEN {at} THEN {pk}" for at, pk in enumerate(units))
    unit = f"CASE ({{i}} / {OPEN}) % {len(units)} {pick} END"
    differs = {
        "year": "2100 + {i} / 250000",
        "arrival_number": "{i}",
        "received_at": words["received_at"],
        "state": STATE,
        "lead_unit_id": f"CASE WHEN {{i}} % {UNREAD} = 1 THEN NULL ELSE {unit} END",
        "due_on": words["due_on"],
        "code": "{i} || '/SXD-QLN'",
        "sha256": "{i} || '-sha'",
        "completed_at": f"CASE WHEN {{i}} % {UNREAD} <> 1 AND {{i}} % {OPEN} <> 0 THEN {words['received_at']} END",
    }
    columns = [field.column for field in RegisterEntry._meta.concrete_fields if field.column != "id"]
    values = [differs.get(column, f"made.{column}").format(i="n.i", rows=rows) for column in columns]
    with connection.cursor() as cursor:
        cursor.execute(
            f"{words['numbers'].format(rows=rows)} INSERT INTO register_registerentry ({', '.join(columns)}) "  # noqa: S608
            f"SELECT {', '.join(values)} FROM {words['from'].format(rows=rows)}, register_registerentry made "
            f"WHERE made.id = {made.pk}"
        )
        cursor.execute("ANALYZE")


def _line(name: str, step: Callable[[], object], times: int) -> str:
    for _ in range(3):
        step()
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        step()
        spent.append((time.perf_counter() - began) * 1000)
    cuts = statistics.quantiles(spent, n=20)
    return f"  {name}: p50 {cuts[9]:.1f} ms, p95 {cuts[18]:.1f} ms"


if __name__ == "__main__":
    main()
