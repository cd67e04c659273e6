"""Quotes and evidence: the clause that sets the duty, across line and page breaks, and its boxes on paper."""

from __future__ import annotations

from datetime import date, time

import pytest

from pipeline.deadlines import VIETNAM_CALENDAR, find_deadlines
from pipeline.deadlines.contract import answer_to_json, deadline_to_json
from pipeline.documents import Box, Deadline, ExtractedText, Line, Page, TextSource, Word
from tests.pipeline.deadline_reading import ISSUED_ON, OFFICE, only, read

LINE_HEIGHT = 14.0
WORD_WIDTH = 20.0


def pages_of(*pages: str) -> ExtractedText:
    return ExtractedText(
        tuple(_page(number, text) for number, text in enumerate(pages, start=1)), page_count=len(pages)
    )


def _page(number: int, text: str) -> Page:
    lines = tuple(_line(row, line) for row, line in enumerate(text.split("\n")) if line)
    return Page(number, 595.0, 842.0, lines, TextSource.TEXT_LAYER)


def _line(row: int, text: str) -> Line:
    top = row * LINE_HEIGHT
    return Line(
        tuple(
            Word(word, Box(place * WORD_WIDTH, top, (place + 1) * WORD_WIDTH, top + LINE_HEIGHT))
            for place, word in enumerate(text.split())
        )
    )


def find(text: ExtractedText) -> tuple[Deadline, ...]:
    return find_deadlines(
        text,
        issued_on=ISSUED_ON,
        received_on=ISSUED_ON,
        calendar=VIETNAM_CALENDAR,
        office=OFFICE,
        end_of_day=time(17),
    )


def test_the_quote_is_the_clause_that_sets_the_duty() -> None:
    text = "Khẩn trương rà soát danh sách; gửi báo cáo về Sở trước ngày 05/12/2025; tiếp tục tuyên truyền."

    assert only(text).quote == "gửi báo cáo về Sở trước ngày 05/12/2025"


def test_a_date_broken_over_two_lines_is_read() -> None:
    deadline = only("Đề nghị các đơn vị gửi báo cáo về Sở Nội vụ trước ngày 05\ntháng 12 năm 2025 để tổng hợp.")

    assert deadline.due_on == date(2025, 12, 4)
    assert "05\ntháng 12" in deadline.quote


def test_a_very_long_clause_is_cut_near_its_date() -> None:
    text = "Rà soát hồ sơ, " * 100 + "báo cáo trước ngày 05/12/2025, " + "bảo đảm tiến độ, " * 100

    assert len(only(text).quote) < 700


def test_boxes_mark_each_line_of_the_quote() -> None:
    (deadline,) = find(pages_of("Gửi báo cáo trước\nngày 05/12/2025."))

    (evidence,) = deadline.evidence
    assert evidence.page == 1
    assert evidence.boxes == (
        Box(0.0, 0.0, 4 * WORD_WIDTH, LINE_HEIGHT),
        Box(0.0, LINE_HEIGHT, 2 * WORD_WIDTH, 2 * LINE_HEIGHT),
    )


def test_a_duty_over_a_page_break_is_found_and_shown_on_both_pages() -> None:
    text = pages_of("Đề nghị gửi báo cáo về Sở Nội vụ trước ngày", "2\n05/12/2025 để tổng hợp.")

    (deadline,) = find(text)

    assert deadline.due_on == date(2025, 12, 4)
    assert [evidence.page for evidence in deadline.evidence] == [1, 2]
    assert deadline.quote == text.full_text[deadline.start : deadline.end]


def test_the_boxes_are_those_of_the_text_itself() -> None:
    text = pages_of("", "Một dòng.\nGửi báo cáo trước ngày 05/12/2025; hoàn thành\ntrước ngày 10/12/2025.", "", "Hết.")

    for deadline in find(text):
        assert deadline.evidence == text.locate(deadline.start, deadline.end)


def test_deadlines_come_in_the_order_of_the_text() -> None:
    found = read("Hoàn thành trước ngày 10/12/2025; báo cáo trước ngày 05/12/2025; họp lúc 8 giờ ngày 01/12/2025.")

    assert [deadline.due_on for deadline in found] == [date(2025, 12, 9), date(2025, 12, 4), date(2025, 12, 1)]


def test_effective_dates_come_after_the_duties() -> None:
    found = read("Quyết định này có hiệu lực kể từ ngày 01/12/2025.\nGửi báo cáo trước ngày 05/12/2025.")

    assert [deadline.kind.value for deadline in found] == ["report", "effective"]


def test_a_semicolon_in_brackets_does_not_cut_the_clause() -> None:
    text = "Rà soát các dự án (đường số 1; đường số 2; kênh số 3) và báo cáo trước ngày 05/12/2025; tiếp tục đôn đốc."

    assert only(text).quote == text.split("; tiếp tục", maxsplit=1)[0]


def test_a_quote_that_opens_with_its_date_keeps_what_must_be_done() -> None:
    text = "Trước ngày 31 tháng 12 hằng năm, gửi báo cáo kết quả" + " điều tra các loài trên địa bàn" * 20 + "."

    assert "gửi báo cáo kết quả" in only(text).quote


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "Kính mời dự họp lúc 8 giờ 30, ngày 05/12/2025 tại Hội trường Ủy ban nhân dân\nphường An Thạnh, số 12 "
            "đường Lê Lợi, TP. Hồ Chí Minh.",
            "Hội trường Ủy ban nhân dân phường An Thạnh, số 12 đường Lê Lợi, TP. Hồ Chí Minh",
        ),
        (
            "1. Thời gian: 8 giờ 00 ngày 05/12/2025.\n2. Địa điểm: Phòng họp số 2, Trung tâm Hội nghị thành phố, số 9 "
            "đường Trần Phú, phường\nBình Lợi.\n3. Thành phần: Lãnh đạo.",
            "Phòng họp số 2, Trung tâm Hội nghị thành phố, số 9 đường Trần Phú, phường Bình Lợi",
        ),
        ("Thời gian: 14 giờ ngày 05/12/2025.\nĐịa điểm: Nhà văn hóa\nThành phần: hội viên", "Nhà văn hóa"),
        ("Họp lúc 8h ngày 05/12/2025 tại trụ sở UBND phường (có giấy mời riêng).", "trụ sở UBND phường"),
    ],
)
def test_the_place_of_a_meeting_runs_on_over_the_line(text: str, place: str) -> None:
    assert answer_to_json(only(text).answer)["place"] == place


def test_the_contract_has_every_key_of_the_design() -> None:
    (deadline,) = find(pages_of("Đề nghị UBND phường An Thạnh gửi báo cáo trước ngày 05/12/2025."))

    written = deadline_to_json(deadline)

    assert written["kind"] == "report"
    assert written["answer"] == {"type": "date", "op": "before", "date": "2025-12-05"}
    assert written["due_on"] == "2025-12-04"
    assert written["quote"] == "Đề nghị UBND phường An Thạnh gửi báo cáo trước ngày 05/12/2025."
    assert written["page"] == 1
    assert written["boxes"] == [[0.0, 0.0, 12 * WORD_WIDTH, LINE_HEIGHT]]
    assert written["obliged"] == "UBND phường An Thạnh"
    assert written["applies_to_us"] is True
    assert written["confidence"] == 0.9
    assert written["flags"] == []


def test_a_line_that_ends_on_a_conjunction_goes_on_whatever_the_next_line_looks_like() -> None:
    text = "Ý kiến góp ý gửi về Cục Cảnh sát PCCC và\nCNCH, địa chỉ: Số 7 phố Huế trước ngày 03/12/2025 để tổng hợp."
    assert only(text).quote.startswith("Ý kiến góp ý gửi về")
