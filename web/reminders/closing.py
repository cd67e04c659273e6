"""Reminders that are over: the letter is done, the date is another one, or a later stage says more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from pipeline.documents import DeadlineKind
from web.register.models import EntryDeadline, State
from web.register.queries import OPEN_STATES
from web.reminders.models import NOTICES, Reminder, Stage
from web.reminders.recipients import People

NOTICES_STAY = timedelta(days=30)
CHUNK = 500
COLUMNS = (
    "pk",
    "stage",
    "due_on",
    "meeting_at",
    "made_at",
    "person_id",
    "entry_id",
    "entry__state",
    "entry__cancelled_at",
    "entry__due_on",
    "entry__officer_id",
    "entry__lead_unit_id",
)


def close_over(now: datetime, people: People) -> int:
    """Close every open reminder that does not hold any more."""
    over = reminders_over(Reminder.objects.filter(closed_at__isnull=True), now, people)
    return sum(Reminder.objects.filter(pk__in=chunk).update(closed_at=now) for chunk in _chunks(sorted(over)))


def reminders_over(reminders: QuerySet[Reminder], now: datetime, people: People) -> set[int]:
    """The ids of those that do not hold any more. Asked again just before something is sent."""
    over: set[int] = set()
    to_check: dict[int, tuple[int, object]] = {}
    entitled: dict[tuple[int | None, int | None], set[int]] = {}
    for row in reminders.order_by().values_list(*COLUMNS):
        pk, stage, due_on, meeting_at, made_at, person, entry, state, cancelled_at, due_now, officer, unit = row
        if cancelled_at is not None or _is_done_with(stage, state) or _is_past(stage, meeting_at, made_at, now):
            over.add(pk)
        elif stage in NOTICES or state == State.NEEDS_REVIEW:
            continue
        elif person not in _entitled(entitled, people, officer, unit):
            over.add(pk)
        elif stage != Stage.ARRIVED and due_on != due_now:
            to_check[pk] = (entry, due_on)
    standing = _standing_dates({entry for entry, _ in to_check.values()})
    return over | {pk for pk, date_of_entry in to_check.items() if date_of_entry not in standing}


def close_replaced(newer: Iterable[Reminder], now: datetime) -> None:
    """A new stage of a duty takes the place of what was said before of the same duty, and of the arrival."""
    new = {(reminder.entry_id, reminder.person_id, reminder.due_on) for reminder in newer if _is_of_a_duty(reminder)}
    if not new:
        return
    people_of_new = {(entry, person) for entry, person, _ in new}
    for chunk in _chunks(sorted({entry for entry, _, _ in new})):
        older = Reminder.objects.filter(entry__in=chunk, closed_at__isnull=True).exclude(stage__in=NOTICES)
        replaced = [
            pk
            for pk, entry, person, due_on, stage in older.order_by().values_list(
                "pk", "entry_id", "person_id", "due_on", "stage"
            )
            if (entry, person, due_on) in new or (stage == Stage.ARRIVED and (entry, person) in people_of_new)
        ]
        for part in _chunks(replaced):
            Reminder.objects.filter(pk__in=part).update(closed_at=now)


def _is_of_a_duty(reminder: Reminder) -> bool:
    return reminder.stage != Stage.ARRIVED


def _is_done_with(stage: str, state: str) -> bool:
    """Nothing is to be done any more in this state of the letter."""
    if stage == Stage.RETURNED:
        return state != State.NEEDS_REVIEW
    if stage == Stage.ARRIVED:
        return state not in {*OPEN_STATES, State.NEEDS_REVIEW}
    return state not in OPEN_STATES


def _is_past(stage: str, meeting_at: datetime | None, made_at: datetime, now: datetime) -> bool:
    if stage == Stage.MEETING and meeting_at is not None:
        return timezone.localdate(meeting_at) < timezone.localdate(now)
    return stage in NOTICES and now - made_at > NOTICES_STAY


def _entitled(
    known: dict[tuple[int | None, int | None], set[int]], people: People, officer: int | None, unit: int | None
) -> set[int]:
    """Who may be told of such a letter; asked once for all letters of the same officer."""
    if (officer, unit) not in known:
        told = (*people.workers(officer, unit), *people.heads(unit), *people.leaders())
        known[officer, unit] = {recipient.person for recipient in told}
    return known[officer, unit]


def _standing_dates(entries: set[int]) -> set[tuple[int, object]]:
    """Due dates that still hold in these letters."""
    found: set[tuple[int, object]] = set()
    for chunk in _chunks(sorted(entries)):
        standing = EntryDeadline.objects.filter(entry__in=chunk, rejected_at__isnull=True, met_at__isnull=True)
        standing = standing.exclude(applies_to_us=False).exclude(kind=DeadlineKind.EFFECTIVE.value)
        found.update(standing.order_by().values_list("entry_id", "due_on"))
    return found


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
