"""A calendar link -> its iCalendar file (RFC 5545): meetings, due dates and duties that come back.

Whoever holds the link sees this without signing in, and it may lie on a foreign server: no subject, no sentence of a
letter, no names; of restricted letters the arrival number alone, and that only for whose eyes they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from icalendar import Calendar, Timezone, TimezoneStandard
from icalendar import Event as CalendarEvent

from pipeline.deadlines.contract import next_due_of_answer
from pipeline.documents import DeadlineKind
from web.register.models import AuditRecord, EntryDeadline, Event, RegisterEntry
from web.register.permissions import WHOLE_OFFICE
from web.register.queries import OPEN_STATES, RECURRING, readable_by
from web.reminders.models import CalendarFeed
from web.reminders.planning import start_of_meeting
from web.reminders.recurring import calendar_rule

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
ONE_DAY = timedelta(days=1)
MEETING_LASTS = timedelta(hours=1)  # when the letter names no end
LOOK_BACK = timedelta(days=365)
MOST_ENTRIES = 2000
OCCURRENCES = 12  # of a duty whose rule a calendar program would count otherwise
FETCH_EVERY = timedelta(hours=1)
MOVING = (
    Event.DEADLINE_ADDED,
    Event.DEADLINE_CORRECTED,
    Event.DEADLINE_MET,
    Event.DEADLINE_REJECTED,
    Event.DIRECTED,
    Event.EXTENSION_GRANTED,
    Event.PERIOD_COMPLETED,
    Event.HEADER_CORRECTED,
    Event.RESTRICTED,
    Event.UNRESTRICTED,
)


@dataclass(frozen=True, slots=True)
class Version:
    """How often an entry's dates changed, and when last: SEQUENCE and DTSTAMP of its events."""

    number: int
    at: datetime


def calendar_file(feed: CalendarFeed, *, now: datetime, base_url: str) -> bytes:
    """Write the whole calendar of the feed as it stands now."""
    today = timezone.localdate(now)
    entries = list(_entries(feed, today)[:MOST_ENTRIES])
    versions = _versions(entries)
    calendar = _empty(feed)
    for entry, deadlines in _with_deadlines(entries, meetings_only=_is_of_the_office(feed)):
        for event in _events_of(entry, deadlines, today, meetings_only=_is_of_the_office(feed)):
            _describe(event, entry, versions[entry.pk], base_url)
            calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _is_of_the_office(feed: CalendarFeed) -> bool:
    """Clerks and leaders have no duties of their own here; their calendar shows the office's meetings."""
    return feed.unit is None and feed.owner.role in WHOLE_OFFICE


def _entries(feed: CalendarFeed, today: date) -> QuerySet[RegisterEntry]:
    entries = RegisterEntry.objects.filter(
        state__in=OPEN_STATES, cancelled_at__isnull=True, due_on__gte=today - LOOK_BACK
    ).order_by("due_on", "pk")
    if feed.unit is not None:
        return readable_by(feed.owner, entries.filter(lead_unit=feed.unit))
    if _is_of_the_office(feed):
        meetings = EntryDeadline.objects.filter(kind=DeadlineKind.MEETING.value, due_on__gte=today)
        return entries.filter(pk__in=meetings.values("entry"))
    duties = feed.owner.duties
    return entries.filter(Q(officer__in=duties.people) | Q(officer__isnull=True, lead_unit__in=duties.heads))


def _with_deadlines(
    entries: list[RegisterEntry], *, meetings_only: bool
) -> Iterator[tuple[RegisterEntry, list[EntryDeadline]]]:
    standing = EntryDeadline.objects.filter(
        entry__in=[entry.pk for entry in entries],
        due_on__isnull=False,
        rejected_at__isnull=True,
        met_at__isnull=True,
    ).exclude(applies_to_us=False)
    kinds = {"kind": DeadlineKind.MEETING.value} if meetings_only else {}
    found: dict[int, list[EntryDeadline]] = {}
    for deadline in standing.filter(**kinds).exclude(kind=DeadlineKind.EFFECTIVE.value).order_by("pk"):
        found.setdefault(deadline.entry_id, []).append(deadline)
    return ((entry, found.get(entry.pk, [])) for entry in entries)


def _versions(entries: list[RegisterEntry]) -> dict[int, Version]:
    versions = {entry.pk: Version(0, entry.received_at) for entry in entries}
    changes = (
        AuditRecord.objects.filter(entry__in=list(versions), event__in=MOVING)
        .order_by()
        .values_list("entry_id")
        .annotate(Count("pk"), Max("at"))
    )
    versions.update({entry: Version(count, at) for entry, count, at in changes})
    return versions


def _events_of(
    entry: RegisterEntry, deadlines: Iterable[EntryDeadline], today: date, *, meetings_only: bool
) -> Iterator[CalendarEvent]:
    """One event a day that something is due, one a meeting, one a duty that comes back."""
    days: set[date] = set()
    for deadline in deadlines:
        assert deadline.due_on is not None  # noqa: S101  the query leaves the others out
        start = start_of_meeting(deadline.answer)
        if start is not None:
            yield _meeting(deadline, start)
        elif deadline.answer.get("type") in RECURRING:
            yield from _recurring(deadline, deadline.due_on)
        elif deadline.due_on not in days:
            yield _all_day(f"han-{deadline.pk}", deadline.due_on)
        days.add(deadline.due_on)
    if entry.due_on is not None and entry.due_on not in days and not meetings_only:
        yield _all_day(f"van-ban-{entry.pk}", entry.due_on)


def _all_day(name: str, day: date) -> CalendarEvent:
    event = CalendarEvent()
    event.add("uid", _uid(name))
    event.add("dtstart", day)
    event.add("dtend", day + ONE_DAY)
    event.add("transp", "TRANSPARENT")  # a due date does not make anybody busy
    event["x-vanthu-what"] = "Hạn"
    return event


def _meeting(deadline: EntryDeadline, start: datetime) -> CalendarEvent:
    written_end = deadline.answer.get("end")
    end = datetime.fromisoformat(written_end) if written_end else start + MEETING_LASTS
    event = CalendarEvent()
    event.add("uid", _uid(f"hop-{deadline.pk}"))
    event.add("dtstart", start.astimezone(ZONE))
    event.add("dtend", max(end, start).astimezone(ZONE))
    event.add("status", "TENTATIVE" if deadline.answer.get("tentative") else "CONFIRMED")
    event["x-vanthu-what"] = "Họp"
    if not written_end:
        event["x-vanthu-note"] = "Văn bản không ghi giờ kết thúc."
    return event


def _recurring(deadline: EntryDeadline, due_on: date) -> Iterator[CalendarEvent]:
    """As a rule when calendar programs count it as the office does, else as its next days."""
    rule = calendar_rule(deadline.answer, due_on)
    if rule is not None:
        event = _all_day(f"han-{deadline.pk}", due_on)
        event.add("rrule", rule)
        yield event
        return
    day: date | None = due_on
    for _ in range(OCCURRENCES):
        if day is None:
            return
        yield _all_day(f"han-{deadline.pk}-{day:%Y%m%d}", day)
        day = next_due_of_answer(deadline.answer, day)


def _describe(event: CalendarEvent, entry: RegisterEntry, version: Version, base_url: str) -> None:
    what, note = event.pop("x-vanthu-what"), event.pop("x-vanthu-note", "")
    code = f" ({entry.code})" if entry.code and not entry.is_restricted else ""
    link = f"{base_url}/van-ban/{entry.pk}/"
    event.add("summary", f"{what}: văn bản đến số {entry.arrival_number}{code}")
    event.add("description", f"{note} Xem: {link}".strip())
    event.add("url", link)
    event.add("dtstamp", version.at)
    event.add("last-modified", version.at)
    event.add("sequence", version.number)


def _empty(feed: CalendarFeed) -> Calendar:
    name = f"Hạn của {feed.unit.name}" if feed.unit else "Hạn xử lý văn bản"
    calendar = Calendar()
    calendar.add("prodid", "-//vanthu//Nhac viec//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", ZONE.key)
    calendar.add("refresh-interval", FETCH_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    zone = Timezone()
    zone.add("tzid", ZONE.key)
    standard = TimezoneStandard()  # no summer time since 1979
    standard.add("dtstart", datetime(1979, 1, 1))  # noqa: DTZ001  local by definition
    standard.add("tzoffsetfrom", timedelta(hours=7))
    standard.add("tzoffsetto", timedelta(hours=7))
    standard.add("tzname", "+07")
    zone.add_component(standard)
    calendar.add_component(zone)
    return calendar


def _uid(name: str) -> str:
    """The same at every fetch, and another one in another installation."""
    installation = hashlib.sha256(settings.SECRET_KEY.encode()).hexdigest()[:12]
    return f"{name}@{installation}.vanthu.invalid"
