"""Documents from other agencies' systems: their message wins, nothing is lost, the sender hears what became of them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pipeline.config import Office
from pipeline.config_edxml import EdxmlConfig
from pipeline.documents import Urgency
from pipeline.originals import path_of
from tests.edxml_messages import DOCUMENT_ID, message
from tests.home import PROJECT
from tests.letters.samples import sample_files
from tests.web.conftest import MakeEntry, People
from tests.web.inbox_office import InboxOffice, letter, notices, numbers, only_entry
from tests.web.test_processing import claim, reading
from web.interchange.statuses import tell_senders
from web.offices import current_office
from web.register import actions
from web.register.edxml_fields import differences
from web.register.edxml_intake import remove_left_in_memory
from web.register.models import RegisterEntry, State
from web.register.processing import save_reading
from web.register.queries import due_on_of_entry

IMPORTS = """
from pipeline.edxml import read_edxml
from tests.edxml_messages import message
from web.register.edxml_intake import attached_pdf
"""
SignIn = Callable[[str], Client]
TODAY = date(2026, 11, 20)
LONG_QUIET = 30.0


def test_a_message_beside_a_pdf_goes_with_it(office: InboxOffice) -> None:
    office.drop("12.pdf", letter(1))
    office.drop("12.edxml", message())
    office.take()
    entry = only_entry()
    assert (entry.edxml_document, entry.arrival_number, entry.file_name) == (DOCUMENT_ID, 1, "12.pdf")
    assert entry.urgency == Urgency.URGENT
    assert office.names() == []


def test_a_message_that_carries_its_pdf_is_a_letter(office: InboxOffice) -> None:
    office.drop("thong-diep.xml", message(pdf=letter(1)))
    office.take()
    entry = only_entry()
    assert (entry.edxml_document, entry.arrival_number) == (DOCUMENT_ID, 1)
    assert path_of(office.originals, entry.sha256).read_bytes() == letter(1)
    assert office.names() == []


def test_the_same_message_twice_is_entered_once(office: InboxOffice) -> None:
    for name in ("a.edxml", "b.edxml"):
        office.drop(name, message(pdf=letter(1)))
        office.take()
    first, second = RegisterEntry.objects.order_by("pk")
    assert (second.duplicate_of, second.arrival_number) == (first, None)
    assert numbers(first.year) == [1]


def test_a_message_waits_for_its_pdf_and_then_says_what_is_missing(office: InboxOffice) -> None:
    office.drop("12.edxml", message())
    office.take()
    assert office.names() == ["12.edxml"]
    assert "đang chờ tệp PDF cùng tên" in notices()[0]
    office.take(after=LONG_QUIET)
    assert (only_entry().state, only_entry().arrival_number) == (State.REFUSED, None)
    assert "không kèm văn bản PDF" in only_entry().trouble
    assert office.names() == ["_tu-choi/12.edxml", "_tu-choi/12.edxml.txt"]


def test_a_pdf_that_comes_later_finds_its_message(office: InboxOffice) -> None:
    office.drop("12.edxml", message())
    office.take()
    office.drop("12.pdf", letter(1))
    office.take()
    assert only_entry().edxml_document == DOCUMENT_ID
    assert office.names() == []


def test_a_message_that_cannot_be_read_is_refused_and_its_pdf_comes_in_alone(office: InboxOffice) -> None:
    office.drop("12.pdf", letter(1))
    office.drop("12.edxml", message()[:-30])
    office.take()
    office.take(after=LONG_QUIET)
    entered = RegisterEntry.objects.get(arrival_number__isnull=False)
    assert entered.edxml == {}
    refused = RegisterEntry.objects.get(arrival_number__isnull=True)
    assert refused.trouble_code == "edxml"
    assert office.names() == ["_tu-choi/12.edxml", "_tu-choi/12.edxml.txt"]


def test_of_a_secret_document_in_a_message_nothing_is_kept(office: InboxOffice) -> None:
    secret = sample_files(TODAY)["27-KH-TM.pdf"]
    office.drop("thong-diep.edxml", message(pdf=secret))
    office.take()
    entry = only_entry()
    assert (entry.state, entry.trouble_code, entry.arrival_number) == (State.REFUSED, "secret", None)
    assert (entry.edxml, entry.edxml_document, entry.file_name, entry.sha256) == ({}, "", "", "")
    assert office.stored() == []
    assert office.names() == ["thong-diep.edxml"]  # where the clerk dropped it, until the clerk acts


def test_a_message_beside_a_secret_document_is_named_nowhere_and_wiped_with_it(
    office: InboxOffice, people: People
) -> None:
    office.drop("ke-hoach.pdf", sample_files(TODAY)["27-KH-TM.pdf"])
    office.drop("ke-hoach.edxml", message())
    office.take()
    office.take(after=LONG_QUIET)
    assert only_entry().trouble_code == "secret"
    assert notices() == []
    assert office.names() == ["ke-hoach.edxml", "ke-hoach.pdf"]
    actions.remove_secret_file(only_entry().pk, by=people["clerk"], file=office.folder / "ke-hoach.pdf")
    assert office.names() == []


def test_a_mark_in_the_name_of_an_attachment_stops_the_pdf_beside_too(office: InboxOffice) -> None:
    office.drop("12.pdf", letter(1))
    office.drop("12.edxml", message(pdf=letter(1), name="Kế hoạch (MẬT).pdf"))
    office.drop("13.pdf", letter(2))
    office.take()
    assert RegisterEntry.objects.get(arrival_number__isnull=False).file_name == "13.pdf"
    assert set(RegisterEntry.objects.filter(arrival_number__isnull=True).values_list("trouble_code", flat=True)) == {
        "secret"
    }


def test_what_a_killed_watcher_held_in_memory_goes_at_the_next_start() -> None:
    held = "with attached_pdf(read_edxml(message(pdf=b'%PDF-1.7 x'))) as pdf: print(pdf, flush=True); input()"
    holder = subprocess.Popen(
        [sys.executable, "-c", f"{IMPORTS}\n{held}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=PROJECT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "web.settings"},
    )
    assert holder.stdout is not None
    file = Path(holder.stdout.readline().decode().strip())
    remove_left_in_memory()
    assert file.exists()  # of a living process
    holder.kill()
    holder.communicate()
    assert file.exists()
    remove_left_in_memory()
    assert not file.parent.exists()


def test_a_mark_in_the_name_of_an_attachment_stops_it(office: InboxOffice) -> None:
    office.drop("thong-diep.edxml", message(pdf=letter(1), name="Kế hoạch (MẬT).pdf"))
    office.take()
    assert only_entry().trouble_code == "secret"
    assert office.stored() == []


def test_the_message_wins_and_differences_are_shown(office: InboxOffice, sign_in: SignIn, units: object) -> None:
    office.drop("12.pdf", letter(1))
    office.drop("12.edxml", message())
    office.take()
    entry = only_entry()
    assert save_reading(claim(entry), reading())
    entry.refresh_from_db()
    assert (entry.code, entry.issuing_body, entry.subject) == (
        "1234/SXD-QLN",
        "Sở Xây dựng",
        "Báo cáo nhà ở xã hội & nhà trọ",
    )
    assert entry.due_on == due_on_of_entry(entry.pk) == date(2026, 11, 27)
    assert entry.edxml_differences
    page = sign_in("clerk").get(reverse("document", args=[entry.pk])).content.decode()
    assert "Thông điệp của nơi gửi" in page
    for label, told, read in entry.edxml_differences:
        assert label in page
        assert told != read


def test_reading_again_does_not_double_the_due_date(office: InboxOffice, units: object) -> None:
    office.drop("12.pdf", letter(1))
    office.drop("12.edxml", message())
    office.take()
    entry = only_entry()
    for attempt in (1, 2):
        assert save_reading(claim(entry, attempt=attempt), reading())
    assert entry.deadlines.filter(due_on=date(2026, 11, 27)).count() == 1


def test_a_difference_is_told_in_words() -> None:
    told = {"columns": {"urgency": 1, "due_on": "2026-11-27", "subject": "Báo cáo  NHÀ Ở", "place": "Hà Nội"}}
    read = {"urgency": 0, "due_on": date(2026, 11, 20), "subject": "báo cáo nhà ở", "place": ""}
    assert differences(told, read) == [["Độ khẩn", "Khẩn", "Thường"], ["Hạn", "27/11/2026", "20/11/2026"]]


@pytest.fixture
def told_office(tmp_path: Path) -> Office:
    return replace(current_office(), edxml=EdxmlConfig("000.01.22.H29", tmp_path / "status"))


def told(office: Office) -> list[str]:
    assert office.edxml is not None
    tell_senders(office, timezone.now())
    return sorted(path.name.rpartition("-")[2].removesuffix(".edxml") for path in office.edxml.status_folder.iterdir())


def test_the_sender_hears_of_every_step_once(told_office: Office, make_entry: MakeEntry, people: People) -> None:
    sent = {"organ_id": "000.00.15.H29", "columns": {"code": "1234/SXD-QLN", "issued_on": "2026-10-30"}}
    entry = make_entry(State.RECEIVED, unit=None, edxml_document=DOCUMENT_ID, edxml=sent)
    make_entry()  # came without a message: nobody to tell
    assert told(told_office) == ["01"]
    RegisterEntry.objects.filter(pk=entry.pk).update(state=State.NEEDS_REVIEW)
    assert told(told_office) == ["01"]
    actions.decide_routing(
        entry.pk, by=people["clerk"], field="dat-dai", unit=people["head"].unit or pytest.fail("a unit")
    )
    assert told(told_office) == ["01", "04"]
    actions.assign_officer(entry.pk, by=people["head"], officer=people["officer"])
    actions.start(entry.pk, by=people["officer"])
    actions.complete(entry.pk, by=people["officer"], outcome="Đã trả lời")
    assert told(told_office) == ["01", "04", "06"]
    actions.reopen(entry.pk, by=people["head"], reason="Thiếu phụ lục")
    assert told(told_office) == ["01", "04", "05", "06"]
    entry.refresh_from_db()
    assert entry.edxml_status == "05"


def test_a_refusal_tells_why(told_office: Office, make_entry: MakeEntry, people: People) -> None:
    entry = make_entry(State.NEEDS_REVIEW, unit=None, edxml_document=DOCUMENT_ID, edxml={"organ_id": "X"})
    actions.refuse(entry.pk, by=people["clerk"], reason="Không thuộc địa bàn phường")
    assert told(told_office) == ["02"]
    assert told_office.edxml is not None
    (file,) = told_office.edxml.status_folder.iterdir()
    assert "Không thuộc địa bàn phường" in file.read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_written_is_tried_again(told_office: Office, make_entry: MakeEntry) -> None:
    make_entry(State.RECEIVED, unit=None, edxml_document=DOCUMENT_ID, edxml={})
    assert told_office.edxml is not None
    told_office.edxml.status_folder.write_text("a file", encoding="ascii")
    with pytest.raises(OSError):
        tell_senders(told_office, timezone.now())
    told_office.edxml.status_folder.unlink()
    assert told(told_office) == ["01"]
