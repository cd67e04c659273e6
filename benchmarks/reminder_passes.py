"""What the timer's pass over a register of a given size costs; started by benchmarks.reminders in a home of its own."""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta

from pipeline.time_zone import VIETNAM_TIME

DAY = date(2026, 11, 2)
MIDNIGHT = datetime(2026, 11, 2, 0, 1, tzinfo=VIETNAM_TIME)
ONE_IN = 20  # letters that are still open
OFFICERS = 30


def main(size: int) -> None:
    from pipeline.deadlines import VIETNAM_CALENDAR
    from web.offices import current_office
    from web.organization.models import Staff
    from web.reminders.models import Reminder
    from web.reminders.planning import plan_arrivals, plan_deadlines
    from web.reminders.queries import unseen_count

    fill(size)
    office = current_office()
    print(f"register {size}, open {size // ONE_IN}")
    _timed("first pass of the day", lambda: plan_deadlines(MIDNIGHT, office, VIETNAM_CALENDAR))
    for number in range(1, 4):
        now = MIDNIGHT + timedelta(minutes=number)
        _timed("a minute later", lambda now=now: plan_deadlines(now, office, VIETNAM_CALENDAR))
    _timed("urgent arrivals (every 5 s)", lambda: plan_arrivals(MIDNIGHT, office, VIETNAM_CALENDAR))
    leader = Staff.objects.get(username="lanhdao")
    _timed(f"number in the page head ({unseen_count(leader)})", lambda: unseen_count(leader))
    print("reminders", Reminder.objects.count())


def fill(size: int) -> None:
    from web.offices import current_office
    from web.organization.models import Role, Staff, Unit
    from web.organization.setup import update_units
    from web.register.models import EntryDeadline, RegisterEntry, State

    random.seed(1)
    update_units(current_office())
    units = list(Unit.objects.order_by("pk"))
    heads = [Staff(username=unit.code, role=Role.UNIT_HEAD, unit=unit, email=f"{unit.code}@a.test") for unit in units]
    officers = [
        Staff(username=f"cv{n}", role=Role.OFFICER, unit=units[n % len(units)], email=f"cv{n}@a.test")
        for n in range(OFFICERS)
    ]
    Staff.objects.bulk_create([*heads, *officers, Staff(username="lanhdao", role=Role.LEADER, email="ld@a.test")])
    entries = []
    for number in range(size):
        is_open = number % ONE_IN == 0
        officer = officers[number % OFFICERS] if number % 3 else officers[(number // ONE_IN) % OFFICERS]
        due_in = random.randint(-30, 60) if is_open else -random.randint(0, 700)  # noqa: S311  no secret
        entries.append(
            RegisterEntry(
                received_at=MIDNIGHT - timedelta(days=random.randint(0, 700)),  # noqa: S311
                year=DAY.year,
                arrival_number=number + 1,
                state=State.IN_PROGRESS if is_open else State.COMPLETED,
                lead_unit=officer.unit,
                officer=officer if number % 3 else None,
                due_on=DAY + timedelta(days=due_in),
                urgency=number % 15 == 0,
                forwarded_at=MIDNIGHT,
            )
        )
    RegisterEntry.objects.bulk_create(entries, batch_size=1000)
    EntryDeadline.objects.bulk_create(
        (EntryDeadline(entry=entry, kind="report", due_on=entry.due_on, applies_to_us=True) for entry in entries),
        batch_size=1000,
    )


def _timed(what: str, step: Callable[[], int]) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    result = step()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{what}: {result}, {wall * 1000:.0f} ms, CPU {cpu * 1000:.0f} ms")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web.settings")
    import django

    django.setup()
    main(int(sys.argv[1]))
