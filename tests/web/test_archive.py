"""The archive: every letter and every byte in it, readable with the standard tool, and never half there."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import bagit
import pytest
from django.utils import timezone

from pipeline.config import Office
from pipeline.errors import ExitCode, StorageError
from tests.disks import tiny_disk
from tests.web.conftest import MakeEntry
from tests.web.inbox_office import letter
from web.offices import current_office
from web.operations.archive import ArchiveProblemError, write_archive
from web.operations.commands import archive
from web.originals.files import FileOriginals
from web.register.models import AuditRecord, EntryDeadline, Event, PageText, RegisterEntry, State


@pytest.fixture
def originals(tmp_path: Path) -> FileOriginals:
    return FileOriginals(tmp_path / "var" / "originals")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return replace(current_office(), home=tmp_path)


@pytest.fixture
def entry(make_entry: MakeEntry, originals: FileOriginals, tmp_path: Path) -> RegisterEntry:
    file = tmp_path / "letter.pdf"
    file.write_bytes(letter(1))
    entry = make_entry(
        sha256=originals.keep(file).sha256,
        code="12/SXD-QLN",
        subject="=HYPERLINK(1) " + "rất dài " * 100,
        issued_on=date(2026, 10, 30),
        signer_name="Trần Văn Ký",
    )
    PageText.objects.create(entry=entry, number=1, width=595, height=842, source="text_layer", text="Nội dung")
    EntryDeadline.objects.create(entry=entry, kind="report", due_on="2026-11-20", quote="trước ngày 21/11")
    return entry


def letters_of(bag: Path) -> list[dict[str, object]]:
    lines = (bag / "data" / "letters.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_all_of_a_letter_is_in_it_and_the_standard_tool_finds_it_sound(
    entry: RegisterEntry, office: Office, originals: FileOriginals, tmp_path: Path
) -> None:
    bag = tmp_path / "kho"
    assert write_archive(bag, office, originals, now=timezone.now()) == 1
    assert bagit.Bag(str(bag)).is_valid()
    (told,) = letters_of(bag)
    assert (told["CodeNumber"], told["CodeNotation"], told["IssuedDate"]) == ("12", "SXD-QLN", "2026-10-30")
    assert told["Subject"] == entry.subject  # whole, though the annex has 500 characters
    assert told["SignerInfo"] == {"Position": "", "FullName": "Trần Văn Ký"}
    ours = told["vanthu"]
    assert isinstance(ours, dict)
    assert (ours["pages"], ours["deadlines"][0]["quote"]) == (["Nội dung"], "trước ngày 21/11")
    assert (bag / str(told["File"])).read_bytes() == letter(1)
    with (bag / "data" / "register.csv").open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["Subject"].startswith("'=HYPERLINK")  # a spreadsheet must not act on it
    assert row["SignerFullName"] == "Trần Văn Ký"
    assert (bag / "data" / "archive.md").is_file()
    last = AuditRecord.objects.order_by("-pk").first()
    assert last is not None
    assert (last.event, last.details["count"]) == (Event.EXPORTED, 1)


def test_every_row_is_there_also_refused_and_repeated_ones(
    entry: RegisterEntry, make_entry: MakeEntry, office: Office, originals: FileOriginals, tmp_path: Path
) -> None:
    make_entry(State.REFUSED, unit=None, sha256=entry.sha256, duplicate_of=entry)
    make_entry(State.REFUSED, unit=None, sha256="", trouble="Tệp hỏng")
    make_entry(sha256="ab" * 32)  # its original is lost
    bag = tmp_path / "kho"
    assert write_archive(bag, office, originals, now=timezone.now()) == 4
    assert [told["File"] is not None for told in letters_of(bag)] == [True, True, False, False]
    assert bagit.Bag(str(bag)).info["Vanthu-Missing-Originals"] == "1"


def test_one_year_can_be_taken(
    entry: RegisterEntry, make_entry: MakeEntry, office: Office, originals: FileOriginals, tmp_path: Path
) -> None:
    make_entry(year=2025)
    assert write_archive(tmp_path / "kho", office, originals, now=timezone.now(), year=2025) == 1


def test_what_is_there_is_never_written_over(
    entry: RegisterEntry, office: Office, originals: FileOriginals, tmp_path: Path
) -> None:
    bag = tmp_path / "kho"
    bag.mkdir()
    with pytest.raises(ArchiveProblemError):
        write_archive(bag, office, originals, now=timezone.now())
    assert list(bag.iterdir()) == []
    assert archive(office, timezone.now(), target=bag, year=None) == ExitCode.STORAGE


def test_on_a_full_disk_nothing_half_written_stays(
    entry: RegisterEntry, office: Office, originals: FileOriginals, tmp_path: Path
) -> None:
    PageText.objects.filter(entry=entry).update(text="x" * 3_000_000)
    with tiny_disk(tmp_path / "disk") as disk:
        with pytest.raises(StorageError):
            write_archive(disk.folder / "kho", office, originals, now=timezone.now())
        assert list(disk.folder.iterdir()) == []
    assert not AuditRecord.objects.filter(event=Event.EXPORTED).exists()


def test_an_empty_register_is_an_empty_archive(
    db: None, office: Office, originals: FileOriginals, tmp_path: Path
) -> None:
    assert write_archive(tmp_path / "kho", office, originals, now=timezone.now()) == 0
    assert bagit.Bag(str(tmp_path / "kho")).is_valid()
