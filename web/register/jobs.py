"""Who is told that a letter waits to be read.

On SQLite nobody: the workers of the one machine look at the rows. On PostgreSQL a job of procrastinate, written in the
same transaction as the row, so neither is ever there without the other; workers on any machine are woken by it. The
row stays the truth on both: a job that finds its letter read, or held by another worker, does nothing.

Wards of a city share the queue. A job then names its ward, and stands the further back the more letters of the same
ward wait already: a ward that drops ten thousand letters makes the others wait for one of its letters, not for all.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from web.register.models import RegisterEntry, State
from web.wards import current_ward

READING = "reading"  # the queue
READ_LETTER = "vanthu.read_letter"
MOST_WAITING = 100_000  # of one ward; an urgent letter goes before all that are not


def has_jobs() -> bool:
    return connection.vendor == "postgresql"


def announce(entry_id: int, *, urgency: int = 0, not_before: datetime | None = None) -> None:
    """Call inside the transaction that makes the letter wait."""
    if not has_jobs():
        return
    from procrastinate.contrib.django import app

    ward = current_ward()
    task = app.configure_task(READ_LETTER, queue=READING, priority=priority_of(urgency), schedule_at=not_before)
    task.defer(entry_id=entry_id, **({} if ward is None else {"ward": ward}))


def priority_of(urgency: int) -> int:
    """Higher goes first; the same in the order of asking. Costs one count in a city."""
    if current_ward() is None:
        return urgency
    return fair_priority(urgency, RegisterEntry.objects.filter(state=State.RECEIVED).order_by().count())


def fair_priority(urgency: int, waiting: int) -> int:
    """In a city; `waiting`: letters of the same ward that wait, with this one."""
    return urgency * MOST_WAITING - min(waiting, MOST_WAITING - 1)
