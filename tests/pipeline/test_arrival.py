"""The "ĐẾN" stamp is read as what it is, and never taken for the letter's own number and date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.documents import ArrivalStamp, Box, ExtractedText, Line, Page, TextSource, Word
from pipeline.extract import extract_text
from pipeline.extract.ocr import find_tessdata, load_tesseract
from pipeline.header import read_header
from tests.letters.fonts import find_fonts
from tests.pipeline.pages import HEADING, Placed, body, left, letter, middle, placed_line, right
from tests.pipeline.test_scans import BLACK, BLUE, PAGE_SIZE, RED, draw_text, scanned

OWN = (
    left(60, "UBND TỈNH BẮC GIANG"),
    left(76, "SỞ Y TẾ"),
    left(108, "Số: 123/SYT-NVY"),
    *HEADING,
    right(108, "Bắc Giang, ngày 05 tháng 3 năm 2026"),
    middle(240, "Kính gửi: Ủy ban nhân dân các xã, phường."),
)


def stamped(*lines: Placed) -> ExtractedText:
    return letter(*OWN, *lines)


@pytest.mark.parametrize(
    ("lines", "number", "arrived_on"),
    [
        (((40, 150, "ĐẾN Số: 1512"), (90, 166, "Ngày: 09/3/2026")), "1512", date(2026, 3, 9)),
        (((40, 158, "ĐẾN"), (90, 150, "Số: 77"), (90, 166, "Ngày: 09.03.26")), "77", date(2026, 3, 9)),
        (((40, 150, "CÔNG VĂN"), (40, 166, "ĐẾN Số: ....... 812"), (40, 182, "Chuyển:")), "812", None),
        (((40, 158, "ĐẾN"), (90, 150, "Giờ: 15"), (90, 166, "Ngày:")), None, None),
        (((40, 158, "ĐẾN"), (90, 166, "Ngày: 31/02/2026")), None, None),
    ],
)
def test_number_and_day_of_the_stamp_are_read_as_its_own(
    lines: tuple[Placed, ...], number: str | None, arrived_on: date | None
) -> None:
    header = read_header(stamped(*lines))
    assert header.arrival_stamp == ArrivalStamp(number, arrived_on)
    assert (header.code, header.issued_on) == ("123/SYT-NVY", date(2026, 3, 5))
    assert header.evidence["arrival_stamp"].page == 1


@pytest.mark.parametrize(
    "line",
    [
        body(260, "Từ ngày 01/3/2026 ĐẾN ngày 09/3/2026, Số: 12 người"),
        body(700, "ĐẾN Số: 1512"),
        body(260, "ĐẾN"),
        body(260, "Số: 15 Ngày 09/3/2026"),
    ],
)
def test_words_of_a_letter_are_no_arrival_stamp(line: Placed) -> None:
    assert read_header(stamped(line)).arrival_stamp is None


def test_a_number_written_by_hand_stays_open() -> None:
    page = stamped((40, 150, "ĐẾN"), (90, 150, "Ngày: 09/3/2026")).pages[0]
    hand = Line((Word("Số:", Box(90, 166, 105, 180), 0.9), Word("2770", Box(110, 166, 140, 180), 0.3)))
    text = ExtractedText((replace(page, lines=(*page.lines, hand), source=TextSource.OCR),), 1)
    assert read_header(text).arrival_stamp == ArrivalStamp(None, date(2026, 3, 9))


def test_number_in_black_inside_a_coloured_frame_belongs_to_the_stamp() -> None:
    frame = tuple(
        placed_line(*each) for each in ((40, 140, "ĐẾN"), (40, 156, "Số:.."), (40, 172, "Chuyển: Ngày: ......"))
    )
    page = stamped((75, 156, "4707")).pages[0]
    text = ExtractedText((replace(page, stamps=frame),), 1)
    assert read_header(text).arrival_stamp == ArrivalStamp("4707", None)


def press(page: Image.Image, ink: tuple[int, int, int], *, number: str, day: str) -> Image.Image:
    """The stamp of the decree's annex in coloured ink, its blanks filled in black."""
    draw = ImageDraw.Draw(page)
    small, large = (ImageFont.truetype(str(find_fonts().faces[face]), size) for face, size in ((0, 30), (1, 44)))
    draw.rectangle((90, 640, 560, 900), outline=ink, width=4)
    draw.text((150, 655), "UBND PHƯỜNG AN THẠNH", font=small, fill=ink)
    draw.text((110, 740), "ĐẾN", font=large, fill=ink)
    draw.text((250, 720), "Số:", font=small, fill=ink)
    draw.text((320, 720), number, font=small, fill=BLACK)
    draw.text((250, 780), "Ngày:", font=small, fill=ink)
    draw.text((340, 780), day, font=small, fill=BLACK)
    draw.text((110, 840), "Chuyển:", font=small, fill=ink)
    return page


@pytest.mark.skipif(find_tessdata() is None, reason="no tesseract with Vietnamese data here")
@pytest.mark.parametrize("ink", [RED, BLUE])
def test_stamp_pressed_on_a_scan_is_read_and_is_no_text_of_the_letter(
    ink: tuple[int, int, int], tmp_path: Path
) -> None:
    page = Image.new("RGB", PAGE_SIZE, "white")
    draw_text(page, "Số: 36/TB-UBND", (300, 400))
    draw_text(page, "Trong tuần qua, phường đã tiếp nhiều công dân.", (300, 1100))
    press(page, ink, number="1512", day="09/10/2026")
    text = extract_text(scanned(page, tmp_path), max_pages=5, ocr=load_tesseract())
    header = read_header(text)
    assert header.arrival_stamp == ArrivalStamp("1512", date(2026, 10, 9))
    assert (header.code, header.issued_on) == ("36/TB-UBND", None)
    assert "AN THẠNH" not in text.full_text


def test_page_without_stamp_has_none() -> None:
    assert read_header(ExtractedText((Page(1, 595.0, 842.0, (), TextSource.TEXT_LAYER),), 1)).arrival_stamp is None
