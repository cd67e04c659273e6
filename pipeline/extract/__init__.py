"""A PDF file -> ExtractedText.

Reading order of this folder: here, pdf.py, glyphs.py (legacy.py, damage.py), layout.py, tables.py; then for pictures
scanned.py (plausible.py), colour.py, paper.py, deskew.py, ocr.py, line_engine.py (text_rows.py, digits.py).
"""

from __future__ import annotations

import math
import sys
import time
from dataclasses import replace
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING

import pypdfium2

from pipeline.documents import ExtractedText, Line, Page, TextSource, Word
from pipeline.errors import UnreadableFileError
from pipeline.extract.damage import Damage
from pipeline.extract.glyphs import PageWords, read_words
from pipeline.extract.layout import lines_of, lines_of_scan
from pipeline.extract.ocr import OcrEngine
from pipeline.extract.pdf import Frame, load_page, open_pdf
from pipeline.extract.scanned import is_picture, may_be_scanned, page_image
from pipeline.extract.tables import TableFinder
from pipeline.header.stamps import urgency_in_stamp
from pipeline.secrecy import mark_in_stamp

if TYPE_CHECKING:
    from pipeline.extract.colour import ColourImage

__all__ = ["extract_first_page", "extract_text"]


def extract_text(path: Path, *, max_pages: int, ocr: OcrEngine | None, ocr_seconds: float = math.inf) -> ExtractedText:
    """Read all pages of a PDF; a page that is only a picture goes to `ocr`, or stays empty with source NONE.

    The first page and the last are seen first; when `ocr_seconds` are over, the pictures left stay unread.
    Raises the IntakeError that says why the file cannot be read; OcrMissingError, OcrFailedError come from the engine.
    """
    return _extract(path, max_pages=max_pages, first_pages=max_pages, ocr=ocr, ocr_seconds=ocr_seconds)


def extract_first_page(path: Path, *, ocr: OcrEngine | None) -> ExtractedText:
    """Read page 1 of a file of any length; `page_count` is that of the file. Raises what `extract_text` raises."""
    return _extract(path, max_pages=sys.maxsize, first_pages=1, ocr=ocr, ocr_seconds=math.inf)


def _extract(
    path: Path, *, max_pages: int, first_pages: int, ocr: OcrEngine | None, ocr_seconds: float
) -> ExtractedText:
    ends_at = time.monotonic() + ocr_seconds
    with open_pdf(path, max_pages=max_pages) as document, TableFinder(path) as tables:
        try:
            page_count = len(document)
            last = min(page_count, first_pages) - 1
            found: dict[int, Page] = {}
            # Header, signer and recipients stand on the first page and the last; a long scan may end in between.
            for index in dict.fromkeys((0, last, *range(last))):
                in_time = index in {0, last} or time.monotonic() < ends_at
                found[index] = _read_page(document, index, tables, ocr if in_time else None)
            pages = tuple(found[index] for index in sorted(found))
            return ExtractedText(pages, page_count, _encodings(pages))
        except pypdfium2.PdfiumError as error:
            raise UnreadableFileError(f"{path.name} is not a readable PDF") from error


def _read_page(document: pypdfium2.PdfDocument, index: int, tables: TableFinder, ocr: OcrEngine | None) -> Page:
    """Read one page, counted from 0, by its text layer or, when it is a picture, by OCR."""
    words = read_words(document, index)
    stamps: tuple[Line, ...] = ()
    must_be_seen = words.damage is Damage.NO_UNICODE or (words.damage is not None and ocr is not None)
    if must_be_seen or may_be_scanned(words):
        page = load_page(document, index)
        try:
            if must_be_seen or is_picture(page, words):
                return _read_picture(page, words, index + 1, ocr)
        finally:
            page.close()
    elif index == 0 and ocr is not None:
        stamps = _stamps_on_layer(document, words, ocr)
    lines = (*lines_of(words, number=index + 1, tables=tables.find(index, words)), *stamps)
    if words.encodings:
        repaired = _page(words.frame, index + 1, TextSource.REPAIRED, lines)
        return replace(repaired, encodings=words.encodings, unrepaired=words.unrepaired)
    return _page(words.frame, index + 1, TextSource.TEXT_LAYER, lines)


def _read_picture(page: pypdfium2.PdfPage, words: PageWords, number: int, ocr: OcrEngine | None) -> Page:
    frame = words.frame
    if ocr is None:
        return Page(number, frame.width, frame.height, (), TextSource.NONE)
    from pipeline.extract.colour import grey_of
    from pipeline.extract.deskew import straighten, tilt_back
    from pipeline.extract.paper import whiten

    picture = page_image(page)
    image, angle = straighten(whiten(grey_of(picture)))
    lines = lines_of_scan(ocr.read(image), frame, number=number)
    if number == 1:
        lines += _red_stamps(picture, ocr)
    tilted = tuple(Line(tilt_back(line.words, angle, width=frame.width, height=frame.height)) for line in lines)
    return _page(frame, number, TextSource.OCR, tilted)


def _stamps_on_layer(document: pypdfium2.PdfDocument, words: PageWords, ocr: OcrEngine) -> tuple[Line, ...]:
    """A scanner's text layer seldom holds what a stamp says: look at the picture below it."""
    page = load_page(document, 0)
    try:
        return _red_stamps(page_image(page), ocr) if is_picture(page, words) else ()
    finally:
        page.close()


def _red_stamps(picture: ColourImage, ocr: OcrEngine) -> tuple[Line, ...]:
    """The lines in red ink that are marks of secrecy or urgency; other red stamps are no text of the letter."""
    from pipeline.extract.colour import red_ink_of
    from pipeline.extract.deskew import straighten

    for ink in red_ink_of(picture):
        straight, _ = straighten(ink)
        read = ocr.read(straight)
        marks = [(mark_in_stamp(line.text) or urgency_in_stamp(line.text), line.box) for line in read]
        found = tuple(Line((Word(mark, box, 1.0),)) for mark, box in marks if mark is not None)
        if found:
            return found
    return ()


def _encodings(pages: tuple[Page, ...]) -> str | None:
    return "+".join(sorted({encoding for page in pages for encoding in page.encodings})) or None


def _page(frame: Frame, number: int, source: TextSource, lines: tuple[Line, ...]) -> Page:
    confidences = [word.confidence for line in lines for word in line.words if word.confidence is not None]
    return Page(number, frame.width, frame.height, lines, source, mean(confidences) if confidences else None)
