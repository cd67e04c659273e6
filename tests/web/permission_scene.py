"""Who tries the addresses of the permission matrix, and the letters, requests and links that they try them on.

head, mate and given are of the unit that leads (mate has not been given the letter, given has); coop is the head of a
cooperating unit; stand_in does the head's work today, given_stand_in that of given; former did the head's work until
yesterday; other_head and other_officer are of a third unit; nobody is not signed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from pipeline.documents import TextSource
from pipeline.originals import path_of
from tests.web.conftest import CULTURE, ECONOMY, MakeEntry
from tests.web.inbox_office import letter as pdf
from web.offices import current_office
from web.organization.models import Absence, Role, Staff, Unit
from web.register import search
from web.register.models import EntryDeadline, Extension, ExtensionState, PageText, RegisterEntry, Reply, State
from web.reminders.actions import make_feed
from web.reminders.models import CalendarFeed, Channel, Message, MessageKind, MessageState, Reminder, Stage

SERVICE, OFFICE_UNIT = "trung-tam-hcc", "van-phong"
CAST: dict[str, tuple[Role, str | None]] = {
    "clerk": (Role.CLERK, None),
    "leader": (Role.LEADER, None),
    "admin": (Role.ADMIN, None),
    "head": (Role.UNIT_HEAD, ECONOMY),
    "mate": (Role.OFFICER, ECONOMY),
    "given": (Role.OFFICER, ECONOMY),
    "coop": (Role.UNIT_HEAD, SERVICE),
    "other_head": (Role.UNIT_HEAD, CULTURE),
    "other_officer": (Role.OFFICER, CULTURE),
    "stand_in": (Role.OFFICER, OFFICE_UNIT),
    "given_stand_in": (Role.OFFICER, OFFICE_UNIT),
    "former": (Role.OFFICER, OFFICE_UNIT),
}
# One letter in each of these states; `secret` is a file with a secrecy mark that lies in the inbox.
STATE_COLUMNS: dict[str, dict[str, Any]] = {
    "review": {"state": State.NEEDS_REVIEW},
    "registered": {"state": State.REGISTERED},
    "assigned": {"state": State.ASSIGNED},
    "working": {"state": State.IN_PROGRESS},
    "restricted": {"state": State.ASSIGNED, "is_restricted": True},
    "completed": {"state": State.COMPLETED, "completed_at": timezone.now()},
    "cancelled": {"state": State.ASSIGNED, "cancelled_at": timezone.now()},
    "secret": {"state": State.REFUSED, "trouble_code": "secret", "arrival_number": None, "sha256": "", "unit": None},
}
STATES = tuple(STATE_COLUMNS)
NOT_GIVEN = {"review", "registered", "secret"}
ANSWERED = {
    "assigned",
    "working",
}  # here more time was asked for and refused; in the other states somebody waits for it


@dataclass(frozen=True)
class Scene:
    """What the addresses and the data of a row are made from; rows without a class of their own here by their id."""

    people: Mapping[str, Staff]
    entries: Mapping[str, RegisterEntry]
    deadlines: Mapping[str, EntryDeadline]
    extensions: Mapping[str, Extension]
    replies: Mapping[str, Reply]
    twin: RegisterEntry  # perhaps the same letter as `assigned`; it waits for the clerk
    absences: Mapping[str, int]
    reminders: Mapping[str, int]
    feeds: Mapping[str, tuple[int, str]]  # id and secret
    message: int


def mark(state: str) -> str:
    """A word that stands in number and subject of the letter in this state, and nowhere else."""
    return f"Dau{state}"


def make_scene(units: dict[str, Unit], make_entry: MakeEntry) -> Scene:
    people = _people(units)
    absences = _absences(people)
    today = timezone.localdate()
    entries = {state: _letter(state, people, units, make_entry, today) for state in STATES}
    deadlines = {
        state: EntryDeadline.objects.create(
            entry=entry, kind="periodic", due_on=today, applies_to_us=True, answer={"type": "rrule"}
        )
        for state, entry in entries.items()
    }
    twin = make_entry(
        State.NEEDS_REVIEW, subject=f"{mark('review')} bản thứ hai", code=entries["assigned"].code, issued_on=today
    )
    return Scene(
        people=people,
        entries=entries,
        deadlines=deadlines,
        extensions={state: _request(state, deadline, people["given"]) for state, deadline in deadlines.items()},
        replies={state: _reply(entry, people["given"]) for state, entry in entries.items()},
        twin=twin,
        absences=absences,
        reminders=_reminders(people, entries, today),
        feeds=_feeds(people["head"]),
        message=_refused_message(people["mate"]),
    )


def _people(units: dict[str, Unit]) -> dict[str, Staff]:
    password = make_password("mat-khau-cu")
    return {
        name: Staff.objects.create(
            username=name,
            last_name=name,
            role=role,
            unit=units[unit] if unit else None,
            password=password,
            email=f"{name}@an-thanh.test",
        )
        for name, (role, unit) in CAST.items()
    }


def _absences(people: Mapping[str, Staff]) -> dict[str, int]:
    today = timezone.localdate()
    found = {}
    for absent, stand_in, last_on in (
        ("head", "former", today - timedelta(days=1)),
        ("head", "stand_in", today),
        ("given", "given_stand_in", today),
    ):
        absence = Absence.objects.create(
            staff=people[absent],
            stand_in=people[stand_in],
            first_on=today - timedelta(days=2),
            last_on=last_on,
            noted_by=people["clerk"],
            noted_at=timezone.now(),
        )
        found[absent] = absence.pk
    return found


def _letter(
    state: str, people: Mapping[str, Staff], units: Mapping[str, Unit], make_entry: MakeEntry, today: date
) -> RegisterEntry:
    columns = {"due_on": today, "issued_on": today, **STATE_COLUMNS[state]}
    if state not in NOT_GIVEN:
        columns["officer"] = people["given"]
    entry = make_entry(subject=f"Trích yếu {mark(state)} của riêng mình", code=f"{mark(state)}/UBND-ĐT", **columns)
    if state != "secret":
        entry.cooperating_units.add(units[SERVICE])
        _store_files(entry)
        search.index_entry(entry.pk)
    return entry


def _request(state: str, deadline: EntryDeadline, asked_by: Staff) -> Extension:
    assert deadline.due_on is not None
    return Extension.objects.create(
        entry=deadline.entry,
        deadline=deadline,
        was_due_on=deadline.due_on,
        until=deadline.due_on + timedelta(days=7),
        reason="x",
        state=ExtensionState.REFUSED if state in ANSWERED else ExtensionState.ASKED,
        asked_by=asked_by,
        asked_at=timezone.now(),
    )


def _reply(entry: RegisterEntry, noted_by: Staff) -> Reply:
    return Reply.objects.create(entry=entry, code="14/UBND-KT", noted_by=noted_by, noted_at=timezone.now())


def _reminders(people: Mapping[str, Staff], entries: Mapping[str, RegisterEntry], today: date) -> dict[str, int]:
    """Everybody was reminded of every letter once, also of those that they may not see any more."""
    found = {}
    for name, person in people.items():
        for entry in entries.values():
            reminder = Reminder.objects.create(
                entry=entry, person=person, stage=Stage.OVERDUE, key="overdue", due_on=today, made_at=timezone.now()
            )
            found[name] = reminder.pk
    return found


def _feeds(owner: Staff) -> dict[str, tuple[int, str]]:
    tokens = {name: make_feed(by=owner, unit=None) for name in ("head", "revoked")}
    keys = dict(zip(tokens, CalendarFeed.objects.order_by("pk").values_list("pk", flat=True), strict=True))
    CalendarFeed.objects.filter(pk=keys["revoked"]).update(revoked_at=timezone.now())
    return {name: (keys[name], token) for name, token in tokens.items()}


def _refused_message(person: Staff) -> int:
    now = timezone.now()
    return Message.objects.create(
        key="x",
        channel=Channel.MAIL,
        kind=MessageKind.SINGLE,
        person=person,
        made_at=now,
        not_before=now,
        state=MessageState.FAILED,
    ).pk


def _store_files(entry: RegisterEntry) -> None:
    """The original, the picture of its page, and the page without text, as a scan without OCR leaves it."""
    office = current_office()
    original = path_of(office.originals, entry.sha256)
    original.parent.mkdir(parents=True, exist_ok=True)
    original.write_bytes(pdf(0))
    picture = office.page_cache / original.stem / "1.webp"
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(b"RIFF")
    PageText.objects.create(entry=entry, number=1, width=595, height=842, source=TextSource.NONE.value, text="")
