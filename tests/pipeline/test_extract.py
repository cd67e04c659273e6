"""PDF files -> ExtractedText: reading order, signature widgets, tables, scanned pages, files that are no letters."""

from __future__ import annotations

import io
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipeline.documents import ExtractedText, Line, TextSource, Word
from pipeline.errors import (
    EmptyFileError,
    EncryptedFileError,
    NoPagesError,
    OcrFailedError,
    TooLargeError,
    TruncatedFileError,
    UnreadableFileError,
    WrongTypeError,
)
from pipeline.extract import extract_text
from pipeline.extract.ocr import OcrEngine, PageImage, find_tessdata
from tests.letters.fonts import FAMILY, use_letter_fonts
from tests.letters.samples import sample_files
from tests.pipeline.pages import placed_line

Draw = Callable[[Canvas], None]


def pdf_file(folder: Path, *draw_pages: Draw, size: tuple[float, float] = A4) -> Path:
    use_letter_fonts()
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=size, invariant=True)
    for draw in draw_pages:
        canvas.setFont(FAMILY, 13)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    path = folder / "letter.pdf"
    path.write_bytes(stream.getvalue())
    return path


def words(*placed: tuple[float, float, str]) -> Draw:
    """Draw texts at (left, points from the top)."""

    def draw(canvas: Canvas) -> None:
        for left, top, text in placed:
            canvas.drawString(left, A4[1] - top - 13, text)

    return draw


def read(path: Path, *, max_pages: int = 50, ocr: OcrEngine | None = None) -> ExtractedText:
    return extract_text(path, max_pages=max_pages, ocr=ocr)


def lines(path: Path) -> list[str]:
    return [line.text for line in read(path).pages[0].lines]


BODY = "Căn cứ Luật Tổ chức chính quyền địa phương, Ủy ban nhân dân tỉnh đề nghị các xã"
HEADER = (
    (110.0, 60.0, "ỦY BAN NHÂN DÂN"),
    (285.0, 60.0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (112.0, 76.0, "TỈNH BẮC GIANG"),
    (330.0, 76.0, "Độc lập - Tự do - Hạnh phúc"),
    (112.0, 108.0, "Số: 12/UBND-VX"),
    (300.0, 108.0, "Bắc Giang, ngày 05 tháng 3 năm 2026"),
    (100.0, 124.0, "V/v phòng, chống dịch"),
    (180.0, 170.0, "Kính gửi: Ủy ban nhân dân các xã, phường"),
    (85.0, 200.0, BODY),
)


def test_left_header_column_comes_before_the_right_one_though_drawn_row_by_row(tmp_path: Path) -> None:
    assert lines(pdf_file(tmp_path, words(*HEADER))) == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH BẮC GIANG",
        "Số: 12/UBND-VX",
        "V/v phòng, chống dịch",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Bắc Giang, ngày 05 tháng 3 năm 2026",
        "Kính gửi: Ủy ban nhân dân các xã, phường",
        BODY,
    ]


def test_narrow_gap_between_the_columns_is_cut_at_the_national_heading(tmp_path: Path) -> None:
    path = pdf_file(tmp_path, words((148, 60, "VĂN PHÒNG CHÍNH PHỦ"), *HEADER[1:2]))
    assert lines(path) == ["VĂN PHÒNG CHÍNH PHỦ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]


def test_list_of_recipients_comes_before_the_signature_beside_it(tmp_path: Path) -> None:
    foot = words(
        (85, 100, BODY),
        (85, 300, "Nơi nhận:"),
        (380, 300, "KT. CHỦ TỊCH"),
        (85, 316, "- Như trên;"),
        (380, 316, "PHÓ CHỦ TỊCH"),
        (85, 332, "- Lưu: VT."),
    )
    assert lines(pdf_file(tmp_path, foot))[1:] == [
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
    ]


def test_words_drawn_out_of_order_are_read_left_to_right(tmp_path: Path) -> None:
    path = pdf_file(tmp_path, words((200, 100, "thứ ba"), (85, 100, "thứ nhất"), (140, 100, "thứ hai")))
    assert lines(path) == ["thứ nhất thứ hai thứ ba"]


def test_letter_spaced_words_are_joined(tmp_path: Path) -> None:
    def spaced(canvas: Canvas) -> None:
        canvas.drawString(200, 600, "THÔNG BÁO", charSpace=6)

    assert lines(pdf_file(tmp_path, spaced)) == ["THÔNG BÁO"]


def test_missing_space_is_seen_by_its_gap(tmp_path: Path) -> None:
    def without_space(canvas: Canvas) -> None:
        text = canvas.beginText(85, 600)
        text.textOut("chính")
        text.moveCursor(45, 0)
        text.textOut("quyền")
        canvas.drawText(text)

    assert lines(pdf_file(tmp_path, without_space)) == ["chính quyền"]


def test_word_drawn_twice_to_look_bold_counts_once(tmp_path: Path) -> None:
    assert lines(pdf_file(tmp_path, words((85, 100, "Điều 1."), (85.4, 100, "Điều 1.")))) == ["Điều 1."]


def test_text_is_composed_and_eth_becomes_d_with_bar(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "phường Ðông Ngàn")
    (line,) = lines(pdf_file(tmp_path, words((85, 100, decomposed))))
    assert line == "phường Đông Ngàn"


def test_page_number_does_not_cut_a_sentence(tmp_path: Path) -> None:
    text = read(pdf_file(tmp_path, words((85, 760, "trước ngày 15")), words((300, 30, "2"), (85, 60, "tháng 12"))))
    assert text.full_text == "trước ngày 15\ntháng 12"


def test_boxes_are_in_points_from_the_top_left(tmp_path: Path) -> None:
    (line,) = read(pdf_file(tmp_path, words((85, 100, "Điều")))).pages[0].lines
    assert line.box.left == pytest.approx(85, abs=1)
    assert 95 < line.box.top < line.box.bottom < 120


def test_turned_page_is_read_upright(tmp_path: Path) -> None:
    path = pdf_file(tmp_path, words(*HEADER))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        # The content lies on its side, and /Rotate turns it back.
        page.contents_add(pikepdf.Stream(pdf, b"q 0 1 -1 0 841.89 0 cm"), prepend=True)
        page.contents_add(pikepdf.Stream(pdf, b"Q"))
        page.MediaBox = [0, 0, 841.89, 595.28]
        page.Rotate = 90
        pdf.save(path)
    page_read = read(path).pages[0]
    assert (round(page_read.width), round(page_read.height)) == (595, 842)
    assert page_read.lines[0].text == "ỦY BAN NHÂN DÂN"


def test_cells_of_a_table_are_read_one_by_one(tmp_path: Path) -> None:
    def table(canvas: Canvas) -> None:
        words(
            (85, 60, BODY), (90, 105, "Lập danh"), (250, 105, "Trước ngày"), (90, 120, "sách"), (250, 120, "15/12/2026")
        )(canvas)
        words((90, 155, "Báo cáo"), (250, 155, "Hằng tháng"), (85, 220, "Trân trọng."))(canvas)
        canvas.grid([85, 245, 400], [A4[1] - 100, A4[1] - 150, A4[1] - 190])

    assert lines(pdf_file(tmp_path, table)) == [
        BODY,
        "Lập danh sách",
        "Trước ngày 15/12/2026",
        "Báo cáo",
        "Hằng tháng",
        "Trân trọng.",
    ]


def test_number_and_day_in_signature_widgets_are_put_in_their_places(tmp_path: Path) -> None:
    files = sample_files(date(2026, 11, 21))
    (name,) = (name for name in files if "trat tu xay dung" in name)
    path = tmp_path / "signed.pdf"
    path.write_bytes(files[name])
    found = lines(path)
    assert any(line.startswith("Số:") and line.removeprefix("Số:").strip()[:1].isdigit() for line in found)
    assert any(
        "ngày" in line and "tháng" in line and any(c.isdigit() for c in line.split("tháng")[0]) for line in found
    )
    assert "Ký bởi" not in " ".join(found[:6])


class FakeEngine:
    """An engine that reads the same line on every page and remembers what it was shown."""

    def __init__(self, text: str = "Kính gửi: Ủy ban nhân dân phường") -> None:
        self.text = text
        self.images: list[PageImage] = []

    def read(self, image: PageImage) -> tuple[Line, ...]:
        self.images.append(image)
        found = placed_line(85, 100, self.text)
        return (Line(tuple(Word(word.text, word.box, 0.9) for word in found.words)),)


class CrashingEngine:
    def read(self, image: PageImage) -> tuple[Line, ...]:
        raise OcrFailedError(f"crashed on {image.width} pixels")


def picture(canvas: Canvas) -> None:
    image = Image.new("L", (400, 560), 235)
    canvas.drawInlineImage(image, 0, 0, *A4)


def test_scanned_page_goes_to_ocr(tmp_path: Path) -> None:
    engine = FakeEngine()
    (page,) = read(pdf_file(tmp_path, picture), ocr=engine).pages
    assert page.source is TextSource.OCR
    assert page.text == "Kính gửi: Ủy ban nhân dân phường"
    assert page.confidence == pytest.approx(0.9)
    (image,) = engine.images
    assert len(image.pixels) == image.width * image.height


def test_scanned_page_without_an_engine_stays_unread(tmp_path: Path) -> None:
    text = read(pdf_file(tmp_path, picture, words((85, 100, BODY))))
    assert [page.source for page in text.pages] == [TextSource.NONE, TextSource.TEXT_LAYER]
    assert text.pages[0].lines == ()


def test_only_pages_that_need_it_go_to_ocr(tmp_path: Path) -> None:
    engine = FakeEngine()
    read(pdf_file(tmp_path, words((85, 100, BODY)), picture), ocr=engine)
    assert len(engine.images) == 1


def test_text_layer_that_is_not_vietnamese_under_a_picture_is_read_again(tmp_path: Path) -> None:
    def bad_layer(canvas: Canvas) -> None:
        picture(canvas)
        words((85, 100, "UY BAN NHAN DAN TINH CONG HOA XA HOI CHU NGHIA VIET NAM Doc lap"))(canvas)

    assert read(pdf_file(tmp_path, bad_layer), ocr=FakeEngine()).pages[0].source is TextSource.OCR


def test_blank_page_needs_no_ocr(tmp_path: Path) -> None:
    engine = FakeEngine()
    (page,) = read(pdf_file(tmp_path, lambda _: None), ocr=engine).pages
    assert (page.source, page.lines, engine.images) == (TextSource.TEXT_LAYER, (), [])


def test_engine_that_fails_is_not_hidden(tmp_path: Path) -> None:
    with pytest.raises(OcrFailedError):
        read(pdf_file(tmp_path, picture), ocr=CrashingEngine())


OF_OCR = (
    "numpy",
    "scipy",
    "PIL",
    "tesserocr",
    "pdfplumber",
    "pipeline.extract.page_pictures",
    "pipeline.extract.deskew",
)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["None", "load_tesseract()"], ids=["without an engine", "with one at hand"])
def test_text_letter_imports_neither_ocr_nor_table_libraries(engine: str, tmp_path: Path) -> None:
    if engine != "None" and find_tessdata() is None:
        pytest.skip("no tesseract with Vietnamese data here")
    path = pdf_file(tmp_path, words(*HEADER))
    program = (
        "import sys; from pathlib import Path; from pipeline.extract import extract_text;"
        "from pipeline.extract.ocr import load_tesseract;"
        f"extract_text(Path({str(path)!r}), max_pages=9, ocr={engine});"
        f"sys.exit(str([name for name in {OF_OCR} if name in sys.modules] or ''))"
    )
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True)
    assert done.stderr.strip() == ""


def test_empty_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.touch()
    with pytest.raises(EmptyFileError):
        read(path)


@pytest.mark.parametrize("head", [b"PK\x03\x04 a docx", b"\xff\xd8\xff\xe0 a jpg", b"plain words"])
def test_other_kinds_of_files_are_named_as_such(tmp_path: Path, head: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(head * 100)
    with pytest.raises(WrongTypeError):
        read(path)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_half_copied_file_is_truncated(tmp_path: Path, share: float) -> None:
    path = pdf_file(tmp_path, words(*HEADER))
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(TruncatedFileError):
        read(path)


def test_bytes_before_the_header_are_allowed(tmp_path: Path) -> None:
    path = pdf_file(tmp_path, words(*HEADER))
    path.write_bytes(b"\r\n\r\n" + path.read_bytes())
    assert read(path).page_count == 1


def test_locked_file_is_encrypted(tmp_path: Path) -> None:
    path = pdf_file(tmp_path, words(*HEADER))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(user="bi-mat", owner="chu"))
    with pytest.raises(EncryptedFileError):
        read(path)


def test_file_locked_only_against_changes_is_read(tmp_path: Path) -> None:
    path = pdf_file(tmp_path, words(*HEADER))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(user="", owner="chu"))
    assert "TỈNH BẮC GIANG" in lines(path)


def test_file_without_pages_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    with pikepdf.new() as pdf:
        pdf.save(path)
    with pytest.raises(NoPagesError):
        read(path)


def test_file_with_too_many_pages_is_refused_before_reading(tmp_path: Path) -> None:
    path = pdf_file(tmp_path, *[words((85, 100, BODY))] * 3)
    with pytest.raises(TooLargeError):
        read(path, max_pages=2)


def test_broken_file_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\n" + b"\x00garbage " * 50 + b"\nstartxref\n9\n%%EOF\n")
    with pytest.raises(UnreadableFileError):
        read(path)


def test_missing_file_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError):
        read(tmp_path / "gone.pdf")
