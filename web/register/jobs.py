"""Who is told that a letter waits to be read.

On SQLite nobody: the workers of the one machine look at the rows. On PostgreSQL a job of procrastinate, written in the
same transaction as the row, so neither is ever there without the other; workers on any machine are woken by it. The
row stays the truth on both: a job that finds its letter read, or held by another worker, does nothing.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection

READING = "reading"  # the queue
READ_LETTER = "vanthu.read_letter"


def has_jobs() -> bool:
    return connection.vendor == "postgresql"


def announce(entry_id: int, *, urgency: int = 0, not_before: datetime | None = None) -> None:
    """Call inside the transaction that makes the letter wait."""
    if not has_jobs():
        return
    from procrastinate.contrib.django import app

    app.configure_task(READ_LETTER, queue=READING, priority=urgency, schedule_at=not_before).defer(entry_id=entry_id)
