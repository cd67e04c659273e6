"""An office with units, people and a few letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from pipeline.inspect_file import FirstLook, Inspector
from pipeline.sandbox import Sandbox
from tests.web.inbox_office import InboxOffice, letter
from web.offices import current_office
from web.organization.models import Role, Staff, Unit
from web.organization.setup import update_units
from web.register.models import RegisterEntry, State

NOW = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)  # Monday 09:00 in Hà Nội
ECONOMY = "kinh-te-ha-tang-do-thi"
CULTURE = "van-hoa-xa-hoi"

People = dict[str, Staff]
MakeEntry = Callable[..., RegisterEntry]
only_on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite in its own words")


@pytest.fixture
def units(db: None) -> dict[str, Unit]:
    update_units(current_office())
    return {unit.code: unit for unit in Unit.objects.all()}


@pytest.fixture
def people(units: dict[str, Unit]) -> People:
    """One person for each role, and a second unit's head and officer."""
    wanted = {
        "clerk": (Role.CLERK, None),
        "leader": (Role.LEADER, None),
        "admin": (Role.ADMIN, None),
        "head": (Role.UNIT_HEAD, ECONOMY),
        "officer": (Role.OFFICER, ECONOMY),
        "other_head": (Role.UNIT_HEAD, CULTURE),
        "other_officer": (Role.OFFICER, CULTURE),
    }
    return {
        name: Staff.objects.create(username=name, last_name=name.title(), role=role, unit=units[unit] if unit else None)
        for name, (role, unit) in wanted.items()
    }


@pytest.fixture
def make_entry(units: dict[str, Unit]) -> MakeEntry:
    """Rows as intake and reading leave them; keyword arguments set columns, `unit` the lead unit's code."""
    numbers = count(1)

    def make(state: State = State.ASSIGNED, *, unit: str | None = ECONOMY, **columns: Any) -> RegisterEntry:
        number = next(numbers)
        lead = units[unit] if unit else None
        values: dict[str, Any] = {
            "file_name": f"{number}.pdf",
            "sha256": f"{number:064x}",
            "received_at": NOW,
            "year": 2026,
            "arrival_number": number,
            "state": state,
            "subject": f"Trích yếu số {number}",
            "code": f"{number}/UBND-ĐT",
            "issuing_body": "ỦY BAN NHÂN DÂN THÀNH PHỐ",
            "proposed_field": "dat-dai",
            "proposed_unit": lead,
            "field": "dat-dai",
            "lead_unit": lead,
            **columns,
        }
        return RegisterEntry.objects.create(**values)

    return make


@pytest.fixture
def sign_in(people: People) -> Callable[[str], Client]:
    def client_of(name: str) -> Client:
        client = Client()
        client.force_login(people[name])
        return client

    return client_of


@pytest.fixture(scope="module")
def inspect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox[Path, FirstLook]]:
    sandbox: Sandbox[Path, FirstLook] = Sandbox(Inspector(None), seconds=60, memory_mb=1000)
    # Warm, so that the child has all its libraries before a test gives up its rights.
    first = tmp_path_factory.mktemp("warm") / "first.pdf"
    first.write_bytes(letter(0))
    sandbox.run(first)
    yield sandbox
    sandbox.close()


@pytest.fixture
def office(db: None, tmp_path: Path, inspect: Sandbox[Path, FirstLook]) -> InboxOffice:
    return InboxOffice(tmp_path, inspect)
