"""Calendar links: a secret that opens one calendar and nothing else, and a file that calendar programs take."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from tests.web.conftest import CULTURE, ECONOMY, MakeEntry, People
from tests.web.reminding import add_deadline
from tests.web.test_stand_ins import note_absence
from web.organization.models import Staff, Unit
from web.register import actions
from web.register.models import AuditRecord, Event, RegisterEntry, State
from web.reminders.actions import make_feed
from web.reminders.models import CalendarFeed

SignIn = Callable[[str], Client]
OK, FOUND, FORBIDDEN, NOT_FOUND = 200, 302, 403, 404
LINK = re.compile(r"http://testserver(/lich/[\w-]+\.ics)")


@pytest.fixture
def today() -> date:
    return timezone.localdate()


def fetch(token: str) -> str:
    response = Client().get(reverse("feed", args=[token]))
    assert response.status_code == OK
    return response.content.decode()


def events(token: str) -> list[Any]:
    return list(Calendar.from_ical(fetch(token)).walk("VEVENT"))


def test_a_link_is_shown_once_opens_without_signing_in_and_only_its_digest_is_kept(
    people: People, sign_in: SignIn
) -> None:
    client = sign_in("officer")
    page = client.post(reverse("feeds"), {"unit": ""}).content.decode()
    (path,) = LINK.findall(page)
    assert LINK.findall(client.get(reverse("feeds")).content.decode()) == []
    response = Client().get(path)
    assert (response.status_code, response["Content-Type"]) == (OK, "text/calendar; charset=utf-8")
    feed = CalendarFeed.objects.get()
    assert path.removeprefix("/lich/").removesuffix(".ics") not in str(vars(feed))
    assert feed.fetched_at is not None
    assert AuditRecord.objects.filter(event=Event.FEED_MADE, by=people["officer"]).count() == 1


def test_the_secret_of_a_calendar_opens_no_other_page(people: People, units: object) -> None:
    token = make_feed(by=people["clerk"], unit=None)
    client = Client()
    client.get(reverse("feed", args=[token]))
    for page in ("reminders", "feeds", "register", "arrivals"):
        assert client.get(reverse(page)).status_code == FOUND


@pytest.mark.parametrize("token", ["x", "0" * 43])
def test_a_guessed_link_opens_nothing(token: str, units: object) -> None:
    assert Client().get(reverse("feed", args=[token])).status_code == NOT_FOUND


def test_a_revoked_link_and_the_links_of_locked_accounts_are_dead(people: People, sign_in: SignIn) -> None:
    token, other = (make_feed(by=people["officer"], unit=None) for _ in range(2))
    first = CalendarFeed.objects.order_by("pk").first()
    assert first is not None
    assert sign_in("other_head").post(reverse("revoke-feed", args=[first.pk])).status_code == FORBIDDEN
    sign_in("officer").post(reverse("revoke-feed", args=[first.pk]))
    assert Client().get(reverse("feed", args=[token])).status_code == NOT_FOUND
    assert Client().get(reverse("feed", args=[other])).status_code == OK
    Staff.objects.filter(username="officer").update(is_active=False)
    assert Client().get(reverse("feed", args=[other])).status_code == NOT_FOUND
    assert AuditRecord.objects.filter(event=Event.FEED_REVOKED).count() == 1


def test_a_units_calendar_is_for_its_people_and_dies_when_they_move(
    people: People, units: dict[str, Unit], sign_in: SignIn
) -> None:
    page = sign_in("officer").post(reverse("feeds"), {"unit": CULTURE}).content.decode()
    assert LINK.findall(page) == []
    page = sign_in("officer").post(reverse("feeds"), {"unit": ECONOMY}).content.decode()
    (path,) = LINK.findall(page)
    assert Client().get(path).status_code == OK
    Staff.objects.filter(username="officer").update(unit=units[CULTURE])
    assert Client().get(path).status_code == NOT_FOUND
    assert LINK.findall(sign_in("leader").post(reverse("feeds"), {"unit": CULTURE}).content.decode())


def test_a_due_date_is_an_all_day_event_with_number_code_and_link_and_no_word_of_the_letter(
    people: People, make_entry: MakeEntry, today: date
) -> None:
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=today)
    add_deadline(entry, today)
    add_deadline(entry, today)  # two sentences, one day
    token = make_feed(by=people["officer"], unit=None)
    (event,) = events(token)
    assert event["DTSTART"].dt == today
    assert event["DTEND"].dt == today + timedelta(days=1)
    assert event["SUMMARY"] == f"Hạn: văn bản đến số {entry.arrival_number} ({entry.code})"
    assert event["URL"] == f"http://testserver/van-ban/{entry.pk}/"
    for secret in (entry.subject, "báo cáo", entry.issuing_body):
        assert secret not in fetch(token)


def test_of_a_restricted_letter_the_calendar_has_the_number_only(
    people: People, make_entry: MakeEntry, today: date
) -> None:
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=today, is_restricted=True)
    content = fetch(make_feed(by=people["officer"], unit=None))
    assert f"Hạn: văn bản đến số {entry.arrival_number}\r\n" in content
    assert entry.code not in content


def test_an_event_keeps_its_id_and_counts_its_changes(people: People, make_entry: MakeEntry, today: date) -> None:
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=today)
    deadline = add_deadline(entry, today)
    token = make_feed(by=people["officer"], unit=None)
    (before,) = events(token)
    assert fetch(token) == fetch(token)
    later = today + timedelta(days=4)
    actions.correct_deadline(entry.pk, deadline.pk, by=people["head"], due_on=later, is_ours=True)
    (after,) = events(token)
    assert after["DTSTART"].dt == later
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["DTSTAMP"].dt > before["DTSTAMP"].dt
    actions.complete(entry.pk, by=people["officer"], outcome="xong")
    assert events(token) == []


def test_a_meeting_has_its_hour_in_the_time_of_viet_nam(people: People, make_entry: MakeEntry, today: date) -> None:
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=today)
    answer = {"type": "event", "start": f"{today}T08:30:00+07:00", "place": "Hội trường"}
    add_deadline(entry, today, kind="meeting", answer=answer)
    token = make_feed(by=people["officer"], unit=None)
    (event,) = events(token)
    assert event["SUMMARY"].startswith("Họp: ")
    assert event["DTSTART"].params["TZID"] == "Asia/Ho_Chi_Minh"
    assert event["DTSTART"].dt == datetime.fromisoformat(answer["start"])
    assert "không ghi giờ kết thúc" in event["DESCRIPTION"]
    assert "Hội trường" not in fetch(token)
    (leaders,) = events(make_feed(by=people["leader"], unit=None))
    assert leaders["UID"] == event["UID"]


@pytest.mark.parametrize(
    ("rule", "op", "due_on", "written"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=25", "by", date(2026, 12, 25), "FREQ=MONTHLY;BYMONTHDAY=25"),
        ("FREQ=WEEKLY;BYDAY=FR;BYHOUR=15;BYMINUTE=0", "by", date(2026, 12, 4), "FREQ=WEEKLY;BYDAY=FR"),
        (
            "FREQ=MONTHLY;BYMONTHDAY=5;UNTIL=20271231T165959Z",
            "by",
            date(2026, 12, 5),
            "FREQ=MONTHLY;UNTIL=20271231;BYMONTHDAY=5",
        ),
        ("FREQ=MONTHLY;BYMONTHDAY=20", "before", date(2026, 12, 19), None),  # due the day before, as no rule says
        ("FREQ=MONTHLY;BYMONTHDAY=30", "by", date(2026, 12, 30), None),  # in February the 28th, not skipped
        ("FREQ=MONTHLY;BYMONTHDAY=25", "by", date(2026, 12, 24), None),  # moved by a person
    ],
)
def test_a_duty_that_comes_back_is_a_rule_where_calendars_count_as_the_office_does(
    rule: str, op: str, due_on: date, written: str | None, people: People, make_entry: MakeEntry
) -> None:
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=due_on)
    add_deadline(entry, due_on, kind="periodic", answer={"type": "rrule", "rrule": rule, "op": op})
    found = events(make_feed(by=people["officer"], unit=None))
    if written is not None:
        (event,) = found
        assert event["RRULE"].to_ical().decode() == written
        assert event["DTSTART"].dt == due_on
        return
    assert len(found) == 12
    assert found[0]["DTSTART"].dt == due_on
    assert len({str(event["UID"]) for event in found}) == 12
    assert all("RRULE" not in event for event in found)


def test_the_day_before_a_rule_is_the_day_that_counts(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=date(2026, 12, 19))
    answer = {"type": "rrule", "rrule": "FREQ=MONTHLY;BYMONTHDAY=20", "op": "before"}
    add_deadline(entry, date(2026, 12, 19), kind="periodic", answer=answer)
    days = [event["DTSTART"].dt for event in events(make_feed(by=people["officer"], unit=None))]
    assert days[:3] == [date(2026, 12, 19), date(2027, 1, 19), date(2027, 2, 19)]


def test_the_calendar_of_a_head_and_of_a_stand_in_holds_what_they_do_today(
    people: People, make_entry: MakeEntry, today: date
) -> None:
    theirs = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=today)
    not_given_out = make_entry(due_on=today)

    def summaries(name: str) -> set[str]:
        return {str(event["SUMMARY"]) for event in events(make_feed(by=people[name], unit=None))}

    assert summaries("head") == {f"Hạn: văn bản đến số {not_given_out.arrival_number} ({not_given_out.code})"}
    assert summaries("other_officer") == set()
    note_absence(people["officer"], people["other_officer"], first=today)
    stand_in = Staff.objects.get(pk=people["other_officer"].pk)
    assert {str(e["SUMMARY"]) for e in events(make_feed(by=stand_in, unit=None))} == {
        f"Hạn: văn bản đến số {theirs.arrival_number} ({theirs.code})"
    }


def test_the_file_has_what_outlook_google_and_thunderbird_ask_for(
    people: People, units: dict[str, Unit], make_entry: MakeEntry, today: date
) -> None:
    for number in range(5):
        entry = make_entry(State.ASSIGNED, due_on=today + timedelta(days=number), code=f"{number}/QĐ-UBND, «dài»;" * 4)
        add_deadline(entry, today + timedelta(days=number))
        answer = {"type": "event", "start": f"{today}T14:00:00+07:00", "tentative": True}
        add_deadline(entry, today, kind="meeting", answer=answer)
    content = fetch(make_feed(by=people["head"], unit=units[ECONOMY]))
    lines = content.split("\r\n")
    assert "\n" not in "".join(lines)  # RFC 5545, 3.1: lines end with CRLF
    assert max(len(line.encode()) for line in lines) <= 75
    calendar = Calendar.from_ical(content)
    assert (calendar["VERSION"], calendar["METHOD"]) == ("2.0", "PUBLISH")
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Asia/Ho_Chi_Minh"
    found = calendar.walk("VEVENT")
    assert len(found) == 10
    assert len({event["UID"] for event in found}) == 10
    event: Any
    for event in found:
        assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "LAST-MODIFIED"} <= set(event)
        assert event.errors == []
        assert event["DTSTAMP"].dt.utcoffset() == timedelta(0)
    assert "x-vanthu" not in content.lower()


def test_a_letter_of_another_unit_stands_in_no_calendar_of_ours(
    people: People, make_entry: MakeEntry, today: date
) -> None:
    entry: RegisterEntry = make_entry(due_on=today, unit=CULTURE)
    own, of_the_unit = (make_feed(by=people["head"], unit=unit) for unit in (None, people["head"].unit))
    for token in (own, of_the_unit):
        assert entry.code not in fetch(token)
