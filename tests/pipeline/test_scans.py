"""Pictures of pages: what is read from scans, which text layer is believed, stamps in colour."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.documents import Box, ExtractedText, Line, Secrecy, TextSource, Urgency, Word
from pipeline.errors import (
    IntakeError,
    OcrFailedError,
    OcrMissingError,
    ReadingCrashedError,
    ReadingMemoryError,
    ReadingTimeoutError,
    SecretDocumentError,
)
from pipeline.extract import extract_first_page, extract_text
from pipeline.extract.colour import ColourImage, grey_of, red_ink_of
from pipeline.extract.digits import agree, has_digits_to_check
from pipeline.extract.line_engine import LineEngine
from pipeline.extract.ocr import OcrEngine, PageImage, find_tessdata, load_tesseract
from pipeline.extract.paper import whiten
from pipeline.extract.plausible import is_vietnamese
from pipeline.extract.text_rows import cut_rows
from pipeline.header import read_header
from pipeline.header.agency_names import with_marks
from pipeline.inspect_file import Inspector
from pipeline.sandbox import Sandbox
from pipeline.secrecy import find_secrecy_mark, mark_in_stamp
from tests.letters.fonts import find_fonts
from tests.letters.layout import build_letter
from tests.letters.samples import sample_letter
from tests.letters.scan import scan_of
from tests.pipeline.pages import letter
from tests.pipeline.test_deadlines_quotes import find

needs_tesseract = pytest.mark.skipif(find_tessdata() is None, reason="no tesseract with Vietnamese data here")
RED, BLUE, BLACK = (200, 30, 40), (40, 60, 190), (20, 20, 20)
TODAY = date(2026, 10, 20)
SAMPLE = "GM 1936 hop giao ban.pdf"
PAGE_SIZE = (1654, 2339)


def word(text: str, confidence: float | None = 0.9, left: float = 0.0) -> Word:
    return Word(text, Box(left, 0.0, left + 10.0 * len(text), 10.0), confidence)


def coloured(page: Image.Image) -> ColourImage:
    return ColourImage(page.width, page.height, 200, page.convert("RGB").tobytes())


def grey(page: Image.Image) -> PageImage:
    return PageImage(page.width, page.height, 200, page.convert("L").tobytes())


def draw_text(page: Image.Image, text: str, at: tuple[int, int], *, size: int = 40) -> None:
    font = ImageFont.truetype(str(find_fonts().faces[0]), size)
    ImageDraw.Draw(page).text(at, text, font=font, fill=BLACK)


def stamp(page: Image.Image, text: str, *, at: tuple[int, int] = (220, 560), angle: float = 0.0) -> Image.Image:
    """Press a framed red stamp on the page."""
    font = ImageFont.truetype(str(find_fonts().faces[1]), 46)
    size = (round(font.getlength(text)) + 50, 96)
    rubber = Image.new("RGBA", size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(rubber)
    draw.rectangle((2, 2, size[0] - 3, size[1] - 3), outline=(*RED, 230), width=4)
    draw.text((25, 14), text, font=font, fill=(*RED, 230))
    turned = rubber.rotate(angle, expand=True, resample=Image.Resampling.BICUBIC)
    page.paste(turned, at, turned)
    return page


def printed_letter() -> Image.Image:
    with pypdfium2.PdfDocument(scan_of(build_letter(sample_letter(SAMPLE, TODAY).letter))) as document:
        page: Image.Image = document[0].render(scale=200 / 72).to_pil().convert("RGB")
    return page


def scanned(page: Image.Image, folder: Path) -> Path:
    file = folder / "scan.pdf"
    page.save(file, "PDF", resolution=200, quality=75)
    return file


@dataclass
class FakeEngine:
    """Answers every picture with the same lines and counts the pictures."""

    lines: tuple[Line, ...] = ()
    seen: list[PageImage] = field(default_factory=list)

    def read(self, image: PageImage) -> tuple[Line, ...]:
        self.seen.append(image)
        return self.lines


# --- the whole way


@needs_tesseract
def test_scan_of_a_letter_gives_its_header(tmp_path: Path) -> None:
    expected = sample_letter(SAMPLE, TODAY).expected.header
    file = tmp_path / "scan.pdf"
    file.write_bytes(scan_of(build_letter(sample_letter(SAMPLE, TODAY).letter), seed=3))
    header = read_header(extract_text(file, max_pages=10, ocr=load_tesseract()))
    assert (header.code, header.issued_on, header.document_type) == (
        expected.code,
        expected.issued_on,
        expected.document_type,
    )


@needs_tesseract
def test_the_duty_of_a_scan_is_marked_where_its_ink_stands(tmp_path: Path) -> None:
    page = printed_letter()
    ImageDraw.Draw(page).rectangle((0, 900, *PAGE_SIZE), fill=(255, 255, 255))
    for row, line in enumerate(
        ("Đề nghị Ủy ban nhân dân các phường, xã rà soát, báo cáo kết quả", "trước ngày 15/12/2026.")
    ):
        draw_text(page, line, (220, 1200 + 80 * row), size=44)
    text = extract_text(scanned(page, tmp_path), max_pages=5, ocr=load_tesseract())

    (deadline,) = (one for one in find(text) if one.due_on == date(2026, 12, 14))

    (evidence,) = deadline.evidence
    first, second = evidence.boxes
    in_pixels = 200 / 72
    assert (first.top + first.bottom) / 2 * in_pixels == pytest.approx(1200 + 26, abs=20)
    assert (second.top + second.bottom) / 2 * in_pixels == pytest.approx(1280 + 26, abs=20)
    assert first.left * in_pixels == pytest.approx(220, abs=15)


@needs_tesseract
@pytest.mark.parametrize(
    ("text", "angle", "level"),
    [
        ("MẬT", 0.0, Secrecy.CONFIDENTIAL),
        ("TỐI MẬT", 3.0, Secrecy.SECRET),
        ("TUYỆT MẬT", -3.0, Secrecy.TOP_SECRET),
    ],
)
def test_red_stamp_on_a_scan_is_a_mark(text: str, angle: float, level: Secrecy, tmp_path: Path) -> None:
    file = scanned(stamp(printed_letter(), text, angle=angle), tmp_path)
    read = extract_first_page(file, ocr=load_tesseract())
    assert find_secrecy_mark(read, "a.pdf") is level


@needs_tesseract
@pytest.mark.parametrize(
    ("text", "urgency"), [("HỎA TỐC", Urgency.EXPRESS), ("THƯỢNG KHẨN", Urgency.VERY_URGENT), ("KHẨN", Urgency.URGENT)]
)
def test_red_stamp_of_urgency_on_a_scan_is_read(text: str, urgency: Urgency, tmp_path: Path) -> None:
    file = scanned(stamp(printed_letter(), text, angle=2.0), tmp_path)
    assert read_header(extract_text(file, max_pages=5, ocr=load_tesseract())).urgency is urgency


@needs_tesseract
def test_intake_refuses_a_scan_with_a_red_stamp(tmp_path: Path) -> None:
    file = scanned(stamp(printed_letter(), "MẬT"), tmp_path)
    with pytest.raises(SecretDocumentError):
        Inspector(load_tesseract())(file)


@needs_tesseract
def test_scan_whose_words_speak_of_secrets_has_no_mark(tmp_path: Path) -> None:
    page = Image.new("RGB", PAGE_SIZE, "white")
    draw_text(page, "Căn cứ Luật Bảo vệ bí mật nhà nước; mật độ xây dựng, bảo mật thông tin", (200, 700), size=36)
    read = extract_first_page(scanned(stamp(page, "HỎA TỐC"), tmp_path), ocr=load_tesseract())
    assert "mật" in read.full_text
    assert find_secrecy_mark(read, "a.pdf") is Secrecy.NONE


def test_page_without_engine_stays_unread(tmp_path: Path) -> None:
    read = extract_text(scanned(printed_letter(), tmp_path), max_pages=5, ocr=None)
    assert read.pages[0].source is TextSource.NONE


def test_a_long_scan_is_read_at_both_ends_when_time_is_short(tmp_path: Path) -> None:
    page = printed_letter()
    file = tmp_path / "long.pdf"
    page.save(file, "PDF", resolution=200, quality=50, save_all=True, append_images=[page] * 3)
    read = extract_text(file, max_pages=10, ocr=FakeEngine(), ocr_seconds=0.0)
    ends, between = TextSource.OCR, TextSource.NONE
    assert [page.source for page in read.pages] == [ends, between, between, ends]


def test_engine_that_reads_garbage_gives_no_header(tmp_path: Path) -> None:
    garbage = FakeEngine((Line((word("~¬|^", 0.1),)), Line((word("��", 0.0),))))
    header = read_header(extract_text(scanned(printed_letter(), tmp_path), max_pages=5, ocr=garbage))
    assert (header.code, header.issued_on, header.issuing_body) == (None, None, None)


def test_text_letter_never_meets_the_engine(tmp_path: Path) -> None:
    file = tmp_path / "letter.pdf"
    file.write_bytes(build_letter(sample_letter(SAMPLE, TODAY).letter))
    engine = FakeEngine()
    read = extract_text(file, max_pages=10, ocr=engine)
    assert {page.source for page in read.pages} == {TextSource.TEXT_LAYER}
    assert engine.seen == []


# --- failures


@needs_tesseract
def test_page_that_takes_too_long_is_a_failure() -> None:
    tessdata = find_tessdata()
    assert tessdata is not None
    with pytest.raises(OcrFailedError):
        LineEngine(tessdata, seconds=-1.0).read(grey(printed_letter()))


def test_language_data_that_is_gone_is_missing(tmp_path: Path) -> None:
    pytest.importorskip("tesserocr")
    with pytest.raises(OcrMissingError):
        LineEngine(tmp_path).read(grey(printed_letter()))


def test_tessdata_is_found_where_its_variable_points(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "vie.traineddata").write_bytes(b"")
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    assert find_tessdata() == tmp_path


class CrashingEngine:
    def read(self, image: PageImage) -> tuple[Line, ...]:
        os._exit(9)


class HangingEngine:
    def read(self, image: PageImage) -> tuple[Line, ...]:
        time.sleep(60)
        return ()


class GreedyEngine:
    def read(self, image: PageImage) -> tuple[Line, ...]:
        raise MemoryError


@pytest.mark.parametrize(
    ("engine", "error"),
    [
        (CrashingEngine(), ReadingCrashedError),
        (HangingEngine(), ReadingTimeoutError),
        (GreedyEngine(), ReadingMemoryError),
    ],
)
def test_engine_that_fails_costs_only_its_file(engine: OcrEngine, error: type[IntakeError], tmp_path: Path) -> None:
    file = scanned(Image.new("RGB", (200, 280), "white"), tmp_path)

    def read(path: Path) -> ExtractedText:
        return extract_text(path, max_pages=5, ocr=engine)

    sandbox = Sandbox(read, seconds=3.0, memory_mb=2000)
    try:
        with pytest.raises(error):
            sandbox.run(file)
    finally:
        sandbox.close()


# --- cutting a page into rows


def test_lines_and_columns_are_cut_apart() -> None:
    page = Image.new("RGB", PAGE_SIZE, "white")
    for left, top, text in ((200, 300, "ỦY BAN NHÂN DÂN"), (920, 300, "CỘNG HÒA XÃ HỘI"), (300, 400, "Số: 12/UBND")):
        draw_text(page, text, (left, top))
    rows = cut_rows(grey(page))
    assert [round(row.left, -2) for row in sorted(rows, key=lambda row: (round(row.top, -2), row.left))] == [
        200,
        900,
        300,
    ]


def test_empty_page_has_no_rows() -> None:
    assert cut_rows(PageImage(200, 100, 200, bytes([255]) * 20000)) == []


def test_speckled_page_does_not_fail() -> None:
    random = np.random.default_rng(0)
    pixels = np.where(random.random((400, 300)) < 0.02, 0, 255).astype(np.uint8)
    assert isinstance(cut_rows(PageImage(300, 400, 200, pixels.tobytes())), list)


# --- paper and colours


def test_shadow_on_paper_becomes_white() -> None:
    shadow = np.tile(np.linspace(90, 240, 400).astype(np.uint8), (300, 1))
    even = np.frombuffer(whiten(PageImage(400, 300, 200, shadow.tobytes())).pixels, dtype=np.uint8)
    assert even.min() > 220


@pytest.mark.parametrize("ink", [RED, BLUE])
def test_stamps_vanish_and_black_letters_stay(ink: tuple[int, int, int]) -> None:
    page = Image.new("RGB", (3, 1), "white")
    page.putpixel((1, 0), ink)
    page.putpixel((2, 0), BLACK)
    assert list(grey_of(coloured(page)).pixels) == [255, 255, 20]


def test_page_without_red_has_no_stamp_layer() -> None:
    assert red_ink_of(coloured(Image.new("RGB", (600, 800), "white"))) == ()


@pytest.mark.parametrize(
    ("read", "mark"),
    [
        ("MẬT", "MẬT"),
        ("| MÂT |", "MẬT"),
        ("TOI MẬT", "TỐI MẬT"),
        ("TUYẾỆT MẬT", "TUYỆT MẬT"),
        ("HỎA TỐC", None),
        ("MẶT", None),
        ("MẤT", None),
        ("BẢO MẬT", None),
        ("mật", None),
    ],
)
def test_marks_are_known_as_ocr_spells_them(read: str, mark: str | None) -> None:
    assert mark_in_stamp(read) == mark


# --- what counts as Vietnamese


def test_english_reading_of_a_vietnamese_page_is_not_vietnamese() -> None:
    assert is_vietnamese(("CQNG HOA xA HQI CHU NGHIA VIET NAM DQc lSp Tg do Hsnh phric " * 4).split()) is False


def test_vietnamese_with_abbreviations_is_vietnamese() -> None:
    assert is_vietnamese(("Ủy ban nhân dân tỉnh đề nghị UBND các xã, phường báo cáo theo QĐ " * 4).split()) is True


def test_few_words_do_not_tell() -> None:
    assert is_vietnamese(["Số", "12"]) is None


# --- digits and names


def test_digits_that_both_readings_share_are_sure() -> None:
    (read,) = agree((word("12/QĐ-UBND", 0.3),), (word("12/QD-UBND", 0.9),))
    assert (read.text, read.confidence) == ("12/QĐ-UBND", 0.9)


def test_sure_english_digits_replace_letters() -> None:
    (read,) = agree((word("I7/TB-HĐND", 0.8),), (word("17/TB-HDND", 0.9),))
    assert read.text == "17/TB-HĐND"


def test_bracket_read_for_a_one_is_a_digit() -> None:
    (read,) = agree((word("0]", 0.85),), (word("01", 0.9),))
    assert (read.text, read.confidence) == ("01", 0.9)


def test_digits_on_which_readings_differ_are_doubtful() -> None:
    (read,) = agree((word("1125/ĐHTĐ", 0.9),), (word("113/DHTD", 0.5),))
    assert read.confidence == pytest.approx(0.3)


@pytest.mark.parametrize("text", ["Số: 12/QĐ-UBND", "Sô: I2/UBND", "Hà Nội, ngày 05 tháng 3 năm 2025"])
def test_number_and_date_lines_are_read_twice(text: str) -> None:
    assert has_digits_to_check(text)


def test_agency_names_get_their_marks_back() -> None:
    assert with_marks("SỞ Y TÉ TỈNH LÂM ĐÒNG") == "SỞ Y TẾ TỈNH LÂM ĐỒNG"


def test_names_outside_the_lists_stay_as_read() -> None:
    assert with_marks("CÔNG TY NGỤY KHẮC BÁO") == "CÔNG TY NGỤY KHẮC BÁO"


def with_confidence(text: str, left: float, top: float) -> Line:
    words = text.split()
    return Line(tuple(Word(w, Box(left + 40 * i, top, left + 40 * i + 35, top + 12), 0.9) for i, w in enumerate(words)))


def test_day_that_cannot_be_read_leaves_the_place_and_no_date() -> None:
    text = letter()
    lines = (*text.pages[0].lines, with_confidence("Kiên Giang, ngày{O tháng 10 năm 2017", 300.0, 105.0))
    page = type(text.pages[0])(1, 595.0, 842.0, lines, TextSource.OCR)
    header = read_header(type(text)((page,), 1))
    assert (header.place, header.issued_on) == ("Kiên Giang", None)
