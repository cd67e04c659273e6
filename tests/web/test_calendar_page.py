"""The administrator's page of days off, the command beside it, and workers that follow."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from pipeline.calendar_file import load_calendar
from pipeline.errors import ExitCode
from tests.home import PROJECT, run
from tests.pipeline.test_calendar_file import NEXT_YEAR
from tests.web.conftest import People
from web.offices import current_office
from web.organization import actions, views
from web.register.models import AuditRecord, Event

SignIn = Callable[[str], Client]


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The page works on a home of its own."""
    office = replace(current_office(), home=tmp_path)
    monkeypatch.setattr(views, "current_office", lambda: office)
    return office.calendar_file


def upload(client: Client, text: str) -> tuple[int, str]:
    file = SimpleUploadedFile("lich.csv", text.encode())
    response = client.post(reverse("calendar"), {"file": file}, follow=True)
    return response.status_code, response.content.decode()


def test_the_page_says_which_years_are_known(sign_in: SignIn, table: Path) -> None:
    page = sign_in("admin").get(reverse("calendar")).content.decode()
    assert "Năm 2026" in page
    assert "Chưa có lịch nghỉ năm này" in page


def test_an_uploaded_table_is_taken_over_and_recorded(sign_in: SignIn, people: People, table: Path) -> None:
    status, page = upload(sign_in("admin"), NEXT_YEAR)
    assert (status, "Đã nhập lịch nghỉ năm 2027." in page) == (200, True)
    assert 2027 in load_calendar(table).known_years
    record = AuditRecord.objects.get(event=Event.CALENDAR_CHANGED)
    assert (record.by, record.details) == (people["admin"], {"years": [2027]})


def test_problems_are_shown_and_nothing_is_taken_over(sign_in: SignIn, table: Path) -> None:
    status, page = upload(sign_in("admin"), NEXT_YEAR + "30/02/2027;nghi\n")
    assert status == 400
    assert "Dòng 10: " in page
    assert not table.exists()
    assert not AuditRecord.objects.filter(event=Event.CALENDAR_CHANGED).exists()


def test_a_damaged_table_is_told_on_the_page(sign_in: SignIn, table: Path) -> None:
    table.parent.mkdir()
    table.write_text("xx", encoding="utf-8")
    assert "Dòng 1" in sign_in("admin").get(reverse("calendar")).content.decode()


def test_only_the_administrator_changes_the_calendar(people: People, tmp_path: Path) -> None:
    with pytest.raises(PermissionDenied):
        actions.import_days_off(NEXT_YEAR.encode(), tmp_path / "calendar.csv", by=people["clerk"])


@pytest.fixture
def bare_home(tmp_path: Path) -> Path:
    """Settings only: no model, no database."""
    (tmp_path / "ward.toml").write_bytes((PROJECT / "ward.toml").read_bytes())
    return tmp_path


@pytest.mark.slow
def test_the_command_imports_shows_and_counts(bare_home: Path, tmp_path: Path) -> None:
    file = tmp_path / "lich-2027.csv"
    file.write_text(NEXT_YEAR, encoding="utf-8")
    done = run(bare_home, "calendar", str(file))
    assert done.returncode == ExitCode.OK
    assert "2027  nghỉ: 01/01, 05/02" in done.stdout.decode()
    text = "Trong thời hạn 02 ngày làm việc kể từ ngày ký ban hành, gửi báo cáo."
    row = json.dumps({"id": "a", "text": text, "issued_on": "2027-02-04"})
    answer = run(bare_home, "deadlines", stdin=row.encode()).stdout.decode()
    assert '"due_on": "2027-02-10"' in answer
    assert "calendar_unknown" not in answer


@pytest.mark.slow
def test_the_command_tells_the_problems_of_a_table(bare_home: Path, tmp_path: Path) -> None:
    file = tmp_path / "lich.csv"
    file.write_text("x;nghi\n", encoding="utf-8")
    done = run(bare_home, "calendar", str(file))
    assert done.returncode == ExitCode.CONFIG
    assert "Dòng 1: " in done.stderr.decode()


@pytest.mark.slow
@pytest.mark.parametrize("command", ["deadlines", "calendar"])
def test_a_damaged_table_stops_a_command_with_its_sentence(bare_home: Path, command: str) -> None:
    (bare_home / "var").mkdir()
    (bare_home / "var" / "calendar.csv").write_text("xx", encoding="utf-8")
    done = run(bare_home, command)
    assert done.returncode == ExitCode.CONFIG
    assert "Dòng 1: " in done.stderr.decode()
    assert b"Traceback" not in done.stderr


@pytest.mark.slow
def test_text_in_decomposed_letters_is_read_too(bare_home: Path) -> None:
    row = '{"id":"a","text":"Gửi báo cáo trước ngày 05/12/2025.","issued_on":"2025-11-20"}'
    answer = run(bare_home, "deadlines", stdin=unicodedata.normalize("NFD", row).encode()).stdout.decode()
    assert '"due_on": "2025-12-04"' in answer
