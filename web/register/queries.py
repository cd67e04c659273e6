"""Every list that a page shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from pipeline.documents import DeadlineKind
from web.organization.models import UNIT_ROLES, Staff, Unit
from web.register import search
from web.register.models import (
    AuditRecord,
    DeadlineOrigin,
    EntryDeadline,
    Event,
    IntakeNotice,
    PageText,
    RegisterEntry,
    State,
    UrgencyLevel,
)
from web.register.permissions import WHOLE_OFFICE

RECURRING = ("rrule", "rrule_window")
OPEN_STATES = (State.ASSIGNED, State.IN_PROGRESS)
SEEN_BY_UNITS = (*OPEN_STATES, State.COMPLETED)
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
    seen = Q(lead_unit__in=duties.heads) | Q(officer__in=duties.people)
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
    waiting = RegisterEntry.objects.filter(state__in=[State.NEEDS_REVIEW, State.FAILED], cancelled_at__isnull=True)
    return (
        without_reading_details(waiting)
        .select_related("proposed_unit", "lead_unit")
        .order_by("-urgency", "received_at", "id")
    )


def in_reading() -> QuerySet[RegisterEntry]:
    return RegisterEntry.objects.filter(
        state__in=[State.RECEIVED, State.PROCESSING], cancelled_at__isnull=True
    ).order_by("id")


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


def unit_queue(unit: Unit) -> QuerySet[RegisterEntry]:
    """Open work that the unit leads: by due date, those without one last; urgent first within a day."""
    return (
        _with_due_quote(RegisterEntry.objects.filter(lead_unit=unit, state__in=OPEN_STATES, cancelled_at__isnull=True))
        .select_related("officer")
        .order_by(F("due_on").asc(nulls_last=True), "-urgency", "received_at", "id")
    )


def cooperating_queue(unit: Unit) -> QuerySet[RegisterEntry]:
    theirs = RegisterEntry.objects.filter(cooperating_units=unit, state__in=OPEN_STATES, cancelled_at__isnull=True)
    return (
        without_reading_details(theirs)
        .select_related("lead_unit")
        .order_by(F("due_on").asc(nulls_last=True), "received_at", "id")
    )


def officer_work(officer: Staff) -> QuerySet[RegisterEntry]:
    mine = RegisterEntry.objects.filter(officer=officer, state__in=OPEN_STATES, cancelled_at__isnull=True)
    return (
        _with_due_quote(mine)
        .select_related("officer")
        .order_by(F("due_on").asc(nulls_last=True), "-urgency", "received_at", "id")
    )


def completed_of_unit(unit: Unit) -> QuerySet[RegisterEntry]:
    done = RegisterEntry.objects.filter(lead_unit=unit, state=State.COMPLETED)
    return without_reading_details(done).order_by("-completed_at", "-id")


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
    """People of the unit who can be given work, with their open load."""
    return (
        Staff.objects.filter(unit=unit, is_active=True, role__in=UNIT_ROLES)
        .annotate(open_count=_count_of(_open().filter(officer=OuterRef("pk")), "officer"))
        .order_by("last_name", "first_name")
    )


def history(entry: RegisterEntry) -> QuerySet[AuditRecord]:
    """What happened to the entry, oldest first; views are in the audit record but not of interest here."""
    return entry.history.exclude(event=Event.VIEWED).select_related("by").order_by("at", "id")


def same_letter(entry: RegisterEntry) -> QuerySet[RegisterEntry]:
    """Other entries with the same code, issuer and date: perhaps the same letter (Nghị định 30/2020, Phụ lục VI)."""
    if not entry.code or not entry.issuing_body:
        return RegisterEntry.objects.none()
    same = RegisterEntry.objects.filter(code=entry.code, issuing_body=entry.issuing_body, issued_on=entry.issued_on)
    return same.filter(arrival_number__isnull=False).exclude(pk=entry.pk).order_by("id")


def due_on_of_entry(entry_id: int) -> date | None:
    """One date for the entry: the earliest of ours; of those nobody is named for when none is known to be ours."""
    standing = standing_deadlines(entry_id).filter(due_on__isnull=False)
    for ours in (standing.filter(applies_to_us=True), standing.filter(applies_to_us__isnull=True)):
        first = ours.order_by("due_on").first()
        if first is not None:
            return first.due_on
    return None


def standing_deadlines(entry_id: int) -> QuerySet[EntryDeadline]:
    """Duties that still hold: neither rejected nor met, and no mere effective date."""
    return _standing().filter(entry_id=entry_id)


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


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _standing() -> QuerySet[EntryDeadline]:
    """What `EntryDeadline.is_standing` says of one."""
    standing = EntryDeadline.objects.filter(rejected_at__isnull=True, met_at__isnull=True)
    return standing.exclude(kind=DeadlineKind.EFFECTIVE.value)


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


def _with_due_quote(entries: QuerySet[RegisterEntry]) -> QuerySet[RegisterEntry]:
    """Bring along the sentence that sets the due date and its answer, as `due_quote` and `due_answer`."""
    setting = _standing().filter(entry=OuterRef("pk"), due_on=OuterRef("due_on"))
    ours = setting.exclude(applies_to_us=False)
    return without_reading_details(entries).annotate(
        due_quote=Subquery(ours.values("quote")[:1]), due_answer=Subquery(ours.values("answer")[:1])
    )
