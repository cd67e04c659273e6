"""The register as it stands now -> the reminders that are due, each made once, and the messages that carry them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from pipeline.config import Office
from pipeline.deadlines import WorkCalendar
from pipeline.documents import DeadlineKind
from pipeline.time_zone import VIETNAM_TIME
from web.organization.models import Unit
from web.register.models import Directive, EntryDeadline, RegisterEntry, State
from web.register.queries import OPEN_STATES
from web.reminders.closing import close_over, close_replaced
from web.reminders.enqueueing import enqueue
from web.reminders.models import PlannedDay, Reminder, Stage
from web.reminders.recipients import People, Recipient, merged
from web.reminders.stages import DueStages

# A machine that was off over a long holiday still says on Monday what came in as urgent before.
ARRIVALS_LOOK_BACK = timedelta(days=4)
RECEIVED_LOOK_BACK = timedelta(days=14)  # an urgent letter may have waited in review before it was sent on
CHUNK = 500  # ids in one query


@dataclass(frozen=True, slots=True)
class OpenEntry:
    """What a pass needs of a letter."""

    pk: int
    due_on: date
    urgency: int
    officer: int | None
    unit: int | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A reminder that must exist."""

    entry: int
    recipient: Recipient
    stage: Stage
    key: str
    urgency: int
    due_on: date | None = None
    meeting_at: datetime | None = None


def plan_deadlines(now: datetime, office: Office, calendar: WorkCalendar) -> int:
    """One pass over what is due: make what is missing, close what is over. Return how many were made."""
    today = timezone.localdate(now)
    people = People(today)
    stages = DueStages(today, calendar, office.reminders)
    entries = list(_open_entries(stages.last_due_on))
    wanted = _not_told_today(list(_wanted_of_deadlines(entries, stages, people, today)), today)
    wanted += _wanted_of_meetings(entries, now, people, office)
    with transaction.atomic():
        _, is_first_pass = PlannedDay.objects.get_or_create(day=today, defaults={"planned_at": now})
        made = _make(wanted, now)
        enqueue(made, now=now, office=office, calendar=calendar, is_first_pass=is_first_pass)
        close_over(now, people)
    return len(made)


def plan_arrivals(now: datetime, office: Office, calendar: WorkCalendar) -> int:
    """Urgent letters that reached a unit, or wait for the clerk: those who must act at once are told."""
    arrived = RegisterEntry.objects.filter(
        Q(state__in=OPEN_STATES, forwarded_at__gte=now - ARRIVALS_LOOK_BACK)
        | Q(state=State.NEEDS_REVIEW, received_at__gte=now - ARRIVALS_LOOK_BACK),
        state__in=[*OPEN_STATES, State.NEEDS_REVIEW],
        received_at__gte=now - RECEIVED_LOOK_BACK,
        urgency__gte=office.reminders.urgent_from,
        cancelled_at__isnull=True,
    ).values_list("pk", "state", "due_on", "urgency", "officer_id", "lead_unit_id")
    rows = list(arrived)
    if not rows:
        return 0
    people = People(timezone.localdate(now))
    wanted = [
        Wanted(pk, recipient, Stage.ARRIVED, Stage.ARRIVED, urgency, due_on)
        for pk, state, due_on, urgency, officer, unit in rows
        for recipient in (people.clerks() if state == State.NEEDS_REVIEW else people.workers(officer, unit))
    ]
    with transaction.atomic():
        made = _make(wanted, now)
        enqueue(made, now=now, office=office, calendar=calendar, is_first_pass=False)
    return len(made)


def _open_entries(last_due_on: date) -> Iterator[OpenEntry]:
    """Open letters due by then. Every open letter has a unit, so the index of the units' queues serves this."""
    units = list(Unit.objects.values_list("pk", flat=True))
    rows = RegisterEntry.objects.filter(
        lead_unit__in=units, state__in=OPEN_STATES, due_on__lte=last_due_on, cancelled_at__isnull=True
    ).order_by()
    for row in rows.values_list("pk", "due_on", "urgency", "officer_id", "lead_unit_id"):
        yield OpenEntry(*row)  # type: ignore[arg-type]  # the filter leaves out those without a due date


def _wanted_of_deadlines(entries: list[OpenEntry], stages: DueStages, people: People, today: date) -> Iterator[Wanted]:
    firsts = [(entry, stages.stage_of(entry.due_on, entry.urgency)) for entry in entries]
    directing = _directing_leaders([entry.pk for entry, due in firsts if due is not None and due.to_leader])
    others = _later_due_dates(entries, today, stages.last_due_on)
    for entry in entries:
        for due_on in {entry.due_on, *others.get(entry.pk, ())}:
            due = stages.stage_of(due_on, entry.urgency)
            if due is None:
                continue
            recipients = merged(
                people.workers(entry.officer, entry.unit),
                people.heads(entry.unit) if due.to_head else (),
                people.leaders(directing.get(entry.pk)) if due.to_leader else (),
            )
            for recipient in recipients:
                yield Wanted(entry.pk, recipient, due.stage, due.key, entry.urgency, due_on)


def _not_told_today(wanted: list[Wanted], today: date) -> list[Wanted]:
    """Who heard today that the letter arrived, with its date, need not hear the same a minute later."""
    start = timezone.make_aware(datetime.combine(today, time.min))
    told = set(
        Reminder.objects.filter(stage=Stage.ARRIVED, made_at__gte=start, closed_at__isnull=True)
        .order_by()
        .values_list("entry_id", "person_id")
    )
    return [want for want in wanted if (want.entry, want.recipient.person) not in told]


def _wanted_of_meetings(entries: list[OpenEntry], now: datetime, people: People, office: Office) -> Iterator[Wanted]:
    """A meeting of today that begins within the set time. Its letter is due today or was due before."""
    soon = now + timedelta(minutes=office.reminders.minutes_before_meeting)
    today = timezone.localdate(now)
    by_id = {entry.pk: entry for entry in entries}
    for chunk in _chunks([entry.pk for entry in entries if entry.due_on <= today]):
        meetings = EntryDeadline.objects.filter(
            entry__in=chunk,
            kind=DeadlineKind.MEETING.value,
            due_on=today,
            rejected_at__isnull=True,
            met_at__isnull=True,
        ).exclude(applies_to_us=False)
        for pk, answer in meetings.order_by().values_list("entry_id", "answer"):
            start = start_of_meeting(answer)
            if start is None or not now <= start <= soon:
                continue
            entry = by_id[pk]
            for recipient in people.workers(entry.officer, entry.unit):
                key = f"meeting:{start:%Y-%m-%dT%H:%M}"
                yield Wanted(pk, recipient, Stage.MEETING, key, entry.urgency, today, start)


def start_of_meeting(answer: object) -> datetime | None:
    """The hour of an event as JSON keeps it; None when the letter names only the day."""
    if not isinstance(answer, dict) or answer.get("type") != "event" or answer.get("all_day"):
        return None
    try:
        start = datetime.fromisoformat(str(answer.get("start")))
    except ValueError:
        return None
    return start if start.tzinfo else start.replace(tzinfo=VIETNAM_TIME)


def _later_due_dates(entries: list[OpenEntry], today: date, last: date) -> dict[int, set[date]]:
    """Further duties of ours in the same letters; only the first one of a letter is overdue on its own."""
    found: dict[int, set[date]] = {}
    for chunk in _chunks([entry.pk for entry in entries]):
        duties = EntryDeadline.objects.filter(
            entry__in=chunk,
            due_on__range=(today, last),
            applies_to_us=True,
            rejected_at__isnull=True,
            met_at__isnull=True,
        ).exclude(kind=DeadlineKind.EFFECTIVE.value)
        for pk, due_on in duties.order_by().values_list("entry_id", "due_on"):
            if due_on is not None:
                found.setdefault(pk, set()).add(due_on)
    return found


def _directing_leaders(entries: list[int]) -> dict[int, int]:
    """The leader who gave the last direction on each letter."""
    found: dict[int, int] = {}
    for chunk in _chunks(entries):
        given = Directive.objects.filter(entry__in=chunk).order_by("given_at", "pk")
        found.update(given.values_list("entry_id", "leader_id"))
    return found


def _make(wanted: list[Wanted], now: datetime) -> list[Reminder]:
    """Make those that are missing, each once; what they say replaces what the earlier stages said."""
    known: set[tuple[int, int, str]] = set()
    keys: dict[int, set[str]] = {}
    for want in wanted:
        keys.setdefault(want.entry, set()).add(want.key)
    for chunk in _chunks(sorted(keys)):
        same = Reminder.objects.filter(entry__in=chunk, key__in={key for pk in chunk for key in keys[pk]})
        known.update(same.order_by().values_list("entry_id", "person_id", "key"))
    missing: dict[tuple[int, int, str], Reminder] = {}
    for want in wanted:
        identity = (want.entry, want.recipient.person, want.key)
        if identity not in known and identity not in missing:
            missing[identity] = Reminder(
                entry_id=want.entry,
                person_id=want.recipient.person,
                instead_of_id=want.recipient.instead_of,
                stage=want.stage,
                key=want.key,
                due_on=want.due_on,
                meeting_at=want.meeting_at,
                made_at=now,
            )
    close_replaced(missing.values(), now)
    return Reminder.objects.bulk_create(missing.values(), batch_size=CHUNK)


def _chunks(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
