"""Every list that a page shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Case, Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from pipeline.documents import DeadlineKind
from web.offices import current_office
from web.organization.models import UNIT_ROLES, Duties, Staff, Unit
from web.register import search
from web.register.models import (
    AuditRecord,
    DeadlineOrigin,
    Directive,
    EntryDeadline,
    Event,
    IntakeNotice,
    PageText,
    RegisterEntry,
    State,
    UrgencyLevel,
)
from web.register.permissions import WAITING_FOR_REVIEW, WHOLE_OFFICE

RECURRING = ("rrule", "rrule_window")
OPEN_STATES = (State.ASSIGNED, State.IN_PROGRESS)
SEEN_BY_UNITS = (*OPEN_STATES, State.COMPLETED)
IN_READING = (State.RECEIVED, State.PROCESSING)
LATELY = timedelta(days=7)
_WAITING_SECRET = Q(trouble_code="secret", inbox_cleared_at__isnull=True, cancelled_at__isnull=True)


@dataclass(frozen=True, slots=True)
class QueueGroup:
    title: str
    css: str
    entries: tuple[RegisterEntry, ...]


@dataclass(frozen=True, slots=True)
class SearchFilters:
    """What narrows a search; None and "" narrow nothing."""

    year: int | None = None
    unit: Unit | None = None
    state: str = ""
    field: str = ""
    urgency: int | None = None
    since: date | None = None
    until: date | None = None


def register_entries(
    *, text: str = "", state: str = "", unit: str = "", year: int | None = None
) -> QuerySet[RegisterEntry]:
    """The register: everything with an arrival number, newest first."""
    entries = without_reading_details(RegisterEntry.objects.filter(arrival_number__isnull=False))
    entries = entries.select_related("lead_unit", "officer")
    if year is not None:
        entries = entries.filter(year=year)
    if state in State.values:
        entries = entries.filter(state=state)
    if unit:
        entries = entries.filter(lead_unit__code=unit)
    return search.narrow(entries, text).order_by("-year", "-arrival_number")


def visible_to(staff: Staff) -> QuerySet[RegisterEntry]:
    """The letters that permissions.can_see allows, as a list (a test compares the two for every case)."""
    entries = RegisterEntry.objects.all()
    if staff.role in WHOLE_OFFICE:
        return entries
    duties = staff.duties
    seen = Q(lead_unit__in=duties.heads) | _given_to(duties)
    if staff.role in UNIT_ROLES:
        cooperating = RegisterEntry.cooperating_units.through.objects.filter(unit__in=duties.works_in)
        theirs = Q(lead_unit__in=duties.works_in) | Q(pk__in=cooperating.values("registerentry"))
        seen |= theirs & Q(is_restricted=False)
    return entries.filter(seen, state__in=SEEN_BY_UNITS)


def searchable_by(staff: Staff, filters: SearchFilters) -> QuerySet[RegisterEntry]:
    """What a search of this person goes through."""
    wanted = {
        "year": filters.year,
        "lead_unit": filters.unit,
        "state": filters.state or None,
        "field": filters.field or None,
        "urgency": filters.urgency,
        "received_at__gte": _start_of(filters.since) if filters.since else None,
        "received_at__lt": _start_of(filters.until + timedelta(days=1)) if filters.until else None,
    }
    return visible_to(staff).filter(**{name: value for name, value in wanted.items() if value is not None})


def found_entries(ids: Sequence[int]) -> list[RegisterEntry]:
    """One page of a search, in its order."""
    entries = without_reading_details(RegisterEntry.objects.select_related("lead_unit", "officer")).in_bulk(ids)
    return [entries[entry_id] for entry_id in ids if entry_id in entries]


def page_texts(entry_ids: Sequence[int], *, up_to: int | None = None, after: int = 0) -> QuerySet[PageText]:
    """Texts of some letters, page by page; of a long one only a stretch."""
    pages = PageText.objects.filter(entry__in=entry_ids, number__gt=after).only("entry_id", "number", "text")
    return pages.filter(number__lte=up_to) if up_to is not None else pages


def without_reading_details(entries: QuerySet[RegisterEntry]) -> QuerySet[RegisterEntry]:
    """For lists: leave out the long columns that only the page of the letter shows."""
    return entries.defer(
        "addressees", "recipients", "in_reply_to", "header_evidence", "signatures", "runners_up", "words_against"
    )


def review_queue() -> QuerySet[RegisterEntry]:
    """What waits for the clerk: urgent first, then in order of receipt."""
    waiting = RegisterEntry.objects.filter(state__in=WAITING_FOR_REVIEW, cancelled_at__isnull=True)
    return (
        without_reading_details(waiting)
        .select_related("proposed_unit", "lead_unit")
        .order_by("-urgency", "received_at", "id")
    )


def waiting_counts() -> tuple[int, int]:
    """How many letters the machine reads, and how many wait for the clerk: one query."""
    standing = RegisterEntry.objects.filter(state__in=[*IN_READING, *WAITING_FOR_REVIEW], cancelled_at__isnull=True)
    counts = dict(standing.order_by().values_list("state").annotate(Count("pk")))
    return sum(counts.get(state, 0) for state in IN_READING), sum(counts.get(state, 0) for state in WAITING_FOR_REVIEW)


def refused_lately(now: datetime) -> QuerySet[RegisterEntry]:
    """Files that did not enter, newest first, with the reason."""
    return (
        RegisterEntry.objects.filter(state=State.REFUSED, received_at__gte=now - LATELY)
        .exclude(trouble_code="not_secret")
        .exclude(_WAITING_SECRET)
        .select_related("duplicate_of")
        .order_by("-received_at")
    )


def waiting_secret() -> QuerySet[RegisterEntry]:
    """Files with a secrecy mark that still lie in the inbox: the clerk must act."""
    return RegisterEntry.objects.filter(_WAITING_SECRET).order_by("received_at")


def is_cleared_of_secrecy(source_key: str) -> bool:
    """A clerk looked at this very file and said, with a reason, that it is not secret."""
    return bool(source_key) and RegisterEntry.objects.filter(source_key=source_key, trouble_code="not_secret").exists()


def notices() -> QuerySet[IntakeNotice]:
    return IntakeNotice.objects.all()


def arrived_on(day: date) -> QuerySet[RegisterEntry]:
    start, end = _start_of(day), _start_of(day + timedelta(days=1))
    entries = RegisterEntry.objects.filter(received_at__gte=start, received_at__lt=end, arrival_number__isnull=False)
    return without_reading_details(entries).select_related("lead_unit").order_by("-arrival_number")


def readable_by(staff: Staff, entries: QuerySet[RegisterEntry]) -> QuerySet[RegisterEntry]:
    """Of letters of the person's own unit, leave out the restricted ones that are not for them."""
    if staff.role in WHOLE_OFFICE:
        return entries
    duties = staff.duties
    return entries.filter(Q(is_restricted=False) | Q(lead_unit__in=duties.heads) | _given_to(duties))


def unit_queue(unit: Unit, *, seen_by: Staff) -> QuerySet[RegisterEntry]:
    """Open work that the unit leads: by due date, those without one last; urgent first within a day."""
    led = RegisterEntry.objects.filter(lead_unit=unit, state__in=OPEN_STATES, cancelled_at__isnull=True)
    return _by_due(readable_by(seen_by, led))


def cooperating_queue(unit: Unit, *, seen_by: Staff) -> QuerySet[RegisterEntry]:
    theirs = RegisterEntry.objects.filter(cooperating_units=unit, state__in=OPEN_STATES, cancelled_at__isnull=True)
    return (
        without_reading_details(readable_by(seen_by, theirs))
        .select_related("lead_unit")
        .order_by(F("due_on").asc(nulls_last=True), "received_at", "id")
    )


def officer_work(officer: Staff) -> QuerySet[RegisterEntry]:
    """What was given to the officer, whoever does it today."""
    return work_given_to([officer.pk])


def work_given_to(people: Iterable[int]) -> QuerySet[RegisterEntry]:
    return _by_due(RegisterEntry.objects.filter(officer__in=people, state__in=OPEN_STATES, cancelled_at__isnull=True))


def completed_of_unit(unit: Unit, *, seen_by: Staff) -> QuerySet[RegisterEntry]:
    done = readable_by(seen_by, RegisterEntry.objects.filter(lead_unit=unit, state=State.COMPLETED))
    return without_reading_details(done).prefetch_related("replies").order_by("-completed_at", "-id")


def by_due_date(entries: Iterable[RegisterEntry], today: date) -> tuple[QueueGroup, ...]:
    """Cut a queue into overdue, today, this week, later, no date; express letters go on top. Empty groups stay out."""
    week_end = today + timedelta(days=6 - today.weekday())
    parts: dict[str, list[RegisterEntry]] = {
        "express": [],
        "overdue": [],
        "today": [],
        "week": [],
        "later": [],
        "none": [],
    }
    for entry in entries:
        parts[_part(entry, today, week_end)].append(entry)
    titles = {
        "express": "Hỏa tốc",
        "overdue": "Quá hạn",
        "today": "Hôm nay",
        "week": "Trong tuần này",
        "later": "Sau tuần này",
        "none": "Không nêu hạn",
    }
    return tuple(QueueGroup(titles[part], part, tuple(found)) for part, found in parts.items() if found)


def unit_counts() -> QuerySet[Unit]:
    """Each active unit with its open and overdue letters."""
    led = _open().filter(lead_unit=OuterRef("pk"))
    return (
        Unit.objects.filter(is_active=True)
        .annotate(
            open_count=_count_of(led, "lead_unit"),
            overdue_count=_count_of(led.filter(due_on__lt=timezone.localdate()), "lead_unit"),
        )
        .order_by("name")
    )


def officers_of(unit: Unit) -> QuerySet[Staff]:
    """People of the unit who can be given work, with their open and overdue load."""
    given = _open().filter(officer=OuterRef("pk"))
    return (
        Staff.objects.filter(unit=unit, is_active=True, role__in=UNIT_ROLES)
        .annotate(
            open_count=_count_of(given, "officer"),
            overdue_count=_count_of(given.filter(due_on__lt=timezone.localdate()), "officer"),
        )
        .order_by("last_name", "first_name")
    )


def history(entry: RegisterEntry) -> QuerySet[AuditRecord]:
    """What happened to the entry, oldest first; views are in the audit record but not of interest here."""
    return entry.history.exclude(event=Event.VIEWED).select_related("by").order_by("at", "id")


def next_proposal(entry: RegisterEntry) -> tuple[str, str | None]:
    """Field and unit code to propose now; after a unit gave the letter back, the likeliest field of another unit."""
    unit = entry.lead_unit or entry.proposed_unit
    proposal = entry.field or entry.proposed_field, unit.code if unit else None
    if entry.trouble_code != "returned":
        return proposal
    gave_back = {record.details.get("unit") for record in entry.history.filter(event=Event.RETURNED)}
    office = current_office()
    weighed = [entry.field, entry.proposed_field, *(field for field, _ in entry.runners_up)]
    others = [(field, office.unit_of_field(field)) for field in weighed if field]
    return next(((field, code) for field, code in others if code and code not in gave_back), (proposal[0], None))


def last_change(entry_id: int) -> int:
    """The last change of an entry, so that a form can say which state of it was seen. Views change nothing."""
    changes = AuditRecord.objects.filter(entry_id=entry_id).exclude(event__in=[Event.VIEWED, Event.DOWNLOADED])
    return changes.order_by("-pk").values_list("pk", flat=True).first() or 0


def due_on_of_entry(entry_id: int) -> date | None:
    """One date for the entry: the earliest that the sender or a person says, else of ours, else of nobody's."""
    first = first_duties(entry_id)
    return first[0].due_on if first else None


def first_duties(entry_id: int) -> list[EntryDeadline]:
    """The duties that set the date of the entry: usually one, more when several are due on that day."""
    standing = list(standing_deadlines(entry_id).filter(due_on__isnull=False).order_by("due_on", "id"))
    if told := [deadline for deadline in standing if deadline.origin == DeadlineOrigin.MESSAGE]:
        # What a person added holds beside what the sender told; what was read from the text does not.
        standing = told + [deadline for deadline in standing if deadline.origin == DeadlineOrigin.PERSON]
        standing.sort(key=lambda deadline: (deadline.due_on or date.max, deadline.pk))
    for belongs in (True, None):
        ours = [deadline for deadline in standing if deadline.applies_to_us is belongs]
        if ours:
            return [deadline for deadline in ours if deadline.due_on == ours[0].due_on]
    return []


def standing_deadlines(entry_id: int) -> QuerySet[EntryDeadline]:
    """Duties that still hold: neither rejected nor met, and no mere effective date."""
    return _standing().filter(entry_id=entry_id)


def deadlines_of(entry: RegisterEntry) -> QuerySet[EntryDeadline]:
    """All that were ever found or set: duties by their day, those without one after them, effective dates last."""
    is_information = Case(When(kind=DeadlineKind.EFFECTIVE.value, then=1), default=0)
    found = entry.deadlines.select_related("rejected_by", "corrected_by")
    return found.order_by(is_information, F("due_on").asc(nulls_last=True), "id")


def standing_recurrences(entry_id: int) -> QuerySet[EntryDeadline]:
    """Duties that come back and are not another body's."""
    recurring = standing_deadlines(entry_id).filter(answer__type__in=RECURRING)
    return recurring.exclude(applies_to_us=False).order_by(F("due_on").asc(nulls_last=True), "id")


def judged_deadlines() -> QuerySet[EntryDeadline]:
    """What people corrected, added or rejected: examples for the test set."""
    judged = Q(corrected_at__isnull=False) | Q(rejected_at__isnull=False) | Q(origin=DeadlineOrigin.PERSON)
    return EntryDeadline.objects.filter(judged).select_related("entry").order_by("id")


def staff_list() -> QuerySet[Staff]:
    return Staff.objects.select_related("unit").order_by("-is_active", "role", "username")


def state_counts() -> list[tuple[str, int]]:
    """How many entries stand in each state, for the administrator: numbers only."""
    counts = dict(RegisterEntry.objects.values_list("state").annotate(Count("pk")).order_by())
    return [(label, counts[state]) for state, label in State.choices if state in counts]


def _open() -> QuerySet[RegisterEntry]:
    return RegisterEntry.objects.filter(state__in=OPEN_STATES, cancelled_at__isnull=True)


def _count_of(entries: QuerySet[RegisterEntry], owner: str) -> Coalesce:
    """How many an outer row has, counted from an index; a join would go through all its letters of all years."""
    return Coalesce(Subquery(entries.order_by().values(owner).annotate(count=Count("pk")).values("count")), 0)


def _given_to(duties: Duties) -> Q:
    """What permissions.is_given_to says of one."""
    return Q(officer__in=duties.people, lead_unit__in=duties.works_in)


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _standing() -> QuerySet[EntryDeadline]:
    """What `EntryDeadline.is_standing` says of one."""
    standing = EntryDeadline.objects.filter(rejected_at__isnull=True, met_at__isnull=True)
    return standing.exclude(kind=DeadlineKind.EFFECTIVE.value)


def _by_due(entries: QuerySet[RegisterEntry]) -> QuerySet[RegisterEntry]:
    """A list of open work as it is shown, with the leaders' directions."""
    directives = Prefetch("directives", Directive.objects.select_related("leader"))
    return (
        with_due_quote(entries)
        .select_related("officer")
        .prefetch_related(directives)
        .order_by(F("due_on").asc(nulls_last=True), "-urgency", "received_at", "id")
    )


def _part(entry: RegisterEntry, today: date, week_end: date) -> str:
    if entry.urgency >= UrgencyLevel.EXPRESS:
        return "express"
    if entry.due_on is None:
        return "none"
    if entry.due_on < today:
        return "overdue"
    if entry.due_on == today:
        return "today"
    return "week" if entry.due_on <= week_end else "later"


def with_due_quote(entries: QuerySet[RegisterEntry]) -> QuerySet[RegisterEntry]:
    """Bring along the sentence that sets the due date and its answer, as `due_quote` and `due_answer`."""
    setting = _standing().filter(entry=OuterRef("pk"), due_on=OuterRef("due_on"))
    ours = setting.exclude(applies_to_us=False)
    return without_reading_details(entries).annotate(
        due_quote=Subquery(ours.values("quote")[:1]), due_answer=Subquery(ours.values("answer")[:1])
    )
