"""Every (person, address, state of the letter) is tried over HTTP: who is not named is refused and changes nothing.

The rows are in permission_rows.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from pipeline.documents import TextSource
from pipeline.originals import path_of
from tests.ward import copy_ward
from tests.web.conftest import CULTURE, ECONOMY, MakeEntry
from tests.web.inbox_office import letter as pdf
from tests.web.permission_rows import ROWS, SEES, STATES, Row, Scene
from web.offices import current_office
from web.organization.models import Absence, Role, Staff, Unit
from web.register.models import EntryDeadline, PageText, RegisterEntry, State

SERVICE, OFFICE_UNIT = "trung-tam-hcc", "van-phong"
REFUSED = (403, 404)
FOUND = 302
# Every request may write sessions; the other two hold what Django knows about our classes.
UNWATCHED = frozenset({"django_session", "auth_permission", "django_content_type"})
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
STATE_COLUMNS: dict[str, dict[str, Any]] = {
    "review": {"state": State.NEEDS_REVIEW},
    "assigned": {"state": State.ASSIGNED},
    "working": {"state": State.IN_PROGRESS},
    "restricted": {"state": State.ASSIGNED, "is_restricted": True},
    "completed": {"state": State.COMPLETED},
    "cancelled": {"state": State.ASSIGNED, "cancelled_at": timezone.now()},
    "secret": {"state": State.REFUSED, "trouble_code": "secret", "arrival_number": None, "sha256": "", "unit": None},
}


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
        current_office.cache_clear()
        yield tmp_path
    current_office.cache_clear()


@pytest.fixture
def scene(home: Path, units: dict[str, Unit], make_entry: MakeEntry) -> Scene:
    password = make_password("mat-khau-cu")
    people = {
        name: Staff.objects.create(
            username=name, last_name=name, role=role, unit=units[unit] if unit else None, password=password
        )
        for name, (role, unit) in CAST.items()
    }
    today = timezone.localdate()
    for absent, stand_in, last_on in (
        ("head", "stand_in", today),
        ("given", "given_stand_in", today),
        ("head", "former", today - timedelta(days=1)),
    ):
        Absence.objects.create(
            staff=people[absent],
            stand_in=people[stand_in],
            first_on=today - timedelta(days=2),
            last_on=last_on,
            noted_by=people["clerk"],
            noted_at=timezone.now(),
        )
    entries, deadlines = {}, {}
    for state in STATES:
        columns = {"officer": people["given"]} if state not in {"review", "secret"} else {}
        entries[state] = make_entry(subject=f"Trích yếu {state} của riêng mình", **columns, **STATE_COLUMNS[state])
        if state != "secret":
            entries[state].cooperating_units.add(units[SERVICE])
            _store_files(entries[state])
        deadlines[state] = EntryDeadline.objects.create(
            entry=entries[state], kind="periodic", due_on=today, applies_to_us=True, answer={"type": "rrule"}
        )
    return Scene(people, entries, deadlines)


def test_every_address_has_a_row() -> None:
    assert set(_names(get_resolver().url_patterns)) == {_address_name(row) for row in ROWS}


@pytest.mark.parametrize("name", ROWS)
def test_only_the_named_people_may_and_a_refusal_changes_nothing(name: str, scene: Scene) -> None:
    row = ROWS[name]
    clients = {person: _signed_in(scene.people[person]) for person in CAST} | {"nobody": Client()}
    states = STATES if set(row.who) - {""} else ("",)
    expected = {state: set(row.who.get(state, "").split()) for state in states}
    found = {}
    for state in states:
        before = _everything()
        found[state] = {
            person for person, client in clients.items() if _may(client, _address_name(name), row, scene, state, before)
        }
    assert found == expected


LISTS = [name for name, row in ROWS.items() if set(row.who) == {""} and row.method == "GET"]


@pytest.mark.parametrize("name", LISTS)
def test_no_list_names_a_letter_to_who_may_not_open_it(name: str, scene: Scene) -> None:
    """Also the lists of a unit: a restricted letter is not even named to its other officers."""
    address = reverse(name, args=ROWS[name].arguments(scene, ""))
    named = set()
    for person in CAST:
        response = _signed_in(scene.people[person]).get(address)
        content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
        named |= {(state, person) for state in STATES if f"Trích yếu {state}".encode() in content}
    may = {(state, person) for state, who in SEES.items() for person in who.split()}
    assert named - may == set()


def test_the_lists_of_the_matrix_do_show_letters(scene: Scene) -> None:
    page = _signed_in(scene.people["head"]).get(reverse("queue")).content.decode()
    assert "Trích yếu restricted" in page
    assert "Trích yếu restricted" not in _signed_in(scene.people["mate"]).get(reverse("queue")).content.decode()


def _may(client: Client, name: str, row: Row, scene: Scene, state: str, before: Mapping[str, Any]) -> bool:
    """Try it, look at what changed, and undo it."""
    data = row.data(scene, state) if callable(row.data) else row.data
    address = reverse(name, args=row.arguments(scene, state))
    with transaction.atomic():
        response = client.post(address, data) if row.method == "POST" else client.get(address)
        response.close()
        allowed = not _is_refusal(response, name)
        after = _everything() if row.changes or not allowed else before
        transaction.set_rollback(True)
    what = f"{state} {response.status_code} {response.headers.get('Location', '')}"
    if not allowed:
        assert after == before, f"refused, but something changed: {what}"
        return False
    assert response.status_code in row.answers, what
    if row.changes:
        assert after != before, f"allowed, but nothing changed: {what}"
    return True


def _is_refusal(response: HttpResponseBase, name: str) -> bool:
    if response.status_code in REFUSED:
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


def _address_name(row: str) -> str:
    """«accounts POST» is a second row of «accounts»."""
    return row.removesuffix(" POST")


def _names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns)
        else:
            yield pattern.name or str(pattern.pattern)


def _signed_in(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff)
    return client


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
