"""The worker with readings that go well, fail, crash, hang and eat memory: every one ends in the register."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
from django.utils import timezone

from pipeline.calendar_file import import_calendar, load_calendar
from pipeline.config import Office
from pipeline.documents import DocumentHeader, ExtractedText, Page, ProcessedDocument, Routing
from pipeline.errors import EncryptedFileError, SecretDocumentError
from pipeline.originals import path_of
from pipeline.process import Reader
from tests.web.conftest import ECONOMY, MakeEntry, People
from web.offices import current_office
from web.register import actions, queue, worker
from web.register.models import RegisterEntry, State
from web.register.worker import Worker

PATIENCE_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class FakeReader:
    """Behaves as the bytes of the original say."""

    def read(
        self, file: Path, *, received_on: date, is_cleared_of_secrecy: bool = False, first_page: Page | None = None
    ) -> ProcessedDocument:
        told = file.read_text(encoding="utf-8")
        match told.split():
            case ["hang"]:
                time.sleep(600)
            case ["slow", seconds]:
                time.sleep(float(seconds))
            case ["eat"]:
                hoard = [bytes(10_000_000) for _ in range(1000)]
                return document(str(len(hoard)))
            case ["crash"]:
                os._exit(3)
            case ["locked"]:
                raise EncryptedFileError
            case ["secret"] if not is_cleared_of_secrecy:
                raise SecretDocumentError
        return document(f"{told}, received on {received_on}")


def document(subject: str) -> ProcessedDocument:
    routing = Routing(ECONOMY, (), 0.9, needs_review=False, reason="")
    return ProcessedDocument(ExtractedText((), 1), DocumentHeader(subject=subject), (), None, routing, None)


def load_fake(_: Office) -> Reader:
    return cast(Reader, FakeReader())


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = current_office()
    return replace(office, home=tmp_path, limits=replace(office.limits, seconds_per_file=20, memory_mb=300))


@pytest.fixture
def reading(office: Office) -> Iterator[Worker]:
    reading = Worker(office, load_fake)
    yield reading
    reading.close()


@pytest.fixture
def hasty(office: Office) -> Iterator[Worker]:
    """A worker that gives a file half a second."""
    hasty = Worker(replace(office, limits=replace(office.limits, seconds_per_file=0.5)), load_fake)
    yield hasty
    hasty.close()


MakeLetter = Callable[[str], RegisterEntry]


@pytest.fixture
def make_letter(office: Office, make_entry: MakeEntry) -> MakeLetter:
    """A received entry whose original tells the fake reader what to do."""

    def make(told: str, **columns: object) -> RegisterEntry:
        entry = make_entry(State.RECEIVED, unit=None, **columns)
        original = path_of(office.originals, entry.sha256)
        original.parent.mkdir(parents=True, exist_ok=True)
        original.write_text(told, encoding="utf-8")
        return entry

    return make


def state_of(entry: RegisterEntry) -> tuple[str, str]:
    entry.refresh_from_db()
    return entry.state, entry.trouble_code


def later(seconds: float = 60) -> datetime:
    return timezone.now() + timedelta(seconds=seconds)


def test_without_work_nothing_is_done(reading: Worker, units: object) -> None:
    assert not reading.work_once(timezone.now())


def test_a_letter_is_read_and_saved(reading: Worker, make_letter: MakeLetter) -> None:
    entry = make_letter("good")
    assert reading.work_once(timezone.now())
    assert state_of(entry) == (State.ASSIGNED, "")
    assert entry.subject == "good, received on 2026-11-02"


def test_letters_are_read_one_after_another_in_order_of_receipt(reading: Worker, make_letter: MakeLetter) -> None:
    entries = [make_letter(f"good {number}") for number in range(3)]
    read = []
    while reading.work_once(timezone.now()):
        read.append([entry.pk for entry in entries if state_of(entry)[0] == State.ASSIGNED])
    assert read == [[entry.pk for entry in entries[:count]] for count in (1, 2, 3)]


@pytest.mark.parametrize(("told", "code"), [("crash", "crashed"), ("eat", "out_of_memory")])
def test_a_reading_that_ends_badly_three_times_is_shown_with_its_reason(
    reading: Worker, make_letter: MakeLetter, told: str, code: str
) -> None:
    entry = make_letter(told)
    for attempt in (1, 2, 3):
        assert state_of(entry) == (State.RECEIVED, "")
        assert reading.work_once(later(attempt * 60))
    assert state_of(entry) == (State.FAILED, code)


def test_a_reading_that_hangs_is_ended_and_tried_again(hasty: Worker, make_letter: MakeLetter) -> None:
    entry = make_letter("hang")
    started_at = time.monotonic()
    hasty.work_once(timezone.now())
    assert time.monotonic() - started_at < PATIENCE_SECONDS
    assert state_of(entry) == (State.RECEIVED, "")
    assert not hasty.work_once(timezone.now())  # not at once
    assert hasty.work_once(later())


@pytest.mark.parametrize("told", ["crash", "eat", "locked", "secret"])
def test_the_next_letter_is_read_after_a_bad_one(reading: Worker, make_letter: MakeLetter, told: str) -> None:
    make_letter(told)
    entry = make_letter("good")
    reading.work_once(timezone.now())
    reading.work_once(timezone.now())
    assert state_of(entry) == (State.ASSIGNED, "")


def test_a_locked_file_fails_at_once(reading: Worker, make_letter: MakeLetter) -> None:
    entry = make_letter("locked")
    reading.work_once(timezone.now())
    assert state_of(entry) == (State.FAILED, "encrypted")


def test_a_missing_original_is_told_after_three_attempts(reading: Worker, make_entry: MakeEntry) -> None:
    entry = make_entry(State.RECEIVED)
    for attempt in (1, 2, 3):
        reading.work_once(later(attempt * 60))
    assert state_of(entry) == (State.FAILED, "original_missing")
    assert "bản gốc" in entry.trouble


def test_an_entry_whose_workers_die_each_time_is_given_up(reading: Worker, make_letter: MakeLetter) -> None:
    entry = make_letter("good")
    RegisterEntry.objects.filter(pk=entry.pk).update(
        state=State.PROCESSING, attempts=queue.MAX_ATTEMPTS, lease_until=timezone.now() - timedelta(seconds=1)
    )
    reading.work_once(timezone.now())
    assert state_of(entry)[0] == State.FAILED
    assert "nhập tay" in entry.trouble


def test_a_secret_is_purged(reading: Worker, make_letter: MakeLetter, office: Office) -> None:
    entry = make_letter("secret")
    original = path_of(office.originals, entry.sha256)
    reading.work_once(timezone.now())
    assert state_of(entry) == (State.REFUSED, "secret")
    assert not original.exists()


def test_a_letter_that_a_clerk_cleared_of_secrecy_is_read_and_kept(
    reading: Worker, make_letter: Callable[..., RegisterEntry], make_entry: MakeEntry, people: People
) -> None:
    stopped = make_entry(State.REFUSED, unit=None, arrival_number=None, trouble_code="secret", source_key="7-8-9")
    actions.clear_secrecy(stopped.pk, by=people["clerk"], reason="Không phải dấu mật")
    entry = make_letter("secret", source_key="7-8-9")
    reading.work_once(timezone.now())
    assert state_of(entry) == (State.ASSIGNED, "")


def test_the_lease_is_kept_while_a_long_reading_lasts(
    reading: Worker, make_letter: MakeLetter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "LEASE", timedelta(seconds=0.3))
    kept: list[bool] = []
    keep = queue.keep

    def keep_and_count(claim: queue.Claim, now: datetime) -> bool:
        kept.append(keep(claim, now))
        return kept[-1]

    monkeypatch.setattr(queue, "keep", keep_and_count)
    entry = make_letter("slow 1")
    reading.work_once(timezone.now())
    assert len(kept) >= 3
    assert all(kept)
    assert state_of(entry) == (State.ASSIGNED, "")


def test_a_worker_that_lost_its_lease_stops_reading_and_writes_nothing(
    reading: Worker, make_letter: MakeLetter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "LEASE", timedelta(seconds=0.3))
    entry = make_letter("hang")
    keep = queue.keep

    def lose(claim: queue.Claim, now: datetime) -> bool:
        RegisterEntry.objects.filter(pk=claim.entry_id).update(attempts=claim.attempt + 1)  # somebody else took it over
        return keep(claim, now)

    monkeypatch.setattr(queue, "keep", lose)
    assert reading.work_once(timezone.now())
    assert state_of(entry) == (State.PROCESSING, "")
    assert entry.attempts == 2


def test_a_reading_left_behind_is_not_saved_under_the_next_entry(
    reading: Worker, make_letter: MakeLetter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "LEASE", timedelta(seconds=0.3))
    make_letter("slow 0.5")

    def fail(*_: object) -> bool:
        raise TimeoutError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr(queue, "keep", fail)
        with pytest.raises(TimeoutError):
            reading.work_once(timezone.now())
    entry = make_letter("good")
    reading.work_once(timezone.now())
    assert state_of(entry) == (State.ASSIGNED, "")
    assert entry.subject.startswith("good")


def test_a_newly_active_model_reads_the_next_letter(
    office: Office, make_letter: MakeLetter, monkeypatch: pytest.MonkeyPatch
) -> None:
    active = ["0001"]
    loaded = []

    def load(office: Office) -> Reader:
        loaded.append(active[0])
        return load_fake(office)

    monkeypatch.setattr(worker, "active_version", lambda _: active[0])
    reading = Worker(office, load)
    for version in ("0001", "0001", "0002", "0001"):
        active[0] = version
        make_letter("good")
        reading.work_once(timezone.now())
    reading.close()
    assert loaded == ["0001", "0002", "0001"]


def test_a_new_table_of_days_off_reaches_the_next_letter(office: Office, make_letter: MakeLetter) -> None:
    loads: list[bool] = []

    def load(given: Office) -> Reader:
        loads.append(given.calendar_file.exists())
        return load_fake(given)

    reading = Worker(office, load)
    try:
        for _ in range(2):
            make_letter("good")
            reading.work_once(timezone.now())
        import_calendar(b"31/12/2026;nghi\n", office.calendar_file)
        make_letter("good")
        reading.work_once(timezone.now())
    finally:
        reading.close()
    assert loads == [False, True]


def test_a_damaged_table_of_days_off_leaves_the_worker_as_it_was(office: Office, make_letter: MakeLetter) -> None:
    def load(given: Office) -> Reader:
        load_calendar(given.calendar_file)
        return load_fake(given)

    reading = Worker(office, load)
    try:
        reading.work_once(timezone.now())
        office.calendar_file.parent.mkdir(exist_ok=True)
        office.calendar_file.write_text("xx", encoding="utf-8")
        entry = make_letter("good")
        reading.work_once(timezone.now())
    finally:
        reading.close()
    assert state_of(entry) == (State.ASSIGNED, "")
