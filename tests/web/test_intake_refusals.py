"""Files that do not enter: moved aside with the reason, or, when they are secret, not touched at all."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from pipeline.errors import SecretDocumentError
from pipeline.inbox import REFUSED_FOLDER
from tests.web.conftest import People
from tests.web.inbox_office import FILES, SECRET, InboxOffice, events, letter, notices, only_entry
from web.register import actions
from web.register.intake import DAMAGED_AFTER_SECONDS
from web.register.models import AuditRecord, Event, IntakeNotice, RegisterEntry, State

pytestmark = pytest.mark.django_db


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
def test_a_file_that_cannot_be_accepted_is_moved_aside_with_the_reason(office: InboxOffice, name: str) -> None:
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
def test_a_file_that_may_still_be_arriving_is_given_time(office: InboxOffice, name: str) -> None:
    office.drop(name)
    assert office.take() == 1
    assert "chưa trọn vẹn" in notices()[0]
    assert (office.names(), RegisterEntry.objects.count()) == ([name], 0)


def test_a_copy_that_stalled_and_went_on_is_accepted(office: InboxOffice) -> None:
    whole = FILES["7810_SNV_NCC mau ADN.pdf"]
    file = office.drop("a.pdf", whole[: len(whole) // 2])
    office.take(after=DAMAGED_AFTER_SECONDS - 1)
    file.write_bytes(whole)
    office.take()
    assert only_entry().state == State.RECEIVED
    assert notices() == []


def test_refused_files_of_the_same_name_do_not_replace_each_other(office: InboxOffice) -> None:
    for content in (b"one", b"two"):
        office.drop("a.doc", content)
        office.take()
    folder = office.folder / REFUSED_FOLDER
    assert ((folder / "a.doc").read_bytes(), (folder / "a (2).doc").read_bytes()) == (b"one", b"two")


def test_a_refused_file_with_a_long_name_is_moved_too(office: InboxOffice) -> None:
    office.drop("đ" * 125 + ".doc", b"not a PDF")
    office.take()
    assert len(office.names()) == 2
    assert all(name.startswith(REFUSED_FOLDER) for name in office.names())


def test_one_bad_file_does_not_stop_the_others(office: InboxOffice) -> None:
    for name in ("van ban moi.pdf", "du thao to trinh.docx", "4871_SCT_QLTM.pdf", SECRET):
        office.drop(name)
    office.take()
    assert RegisterEntry.objects.filter(state=State.RECEIVED).count() == 1


def test_a_link_is_not_followed_and_is_told_while_it_lies_there(office: InboxOffice, tmp_path: Path) -> None:
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


def test_of_a_file_with_a_secrecy_mark_nothing_is_kept(office: InboxOffice) -> None:
    file = office.drop(SECRET)
    office.take()
    entry = only_entry()
    assert (entry.state, entry.trouble_code, entry.arrival_number) == (State.REFUSED, "secret", None)
    assert entry.trouble == SecretDocumentError.sentence
    assert (entry.file_name, entry.sha256, entry.subject) == ("", "", "")
    assert file.read_bytes() == FILES[SECRET]
    assert (office.names(), office.stored()) == ([SECRET], [])
    assert "27-KH" not in everything_written()
    assert events(entry) == [Event.SECRET_STOPPED]


def test_a_secret_file_that_stays_is_told_once(office: InboxOffice) -> None:
    office.drop(SECRET)
    for _ in range(3):
        office.take()
    assert RegisterEntry.objects.count() == 1


@pytest.mark.parametrize("name", ["KH 27 TOIMAT.pdf", "Kế hoạch (TỐI MẬT).pdf", "27-KH (MẬT).docx"])
@pytest.mark.parametrize("content", [b"not a PDF", FILES["danh sach co mat khau.pdf"]], ids=["no PDF", "locked"])
def test_a_mark_in_the_name_stops_a_file_that_cannot_even_be_opened(
    office: InboxOffice, name: str, content: bytes
) -> None:
    office.drop(name, content)
    office.take(after=DAMAGED_AFTER_SECONDS)
    assert only_entry().trouble_code == "secret"
    assert office.names() == [name]


def test_a_file_that_a_clerk_cleared_is_taken_in(office: InboxOffice, people: People) -> None:
    office.drop(SECRET)
    office.take()
    actions.clear_secrecy(only_entry().pk, by=people["clerk"], reason="Trò chơi của trẻ em")
    office.take()
    entry = RegisterEntry.objects.exclude(trouble_code="not_secret").get()
    assert (entry.state, entry.arrival_number, entry.file_name) == (State.RECEIVED, 1, SECRET)
    assert office.names() == []


def test_clearing_one_file_clears_no_other(office: InboxOffice, people: People) -> None:
    office.drop(SECRET)
    office.take()
    actions.clear_secrecy(only_entry().pk, by=people["clerk"], reason="Trò chơi của trẻ em")
    office.take()
    office.drop("another.pdf", FILES[SECRET])
    office.take()
    assert RegisterEntry.objects.filter(trouble_code="secret").count() == 1
