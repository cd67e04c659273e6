"""What the city sees of its wards: how much waits and what is late, and the letters behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet

from web.city.wards import WardOffice
from web.register.models import RegisterEntry, State

SOON = timedelta(days=3)
UNREAD = (State.RECEIVED, State.PROCESSING)
IN_REVIEW = (State.NEEDS_REVIEW, State.FAILED)
TO_DO = (State.REGISTERED, State.ASSIGNED, State.IN_PROGRESS)
# One question for all wards: asked ward by ward, 168 answers take longer than a page may.
OF_ONE_WARD = """
SELECT %s, count(*) FILTER (WHERE state = ANY(%s)), min(received_at) FILTER (WHERE state = ANY(%s)),
  count(*) FILTER (WHERE state = ANY(%s)), count(*) FILTER (WHERE state = ANY(%s)),
  count(*) FILTER (WHERE state = ANY(%s) AND due_on < %s),
  count(*) FILTER (WHERE state = ANY(%s) AND due_on BETWEEN %s AND %s)
FROM {schema}.register_registerentry WHERE state = ANY(%s) AND cancelled_at IS NULL"""


@dataclass(frozen=True, slots=True)
class WardCounts:
    """Of one ward, now."""

    ward: WardOffice
    unread: int
    oldest_unread_at: datetime | None
    in_review: int
    to_do: int
    overdue: int
    due_soon: int


def counts_of(wards: Sequence[WardOffice], today: date) -> list[WardCounts]:
    """The most overdue first."""
    if not wards:
        return []
    unread, review, to_do = list(UNREAD), list(IN_REVIEW), list(TO_DO)
    parts: list[str] = []
    values: list[Any] = []
    for ward in wards:
        parts.append(OF_ONE_WARD.format(schema=connection.ops.quote_name(ward.code)))
        values += [ward.code, unread, unread, review, to_do, to_do, today, to_do, today, today + SOON]
        values.append([*unread, *review, *to_do])
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        rows = cursor.fetchall()
    by_code = {ward.code: ward for ward in wards}
    found = [WardCounts(by_code[code], *numbers) for code, *numbers in rows]
    return sorted(found, key=lambda counts: (-counts.overdue, -counts.in_review, counts.ward.name))


def letters_to_do(*, overdue_on: date | None = None) -> QuerySet[RegisterEntry]:
    """Of the ward that is served now: what is to be done, the most pressing first; with a day, what is late then."""
    entries = RegisterEntry.objects.filter(state__in=TO_DO, cancelled_at__isnull=True).select_related("lead_unit")
    if overdue_on is not None:
        entries = entries.filter(due_on__lt=overdue_on)
    return entries.order_by(F("due_on").asc(nulls_last=True), "received_at", "id")
