"""The page «Nhật ký» on a million records: server time of each filter, in a throw-away home.

python -m benchmarks.audit_page
"""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from tests.ward import copy_ward

RECORDS = 1_000_000
REPEATS = 15
FILL = """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
    INSERT INTO register_auditrecord (at, by_id, event, details)
    SELECT datetime('2024-01-01', '+' || i || ' minutes'), 1 + (i * 7919) % 40,
        CASE WHEN i % 100003 = 0 THEN 'SIGN_IN_LOCKED' WHEN i % 3 = 0 THEN 'FORWARDED' ELSE 'VIEWED' END,
        '{{"unit":"van-phong"}}' FROM n"""
ASKED = (
    ("newest", {}),
    ("one day", {"first_on": "01/03/2025", "last_on": "01/03/2025"}),
    ("one person", {"staff": "5"}),
    ("one person, one month", {"staff": "5", "first_on": "01/03/2025", "last_on": "31/03/2025"}),
    ("a common event", {"event": "FORWARDED"}),
    ("an event that happened 9 times", {"event": "SIGN_IN_LOCKED"}),
    ("the middle", {"truoc": "500000"}),
)


def main() -> None:
    home = Path(tempfile.mkdtemp(prefix="vanthu-audit-"))
    try:
        copy_ward(home)
        os.environ |= {"VANTHU_HOME": str(home), "DJANGO_SETTINGS_MODULE": "web.settings"}
        measure()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def measure() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import setup_test_environment
    from django.urls import reverse

    from web.organization.models import Role, Staff

    setup_test_environment()
    call_command("migrate", verbosity=0)
    people = [Staff.objects.create(username=f"nguoi-{number}", role=Role.ADMIN) for number in range(40)]
    with connection.cursor() as cursor:
        cursor.execute(FILL.format(count=RECORDS))
    client = Client()
    client.force_login(people[0])
    for name, query in ASKED:
        milliseconds = []
        for _ in range(REPEATS):
            began = time.perf_counter()
            assert client.get(reverse("audit"), query).status_code == 200
            milliseconds.append(1000 * (time.perf_counter() - began))
        print(f"| {name} | {statistics.median(milliseconds):.0f} ms | {max(milliseconds[1:]):.0f} ms |")


if __name__ == "__main__":
    main()
