"""From a file in the folder to its row: stored, numbered, entered once, wherever the intake is cut off."""

from __future__ import annotations

import os
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from pipeline.inbox import REFUSED_FOLDER
from pipeline.inspect_file import FirstLook
from pipeline.originals import StoredOriginal, path_of
from pipeline.sandbox import Sandbox
from tests.letters.samples import REFUSALS
from tests.web.conftest import People
from tests.web.inbox_office import FILES, SECRET, SETTLE, InboxOffice, events, letter, notices, numbers, only_entry
from web.originals.files import FileOriginals
from web.register import actions
from web.register.intake import DAMAGED_AFTER_SECONDS
from web.register.models import ArrivalCounter, Event, RegisterEntry, State

pytestmark = pytest.mark.django_db


def test_a_letter_is_stored_gets_its_number_and_leaves_the_inbox(office: InboxOffice) -> None:
    office.drop("4871_SCT_QLTM.pdf")
    assert office.take() == 0
    entry = only_entry()
    assert (entry.state, entry.arrival_number, entry.file_name) == (State.RECEIVED, 1, "4871_SCT_QLTM.pdf")
    assert path_of(office.originals, entry.sha256).read_bytes() == FILES["4871_SCT_QLTM.pdf"]
    assert entry.size == len(FILES["4871_SCT_QLTM.pdf"])
    assert office.names() == []
    assert entry.inbox_cleared_at is not None
    assert events(entry) == [Event.RECEIVED]


def test_a_file_that_does_not_stand_still_is_left_alone(office: InboxOffice) -> None:
    office.drop("4871_SCT_QLTM.pdf")
    assert office.take(after=SETTLE / 2) == 1
    assert not RegisterEntry.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        "Công văn  số 5 (bản chính).pdf",
        unicodedata.normalize("NFD", "Quyết định về đất đai.pdf"),
        "đ" * 123 + ".pdf",  # 250 bytes
        "x" * 246 + ".pdf",
        "khong duoi",
        "'; drop table--.PDF",
    ],
)
def test_any_name_is_taken_in(office: InboxOffice, name: str) -> None:
    office.drop(name, letter(1))
    office.take()
    assert only_entry().file_name == unicodedata.normalize("NFC", name)
    assert office.names() == []


def test_a_name_of_an_old_code_page_is_taken_in_and_shown_with_marks_for_what_is_unreadable(
    office: InboxOffice,
) -> None:
    office.drop(os.fsdecode(b"C\xabng v\xa8n.pdf"), letter(1))
    office.take()
    assert only_entry().file_name == "C?ng v?n.pdf"
    assert office.names() == []


def test_a_refused_file_may_have_such_a_name_too(office: InboxOffice) -> None:
    office.drop(os.fsdecode(b"C\xabng v\xa8n.doc"), b"not a PDF")
    office.take()
    assert only_entry().trouble_code == "wrong_type"
    assert len(office.names()) == 2


def test_a_dropped_folder_goes_when_its_files_are_taken_in(office: InboxOffice) -> None:
    office.drop("thang 11/so y te/a.pdf", letter(1))
    office.drop("thang 11/b.pdf", letter(2))
    office.take()
    assert RegisterEntry.objects.count() == 2
    assert list(office.folder.iterdir()) == []


def test_a_file_that_changes_while_it_is_copied_waits(office: InboxOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    file = office.drop("a.pdf", letter(1))

    keep = FileOriginals.keep

    def keep_and_grow(originals: FileOriginals, source: Path) -> StoredOriginal:
        stored = keep(originals, source)
        with file.open("ab") as stream:
            stream.write(b"\n%more")
        return stored

    with monkeypatch.context() as patch:
        patch.setattr(FileOriginals, "keep", keep_and_grow)
        assert office.take() == 1
    assert (RegisterEntry.objects.count(), office.stored()) == (0, [])
    office.take()
    assert path_of(office.originals, only_entry().sha256).read_bytes() == letter(1) + b"\n%more"


# --- numbers ----------------------------------------------------------------------------------------------------------


def test_numbers_run_without_a_gap_in_order_of_receipt_though_some_files_are_refused(office: InboxOffice) -> None:
    dropped = []
    for turn in range(4):
        for number in range(turn * 5, turn * 5 + 5):
            dropped.append(f"{99 - number}.pdf")
            office.drop(dropped[-1], letter(number))
        office.drop(f"bad {turn}.pdf", b"not a PDF")
        office.drop(f"again {turn}.pdf", letter(0))
        office.take()
    assert numbers(timezone.localdate().year) == list(range(1, 21))
    # Within one look files are ordered by the coarse clock of the file system, so only the turns are certain.
    entries = RegisterEntry.objects.filter(arrival_number__isnull=False).order_by("arrival_number")
    names = [entry.file_name for entry in entries]
    assert [set(names[at : at + 5]) for at in range(0, 20, 5)] == [set(dropped[at : at + 5]) for at in range(0, 20, 5)]


def test_numbers_begin_again_with_the_year_of_the_office_not_of_utc(
    office: InboxOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = [
        datetime(2026, 12, 31, 16, 59, tzinfo=UTC),
        datetime(2026, 12, 31, 17, 1, tzinfo=UTC),  # one minute past midnight in Hà Nội
    ]
    for turn, moment in enumerate(moments):
        with monkeypatch.context() as patch:
            patch.setattr(timezone, "now", lambda moment=moment: moment)
            for number in range(2):
                office.drop(f"{turn}-{number}.pdf", letter(turn * 2 + number))
            office.take()
    assert (numbers(2026), numbers(2027)) == ([1, 2], [1, 2])


def test_a_number_is_given_back_when_the_row_cannot_be_committed(
    office: InboxOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(5, "cut off")

    office.drop("a.pdf", letter(1))
    with monkeypatch.context() as patch:
        patch.setattr("web.register.entering.record", fail)
        office.take()
    assert not ArrivalCounter.objects.exists()
    assert office.names() == ["a.pdf"]
    office.take()
    assert only_entry().arrival_number == 1


# --- cut off between the steps ----------------------------------------------------------------------------------------


class CutOffError(BaseException):
    """Stands for kill -9: nothing of ours catches it."""


def cut_off(*_: object, **__: object) -> None:
    raise CutOffError


def take_and_be_cut_off(office: InboxOffice) -> None:
    with pytest.raises(CutOffError):
        office.take()


def test_cut_off_before_the_row_the_file_is_taken_in_next_time(
    office: InboxOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.drop("a.pdf", letter(1))
    with monkeypatch.context() as patch:
        patch.setattr("web.register.intake.enter", cut_off)
        take_and_be_cut_off(office)
    assert (office.names(), RegisterEntry.objects.count()) == (["a.pdf"], 0)
    office.take()
    assert only_entry().arrival_number == 1
    assert len(office.stored()) == 1


def test_the_row_is_committed_before_the_file_leaves(office: InboxOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    office.drop("a.pdf", letter(1))
    outside = len(connection.savepoint_ids)
    seen: list[tuple[int, int]] = []
    unlink = Path.unlink

    def look_and_unlink(path: Path, missing_ok: bool = False) -> None:  # noqa: FBT001, FBT002  as Path.unlink has it
        if path.name == "a.pdf":
            seen.append((len(connection.savepoint_ids) - outside, RegisterEntry.objects.count()))
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", look_and_unlink)
    office.take()
    assert seen == [(0, 1)]  # no transaction open, the row there


def test_cut_off_after_the_row_the_next_pass_only_clears_the_file(
    office: InboxOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.drop("a.pdf", letter(1))
    with monkeypatch.context() as patch:
        patch.setattr("web.register.intake.Intake._clear", cut_off)
        take_and_be_cut_off(office)
    office.take()
    assert only_entry().inbox_cleared_at is not None
    assert office.names() == []


def test_cut_off_between_the_refusal_and_the_move_the_next_pass_moves(
    office: InboxOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.drop("a.doc", b"not a PDF")
    with monkeypatch.context() as patch:
        patch.setattr("web.register.intake.Intake._move_to_refused", cut_off)
        take_and_be_cut_off(office)
    office.take()
    assert only_entry().state == State.REFUSED
    assert office.names() == [f"{REFUSED_FOLDER}/a.doc", f"{REFUSED_FOLDER}/a.doc.txt"]


def test_a_file_that_cannot_be_removed_enters_once_and_is_told(
    office: InboxOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.drop("a.pdf", letter(1))
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:  # noqa: FBT001, FBT002  as Path.unlink has it
        if path.name == "a.pdf":
            raise PermissionError(13, "Permission denied")
        unlink(path, missing_ok=missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        office.take()
        assert office.take() == 1
        assert "a.pdf: không có quyền" in notices()[0]
    assert office.take() == 0
    assert only_entry().arrival_number == 1
    assert (notices(), office.names()) == ([], [])


# --- duplicates -------------------------------------------------------------------------------------------------------


def test_the_same_bytes_again_point_to_the_first_and_get_no_number(office: InboxOffice) -> None:
    office.drop("a.pdf", letter(1))
    office.take()
    office.drop("b.pdf", letter(1))
    office.take()
    first, second = RegisterEntry.objects.order_by("id")
    assert (second.duplicate_of, second.state, second.arrival_number) == (first, State.REFUSED, None)
    assert "số 1/" in second.trouble
    assert office.names() == []
    assert events(second) == [Event.DUPLICATE]


def test_a_letter_whose_number_was_cancelled_may_enter_again(office: InboxOffice, people: People) -> None:
    office.drop("a.pdf", letter(1))
    office.take()
    actions.cancel(only_entry().pk, by=people["clerk"], reason="Gửi nhầm")
    office.drop("a.pdf", letter(1))
    office.take()
    assert RegisterEntry.objects.filter(arrival_number=2, duplicate_of=None).exists()


def test_every_sample_file_has_its_row_and_its_place(office: InboxOffice) -> None:
    for name in FILES:
        office.drop(name)
        office.take()
    office.take(after=DAMAGED_AFTER_SECONDS)
    good = len(FILES) - len(REFUSALS)
    assert RegisterEntry.objects.count() == len(FILES)
    assert numbers(timezone.localdate().year) == list(range(1, good + 1))
    refused = RegisterEntry.objects.filter(arrival_number__isnull=True).values_list("trouble_code", flat=True)
    assert sorted(refused) == sorted(REFUSALS.values())
    assert len(office.stored()) == good
    aside = [name for name in office.names() if name.startswith(REFUSED_FOLDER)]
    assert [name for name in office.names() if name not in aside] == [SECRET]


def test_an_inbox_that_shares_its_watcher_takes_in_a_few_at_a_time(
    tmp_path: Path, inspect: Sandbox[Path, FirstLook]
) -> None:
    office = InboxOffice(tmp_path, inspect, most_at_once=2)
    for number in range(5):
        office.drop(f"{number}.pdf", letter(number))
    assert office.take() == 3  # wait for the next pass
    assert numbers(timezone.localdate().year) == [1, 2]
    assert office.take(after=0) == 0
    assert numbers(timezone.localdate().year) == [1, 2, 3, 4, 5]
