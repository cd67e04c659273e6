"""A PDF file -> ExtractedText.

Reading order of this folder: here, pdf.py, glyphs.py (legacy.py, damage.py), layout.py, tables.py; then for pictures
scanned.py (plausible.py), page_pictures.py, colour.py, paper.py, deskew.py, ocr.py, line_engine.py (text_rows.py,
digits.py).
"""

from __future__ import annotations

import math
import sys
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2

from pipeline.documents import ExtractedText, Line, Page, TextSource
from pipeline.errors import UnreadableFileError
from pipeline.extract.damage import Damage
from pipeline.extract.glyphs import PageWords, read_words
from pipeline.extract.layout import lines_of
from pipeline.extract.ocr import OcrEngine
from pipeline.extract.pdf import load_page, open_pdf
from pipeline.extract.scanned import has_picture_at_head, is_picture, may_be_scanned, page_image
from pipeline.extract.tables import TableFinder
from pipeline.extract.widget_pictures import may_show_number, read_widgets

if TYPE_CHECKING:
    from pipeline.extract.page_pictures import PicturePages

__all__ = ["extract_first_page", "extract_text"]

PICTURES_PER_OPENING = 16


def extract_text(
    path: Path,
    *,
    max_pages: int,
    ocr: OcrEngine | None,
    ocr_seconds: float = math.inf,
    pages_at_once: int = 1,
    first_page: Page | None = None,
) -> ExtractedText:
    """Read all pages of a PDF; a page that is only a picture goes to `ocr`, or stays empty with source NONE.

    The first page and the last are seen first; when `ocr_seconds` are over, the pictures left stay unread.
    `pages_at_once` pictures are recognised at the same time; `first_page` was read before and is taken as it is.
    Raises the IntakeError that says why the file cannot be read; OcrMissingError, OcrFailedError come from the engine.
    """
    ends_at = time.monotonic() + ocr_seconds
    with ExitStack() as stack:
        reading = _Reading(path, stack, max_pages=max_pages, pages_at_once=pages_at_once)
        try:
            page_count = len(reading.document)
            last = page_count - 1
            found: dict[int, Page] = {} if first_page is None else {1: first_page}
            # Header, signer and recipients stand on the first page and the last; a long scan may end in between.
            for index in dict.fromkeys((0, last, *range(last))):
                in_time = index in {0, last} or time.monotonic() < ends_at
                page = found.get(index + 1) or _read_page(reading, index, ocr if in_time else None)
                found |= {} if page is None else {page.number: page}
            found |= reading.pictures.finish() if reading.pictures else {}
        except pypdfium2.PdfiumError as error:
            raise UnreadableFileError(f"{path.name} is not a readable PDF") from error
    pages = tuple(found[number] for number in sorted(found))
    return ExtractedText(pages, page_count, _encodings(pages))


def extract_first_page(path: Path, *, ocr: OcrEngine | None) -> ExtractedText:
    """Read page 1 of a file of any length; `page_count` is that of the file. Raises what `extract_text` raises."""
    with ExitStack() as stack:
        reading = _Reading(path, stack, max_pages=sys.maxsize, pages_at_once=1)
        try:
            page = _read_page(reading, 0, ocr)
            if page is None and reading.pictures is not None:
                page = reading.pictures.finish()[1]
            pages = () if page is None else (page,)
            return ExtractedText(pages, len(reading.document), _encodings(pages))
        except pypdfium2.PdfiumError as error:
            raise UnreadableFileError(f"{path.name} is not a readable PDF") from error


class _Reading:
    """An open file and what its pages are read with; OCR and tables are loaded when a page first needs them."""

    def __init__(self, path: Path, stack: ExitStack, *, max_pages: int, pages_at_once: int) -> None:
        self.path = path
        self._max_pages = max_pages
        self._pages_at_once = pages_at_once
        self._pages_drawn = 0
        self._stack = stack
        self._opened = stack.enter_context(ExitStack())
        self.document = self._opened.enter_context(open_pdf(path, max_pages=max_pages))
        self.tables = stack.enter_context(TableFinder(path))
        self.pictures: PicturePages | None = None

    def draw_picture(self, index: int, words: PageWords, ocr: OcrEngine) -> None:
        """Give the picture of a page to OCR, whose answer `pictures` collects."""
        if self.pictures is None:
            from pipeline.extract.page_pictures import PicturePages

            self.pictures = self._stack.enter_context(PicturePages(ocr, at_once=self._pages_at_once))
        page = load_page(self.document, index)
        try:
            self.pictures.add(page, words.frame, index + 1)
        finally:
            page.close()
        self._pages_drawn += 1
        # pdfium keeps every picture stream that it met until the document is closed: a long scan would pile up.
        if self._pages_drawn % PICTURES_PER_OPENING == 0:
            self._opened.close()
            self.document = self._opened.enter_context(open_pdf(self.path, max_pages=self._max_pages))


def _read_page(reading: _Reading, index: int, ocr: OcrEngine | None) -> Page | None:
    """Read one page, counted from 0, by its text layer; None when it is a picture that OCR is now reading."""
    words = read_words(reading.document, index)
    must_be_seen = words.damage is Damage.NO_UNICODE or (words.damage is not None and ocr is not None)
    if must_be_seen or (may_be_scanned(words) and _is_picture(reading.document, index, words)):
        if ocr is None:
            return Page(index + 1, words.frame.width, words.frame.height, (), TextSource.NONE)
        reading.draw_picture(index, words, ocr)
        return None
    if index == 0 and ocr is not None:
        words = _with_pictured_words(reading.path, words, ocr)
    lines = lines_of(words, number=index + 1, tables=reading.tables.find(index, words))
    stamps: tuple[Line, ...] = ()
    if index == 0 and ocr is not None:
        marks, stamps = _stamps_on_layer(reading.document, words, ocr)
        lines += marks
    page = Page(index + 1, words.frame.width, words.frame.height, lines, TextSource.TEXT_LAYER, stamps=stamps)
    if not words.encodings:
        return page
    return replace(page, source=TextSource.REPAIRED, encodings=words.encodings, unrepaired=words.unrepaired)


def _with_pictured_words(path: Path, words: PageWords, ocr: OcrEngine) -> PageWords:
    """Add what small signature widgets at the head of a letter show as a picture, when they show no text."""
    places = tuple(place for place in words.silent_places if may_show_number(place, words.frame.height))
    if not places or words.frame.rotation:
        return words
    return replace(words, overlays=(*words.overlays, *read_widgets(path, places, ocr)))


def _is_picture(document: pypdfium2.PdfDocument, index: int, words: PageWords) -> bool:
    page = load_page(document, index)
    try:
        return is_picture(page, words)
    finally:
        page.close()


def _stamps_on_layer(
    document: pypdfium2.PdfDocument, words: PageWords, ocr: OcrEngine
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """A text layer seldom holds what a stamp says, be it scanned or pasted in as a picture: look at the page itself."""
    page = load_page(document, 0)
    try:
        if not (is_picture(page, words) or has_picture_at_head(page, words.frame)):
            return (), ()
        from pipeline.extract.page_pictures import read_frames, read_marks, stamps_of

        stamps = stamps_of(page_image(page))
        return read_marks(stamps, ocr), read_frames(stamps, ocr)
    finally:
        page.close()


def _encodings(pages: tuple[Page, ...]) -> str | None:
    return "+".join(sorted({encoding for page in pages for encoding in page.encodings})) or None
