"""Marks of secrecy as they really look on scans, and what looks like them: every mark found, no other stamp taken."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from pipeline.documents import ExtractedText, Page, Secrecy, TextSource
from pipeline.extract import extract_first_page
from pipeline.extract.colour import ColourImage, grey_of
from pipeline.extract.deskew import straighten
from pipeline.extract.layout import lines_of_scan
from pipeline.extract.ocr import OcrEngine, find_tessdata, load_tesseract
from pipeline.extract.page_pictures import read_marks, stamps_of
from pipeline.extract.paper import whiten
from pipeline.extract.pdf import Frame
from pipeline.secrecy import find_secrecy_mark
from tests.pipeline.pages import HEIGHT, WIDTH
from tests.pipeline.pressed_stamps import MARKS, OTHERS, Stamp, page_with
from tests.pipeline.test_extract import HEADER, pdf_file, words

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_tessdata() is None, reason="no tesseract with Vietnamese data here"),
]
LEVELS = {"MẬT": Secrecy.CONFIDENTIAL, "TỐI MẬT": Secrecy.SECRET, "TUYỆT MẬT": Secrecy.TOP_SECRET, None: Secrecy.NONE}


@pytest.fixture(scope="module")
def engine() -> OcrEngine:
    return load_tesseract()


def level_of(picture: ColourImage, engine: OcrEngine) -> Secrecy:
    """As the intake sees it: the letters of the page, and its red ink."""
    pixels = np.frombuffer(picture.pixels, dtype=np.uint8).reshape(picture.height, picture.width, 3)
    below = np.full((2339 - picture.height, picture.width, 3), 255, dtype=np.uint8)
    whole = ColourImage(picture.width, 2339, picture.dpi, np.concatenate((pixels, below)).tobytes())
    image, _ = straighten(whiten(grey_of(whole)))
    lines = lines_of_scan(engine.read(image), Frame(0, 0, WIDTH, HEIGHT, 0), number=1)
    page = Page(1, WIDTH, HEIGHT, (*lines, *read_marks(stamps_of(whole), engine)), TextSource.OCR)
    return find_secrecy_mark(ExtractedText((page,), 1), "a.pdf")


@pytest.mark.parametrize("stamp", MARKS, ids=lambda stamp: stamp.name)
def test_mark_on_a_scan_is_found(stamp: Stamp, engine: OcrEngine) -> None:
    assert level_of(page_with(stamp), engine) is LEVELS[stamp.mark]


@pytest.mark.parametrize("stamp", OTHERS, ids=lambda stamp: stamp.name)
def test_other_stamps_and_words_are_no_mark(stamp: Stamp, engine: OcrEngine) -> None:
    assert level_of(page_with(stamp), engine) is Secrecy.NONE


def test_mark_pasted_into_a_text_letter_as_a_picture_is_found(engine: OcrEngine, tmp_path: Path) -> None:
    pressed = page_with(Stamp("TỐI MẬT", "TỐI MẬT"))
    cut = Image.frombytes("RGB", (pressed.width, pressed.height), pressed.pixels).crop((190, 500, 620, 660))

    def paste(canvas: Canvas) -> None:
        words(*HEADER)(canvas)
        canvas.drawInlineImage(cut, 90, 600, 155, 58)

    read = extract_first_page(pdf_file(tmp_path, paste), ocr=engine)
    assert read.pages[0].source is TextSource.TEXT_LAYER
    assert find_secrecy_mark(read, "a.pdf") is Secrecy.SECRET
