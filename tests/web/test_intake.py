"""From a file in the folder to its row: nothing is lost, nothing enters twice, nothing is silent."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.db import connection
from django.utils import timezone

from pipeline.errors import SecretDocumentError
from pipeline.inbox import REFUSED_FOLDER, Inbox
from pipeline.inspect_file import Inspection, Inspector
from pipeline.originals import path_of
from pipeline.sandbox import Sandbox
from tests.disks import SMALL, tiny_disk
from tests.letters.samples import REFUSALS, sample_files
from tests.web.conftest import People
from web.register import actions
from web.register.intake import DAMAGED_AFTER_SECONDS, Intake, IntakeSettings
from web.register.models import ArrivalCounter, AuditRecord, Event, IntakeNotice, RegisterEntry, State

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 2)
FILES = sample_files(TODAY)
SECRET = "27-KH-TM.pdf"
SETTLE = 1.0
NOBODY = 65534


class Office:
    """An inbox with its intake, and a clock that only the test moves."""

    def __init__(self, home: Path, inspect: Sandbox[Path, Inspection], originals: Path | None = None) -> None:
        self.folder = home / "inbox"
        self.folder.mkdir(exist_ok=True)
        self.originals = originals or home / "originals"
        self.now = 1000.0
        self._intake = Intake(Inbox(self.folder, settle_seconds=SETTLE), inspect, IntakeSettings(self.originals))

    def drop(self, name: str, content: bytes | None = None) -> Path:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(FILES[name] if content is None else content)
        return file

    def take(self, *, after: float = SETTLE) -> int:
        """See the files, let `after` seconds pass, take in what has settled."""
        self._intake.take_all(self.now)
        self.now += after
        return self._intake.take_all(self.now)

    def names(self) -> list[str]:
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if not path.is_dir())

    def stored(self) -> list[Path]:
        return [path for path in self.originals.rglob("*") if path.is_file()]


@pytest.fixture(scope="module")
def inspect() -> Iterator[Sandbox[Path, Inspection]]:
    sandbox: Sandbox[Path, Inspection] = Sandbox(Inspector(None), seconds=60, memory_mb=1000)
    yield sandbox
    sandbox.close()


@pytest.fixture
def office(tmp_path: Path, inspect: Sandbox[Path, Inspection]) -> Office:
    return Office(tmp_path, inspect)


def letter(number: int) -> bytes:
    """A PDF of one empty page, another one for each number."""
    with pikepdf.new() as document:
        document.add_blank_page()
        document.docinfo["/Title"] = str(number)
        stream = BytesIO()
        document.save(stream)
    return stream.getvalue()


def only_entry() -> RegisterEntry:
    return RegisterEntry.objects.get()


def events(entry: RegisterEntry) -> list[str]:
    return list(entry.history.order_by("id").values_list("event", flat=True))


def notices() -> list[str]:
    return list(IntakeNotice.objects.values_list("sentence", flat=True))


# --- accepted ---------------------------------------------------------------------------------------------------------


def test_a_letter_is_stored_gets_its_number_and_leaves_the_inbox(office: Office) -> None:
    office.drop("4871_SCT_QLTM.pdf")
    assert office.take() == 0
    entry = only_entry()
    assert (entry.state, entry.arrival_number, entry.file_name) == (State.RECEIVED, 1, "4871_SCT_QLTM.pdf")
    assert path_of(office.originals, entry.sha256).read_bytes() == FILES["4871_SCT_QLTM.pdf"]
    assert entry.size == len(FILES["4871_SCT_QLTM.pdf"])
    assert office.names() == []
    assert entry.inbox_cleared_at is not None
    assert events(entry) == [Event.RECEIVED]


def test_a_file_that_does_not_stand_still_is_left_alone(office: Office) -> None:
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
def test_any_name_is_taken_in(office: Office, name: str) -> None:
    office.drop(name, letter(1))
    office.take()
    assert only_entry().file_name == unicodedata.normalize("NFC", name)
    assert office.names() == []


def test_a_name_of_an_old_code_page_is_taken_in_and_shown_with_marks_for_what_is_unreadable(office: Office) -> None:
    office.drop(os.fsdecode(b"C\xabng v\xa8n.pdf"), letter(1))
    office.take()
    assert only_entry().file_name == "C?ng v?n.pdf"
    assert office.names() == []


def test_a_refused_file_may_have_such_a_name_too(office: Office) -> None:
    office.drop(os.fsdecode(b"C\xabng v\xa8n.doc"), b"not a PDF")
    office.take()
    assert only_entry().trouble_code == "wrong_type"
    assert len(office.names()) == 2


def test_a_dropped_folder_goes_when_its_files_are_taken_in(office: Office) -> None:
    office.drop("thang 11/so y te/a.pdf", letter(1))
    office.drop("thang 11/b.pdf", letter(2))
    office.take()
    assert RegisterEntry.objects.count() == 2
    assert list(office.folder.iterdir()) == []


def test_a_file_that_changes_while_it_is_copied_waits(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    file = office.drop("a.pdf", letter(1))
    from web.register import intake

    store = intake.store_original

    def store_and_grow(source: Path, folder: Path) -> intake.StoredOriginal:
        stored = store(source, folder)
        with file.open("ab") as stream:
            stream.write(b"\n%more")
        return stored

    with monkeypatch.context() as patch:
        patch.setattr(intake, "store_original", store_and_grow)
        assert office.take() == 1
    assert (RegisterEntry.objects.count(), office.stored()) == (0, [])
    office.take()
    assert path_of(office.originals, only_entry().sha256).read_bytes() == letter(1) + b"\n%more"


# --- numbers ----------------------------------------------------------------------------------------------------------


def numbers(year: int) -> list[int]:
    entries = RegisterEntry.objects.filter(year=year, arrival_number__isnull=False).order_by("received_at", "id")
    return [entry.arrival_number or 0 for entry in entries]


def test_numbers_run_without_a_gap_in_order_of_receipt_though_some_files_are_refused(office: Office) -> None:
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
    office: Office, monkeypatch: pytest.MonkeyPatch
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
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from web.register import intake

    def fail(*_: object, **__: object) -> None:
        raise OSError(5, "cut off")

    office.drop("a.pdf", letter(1))
    with monkeypatch.context() as patch:
        patch.setattr(intake, "record", fail)
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


def take_and_be_cut_off(office: Office) -> None:
    with pytest.raises(CutOffError):
        office.take()


def test_cut_off_before_the_row_the_file_is_taken_in_next_time(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.drop("a.pdf", letter(1))
    with monkeypatch.context() as patch:
        patch.setattr("web.register.intake._enter", cut_off)
        take_and_be_cut_off(office)
    assert (office.names(), RegisterEntry.objects.count()) == (["a.pdf"], 0)
    office.take()
    assert only_entry().arrival_number == 1
    assert len(office.stored()) == 1


def test_the_row_is_committed_before_the_file_leaves(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
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
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.drop("a.pdf", letter(1))
    with monkeypatch.context() as patch:
        patch.setattr("web.register.intake.Intake._clear", cut_off)
        take_and_be_cut_off(office)
    office.take()
    assert only_entry().inbox_cleared_at is not None
    assert office.names() == []


def test_cut_off_between_the_refusal_and_the_move_the_next_pass_moves(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.drop("a.doc", b"not a PDF")
    with monkeypatch.context() as patch:
        patch.setattr("web.register.intake.Intake._move_to_refused", cut_off)
        take_and_be_cut_off(office)
    office.take()
    assert only_entry().state == State.REFUSED
    assert office.names() == [f"{REFUSED_FOLDER}/a.doc", f"{REFUSED_FOLDER}/a.doc.txt"]


def test_a_file_that_cannot_be_removed_enters_once_and_is_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_the_same_bytes_again_point_to_the_first_and_get_no_number(office: Office) -> None:
    office.drop("a.pdf", letter(1))
    office.take()
    office.drop("b.pdf", letter(1))
    office.take()
    first, second = RegisterEntry.objects.order_by("id")
    assert (second.duplicate_of, second.state, second.arrival_number) == (first, State.REFUSED, None)
    assert "số 1/" in second.trouble
    assert office.names() == []
    assert events(second) == [Event.DUPLICATE]


def test_a_letter_whose_number_was_cancelled_may_enter_again(office: Office, people: People) -> None:
    office.drop("a.pdf", letter(1))
    office.take()
    actions.cancel(only_entry().pk, by=people["clerk"], reason="Gửi nhầm")
    office.drop("a.pdf", letter(1))
    office.take()
    assert RegisterEntry.objects.filter(arrival_number=2, duplicate_of=None).exists()


# --- refused ----------------------------------------------------------------------------------------------------------


def no_pages() -> bytes:
    stream = BytesIO()
    with pikepdf.new() as document:
        document.save(stream)
    return stream.getvalue()


BAD_FILES = {
    "du thao to trinh.docx": (FILES["du thao to trinh.docx"], "wrong_type"),
    "danh sach co mat khau.pdf": (FILES["danh sach co mat khau.pdf"], "encrypted"),
    "khong trang.pdf": (no_pages(), "no_pages"),
    "van ban moi.pdf": (b"", "empty"),
    "bao cao quy 3 (tai do).pdf": (FILES["bao cao quy 3 (tai do).pdf"], "truncated"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_cannot_be_accepted_is_moved_aside_with_the_reason(office: Office, name: str) -> None:
    content, code = BAD_FILES[name]
    office.drop(name, content)
    office.take(after=DAMAGED_AFTER_SECONDS)
    entry = only_entry()
    assert (entry.state, entry.trouble_code, entry.arrival_number) == (State.REFUSED, code, None)
    assert office.names() == [f"{REFUSED_FOLDER}/{name}", f"{REFUSED_FOLDER}/{name}.txt"]
    assert (office.folder / REFUSED_FOLDER / name).read_bytes() == content
    note = (office.folder / REFUSED_FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert name in note
    assert entry.trouble in note
    assert (office.stored(), events(entry)) == ([], [Event.REFUSED_FILE])


@pytest.mark.parametrize("name", ["van ban moi.pdf", "bao cao quy 3 (tai do).pdf"])
def test_a_file_that_may_still_be_arriving_is_given_time(office: Office, name: str) -> None:
    office.drop(name)
    assert office.take() == 1
    assert "chưa trọn vẹn" in notices()[0]
    assert (office.names(), RegisterEntry.objects.count()) == ([name], 0)


def test_a_copy_that_stalled_and_went_on_is_accepted(office: Office) -> None:
    whole = FILES["7810_SNV_NCC mau ADN.pdf"]
    file = office.drop("a.pdf", whole[: len(whole) // 2])
    office.take(after=DAMAGED_AFTER_SECONDS - 1)
    file.write_bytes(whole)
    office.take()
    assert only_entry().state == State.RECEIVED
    assert notices() == []


def test_refused_files_of_the_same_name_do_not_replace_each_other(office: Office) -> None:
    for content in (b"one", b"two"):
        office.drop("a.doc", content)
        office.take()
    folder = office.folder / REFUSED_FOLDER
    assert ((folder / "a.doc").read_bytes(), (folder / "a (2).doc").read_bytes()) == (b"one", b"two")


def test_a_refused_file_with_a_long_name_is_moved_too(office: Office) -> None:
    office.drop("đ" * 125 + ".doc", b"not a PDF")
    office.take()
    assert len(office.names()) == 2
    assert all(name.startswith(REFUSED_FOLDER) for name in office.names())


def test_one_bad_file_does_not_stop_the_others(office: Office) -> None:
    for name in ("van ban moi.pdf", "du thao to trinh.docx", "4871_SCT_QLTM.pdf", SECRET):
        office.drop(name)
    office.take()
    assert RegisterEntry.objects.filter(state=State.RECEIVED).count() == 1


def test_a_link_is_not_followed_and_is_told_while_it_lies_there(office: Office, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.pdf").write_bytes(letter(1))
    link = office.folder / "link.pdf"
    link.symlink_to(tmp_path / "elsewhere.pdf")
    office.take()
    assert "link.pdf" in notices()[0]
    assert not RegisterEntry.objects.exists()
    link.unlink()
    office.take()
    assert notices() == []


# --- secret -----------------------------------------------------------------------------------------------------------


def everything_written() -> str:
    """All text of all rows that intake writes."""
    rows = [
        *RegisterEntry.objects.values_list(),
        *AuditRecord.objects.values_list(),
        *IntakeNotice.objects.values_list(),
    ]
    return repr(rows)


def test_of_a_file_with_a_secrecy_mark_nothing_is_kept(office: Office) -> None:
    file = office.drop(SECRET)
    office.take()
    entry = only_entry()
    assert (entry.state, entry.trouble_code, entry.arrival_number) == (State.REFUSED, "secret", None)
    assert entry.trouble == SecretDocumentError.sentence
    assert (entry.file_name, entry.sha256, entry.subject, entry.source_path) == ("", "", "", "")
    assert file.read_bytes() == FILES[SECRET]
    assert (office.names(), office.stored()) == ([SECRET], [])
    assert "27-KH" not in everything_written()
    assert events(entry) == [Event.SECRET_STOPPED]


def test_a_secret_file_that_stays_is_told_once(office: Office) -> None:
    office.drop(SECRET)
    for _ in range(3):
        office.take()
    assert RegisterEntry.objects.count() == 1


@pytest.mark.parametrize("name", ["KH 27 TOIMAT.pdf", "Kế hoạch (TỐI MẬT).pdf", "27-KH (MẬT).docx"])
@pytest.mark.parametrize("content", [b"not a PDF", FILES["danh sach co mat khau.pdf"]], ids=["no PDF", "locked"])
def test_a_mark_in_the_name_stops_a_file_that_cannot_even_be_opened(office: Office, name: str, content: bytes) -> None:
    office.drop(name, content)
    office.take(after=DAMAGED_AFTER_SECONDS)
    assert only_entry().trouble_code == "secret"
    assert office.names() == [name]


def test_a_file_that_a_clerk_cleared_is_taken_in(office: Office, people: People) -> None:
    office.drop(SECRET)
    office.take()
    actions.clear_secrecy(only_entry().pk, by=people["clerk"], reason="Trò chơi của trẻ em")
    office.take()
    entry = RegisterEntry.objects.exclude(trouble_code="not_secret").get()
    assert (entry.state, entry.arrival_number, entry.file_name) == (State.RECEIVED, 1, SECRET)
    assert office.names() == []


def test_clearing_one_file_clears_no_other(office: Office, people: People) -> None:
    office.drop(SECRET)
    office.take()
    actions.clear_secrecy(only_entry().pk, by=people["clerk"], reason="Trò chơi của trẻ em")
    office.take()
    office.drop("another.pdf", FILES[SECRET])
    office.take()
    assert RegisterEntry.objects.filter(trouble_code="secret").count() == 1


# --- rights and disks -------------------------------------------------------------------------------------------------


def as_nobody(step: Callable[[], object]) -> None:
    """Do `step` without the rights of root, for which no folder is locked; else with the rights that we have."""
    if os.geteuid() != 0:
        step()
        return
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        step()
    finally:
        os.setresuid(0, 0, 0)


@pytest.fixture
def open_office(office: Office) -> Office:
    """An office whose folders everybody may enter and change, however pytest made them."""
    office.originals.mkdir()
    for folder in (office.folder, office.originals):
        folder.chmod(0o777)
    for parent in [office.folder, *office.folder.parents][1:]:
        if parent.stat().st_uid == os.getuid() and parent.stat().st_mode & 0o001 == 0:
            parent.chmod(0o711)
    return office


@pytest.mark.parametrize("mode", [0o000, 0o300])
def test_an_inbox_without_rights_is_told_and_works_again_with_them(open_office: Office, mode: int) -> None:
    open_office.drop("a.pdf", letter(1)).chmod(0o666)
    open_office.folder.chmod(mode)
    as_nobody(open_office.take)
    assert "Không đọc được thư mục nhận văn bản" in notices()[0]
    open_office.folder.chmod(0o777)
    as_nobody(open_office.take)
    assert (only_entry().arrival_number, notices()) == (1, [])


def test_a_locked_sub_folder_is_told_and_does_not_stop_the_others(open_office: Office) -> None:
    locked = open_office.drop("khoa/a.pdf", letter(1)).parent
    open_office.drop("b.pdf", letter(2)).chmod(0o666)
    locked.chmod(0o000)
    as_nobody(open_office.take)
    assert only_entry().file_name == "b.pdf"
    assert "Thư mục khoa" in notices()[0]


def test_a_file_without_rights_is_told_and_taken_in_with_them(open_office: Office) -> None:
    file = open_office.drop("a.pdf", letter(1))
    file.chmod(0o000)
    as_nobody(open_office.take)
    assert "a.pdf: không có quyền" in notices()[0]
    assert not RegisterEntry.objects.exists()
    file.chmod(0o666)
    as_nobody(open_office.take)
    assert (only_entry().arrival_number, notices()) == (1, [])


def test_a_folder_from_which_nothing_may_be_removed_gives_one_row(open_office: Office) -> None:
    open_office.drop("a.pdf", letter(1)).chmod(0o666)
    open_office.folder.chmod(0o555)
    for _ in range(2):
        as_nobody(open_office.take)
    assert only_entry().arrival_number == 1
    assert "a.pdf: không có quyền" in notices()[0]


def large_letter() -> bytes:
    stream = BytesIO()
    with pikepdf.open(BytesIO(FILES["4871_SCT_QLTM.pdf"])) as document:
        document.attachments["ban do.bin"] = pikepdf.AttachedFileSpec(document, os.urandom(SMALL + 1))
        document.save(stream)
    return stream.getvalue()


def test_on_a_full_disk_the_file_waits_and_is_taken_in_when_there_is_room(
    tmp_path: Path, inspect: Sandbox[Path, Inspection]
) -> None:
    with tiny_disk(tmp_path / "disk") as disk:
        office = Office(tmp_path, inspect, originals=disk.folder / "originals")
        office.drop("a.pdf", large_letter())
        assert office.take() == 1
        assert (office.names(), office.stored(), RegisterEntry.objects.count()) == (["a.pdf"], [], 0)
        assert "đầy" in notices()[0]
        disk.grow()
        assert office.take() == 0
        assert (only_entry().arrival_number, notices(), office.names()) == (1, [], [])


# --- the whole sample inbox -------------------------------------------------------------------------------------------


def test_every_sample_file_has_its_row_and_its_place(office: Office) -> None:
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
