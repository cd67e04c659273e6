"""The page «Thống kê», its exports and the ward's report: figures, rights, records."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pipeline.config import OfficeIdentity
from tests.web.book_pages import content, pdf_rows, pdf_texts, sheet_rows, status
from tests.web.conftest import CULTURE, ECONOMY, NOW, MakeEntry, People
from web.books.official import office_lines, place_of
from web.register.models import AuditRecord, Event, State
from web.statistics.charts import CHART_HEIGHT, WIDTH, load_bars, month_chart, row_bars
from web.statistics.counts import Counts
from web.statistics.page import statistics_of
from web.statistics.periods import PeriodForm, Span, period_of
from web.statistics.report import report_of, sentences, write_report_pdf, write_report_xlsx

SignIn = Callable[[str], Client]
TODAY = date(2026, 11, 20)
DUE = date(2026, 11, 10)
NOVEMBER = period_of(Span.MONTH, TODAY)
IDENTITY = OfficeIdentity("Ủy ban nhân dân phường An Thạnh", "phường", "Thành phố Hồ Chí Minh")
QUERY = "?tu=01/11/2026&den=30/11/2026"
ADDRESSES = ("statistics", "statistics-xlsx", "report-pdf", "report-xlsx")


@pytest.fixture
def month(make_entry: MakeEntry, people: People) -> None:
    """Seven letters: of the economy unit one of each kind, of culture one in time, and one that is not sent yet."""
    done = {"state": State.COMPLETED, "completed_at": NOW + timedelta(days=8), "officer": people["officer"]}
    make_entry(**done, due_on=DUE)
    make_entry(**done, due_on=DUE - timedelta(days=1))
    make_entry(**done)
    make_entry(due_on=TODAY + timedelta(days=36500))
    make_entry(due_on=DUE)
    make_entry(
        **{
            **done,
            "officer": people["other_officer"],
            "unit": CULTURE,
            "due_on": DUE,
            "field": "y-te",
            "issuing_body": "=Sở Y tế",
        }
    )
    make_entry(State.NEEDS_REVIEW, unit=None)


@pytest.mark.parametrize(
    ("span", "first", "last", "name"),
    [
        (Span.MONTH, date(2026, 11, 1), date(2026, 11, 30), "tháng 11 năm 2026"),
        (Span.LAST_MONTH, date(2026, 10, 1), date(2026, 10, 31), "tháng 10 năm 2026"),
        (Span.QUARTER, date(2026, 10, 1), date(2026, 12, 31), "quý IV năm 2026"),
        (Span.LAST_QUARTER, date(2026, 7, 1), date(2026, 9, 30), "quý III năm 2026"),
        (Span.YEAR, date(2026, 1, 1), date(2026, 12, 31), "năm 2026"),
    ],
)
def test_periods_begin_and_end_where_the_calendar_says(span: Span, first: date, last: date, name: str) -> None:
    period = period_of(span, TODAY)
    assert (period.first_on, period.last_on, period.name) == (first, last, name)


def test_in_january_the_last_month_and_quarter_are_of_the_year_before() -> None:
    january = date(2026, 1, 15)
    assert period_of(Span.LAST_MONTH, january).days == "từ ngày 01/12/2025 đến ngày 31/12/2025"
    assert period_of(Span.LAST_QUARTER, january).name == "quý IV năm 2025"


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"ky": "ngay"}, "tu"),
        ({"tu": "01/11/2026"}, "den"),
        ({"den": "01/11/2026"}, "tu"),
        ({"tu": "02/11/2026", "den": "01/11/2026"}, "den"),
        ({"tu": "31/02/2026", "den": "01/11/2026"}, "tu"),
        ({"ky": "tuan"}, "ky"),
    ],
)
def test_a_period_that_makes_no_sense_is_explained(typed: dict[str, str], wrong: str) -> None:
    form = PeriodForm(typed)
    assert not form.is_valid()
    assert set(form.errors) == {wrong}


def test_days_that_were_typed_count_more_than_the_list() -> None:
    form = PeriodForm({"ky": "nam", "tu": "01/11/2026", "den": "02/11/2026"})
    assert form.is_valid()
    assert form.period(TODAY).name == "từ 01/11/2026 đến 02/11/2026"


def test_each_table_adds_up_to_what_was_received(month: None, units: object) -> None:
    found = statistics_of(NOVEMBER, TODAY, None)
    assert found.counts == Counts(in_time=2, late=1, done_no_due=1, open=1, overdue=1, open_no_due=1)
    assert found.share == "50 %"
    for code in ("don-vi", "linh-vuc", "thang"):
        table = found.table(code)
        assert table is not None
        assert table.total is not None
        assert table.total.cells == (7, 2, 1, 1, 1, 1, 1, "50 %"), code
        for place in range(7):
            figures = [row.cells[place] for row in table.rows]
            assert sum(figure for figure in figures if isinstance(figure, int)) == table.total.cells[place], code


def test_a_year_shows_every_month_so_far_also_the_empty_ones(month: None) -> None:
    table = statistics_of(period_of(Span.YEAR, TODAY), TODAY, None).table("thang")
    assert table is not None
    assert [(row.name, row.cells[0]) for row in table.rows] == [
        *((f"{number:02d}/2026", 0) for number in range(1, 11)),
        ("11/2026", 7),
    ]


def test_the_page_shows_figures_chart_and_table(month: None, sign_in: SignIn) -> None:
    page = sign_in("clerk").get(reverse("statistics") + QUERY).content.decode()
    assert "<b>7</b> tiếp nhận" in page
    assert "Phòng Văn hóa - Xã hội" in page
    assert page.count("<svg") >= 2 + 6
    assert "style=" not in page
    assert len(page.encode()) < 100_000


def test_a_unit_head_sees_the_own_unit_only(month: None, sign_in: SignIn) -> None:
    page = sign_in("other_head").get(reverse("statistics") + QUERY).content.decode()
    assert "<b>1</b> tiếp nhận" in page
    assert "Phòng Kinh tế" not in page
    assert "Chỉ tính văn bản do đơn vị của bạn chủ trì." in page
    rows = sheet_rows(content(sign_in("other_head"), reverse("statistics-xlsx") + QUERY), "Theo đơn vị")
    assert [row[:2] for row in rows[3:]] == [["Phòng Văn hóa - Xã hội", 1], ["Cộng", 1]]


def test_an_empty_period_says_what_to_do(units: object, sign_in: SignIn) -> None:
    page = sign_in("leader").get(reverse("statistics") + "?tu=01/01/2020&den=31/01/2020").content.decode()
    assert "Hãy chọn kỳ khác." in page


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("statistics", {"clerk", "leader", "head", "other_head"}),
        ("statistics-xlsx", {"clerk", "leader", "head", "other_head"}),
        ("report-pdf", {"clerk", "leader"}),
        ("report-xlsx", {"clerk", "leader"}),
    ],
)
def test_statistics_open_for_their_roles_only(name: str, allowed: set[str], people: People, sign_in: SignIn) -> None:
    assert {person for person in people if status(sign_in(person), reverse(name)) == 200} == allowed


def test_tables_as_csv_open_for_the_same_roles(people: People, sign_in: SignIn) -> None:
    address = reverse("statistics-csv", args=["don-vi"])
    allowed = {person for person in people if status(sign_in(person), address) == 200}
    assert allowed == {"clerk", "leader", "head", "other_head"}
    assert status(sign_in("clerk"), reverse("statistics-csv", args=["khong-co"])) == 404


@pytest.mark.parametrize("name", ["statistics", "follow-up"])
def test_the_menu_leads_there(name: str, sign_in: SignIn) -> None:
    assert f'href="{reverse(name)}"' in sign_in("head").get(reverse("queue")).content.decode()
    assert f'href="{reverse(name)}"' in sign_in("clerk").get(reverse("register")).content.decode()


@pytest.mark.parametrize("name", ADDRESSES[1:])
def test_wrong_days_lead_back_to_the_page(name: str, sign_in: SignIn) -> None:
    response = sign_in("clerk").get(reverse(name) + "?tu=31/02/2026&den=01/03/2026", follow=True)
    assert "tu" in response.context["form"].errors


def test_the_workbook_has_the_figures_of_the_page(month: None, sign_in: SignIn) -> None:
    data = content(sign_in("clerk"), reverse("statistics-xlsx") + QUERY)
    for table in statistics_of(NOVEMBER, timezone.localdate(), None).tables:
        rows = sheet_rows(data, table.title.split(" (")[0])
        assert rows[2] == list(table.heads)
        assert rows[3:] == [[cell if cell != "" else None for cell in row] for row in table.grid]


def test_a_table_as_csv_keeps_names_from_being_formulas(month: None, sign_in: SignIn) -> None:
    response = sign_in("clerk").get(reverse("statistics-csv", args=["co-quan"]) + QUERY)
    text = response.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][:2] == ["Cơ quan ban hành", "Tiếp nhận"]
    assert [row[:2] for row in rows[1:]] == [["ỦY BAN NHÂN DÂN THÀNH PHỐ", "6"], ["'=Sở Y tế", "1"]]


def test_every_export_of_figures_is_recorded(month: None, people: People, sign_in: SignIn) -> None:
    client = sign_in("leader")
    for name in ADDRESSES[1:]:
        content(client, reverse(name) + QUERY)
    client.get(reverse("statistics-csv", args=["thang"]) + QUERY)
    records = AuditRecord.objects.filter(event=Event.EXPORTED, by=people["leader"]).order_by("pk")
    days = {"first_on": "2026-11-01", "last_on": "2026-11-30"}
    assert [record.details for record in records] == [
        {"what": "thong-ke", "form": "xlsx", "count": 7, **days},
        {"what": "bao-cao", "form": "pdf", "count": 7, **days},
        {"what": "bao-cao", "form": "xlsx", "count": 7, **days},
        {"what": "thong-ke/thang", "form": "csv", "count": 1, **days},
    ]


def test_the_report_says_the_figures_in_words_and_by_unit(month: None, make_entry: MakeEntry) -> None:
    make_entry(received_at=NOW - timedelta(days=40), due_on=DUE)
    report = report_of(IDENTITY, NOVEMBER, TODAY)
    assert sentences(report) == (
        "Ủy ban nhân dân phường An Thạnh báo cáo tình hình xử lý văn bản đến từ ngày 01/11/2026 đến ngày 30/11/2026 "
        "(số liệu chốt đến ngày 20/11/2026) như sau:",
        "1. Tổng số văn bản đến: 7 văn bản.",
        "2. Đã xử lý: 4 văn bản, trong đó đúng hạn 2, trễ hạn 1, không nêu hạn 1.",
        "3. Đến hạn nhưng chưa xử lý xong: 1 văn bản.",
        "4. Chưa đến hạn: 1 văn bản; không nêu hạn, đang xử lý: 1 văn bản.",
        "Ngoài ra còn 1 văn bản đến trước kỳ báo cáo chưa xử lý xong, trong đó 1 văn bản đã quá hạn.",
    )


def test_the_printed_report_has_the_decrees_head_and_the_same_figures(month: None) -> None:
    report = report_of(IDENTITY, NOVEMBER, TODAY)
    stream = io.BytesIO()
    write_report_pdf(stream, report)
    text = pdf_texts(stream.getvalue())[0]
    assert re.search(r"ỦY BAN NHÂN DÂN\s+CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", text)
    assert re.search(r"PHƯỜNG AN THẠNH\s+Độc lập - Tự do - Hạnh phúc", text)
    assert re.search(r"Số: \.+/BC-UBND\s+An Thạnh, ngày \.+ tháng \.+ năm 2026", text)
    assert "Tình hình xử lý văn bản đến tháng 11 năm 2026" in text
    assert "TM. ỦY BAN NHÂN DÂN" in text
    flat = " ".join(text.split())
    assert [sentence for sentence in sentences(report) if sentence not in flat] == []
    rows = {row[1]: row[2:] for row in pdf_rows(stream.getvalue())}
    assert rows["Phòng Kinh tế, Hạ tầng và Đô thị"] == ["5", "3", "1", "1", "1", "1", "0"]
    assert rows["Phòng Văn hóa - Xã hội"] == ["1", "1", "1", "0", "0", "0", "0"]
    assert rows["Chưa chuyển đơn vị"] == ["1", "0", "0", "0", "0", "0", "1"]
    assert rows["Tổng cộng"] == ["7", "4", "2", "1", "1", "1", "1"]


def test_the_report_as_a_sheet_has_numbers_not_texts(month: None) -> None:
    stream = io.BytesIO()
    write_report_xlsx(stream, report_of(IDENTITY, NOVEMBER, TODAY))
    rows = sheet_rows(stream.getvalue())
    assert rows[0][0] == "ỦY BAN NHÂN DÂN PHƯỜNG AN THẠNH"
    totals = next(row for row in rows if row[1] == "Tổng cộng")
    assert totals[2:] == [7, 4, 2, 1, 1, 1, 1]


def test_the_signature_of_a_long_report_does_not_stand_alone(units: object) -> None:
    report = report_of(IDENTITY, NOVEMBER, TODAY)
    many = tuple((f"Đơn vị {number}", Counts(open=1)) for number in range(19))
    for count in range(8, 20):
        stream = io.BytesIO()
        write_report_pdf(stream, type(report)(IDENTITY, NOVEMBER, TODAY, many[:count], report.left_out))
        texts = pdf_texts(stream.getvalue())
        assert "CHỦ TỊCH" in texts[-1]
        assert "Ghi chú" in texts[-1] or "Tổng cộng" in texts[-1]


@pytest.mark.parametrize(
    ("name", "kind", "lines", "place"),
    [
        ("Ủy ban nhân dân phường An Thạnh", "phường", ("ỦY BAN NHÂN DÂN", "PHƯỜNG AN THẠNH"), "An Thạnh"),
        ("Ủy ban nhân dân phường 1", "phường", ("ỦY BAN NHÂN DÂN", "PHƯỜNG 1"), "Phường 1"),
        ("Ủy ban nhân dân đặc khu Côn Đảo", "đặc khu", ("ỦY BAN NHÂN DÂN", "ĐẶC KHU CÔN ĐẢO"), "Côn Đảo"),
        ("Đảng ủy An Thạnh", "phường", ("ĐẢNG ỦY AN THẠNH",), "Đảng ủy An Thạnh"),
    ],
)
def test_the_office_is_written_as_papers_break_it(name: str, kind: str, lines: tuple[str, ...], place: str) -> None:
    identity = OfficeIdentity(name, kind, "Thành phố Hồ Chí Minh")
    assert (office_lines(identity), place_of(identity)) == (lines, place)


def test_bars_meet_and_the_longest_fills_its_row() -> None:
    bars = row_bars(Counts(in_time=1, late=1, overdue=1), 3)
    assert [(bar.x, bar.width) for bar in bars] == [(0, 333), (333, 334), (667, 333)]
    assert sum(bar.width for bar in bars) == WIDTH
    assert [bar.title for bar in load_bars(5, 2, 10)] == ["đang làm, còn hạn: 3", "quá hạn, chưa xong: 2"]
    assert row_bars(Counts(), 0) == ()


def test_columns_of_months_stand_on_the_ground() -> None:
    chart = month_chart([("10/2026", Counts(in_time=1, overdue=1)), ("11/2026", Counts(open=4)), ("12/2026", Counts())])
    assert [max((bar.y + bar.height for bar in column.bars), default=CHART_HEIGHT) for column in chart.columns] == [
        CHART_HEIGHT
    ] * 3
    assert [sum(bar.height for bar in column.bars) for column in chart.columns] == [100, 200, 0]
    assert [column.total for column in chart.columns] == [2, 4, 0]


def test_the_page_asks_the_database_at_most_twelve_times(
    month: None, sign_in: SignIn, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for person in ("clerk", "head"):
        client = sign_in(person)
        with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
            client.get(reverse("statistics") + QUERY)


def test_numbers_of_five_digits_are_grouped_on_the_page(month: None, sign_in: SignIn) -> None:
    from web.register.templatetags.vanthu import grouped

    assert [grouped(value) for value in (999, 26165, "56 %", None)] == ["999", "26.165", "56 %", None]


def test_the_economy_unit_is_named_with_its_figures(month: None, sign_in: SignIn) -> None:
    page = " ".join(sign_in("clerk").get(reverse("statistics") + QUERY).content.decode().split())
    economy = page[page.index('<th scope="row">Phòng Kinh tế') :]
    figures = re.findall(r"<td>(.*?)</td>", economy[: economy.index('class="bar"')])
    assert figures == ["5", "1", "1", "1", "1", "1", "0", "33 %"]
    assert ECONOMY not in figures
