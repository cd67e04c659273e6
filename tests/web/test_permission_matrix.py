"""Every (person, address, state of the letter) is tried over HTTP: who is not named is refused and changes nothing.

The rows are in permission_rows.py, the people and letters in permission_scene.py.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping
from enum import Enum, auto
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.ward import copy_ward
from tests.web.answers import close
from tests.web.conftest import MakeEntry
from tests.web.permission_rows import ROWS, SEES, Row
from tests.web.permission_scene import CAST, STATES, Scene, make_scene, mark
from web.offices import current_office, office_at
from web.organization.models import Staff, Unit
from web.organization.sessions import API_NAMESPACE
from web.register.models import AuditRecord, Event
from web.reminders.actions import make_feed
from web.reminders.permissions import can_have_own_feed, can_have_unit_feed

REFUSED = (403, 404)
OK, FOUND, BAD_REQUEST, WRONG_METHOD = 200, 302, 400, 405
# Every request may write sessions; the other two hold what Django knows about our classes.
UNWATCHED = frozenset({"django_session", "auth_permission", "django_content_type"})
# What a GET may write: that it was made, that a reminder was seen with its letter, when a calendar was last fetched.
WRITTEN_BY_GET = frozenset({"register_auditrecord", "reminders_reminder", "reminders_calendarfeed"})
RECORDED_BY_GET = {Event.VIEWED, Event.DOWNLOADED, Event.EXPORTED, Event.AUDIT_READ}

Tables = Mapping[str, list[tuple[Any, ...]]]


class Outcome(Enum):
    """Of one try."""

    DONE = auto()
    TOLD = auto()  # led to a page that says why it is too late
    REFUSED = auto()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """An office of its own on disk: what a button writes there stays here."""
    copy_ward(tmp_path)
    (tmp_path / "var").mkdir()
    report = tmp_path / "models" / "0001" / "report"
    report.mkdir(parents=True)
    (report / "confusion.png").write_bytes(b"\x89PNG")
    card = {"created_at": "2026-11-02T09:00:00+07:00", "summary": "x"}
    (report.parent / "card.json").write_text(json.dumps(card), encoding="utf-8")
    # What is tried here is rights, not hashing.
    with override_settings(HOME=tmp_path, PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        office_at.cache_clear()
        (current_office().inbox.folder).mkdir(exist_ok=True)
        yield tmp_path
    office_at.cache_clear()


@pytest.fixture
def scene(home: Path, units: dict[str, Unit], make_entry: MakeEntry) -> Scene:
    return make_scene(units, make_entry)


def test_every_address_has_a_row() -> None:
    assert set(_names(get_resolver().url_patterns)) == {_address_name(row) for row in ROWS}


@pytest.mark.parametrize("name", ROWS)
def test_only_the_named_people_may_and_a_refusal_changes_nothing(name: str, scene: Scene) -> None:
    row = ROWS[name]
    clients = {person: _signed_in(scene.people[person]) for person in CAST} | {"nobody": Client()}
    found: dict[str, dict[str, Outcome]] = {}
    before = _everything()
    for state in _states_of(row):
        found[state] = {
            person: _try(client, _address_name(name), row, scene, state, before) for person, client in clients.items()
        }
    for outcome, expected in ((Outcome.DONE, row.who), (Outcome.TOLD, row.told)):
        assert {state: _who(outcome, tried) for state, tried in found.items()} == {
            state: set(expected.get(state, "").split()) for state in found
        }


ONLY_TO_SEND = sorted(name for name, row in ROWS.items() if row.method == "POST" and " " not in name)


@pytest.mark.parametrize("name", ONLY_TO_SEND)
def test_a_link_does_nothing_where_a_button_is_meant(name: str, scene: Scene) -> None:
    """Else a picture in a mail could press it."""
    row = ROWS[name]
    state = next(iter(_states_of(row)))
    address = reverse(name, args=row.arguments(scene, state))
    clients = [_signed_in(scene.people[person]) for person in ("clerk", "leader", "head", "admin")]
    before = _everything()
    assert {client.get(address).status_code for client in clients} == {WRONG_METHOD}
    assert _everything() == before


# A calendar is opened by its link, whoever holds it; what is in it, below.
LISTS = [name for name, row in ROWS.items() if set(row.who) == {""} and row.method == "GET" and row.who[""]]
LISTS.remove("feed")
MAY = {(state, person) for state, who in SEES.items() for person in who.split()}


@pytest.mark.parametrize("name", LISTS)
def test_no_list_names_a_letter_to_who_may_not_open_it(name: str, scene: Scene) -> None:
    """Also books, sheets and the lists of a unit: a restricted letter is not even named to its other officers."""
    row = ROWS[name]
    address = f"{reverse(name, args=row.arguments(scene, ''))}?{row.query}"
    assert _named(scene, address) - MAY == set()


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("queue", "head"),
        ("unit-queue", "stand_in"),
        ("my-work", "given"),
        ("search", "given"),
        ("reminders", "given"),
        ("register-pdf", "clerk"),
        ("register-xlsx", "clerk"),
        ("follow-up-pdf", "head"),
        ("follow-up-xlsx", "stand_in"),
    ],
)
def test_the_lists_of_the_matrix_do_show_letters(name: str, person: str, scene: Scene) -> None:
    """So that the test above looks at something."""
    row = ROWS[name]
    address = f"{reverse(name, args=row.arguments(scene, ''))}?{row.query}"
    assert ("restricted", person) in _named(scene, address)


def test_no_calendar_names_a_letter_to_who_may_not_open_it(scene: Scene, units: dict[str, Unit]) -> None:
    """By its number in a mark for ordinary letters, by the arrival number alone for restricted ones."""
    restricted = f"số {scene.entries['restricted'].arrival_number}\r\n"
    told_restricted = set()
    for person, staff in scene.people.items():
        own = [None] if can_have_own_feed(staff) else []
        for unit in (*own, *(unit for unit in units.values() if can_have_unit_feed(staff, unit))):
            content = _content(Client().get(reverse("feed", args=[make_feed(by=staff, unit=unit)])))
            content = content.replace("\r\n ", "")  # long lines are folded
            assert _marks(content, person) - MAY == set()
            assert mark("restricted") not in content
            if restricted in content:
                told_restricted.add(person)
    assert told_restricted == {"clerk", "leader", "head", "given", "given_stand_in"}


def _named(scene: Scene, address: str) -> set[tuple[str, str]]:
    found = set()
    for person in CAST:
        found |= _marks(_content(_signed_in(scene.people[person]).get(address)), person)
    return found


def _marks(content: str, person: str) -> set[tuple[str, str]]:
    return {(state, person) for state in STATES if mark(state) in content}


def _content(response: Any) -> str:
    """What a person can read in it."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    close(response)
    kind = response.headers.get("Content-Type", "")
    if kind.endswith("spreadsheetml.sheet"):
        with zipfile.ZipFile(BytesIO(content)) as book:
            return "".join(book.read(name).decode(errors="replace") for name in book.namelist())
    if kind == "application/pdf":
        pages = pypdfium2.PdfDocument(content)
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)
    return str(content.decode(errors="replace"))


def _states_of(row: Row) -> tuple[str, ...]:
    return STATES if {*row.who, *row.told} - {""} else ("",)


def _who(outcome: Outcome, tried: Mapping[str, Outcome]) -> set[str]:
    return {person for person, found in tried.items() if found is outcome}


def _try(client: Client, name: str, row: Row, scene: Scene, state: str, before: Tables) -> Outcome:
    """Try it, look at what changed, and undo it."""
    data = row.data(scene, state) if callable(row.data) else row.data
    address = reverse(name, args=row.arguments(scene, state))
    with transaction.atomic():
        response = client.post(address, data) if row.method == "POST" else client.get(f"{address}?{row.query}")
        close(response)
        is_refused = _is_refusal(response, name, row)
        after = _everything()
        recorded = set(AuditRecord.objects.filter(pk__gt=_last_record(before)).values_list("event", flat=True))
        transaction.set_rollback(True)
    what = f"{state} {response.status_code} {response.headers.get('Location', '')}"
    changed = {table for table in after if after[table] != before[table]}
    if is_refused:
        assert not changed, f"refused, but something changed: {what}"
        return Outcome.REFUSED
    assert response.status_code in row.answers, what
    if row.method == "GET":
        assert changed <= WRITTEN_BY_GET, f"changed by looking: {changed} {what}"
        assert recorded <= RECORDED_BY_GET, f"recorded by looking: {recorded} {what}"
    return Outcome.TOLD if row.changes and not changed and response.status_code == FOUND else Outcome.DONE


def _is_refusal(response: HttpResponseBase, name: str, row: Row) -> bool:
    if response.status_code in REFUSED or (response.status_code == BAD_REQUEST and BAD_REQUEST not in row.answers):
        return True
    sign_in = reverse("sign-in")
    leads_to_sign_in = response.status_code == FOUND and response["Location"].startswith(sign_in)
    return leads_to_sign_in and "nobody" not in ROWS[name].who.get("", "").split()


def _everything() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables."""
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(set(connection.introspection.django_table_names()) - UNWATCHED):
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")  # noqa: S608  our own tables
            found[table] = cursor.fetchall()
    return found


def _last_record(tables: Tables) -> int:
    return max((row[0] for row in tables["register_auditrecord"]), default=0)


def _address_name(row: str) -> str:
    """«accounts POST» is a second row of «accounts»."""
    return row.split(" ", maxsplit=1)[0]


def _names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace == API_NAMESPACE:
                continue  # of programs, with keys: test_api.py
            yield from _names(pattern.url_patterns)
        else:
            yield pattern.name or str(pattern.pattern)


def _signed_in(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff)
    return client
