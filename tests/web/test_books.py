"""The register and the follow-up book: the same cells on the screen, on paper and in the sheet."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pdfplumber
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.web.book_pages import content, fonts_of, pdf_rows, pdf_sizes, pdf_texts, sheet, sheet_rows, status
from tests.web.conftest import CULTURE, ECONOMY, NOW, MakeEntry, People
from web.books.export import Printing, long_day, write_pdf
from web.books.filters import BookFilter
from web.books.lines import FOLLOW_UP, REGISTER
from web.books.queries import extent, follow_up_entries, in_book_order, register_entries
from web.organization.models import Absence, Unit
from web.register.models import AuditRecord, Event, Extension, ExtensionState, RegisterEntry, Reply, State
from web.register.search.index import index_entry

SignIn = Callable[[str], Client]
TODAY = date(2026, 11, 20)
EVERY_LETTER = "ăâđêôơư ắằẳẵặ ấầẩẫậ éèẻẽẹ ếềểễệ íìỉĩị óòỏõọ ốồổỗộ ớờởỡợ úùủũụ ứừửữự ýỳỷỹỵ áàảãạ"
EXPORTS = ("register-pdf", "register-xlsx", "follow-up-pdf", "follow-up-xlsx")


def printed(entries: list[RegisterEntry], chosen: BookFilter | None = None) -> bytes:
    printing = Printing(
        "Ủy ban nhân dân phường An Thạnh",
        "An Thạnh",
        chosen or BookFilter(year=2026),
        extent(RegisterEntry.objects.all()),
        TODAY,
        "Trần Thị Văn Thư",
    )
    stream = io.BytesIO()
    write_pdf(stream, REGISTER, entries, printing)
    return stream.getvalue()


@pytest.fixture
def letters(make_entry: MakeEntry, people: People, units: dict[str, Unit]) -> list[RegisterEntry]:
    """One of each kind of line."""
    full = make_entry(
        State.IN_PROGRESS,
        document_type="Công văn",
        subject=f"về việc {EVERY_LETTER.upper()} {EVERY_LETTER}",
        issued_on=date(2026, 10, 30),
        forwarded_at=NOW + timedelta(hours=20),
        due_on=date(2026, 11, 25),
        officer=people["officer"],
        decided_by=people["head"],
        decided_at=NOW + timedelta(days=1),
        urgency=2,
    )
    full.cooperating_units.add(units[CULTURE])
    cancelled = make_entry(cancelled_at=NOW, cancel_reason="Trùng số 1", issuing_body="Sở Nội vụ")
    refused = make_entry(State.REFUSED, unit=None, trouble="Gửi nhầm phường", subject="")
    bare = make_entry(State.NEEDS_REVIEW, unit=None, code="", issuing_body="", subject="=HYPERLINK(1)&\x07x")
    return [full, cancelled, refused, bare]


def test_the_register_has_the_ten_columns_of_the_decree_in_their_order() -> None:
    assert [column.title for column in REGISTER.columns] == [
        "Ngày đến", "Số đến", "Tác giả", "Số, ký hiệu văn bản", "Ngày tháng văn bản",
        "Tên loại và trích yếu nội dung văn bản", "Đơn vị hoặc người nhận", "Ngày chuyển", "Ký nhận", "Ghi chú",
    ]  # fmt: skip
    assert len(FOLLOW_UP.columns) == 7


def test_a_line_of_the_register_says_all_there_is_to_say(letters: list[RegisterEntry]) -> None:
    lines = [REGISTER.line_of(entry, TODAY) for entry in in_book_order(register_entries(BookFilter()))]
    assert lines[0].texts == (
        "02/11/2026", "1", "ỦY BAN NHÂN DÂN THÀNH PHỐ", "1/UBND-ĐT", "30/10/2026",
        f"Công văn: Về việc {EVERY_LETTER.upper()} {EVERY_LETTER}",
        "Phòng Kinh tế, Hạ tầng và Đô thị (Officer); phối hợp: Phòng Văn hóa - Xã hội",
        "03/11/2026", "Head 03/11/2026", "Thượng khẩn; Hạn 25/11/2026",
    )  # fmt: skip
    assert [line.texts[-1] for line in lines[1:]] == ["Đã hủy số đến: Trùng số 1", "Không nhận: Gửi nhầm phường", ""]


def test_a_unit_that_is_only_proposed_is_not_yet_the_receiver(make_entry: MakeEntry) -> None:
    entry = make_entry(State.NEEDS_REVIEW, unit=ECONOMY)
    assert REGISTER.line_of(entry, TODAY).texts[6] == ""


def test_the_printed_register_holds_every_cell_of_every_line(letters: list[RegisterEntry], sign_in: SignIn) -> None:
    data = content(sign_in("clerk"), reverse("register-pdf") + "?year=2026")
    lines = [REGISTER.line_of(entry, TODAY) for entry in in_book_order(register_entries(BookFilter()))]
    expected = [[" ".join(text.replace("\x07", " ").split()) for text in line.texts] for line in lines]
    # What does not fit in its column as one word is cut: compared without blanks.
    assert [["".join(cell.split()) for cell in row] for row in pdf_rows(data)] == [
        ["".join(cell.split()) for cell in row] for row in expected
    ]
    assert pdf_sizes(data) == {(842, 595)}


def test_the_printed_register_names_office_period_sum_and_signatures(
    letters: list[RegisterEntry], sign_in: SignIn
) -> None:
    (text,) = pdf_texts(content(sign_in("clerk"), reverse("register-pdf") + "?year=2026"))
    assert "ỦY BAN NHÂN DÂN PHƯỜNG AN THẠNH" in text
    assert "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN" in text
    assert "Năm 2026 - Từ ngày 02/11/2026 đến ngày 02/11/2026 - Từ số 1 đến số 4" in text
    assert "Cộng: 4 văn bản, trong đó 1 số đến đã hủy." in text
    assert "Người lập sổ Người in sổ" in text
    assert "trang 1/1" in text


def test_every_font_of_the_print_is_embedded(letters: list[RegisterEntry]) -> None:
    names = fonts_of(printed(list(register_entries(BookFilter()))))
    assert names
    assert all(len(name.partition("+")[0]) == 6 for name in names)


def test_each_page_repeats_the_head_and_tells_its_place_among_all(make_entry: MakeEntry) -> None:
    for _ in range(60):
        make_entry()
    data = printed(list(in_book_order(register_entries(BookFilter()))))
    texts = pdf_texts(data)
    assert len(texts) > 2
    assert [f"trang {number}/{len(texts)}" in text for number, text in enumerate(texts, 1)] == [True] * len(texts)
    assert ["(10)" in text for text in texts] == [True] * len(texts)
    assert [row[1] for row in pdf_rows(data)] == [str(number) for number in range(1, 61)]


def test_a_line_taller_than_a_page_goes_on_over_the_pages(make_entry: MakeEntry) -> None:
    subject = " ".join(f"từ{number}" for number in range(1500))
    make_entry(subject=subject, document_type="")
    make_entry()
    data = printed(list(in_book_order(register_entries(BookFilter()))))
    rows = pdf_rows(data)
    assert " ".join(row[5] for row in rows[:-1]) == subject[:1].upper() + subject[1:]
    assert rows[-1][1] == "2"


def test_a_cancelled_number_is_struck_through_but_not_its_reason(letters: list[RegisterEntry], sign_in: SignIn) -> None:
    rows = list(sheet(content(sign_in("clerk"), reverse("register-xlsx") + "?year=2026")).iter_rows(min_row=6))
    assert [[cell.font.strike for cell in row] for row in rows[:2]] == [[False] * 10, [True] * 9 + [False]]
    with pdfplumber.open(io.BytesIO(content(sign_in("clerk"), reverse("register-pdf") + "?year=2026"))) as pdf:
        page = pdf.pages[0]
        (second,) = [row for row in page.find_tables()[0].rows if "Trùng" in page.crop(row.bbox).extract_text()]
        subject, note = second.cells[5], second.cells[9]
        assert subject is not None
        assert note is not None
        inside = [line for line in page.lines if subject[0] < line["x0"] < line["x1"] < subject[2]]
        inside = [line for line in inside if subject[1] < line["top"] < subject[3]]
        in_note = [line for line in page.lines if note[0] < line["x0"] < line["x1"] < note[2]]
    assert len(inside) == 1
    assert in_note == []


def test_the_sheet_holds_every_cell_with_real_dates(letters: list[RegisterEntry], sign_in: SignIn) -> None:
    data = content(sign_in("clerk"), reverse("register-xlsx") + "?year=2026")
    rows = sheet_rows(data)
    assert rows[1][0] == "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN"
    assert rows[3] == [column.title for column in REGISTER.columns]
    lines = [REGISTER.line_of(entry, TODAY) for entry in in_book_order(register_entries(BookFilter()))]
    read = [[cell.date() if isinstance(cell, datetime) else cell for cell in row] for row in rows[5 : 5 + len(lines)]]
    assert read == [
        [cell.replace("\x07", " ") if isinstance(cell, str) and cell else cell or None for cell in line.cells]
        for line in lines
    ]
    assert rows[-2][0] == "Cộng: 4 văn bản, trong đó 1 số đến đã hủy."
    first = sheet(data)["A6"]
    assert (first.number_format, first.is_date) == ("dd/mm/yyyy", True)


def test_the_sheet_is_ready_to_read_and_to_print(letters: list[RegisterEntry], sign_in: SignIn) -> None:
    page = sheet(content(sign_in("clerk"), reverse("register-xlsx") + "?year=2026"))
    assert page.freeze_panes == "A6"
    assert page.print_title_rows == "$4:$5"
    assert (page.page_setup.orientation, int(page.page_setup.paperSize)) == ("landscape", 9)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.column_dimensions["F"].width == 60


@pytest.mark.parametrize("text", ["=1+1", "+84 28", "-5", "@SUM(A1)", "\t=1"])
def test_no_text_of_a_letter_becomes_a_formula(text: str, make_entry: MakeEntry, sign_in: SignIn) -> None:
    make_entry(issuing_body=text)
    cell = sheet(content(sign_in("clerk"), reverse("register-xlsx")))["C6"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)


def test_the_follow_up_book_says_how_far_each_letter_is(make_entry: MakeEntry, people: People) -> None:
    done = {"state": State.COMPLETED, "completed_at": datetime(2026, 11, 10, 16, 59, tzinfo=UTC)}
    make_entry(State.IN_PROGRESS, due_on=TODAY + timedelta(days=3))
    make_entry(State.IN_PROGRESS, due_on=TODAY)
    make_entry(due_on=TODAY - timedelta(days=2))
    make_entry(State.IN_PROGRESS)
    make_entry(**done, due_on=date(2026, 11, 10), outcome="Đã báo cáo qua thư")
    make_entry(**done, due_on=date(2026, 11, 9))
    make_entry(**done)
    make_entry(cancelled_at=NOW, cancel_reason="x")
    make_entry(State.REFUSED)
    entries = in_book_order(follow_up_entries(BookFilter(), today=TODAY))
    assert [FOLLOW_UP.line_of(entry, TODAY).texts[4] for entry in entries] == [
        "Đang xử lý, còn 3 ngày",
        "Đang xử lý, hết hạn hôm nay",
        "Đã chuyển đơn vị, quá hạn 2 ngày",
        "Đang xử lý",
        "Đã giải quyết ngày 10/11/2026, đúng hạn",
        "Đã giải quyết ngày 10/11/2026, trễ hạn",
        "Đã giải quyết ngày 10/11/2026",
    ]


def test_the_follow_up_book_names_replies_extensions_and_outcome(
    make_entry: MakeEntry, people: People, sign_in: SignIn
) -> None:
    entry = make_entry(
        State.IN_PROGRESS,
        document_type="Kế hoạch",
        code="9/KH-UBND",
        issued_on=date(2026, 10, 1),
        issuing_body="Sở Y tế",
        due_on=date(2026, 12, 1),
    )
    by = {"noted_by": people["officer"], "noted_at": NOW}
    Reply.objects.create(entry=entry, code="12/BC-UBND", issued_on=date(2026, 11, 5), **by)
    Reply.objects.create(entry=entry, code="13/BC-UBND", **by)
    Reply.objects.create(entry=entry, code="14/BC-UBND", withdrawn_at=NOW, **by)
    asked = {"entry": entry, "was_due_on": date(2026, 11, 20), "reason": "x", "asked_by": people["officer"]}
    Extension.objects.create(
        **asked, until=date(2026, 12, 1), asked_at=NOW, state=ExtensionState.GRANTED, decided_at=NOW
    )
    Extension.objects.create(**asked, until=date(2026, 12, 9), asked_at=NOW, state=ExtensionState.REFUSED)
    data = content(sign_in("clerk"), reverse("follow-up-xlsx"))
    row = sheet_rows(data)[5]
    assert row[1] == "Kế hoạch số 9/KH-UBND ngày 01/10/2026 của Sở Y tế"
    assert row[3].date() == date(2026, 12, 1)
    assert row[5:] == ["12/BC-UBND ngày 05/11/2026; 13/BC-UBND", "Gia hạn từ 20/11/2026 đến 01/12/2026"]
    (printed_row,) = pdf_rows(content(sign_in("clerk"), reverse("follow-up-pdf")))
    assert printed_row[5] == "12/BC-UBND ngày 05/11/2026; 13/BC-UBND"


def test_the_filters_choose_on_the_screen_and_in_the_export_alike(make_entry: MakeEntry, sign_in: SignIn) -> None:
    make_entry(received_at=datetime(2026, 10, 31, 16, 59, tzinfo=UTC))  # 23:59 on the 31st in Hà Nội
    make_entry(received_at=datetime(2026, 10, 31, 17, 0, tzinfo=UTC), urgency=3, field="giao-thong")
    make_entry(received_at=datetime(2026, 11, 2, 16, 59, tzinfo=UTC), unit=CULTURE, subject="Chứng từ")
    make_entry(received_at=datetime(2026, 11, 2, 17, 0, tzinfo=UTC), state=State.COMPLETED)
    make_entry(received_at=datetime(2025, 3, 1, 2, 0, tzinfo=UTC), year=2025, arrival_number=77)
    for entry in RegisterEntry.objects.all():
        index_entry(entry.pk)
    client = sign_in("clerk")
    for query, numbers in {
        "first_on=01/11/2026&last_on=02/11/2026": [2, 3],
        "urgency=3": [2],
        "field=giao-thong": [2],
        f"unit={CULTURE}": [3],
        "state=COMPLETED": [4],
        "year=2025": [77],
        "q=ch%E1%BB%A9ng+t%E1%BB%AB": [3],
        "year=2026&q=khong+co+chu+nay": [],
    }.items():
        rows = sheet_rows(content(client, f"{reverse('register-xlsx')}?{query}"))
        assert [row[1] for row in rows if isinstance(row[1], int)] == numbers, query
        page = client.get(f"{reverse('register')}?{query}").context
        assert sorted(line.entry.arrival_number for line, _ in page["rows"]) == numbers, query


def test_an_extract_says_what_was_chosen(make_entry: MakeEntry, sign_in: SignIn) -> None:
    make_entry(urgency=1)
    query = f"?year=2026&unit={ECONOMY}&field=dat-dai&state=ASSIGNED&urgency=1&q=trich"
    (text,) = pdf_texts(content(sign_in("clerk"), reverse("register-pdf") + query))
    assert "Trích sổ. Đơn vị: Phòng Kinh tế, Hạ tầng và Đô thị; Lĩnh vực: Đất đai" in text
    assert "Độ khẩn: Khẩn; Có chữ: «trich»" in text


def test_a_book_without_a_letter_is_still_a_book(units: object, sign_in: SignIn) -> None:
    (text,) = pdf_texts(content(sign_in("clerk"), reverse("register-pdf") + "?year=2024"))
    assert "Năm 2024" in text
    assert "Cộng: 0 văn bản." in text


def test_years_are_not_mixed_by_accident(make_entry: MakeEntry, sign_in: SignIn) -> None:
    make_entry()
    make_entry(year=2025, arrival_number=1, received_at=NOW - timedelta(days=365))
    client = sign_in("clerk")
    response = client.get(reverse("register-pdf"), follow=True)
    assert "hãy chọn một năm" in response.content.decode()
    assert not AuditRecord.objects.filter(event=Event.EXPORTED).exists()
    both = content(client, reverse("register-xlsx") + "?first_on=01/01/2025&last_on=31/12/2026")
    assert sheet_rows(both)[2][0] == "Năm 2025, 2026 - Từ ngày 01/01/2025 đến ngày 31/12/2026"


@pytest.mark.parametrize("name", EXPORTS)
def test_a_wrong_day_leads_back_to_the_page_that_says_so(name: str, sign_in: SignIn) -> None:
    response = sign_in("clerk").get(reverse(name) + "?first_on=31/02/2026", follow=True)
    assert response.status_code == 200
    assert "first_on" in response.context["form"].errors


def test_days_in_the_wrong_order_are_explained(sign_in: SignIn) -> None:
    page = sign_in("clerk").get(reverse("register") + "?first_on=02/11/2026&last_on=01/11/2026")
    assert "Ngày cuối phải sau ngày đầu." in page.content.decode()


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("register-pdf", {"clerk", "leader"}),
        ("register-xlsx", {"clerk", "leader"}),
        ("follow-up", {"clerk", "leader", "head", "other_head"}),
        ("follow-up-pdf", {"clerk", "leader", "head", "other_head"}),
        ("follow-up-xlsx", {"clerk", "leader", "head", "other_head"}),
    ],
)
def test_books_open_for_their_roles_only(
    name: str, allowed: set[str], people: People, sign_in: SignIn, make_entry: MakeEntry
) -> None:
    make_entry()
    assert {person for person in people if status(sign_in(person), reverse(name)) == 200} == allowed


def test_a_unit_head_follows_the_own_unit_only(make_entry: MakeEntry, sign_in: SignIn) -> None:
    make_entry(unit=ECONOMY)
    make_entry(unit=CULTURE)
    make_entry(State.NEEDS_REVIEW, unit=ECONOMY)  # only proposed: the clerk decides first
    address = reverse("follow-up-xlsx") + f"?unit={CULTURE}"  # the unit cannot be chosen
    rows = sheet_rows(content(sign_in("head"), address))
    assert [row[0] for row in rows if isinstance(row[0], int)] == [1]


def test_who_stands_in_for_a_head_follows_that_unit_meanwhile(
    make_entry: MakeEntry, people: People, sign_in: SignIn
) -> None:
    make_entry(unit=ECONOMY)
    today = date.today()  # noqa: DTZ011  rights hold on the day of the request
    assert sign_in("other_officer").get(reverse("follow-up")).status_code == 403
    Absence.objects.create(
        staff=people["head"], stand_in=people["other_officer"], first_on=today - timedelta(days=1),
        last_on=today + timedelta(days=1), noted_by=people["clerk"], noted_at=NOW,
    )  # fmt: skip
    page = sign_in("other_officer").get(reverse("follow-up")).context
    assert [line.entry.arrival_number for line, _ in page["rows"]] == [1]


@pytest.mark.parametrize("name", EXPORTS)
def test_every_export_is_recorded_with_what_was_taken(
    name: str, make_entry: MakeEntry, people: People, sign_in: SignIn
) -> None:
    index_entry(make_entry(subject="Nguyễn Văn A").pk)
    content(sign_in("leader"), reverse(name) + f"?year=2026&unit={ECONOMY}&q=nguyen+van+a")
    record = AuditRecord.objects.get()
    assert (record.event, record.by, record.entry) == (Event.EXPORTED, people["leader"], None)
    book = REGISTER if name.startswith("register") else FOLLOW_UP
    assert record.details == {
        "what": book.code, "form": name.rpartition("-")[2], "count": 1, "year": 2026, "unit": ECONOMY, "has_text": True,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["register", "follow-up"])
def test_the_screen_costs_the_same_few_queries_however_many_letters(
    name: str, make_entry: MakeEntry, sign_in: SignIn
) -> None:
    client = sign_in("clerk")
    make_entry()
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(name))
    for _ in range(40):
        make_entry()
    with CaptureQueriesContext(connection) as many:
        client.get(reverse(name))
    assert len(many) == len(few) <= 12


def test_a_book_is_streamed_in_chunks(make_entry: MakeEntry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.books.queries.CHUNK", 3)
    for _ in range(10):
        make_entry()
    numbers = [entry.arrival_number for entry in in_book_order(register_entries(BookFilter()))]
    assert numbers == list(range(1, 11))


def test_days_are_written_as_letters_write_them() -> None:
    assert long_day(date(2026, 2, 5)) == "ngày 05 tháng 02 năm 2026"
    assert long_day(date(2026, 11, 15)) == "ngày 15 tháng 11 năm 2026"


def test_the_workbook_opens_with_one_sheet(letters: list[RegisterEntry], sign_in: SignIn) -> None:
    data = content(sign_in("clerk"), reverse("register-xlsx") + "?year=2026")
    assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames == ["Sổ đăng ký"]
