"""A period -> counts, added up by the database: one pass over the letters for each question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.db.models.fields.json import KT

from pipeline.documents import DeadlineKind
from web.books.lines import author_of
from web.books.queries import start_of
from web.books.timeliness import SENT, LocalDay, LocalMonth, timeliness
from web.organization.models import Staff
from web.register.models import AuditRecord, EntryDeadline, Event, RegisterEntry, State
from web.statistics.counts import Counts, Tally
from web.statistics.periods import Period

TOP_ISSUERS = 20
_OPEN = Q(state__in=(State.ASSIGNED, State.IN_PROGRESS), cancelled_at__isnull=True)
Units = Collection[int] | None  # only what these units lead; None: the whole office


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The letters received in the period, by unit, field and month. Keys are ids, codes and «2026-11»."""

    by_unit: Mapping[int | None, Counts]
    by_field: Mapping[str, Counts]
    by_month: Mapping[str, Counts]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is not counted, and what came before the period and still waits."""

    cancelled: int
    refused: int
    older_open: int
    older_overdue: int


@dataclass(frozen=True, slots=True)
class Workload:
    """One officer: what they hold now, and what they finished within the period."""

    name: str
    unit: str
    open: int
    overdue: int
    done_in_time: int
    done_late: int
    done_no_due: int

    @property
    def done(self) -> int:
        return self.done_in_time + self.done_late + self.done_no_due


@dataclass(frozen=True, slots=True)
class Workloads:
    loads: tuple[Workload, ...]  # the busiest first
    unassigned: int  # open letters that nobody was given yet


@dataclass(frozen=True, slots=True)
class Recurrences:
    """Duties that come back, finished for one time within the period."""

    in_time: int
    late: int


def breakdown(period: Period, today: date, units: Units) -> Breakdown:
    cells = (
        _received(period, units)
        .order_by()
        .annotate(
            timeliness=timeliness(today),
            month=LocalMonth("received_at"),
            sent_to=Case(When(state__in=SENT, then=F("lead_unit_id")), default=None),
        )
        .values_list("sent_to", "field", "month", "timeliness")
        .annotate(count=Count("pk"))
    )
    by_unit, by_field, by_month = Tally(), Tally(), Tally()
    for unit, field, month, kind, count in cells:
        by_unit.add(unit, kind, count)
        by_field.add(field, kind, count)
        by_month.add(month, kind, count)
    return Breakdown(by_unit.counts(), by_field.counts(), by_month.counts())


def by_issuer(period: Period, today: date, units: Units) -> list[tuple[str, Counts]]:
    """The bodies that sent most, however they write their name: «ỦY BAN NHÂN DÂN…» and «Ủy ban nhân dân…» are one."""
    cells = (
        _received(period, units)
        .order_by()
        .annotate(timeliness=timeliness(today))
        .values_list("issuing_body", "parent_body", "timeliness")
        .annotate(count=Count("pk"))
    )
    names: dict[str, Counter[str]] = {}
    tally = Tally()
    for issuing_body, parent_body, kind, count in cells:
        name = author_of(issuing_body, parent_body)
        key = " ".join(name.casefold().split())
        names.setdefault(key, Counter())[name] += count
        tally.add(key, kind, count)
    counts = tally.counts()
    most = sorted(counts, key=lambda key: (-counts[key].received, key))[:TOP_ISSUERS]
    return [(names[key].most_common(1)[0][0], counts[key]) for key in most]


def left_out(period: Period, today: date, units: Units) -> LeftOut:
    """Cancelled and refused letters of the period; letters from before it that are not done yet."""
    start = start_of(period.first_on)
    end = start_of(period.last_on + timedelta(days=1))
    numbered = _of_units(RegisterEntry.objects.filter(arrival_number__isnull=False, received_at__lt=end), units)
    stands = Q(cancelled_at__isnull=True)
    older = stands & Q(received_at__lt=start) & ~Q(state__in=[State.REFUSED, State.COMPLETED])
    found = numbered.aggregate(
        cancelled=Count("pk", filter=~stands & Q(received_at__gte=start)),
        refused=Count("pk", filter=stands & Q(state=State.REFUSED, received_at__gte=start)),
        older_open=Count("pk", filter=older),
        older_overdue=Count("pk", filter=older & Q(due_on__lt=today)),
    )
    return LeftOut(**found)


def workloads(period: Period, today: date, units: Units) -> Workloads:
    """Every officer with open letters or with letters finished in the period, and the letters nobody was given."""
    finished = Q(state=State.COMPLETED, cancelled_at__isnull=True) & Q(
        completed_at__gte=start_of(period.first_on), completed_at__lt=start_of(period.last_on + timedelta(days=1))
    )
    cells = (
        _of_units(RegisterEntry.objects.filter(_OPEN | finished), units)
        .order_by()
        .annotate(timeliness=timeliness(today))
        .values_list("officer_id", "timeliness")
        .annotate(count=Count("pk"))
    )
    tally = Tally()
    for officer, kind, count in cells:
        tally.add(officer, kind, count)
    by_officer = tally.counts()
    nobody = by_officer.pop(None, Counts())
    people = Staff.objects.filter(pk__in=by_officer).select_related("unit")
    loads = [_load_of(person, by_officer[person.pk]) for person in people]
    return Workloads(tuple(sorted(loads, key=lambda load: (-load.open, -load.done, load.name))), nobody.waiting)


def recurrences(period: Period, units: Units) -> Recurrences:
    """From the audit record: each time a recurring duty was finished, and the day it was due that time."""
    recurring = EntryDeadline.objects.filter(kind=DeadlineKind.PERIODIC.value).order_by().values("entry_id")
    done = AuditRecord.objects.filter(
        event=Event.PERIOD_COMPLETED,
        entry_id__in=recurring,
        at__gte=start_of(period.first_on),
        at__lt=start_of(period.last_on + timedelta(days=1)),
    )
    if units is not None:
        done = done.filter(entry__lead_unit_id__in=units, entry__state__in=SENT)
    found = done.order_by().annotate(day=LocalDay("at"), due=KT("details__due_on")).values_list("day", "due")
    late = sum(1 for day, due in found if due and day.isoformat() > due)
    return Recurrences(in_time=len(found) - late, late=late)


def _received(period: Period, units: Units) -> QuerySet[RegisterEntry]:
    """What counts as received: it has a number, which was not cancelled, and was not refused."""
    entries = RegisterEntry.objects.filter(_in_period(period), arrival_number__isnull=False, cancelled_at__isnull=True)
    return _of_units(entries.exclude(state=State.REFUSED), units)


def _in_period(period: Period) -> Q:
    return Q(received_at__gte=start_of(period.first_on), received_at__lt=start_of(period.last_on + timedelta(days=1)))


def _of_units(entries: QuerySet[RegisterEntry], units: Units) -> QuerySet[RegisterEntry]:
    return entries if units is None else entries.filter(lead_unit_id__in=units, state__in=SENT)


def _load_of(person: Staff, counts: Counts) -> Workload:
    return Workload(
        name=str(person),
        unit=person.unit.name if person.unit else "",
        open=counts.waiting,
        overdue=counts.overdue,
        done_in_time=counts.in_time,
        done_late=counts.late,
        done_no_due=counts.done_no_due,
    )
