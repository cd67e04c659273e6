"""Originals in an object store when wire, store or settings fail: nothing is lost, nothing is half there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import timezone

from pipeline.config import Office
from pipeline.errors import ConfigError, ExitCode, OriginalMissingError, StorageError, StoreUnreachableError
from pipeline.inspect_file import Inspector
from pipeline.sandbox import Sandbox
from tests.s3_server import BUCKET, PREFIX, S3Server, Wire, store_at, wire_to
from tests.web.conftest import MakeEntry
from tests.web.inbox_office import InboxOffice, letter, notices, numbers, only_entry
from tests.web.test_worker import load_fake
from web.offices import current_office
from web.operations.checks import Severity, run_checks
from web.operations.commands import push_originals
from web.originals import objects, originals_of
from web.originals.objects import ObjectOriginals
from web.originals.store import name_of
from web.register.models import RegisterEntry, State
from web.register.worker import Worker

LETTER = letter(1)
SHA256 = hashlib.sha256(LETTER).hexdigest()
STORED = f"{PREFIX}/{name_of(SHA256)}"


@pytest.fixture
def server(s3_server: S3Server) -> S3Server:
    s3_server.empty()
    return s3_server


@pytest.fixture
def wire(server: S3Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    monkeypatch.setattr(objects, "PAUSE_SECONDS", 0.0)  # a test need not wait until the store is asked again
    with wire_to(server) as wire:
        yield wire


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "letter.pdf"
    file.write_bytes(LETTER)
    return file


@pytest.fixture
def originals(wire: Wire, tmp_path: Path) -> ObjectOriginals:
    return ObjectOriginals(store_at(wire.url, tmp_path), tmp_path / "cache")


@pytest.fixture
def office(wire: Wire, tmp_path: Path) -> Office:
    """One whose originals lie behind the wire."""
    home = tmp_path / "home"
    (home / "var").mkdir(parents=True)
    return replace(current_office(), home=home, object_store=store_at(wire.url, tmp_path))


@pytest.fixture
def inbox(office: Office) -> Iterator[InboxOffice]:
    sandbox = Sandbox(Inspector(None), seconds=60, memory_mb=1000)
    yield InboxOffice(office.home, sandbox, store=originals_of(office))
    sandbox.close()


def test_an_upload_that_arrives_damaged_does_not_count(
    originals: ObjectOriginals, source: Path, wire: Wire, server: S3Server
) -> None:
    wire.sent = lambda body: body[:-1] + b"!" if body else body
    with pytest.raises(StorageError):
        originals.keep(source)
    assert server.objects() == {}
    wire.sent = bytes
    assert originals.keep(source).sha256 == SHA256
    assert server.objects() == {STORED: LETTER}


def test_a_download_that_arrives_damaged_is_not_handed_out(
    originals: ObjectOriginals, source: Path, wire: Wire
) -> None:
    originals.keep(source)
    wire.received = lambda body: b"!" + body[1:]
    with pytest.raises(OriginalMissingError), originals.at_hand(SHA256):
        pytest.fail("other bytes than were stored")
    wire.received = bytes
    with originals.at_hand(SHA256) as path:
        assert path.read_bytes() == LETTER


def test_a_download_that_is_cut_off_is_not_handed_out(originals: ObjectOriginals, source: Path, wire: Wire) -> None:
    originals.keep(source)
    wire.received = lambda body: body[: len(body) // 2]
    with pytest.raises(StoreUnreachableError), originals.at_hand(SHA256):
        pytest.fail("half of what was stored")


@pytest.mark.parametrize("status", [403, 500, 503])
def test_a_store_that_refuses_is_told_and_nothing_is_stored(
    status: int, originals: ObjectOriginals, source: Path, wire: Wire, server: S3Server
) -> None:
    wire.status = status
    with pytest.raises(StoreUnreachableError) as caught:
        originals.keep(source)
    assert "Tệp vẫn nằm trong thư mục" in caught.value.sentence
    assert originals.trouble() is not None
    assert server.objects() == {}


def test_a_wrong_bucket_is_named_in_the_sentence(server: S3Server, tmp_path: Path, source: Path) -> None:
    wrong = ObjectOriginals(store_at(server.url, tmp_path, bucket="khong-co"), tmp_path / "cache")
    with pytest.raises(StoreUnreachableError) as caught:
        wrong.keep(source)
    assert "originals.bucket" in caught.value.sentence


def test_credentials_that_cannot_be_read_end_the_start_without_showing_them(tmp_path: Path) -> None:
    file = tmp_path / "khoa"
    file.write_text("[khac]\naws_secret_access_key = bi-mat-lam", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        ObjectOriginals(store_at("http://127.0.0.1:1", tmp_path, credentials_file=file), tmp_path / "cache")
    assert "credentials_file" in caught.value.sentence
    assert "bi-mat-lam" not in f"{caught.value}{caught.value.sentence}"


@pytest.mark.django_db
def test_a_letter_waits_in_the_inbox_while_the_store_is_away_and_gets_one_number_afterwards(
    inbox: InboxOffice, wire: Wire, server: S3Server
) -> None:
    wire.status = 503
    inbox.drop("thu.pdf", LETTER)
    inbox.take()
    assert inbox.names() == ["thu.pdf"]
    assert not RegisterEntry.objects.exists()
    assert "kho bản gốc" in notices()[0].lower()
    wire.status = None
    inbox.take()
    assert inbox.names() == []
    assert (only_entry().sha256, numbers(only_entry().year)) == (SHA256, [1])
    assert server.objects() == {STORED: LETTER}
    assert notices() == []


@pytest.mark.django_db
def test_a_worker_waits_for_the_store_without_using_up_an_attempt_and_leaves_no_copy(
    office: Office, make_entry: MakeEntry, wire: Wire, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.register.worker.STORE_AGAIN_SECONDS", 0.01)
    source.write_text("good", encoding="ascii")
    stored = originals_of(office).keep(source)
    entry = make_entry(State.RECEIVED, unit=None, sha256=stored.sha256)
    failures = [503, 503, 503]

    def fail_three_times(_method: str) -> None:
        wire.status = failures.pop() if failures else None

    wire.before = fail_three_times
    worker = Worker(office, load_fake)
    try:
        assert worker.work_once(timezone.now())
    finally:
        worker.close()
    entry.refresh_from_db()
    assert (failures, entry.state, entry.attempts) == ([], State.ASSIGNED, 1)
    assert not list(office.originals_cache.rglob("*.pdf"))


@pytest.mark.django_db
def test_the_check_finds_what_is_missing_in_the_store(office: Office, inbox: InboxOffice, server: S3Server) -> None:
    inbox.drop("thu.pdf", LETTER)
    inbox.take()
    found = {finding.title: finding for finding in run_checks(office, timezone.now(), thorough=True)}
    assert found["Bản gốc"].severity is Severity.OK
    server.client.delete_object(Bucket=BUCKET, Key=STORED)
    found = {finding.title: finding for finding in run_checks(office, timezone.now())}
    assert found["Bản gốc"].severity is Severity.ERROR


def test_files_of_this_machine_are_pushed_into_the_store_and_stay(office: Office, server: S3Server) -> None:
    file = office.originals / name_of(SHA256)
    file.parent.mkdir(parents=True)
    file.write_bytes(LETTER)
    assert push_originals(office) == ExitCode.OK
    assert server.objects() == {STORED: LETTER}
    assert file.exists()
    assert push_originals(office) == ExitCode.OK  # cut off and begun again
    file.write_bytes(b"other")
    assert push_originals(office) != ExitCode.OK
