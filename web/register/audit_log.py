"""The audit record for who reads it: filtered, page by page, fast on millions of rows.

Records are appended in the order of time, so the row number stands for the time: a day is found by halving the range
of numbers (about twenty look-ups by key in a million rows) and a page begins after a number, never after an offset.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Max, QuerySet
from django.utils import timezone

from web.register.models import AuditRecord, RegisterEntry

PAGE_SIZE = 50
PERSON = ("by__username", "by__last_name", "by__first_name")
COLUMNS = ("at", "event", "details", *PERSON, "entry__arrival_number", "entry__year")
# A clock that was set back leaves records a little out of order.
CLOCK_SLACK = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What the reader looks for; None and "" leave it open."""

    first_on: date | None = None
    last_on: date | None = None
    staff_id: int | None = None
    event: str = ""
    number: int | None = None
    year: int | None = None

    def as_details(self) -> dict[str, object]:
        """For the record of this very reading."""
        values = {
            "from": self.first_on.isoformat() if self.first_on else None,
            "to": self.last_on.isoformat() if self.last_on else None,
            "of": self.staff_id,
            "looked_for": self.event or None,
            "letter": f"{self.number}/{self.year}" if self.number else None,
        }
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class AuditPage:
    records: tuple[AuditRecord, ...]
    newer: int | None  # the key to ask for the page of newer records with; None: there are none
    older: int | None


def audit_records(wanted: AuditFilter) -> QuerySet[AuditRecord]:
    """The records that fit, newest first, with person and arrival number but no text of a letter."""
    records = AuditRecord.objects.select_related("by", "entry").only(*COLUMNS)
    if wanted.first_on is not None:
        start = _midnight(wanted.first_on)
        records = records.filter(pk__gte=first_key_at(start - CLOCK_SLACK), at__gte=start)
    if wanted.last_on is not None:
        end = _midnight(wanted.last_on + timedelta(days=1))
        records = records.filter(pk__lt=first_key_at(end + CLOCK_SLACK), at__lt=end)
    if wanted.staff_id is not None:
        records = records.filter(by_id=wanted.staff_id)
    if wanted.event:
        records = records.filter(event=wanted.event)
    if wanted.number is not None and wanted.year is not None:
        entries = RegisterEntry.objects.filter(year=wanted.year, arrival_number=wanted.number)
        records = records.filter(entry_id__in=list(entries.values_list("pk", flat=True)))
    return records.order_by("-pk")


def audit_page(wanted: AuditFilter, *, before: int | None = None, after: int | None = None) -> AuditPage:
    """Fifty records older than the key `before`, or newer than `after`; the newest without either."""
    records = audit_records(wanted)
    if after is not None:
        nearest = list(records.filter(pk__gt=after).order_by("pk")[: PAGE_SIZE + 1])
        shown = tuple(reversed(nearest[:PAGE_SIZE]))
        return AuditPage(shown, _newest(shown) if len(nearest) > PAGE_SIZE else None, _oldest(shown))
    found = list((records if before is None else records.filter(pk__lt=before))[: PAGE_SIZE + 1])
    shown = tuple(found[:PAGE_SIZE])
    return AuditPage(
        shown, _newest(shown) if before is not None else None, _oldest(shown) if len(found) > PAGE_SIZE else None
    )


def first_key_at(moment: datetime) -> int:
    """The smallest key whose record is not older than the moment; one past the last when all are older."""
    low, high = 0, (AuditRecord.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    while low < high:
        middle = (low + high) // 2
        found = AuditRecord.objects.filter(pk__gte=middle).order_by("pk").values_list("pk", "at").first()
        if found is None or found[1] >= moment:
            high = middle
        else:
            low = found[0] + 1
    return low


def _newest(shown: Sequence[AuditRecord]) -> int | None:
    return shown[0].pk if shown else None


def _oldest(shown: Sequence[AuditRecord]) -> int | None:
    return shown[-1].pk if shown else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
