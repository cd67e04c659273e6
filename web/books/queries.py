"""The letters of a book, as chosen, newest first on the screen and in the order of their numbers on paper."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Max, Min, Prefetch, QuerySet
from django.utils import timezone

from web.books.filters import BookFilter
from web.books.timeliness import SENT, timeliness
from web.register import queries
from web.register.models import AuditRecord, Event, Extension, ExtensionState, RegisterEntry, Reply, State

CHUNK = 500  # letters in memory at a time while a book is written
COLUMNS = (
    "received_at", "year", "arrival_number", "state", "trouble", "cancelled_at", "cancel_reason", "issuing_body",
    "parent_body", "code", "issued_on", "document_type", "subject", "urgency", "file_name", "lead_unit__name",
    "lead_unit__code", "decided_at", "decided_by__username", "decided_by__first_name", "decided_by__last_name",
    "decided_by__unit", "officer__username", "officer__first_name", "officer__last_name", "due_on", "forwarded_at",
    "outcome", "completed_at", "is_restricted",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Extent:
    """What a book holds: how many letters, from which day and number to which."""

    count: int
    first_on: date | None
    last_on: date | None
    years: tuple[int, ...]
    first_number: int | None
    last_number: int | None

    @property
    def is_of_several_years(self) -> bool:
        return len(self.years) > 1


def register_entries(chosen: BookFilter) -> QuerySet[RegisterEntry]:
    """Every number of the register, the cancelled and refused ones too."""
    return _of_book(chosen).prefetch_related("cooperating_units")


def follow_up_entries(
    chosen: BookFilter, *, today: date, units: Collection[int] | None = None
) -> QuerySet[RegisterEntry]:
    """What must be dealt with: neither cancelled nor refused. `units`: only what was sent to these."""
    entries = _of_book(chosen).filter(cancelled_at__isnull=True).exclude(state=State.REFUSED)
    if units is not None:
        entries = entries.filter(lead_unit_id__in=units, state__in=SENT)
    replies = Reply.objects.filter(withdrawn_at__isnull=True)
    granted = Extension.objects.filter(state=ExtensionState.GRANTED).order_by("decided_at")
    return entries.annotate(timeliness=timeliness(today)).prefetch_related(
        "cooperating_units",
        Prefetch("replies", replies, to_attr="standing_replies"),
        Prefetch("extensions", granted, to_attr="granted"),
    )


def in_book_order(entries: QuerySet[RegisterEntry]) -> Iterator[RegisterEntry]:
    """Stream the letters by year and number."""
    return entries.order_by("year", "arrival_number").iterator(chunk_size=CHUNK)


def extent(entries: QuerySet[RegisterEntry]) -> Extent:
    found = entries.order_by().aggregate(
        count=Count("pk"),
        first=Min("received_at"),
        last=Max("received_at"),
        low=Min("arrival_number"),
        high=Max("arrival_number"),
        first_year=Min("year"),
        last_year=Max("year"),
    )
    return Extent(
        count=found["count"],
        first_on=timezone.localdate(found["first"]) if found["first"] else None,
        last_on=timezone.localdate(found["last"]) if found["last"] else None,
        years=tuple(range(found["first_year"], found["last_year"] + 1)) if found["count"] else (),
        first_number=found["low"],
        last_number=found["high"],
    )


def assignment_of(entry: RegisterEntry) -> AuditRecord | None:
    """Who gave the letter to the officer who has it now, and when."""
    given = entry.history.filter(event=Event.ASSIGNED, details__officer=entry.officer_id)
    return given.select_related("by").order_by("-at", "-pk").first()


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _of_book(chosen: BookFilter) -> QuerySet[RegisterEntry]:
    entries = queries.register_entries(text=chosen.text, state=chosen.state, unit=chosen.unit, year=chosen.year)
    if chosen.first_on:
        entries = entries.filter(received_at__gte=start_of(chosen.first_on))
    if chosen.last_on:
        entries = entries.filter(received_at__lt=start_of(chosen.last_on + timedelta(days=1)))
    if chosen.field:
        entries = entries.filter(field=chosen.field)
    if chosen.urgency is not None:
        entries = entries.filter(urgency=chosen.urgency)
    return entries.select_related("lead_unit", "officer", "decided_by").only(*COLUMNS)
