"""What `vanthu check` and the page «Hệ thống» find, each fault made for real."""

from __future__ import annotations

import hashlib
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from pipeline.config import BackupConfig, Office, load_office
from pipeline.time_zone import VIETNAM_TIME
from tests.home import run
from tests.web.conftest import MakeEntry
from web.operations.backups import make_backup
from web.operations.checks import Severity, run_checks
from web.operations.schedule import is_backup_due
from web.originals.files import FileOriginals
from web.register.audit import record
from web.register.models import ArrivalCounter, Event, RegisterEntry, State


@pytest.fixture
def office(trained_home: Path, tmp_path: Path, db: None) -> Office:
    """The files of a home beside the test database."""
    office = load_office(trained_home)
    (tmp_path / "inbox").mkdir()
    (tmp_path / "var").mkdir()
    return replace(
        office,
        home=tmp_path,
        inbox=replace(office.inbox, folder=tmp_path / "inbox"),
        backups=BackupConfig(tmp_path / "backups", None, 7),
    )


def wrong(office: Office, now: datetime | None = None, *, thorough: bool = False) -> dict[str, str]:
    """Title -> sentence of all that is not right, but for what stands still because no service runs in a test."""
    findings = run_checks(office, now or timezone.now(), thorough=thorough)
    ignored = {"Các bộ phận", "Mô hình phân loại", "Sao lưu", "Ổ đĩa"}
    return {
        found.title: found.sentence for found in findings if found.severity > Severity.OK and found.title not in ignored
    }


def store(office: Office, entry: RegisterEntry, content: bytes) -> Path:
    sha256 = hashlib.sha256(content).hexdigest()
    RegisterEntry.objects.filter(pk=entry.pk).update(sha256=sha256)
    path = office.originals / sha256[:2] / f"{sha256}.pdf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_an_office_in_order_has_no_finding(office: Office, make_entry: MakeEntry) -> None:
    store(office, make_entry(), b"a letter")
    ArrivalCounter.objects.create(year=2026, last_number=1)
    assert wrong(office, thorough=True) == {}


def test_a_lost_original_is_told(office: Office, make_entry: MakeEntry) -> None:
    store(office, make_entry(), b"a letter").unlink()
    assert "Mất 1 bản gốc" in wrong(office)["Bản gốc"]


def test_a_flipped_byte_in_an_original_is_found_by_the_thorough_check(office: Office, make_entry: MakeEntry) -> None:
    store(office, make_entry(), b"a letter").write_bytes(b"a lettes")
    assert "Bản gốc" not in wrong(office)
    assert "1 bản gốc bị hỏng" in wrong(office, thorough=True)["Bản gốc"]


def test_an_original_without_a_row_is_told(office: Office, make_entry: MakeEntry) -> None:
    path = store(office, make_entry(), b"a letter")
    path.with_stem("f" * 64).write_bytes(b"another")
    assert "1 tệp không thuộc văn bản nào" in wrong(office)["Bản gốc"]


def test_a_gap_in_the_numbers_is_told(office: Office, make_entry: MakeEntry) -> None:
    ArrivalCounter.objects.create(year=2026, last_number=3)
    store(office, make_entry(arrival_number=1), b"1")
    store(office, make_entry(arrival_number=3), b"3")
    assert "2026" in wrong(office)["Số đến"]


def test_a_letter_that_nobody_goes_on_reading_is_told(office: Office, make_entry: MakeEntry) -> None:
    long_ago = timezone.now() - timedelta(hours=1)
    store(office, make_entry(State.PROCESSING, lease_until=long_ago), b"1")
    assert "1 văn bản bị bỏ dở" in wrong(office)["Đọc văn bản"]


def test_a_clock_that_went_back_is_told(office: Office) -> None:
    record(Event.SIGNED_IN)
    assert "chạy lùi" in wrong(office, timezone.now() - timedelta(days=1))["Đồng hồ"]


def test_the_free_space_is_told_as_vietnamese_write_figures(office: Office) -> None:
    (told,) = [found.sentence for found in run_checks(office, timezone.now()) if found.title == "Ổ đĩa"]
    assert re.match(r"Còn trống [\d.]+,\d\s[KMGT]B\.", told)


def test_a_missing_inbox_is_told(office: Office) -> None:
    office.inbox.folder.rmdir()
    assert "Thư mục nhận văn bản" in wrong(office)


def test_the_command_tells_a_damaged_database_with_its_exit_code(trained_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(trained_home, tmp_path / "home"))
    assert run(home, "setup").returncode == 0
    database = home / "var" / "vanthu.sqlite3"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(database.read_bytes())
    content[4096 * 3 : 4096 * 12] = b"\xff" * (4096 * 9)
    database.write_bytes(content)
    done = run(home, "check")
    assert done.returncode != 0
    assert "Bị hỏng" in done.stdout.decode() or "malformed" in done.stderr.decode()


def test_a_backup_that_still_holds_a_purged_secret_document_is_named(
    office: Office, make_entry: MakeEntry, trained_home: Path, tmp_path: Path
) -> None:
    home = Path(shutil.copytree(trained_home, tmp_path / "home"))
    assert run(home, "setup").returncode == 0
    now = timezone.now()
    made = make_backup(home, office.backup.folder, originals=FileOriginals(home / "var" / "originals"), now=now)
    entry = make_entry(State.REFUSED, received_at=now - timedelta(hours=1), cancelled_at=now)
    record(Event.SECRET_STOPPED, entry_id=entry.pk)
    sentences = [found.sentence for found in run_checks(office, now) if found.severity is Severity.ERROR]
    assert any(made.path.name in sentence and "dấu mật" in sentence for sentence in sentences)


def test_the_nightly_backup_is_due_once_a_night_and_also_after_a_night_without_power(
    office: Office, trained_home: Path, tmp_path: Path
) -> None:
    home = Path(shutil.copytree(trained_home, tmp_path / "home"))
    assert run(home, "setup").returncode == 0
    nightly = replace(office, backups=BackupConfig(office.backup.folder, time(1, 30), 7))
    morning = datetime(2026, 11, 3, 8, 0, tzinfo=VIETNAM_TIME)
    assert is_backup_due(nightly, morning)
    assert not is_backup_due(office, morning)
    make_backup(home, office.backup.folder, originals=FileOriginals(home / "var" / "originals"), now=morning)
    assert not is_backup_due(nightly, morning + timedelta(hours=17))
    assert is_backup_due(nightly, morning + timedelta(hours=18))


def test_the_page_of_the_system_shows_the_findings_and_checks_all_on_demand(sign_in: Callable[[str], Client]) -> None:
    client = sign_in("admin")
    page = client.get("/he-thong/").content.decode()
    assert "Bộ theo dõi thư mục nhận văn bản đang dừng" in page
    assert "Số đến" not in page
    assert "Liền mạch, không trùng." in client.post("/he-thong/").content.decode()
