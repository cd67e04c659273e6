"""The processing slip: one page, what was said filled in, the rest left to be written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.book_pages import content, pdf_sizes, pdf_texts, status
from tests.web.conftest import CULTURE, ECONOMY, NOW, MakeEntry, People
from web.organization.models import Unit
from web.register import actions
from web.register.models import AuditRecord, Directive, Event, RegisterEntry, Reply, State

SignIn = Callable[[str], Client]


def slip_of(client: Client, entry: RegisterEntry) -> list[str]:
    return pdf_texts(content(client, reverse("slip", args=[entry.pk])))


def flat(text: str) -> str:
    return " ".join(text.split())


def direct(entry: RegisterEntry, people: People, units: dict[str, Unit], text: str = "Khẩn trương làm") -> None:
    directive = Directive.objects.create(
        entry=entry, leader=people["leader"], lead_unit=units[ECONOMY], text=text,
        due_on=date(2026, 11, 12), given_at=NOW,
    )  # fmt: skip
    directive.cooperating_units.add(units[CULTURE])


def test_the_slip_names_the_letter_and_leaves_room_to_write(make_entry: MakeEntry, sign_in: SignIn) -> None:
    entry = make_entry(
        document_type="Công văn", code="5/UBND-ĐT", issued_on=date(2026, 10, 30), issuing_body="Sở Xây dựng",
        subject="Về việc <rà soát> & báo cáo",
    )  # fmt: skip
    (text,) = slip_of(sign_in("clerk"), entry)
    said = flat(text)
    assert "PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN" in said
    assert "Công văn số 5/UBND-ĐT ngày 30/10/2026 của Sở Xây dựng: Về việc <rà soát> & báo cáo" in said
    assert "Số đến: 1" in said
    assert "Ngày đến: 02/11/2026" in said
    parts = ["1. Ý kiến của lãnh đạo", "2. Ý kiến của lãnh đạo đơn vị", "3. Ý kiến đề xuất của người giải quyết"]
    assert [said.index(part) for part in parts] == sorted(said.index(part) for part in parts)
    assert said.count("......") >= 8


def test_the_slip_carries_direction_assignment_and_outcome(
    make_entry: MakeEntry, people: People, units: dict[str, Unit], sign_in: SignIn
) -> None:
    entry = make_entry(due_on=date(2026, 11, 12))
    direct(entry, people, units)
    actions.assign_officer(entry.pk, by=people["head"], officer=people["officer"])
    RegisterEntry.objects.filter(pk=entry.pk).update(outcome="Đã kiểm tra 5 cơ sở")
    Reply.objects.create(entry=entry, code="7/BC-UBND", noted_by=people["officer"], noted_at=NOW)
    said = flat(slip_of(sign_in("leader"), entry)[0])
    for words in (
        "Giao chủ trì: Phòng Kinh tế, Hạ tầng và Đô thị",
        "Giao phối hợp: Phòng Văn hóa - Xã hội",
        "Ý kiến chỉ đạo: Khẩn trương làm",
        "Cho ý kiến: Leader, ngày 02/11/2026",
        "Giao cho cá nhân: Officer",
        "Thời hạn giải quyết: 12/11/2026",
        "Cho ý kiến: Head, ngày",
        "Kết quả: Đã kiểm tra 5 cơ sở",
        "Văn bản trả lời: 7/BC-UBND",
    ):
        assert words in said


def test_much_that_was_said_still_fits_on_one_page(
    make_entry: MakeEntry, people: People, units: dict[str, Unit], sign_in: SignIn
) -> None:
    entry = make_entry(subject="về việc rất dài " * 60)
    for number in range(8):
        direct(entry, people, units, text=f"Ý kiến {number}: " + "thực hiện nghiêm túc, đúng thời hạn " * 12)
    data = content(sign_in("clerk"), reverse("slip", args=[entry.pk]))
    (text,) = pdf_texts(data)
    assert "Ý kiến 7" in text
    assert "3. Ý kiến đề xuất" in text
    assert pdf_sizes(data) == {(595, 842)}


@pytest.mark.parametrize("is_restricted", [False, True])
def test_the_slip_is_for_who_directs_assigns_or_does_the_work(
    is_restricted: bool,  # noqa: FBT001  a case of the table
    make_entry: MakeEntry,
    people: People,
    sign_in: SignIn,
) -> None:
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"], is_restricted=is_restricted)
    address = reverse("slip", args=[entry.pk])
    assert {name for name in people if status(sign_in(name), address) == 200} == {"clerk", "leader", "head", "officer"}


def test_an_officer_prints_no_slip_for_the_work_of_another(make_entry: MakeEntry, sign_in: SignIn) -> None:
    entry = make_entry()
    assert status(sign_in("officer"), reverse("slip", args=[entry.pk])) == 403
    assert "phieu-giai-quyet" not in sign_in("officer").get(reverse("document", args=[entry.pk])).content.decode()


@pytest.mark.parametrize("columns", [{"cancelled_at": NOW}, {"arrival_number": None, "state": State.REFUSED}])
def test_no_slip_without_a_number_that_holds(
    columns: dict[str, object], make_entry: MakeEntry, sign_in: SignIn
) -> None:
    assert status(sign_in("clerk"), reverse("slip", args=[make_entry(**columns).pk])) == 403


def test_the_letters_page_leads_to_its_slip(make_entry: MakeEntry, sign_in: SignIn) -> None:
    entry = make_entry()
    address = reverse("slip", args=[entry.pk])
    assert f'href="{address}"' in sign_in("clerk").get(reverse("document", args=[entry.pk])).content.decode()


def test_printing_a_slip_is_recorded_with_its_letter(make_entry: MakeEntry, people: People, sign_in: SignIn) -> None:
    entry = make_entry(received_at=NOW + timedelta(hours=1))
    slip_of(sign_in("head"), entry)
    record = AuditRecord.objects.get()
    assert (record.event, record.by, record.entry) == (Event.EXPORTED, people["head"], entry)
    assert record.details["what"] == "phieu-giai-quyet"
