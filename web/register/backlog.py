"""Many letters at once: how far the machine is, and how long it will still take at the rate of the last minute."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pipeline.inbox import count_waiting
from web.register.models import AuditRecord, Event

LEAST = 20  # fewer are read before anybody has read the sentence
RATE_OVER = timedelta(minutes=1)
LEAST_READ = 5  # in that time, or the rate says nothing
RECORDS = 2000


@dataclass(frozen=True, slots=True)
class Backlog:
    in_inbox: int  # files that have no number yet
    unread: int  # letters with a number
    read: int  # of the letters of today
    minutes_left: int | None  # None: nobody knows yet

    @property
    def left(self) -> int:
        return self.in_inbox + self.unread

    @property
    def total(self) -> int:
        return self.read + self.left


def backlog_of_today(inbox: Path, *, arrived: int, unread: int, now: datetime) -> Backlog | None:
    """`arrived`: letters that got a number today; `unread`: letters that the machine has still to read."""
    in_inbox = count_waiting(inbox)
    left = in_inbox + unread
    if left < LEAST:
        return None
    newest = AuditRecord.objects.filter(event=Event.READ).order_by("-id").values_list("at", flat=True)
    lately = [at for at in newest[:RECORDS] if at >= now - RATE_OVER]
    minutes_left = None
    if len(lately) >= LEAST_READ:
        seconds = max(1.0, (now - min(lately)).total_seconds())
        minutes_left = math.ceil(left * seconds / len(lately) / 60)
    return Backlog(in_inbox, unread, max(0, arrived - unread), minutes_left)
