"""Signature widgets that show number or day of a letter as a picture -> words at their places.

Most e-offices write them as text (glyphs.py); some draw typed digits as a picture into the widget.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.documents import Box, Word
from pipeline.extract.ocr import POINTS_PER_INCH, OcrEngine, PageImage
from pipeline.extract.pdf import load_page, open_pdf

DPI = 200
# A widget for a number or a day: sizes in points, and how far down page 1 it may lie.
LARGEST_WIDTH, LARGEST_HEIGHT, HEAD_SHARE = 180.0, 45.0, 0.45
# Digits written by hand come with less.
SURE = 0.8


def may_show_number(place: Box, page_height: float) -> bool:
    width, height = place.right - place.left, place.bottom - place.top
    return width <= LARGEST_WIDTH and 0 < height <= LARGEST_HEIGHT and place.bottom < HEAD_SHARE * page_height


def read_widgets(path: Path, places: tuple[Box, ...], ocr: OcrEngine) -> tuple[tuple[Word, ...], ...]:
    """Recognise what annotations draw at these places of page 1, one tuple a place; doubtful words are left out."""
    with open_pdf(path, max_pages=sys.maxsize) as document:
        ink = _ink_of_annotations(document)
    found = (_read(ink, place, ocr) for place in _joined(places))
    return tuple(words for words in found if words)


def _joined(places: tuple[Box, ...]) -> list[Box]:
    """Widgets that overlap in a row show parts of each other: read as one, no digit comes twice."""
    joined: list[Box] = []
    for place in sorted(places, key=lambda place: place.left):
        last = joined[-1] if joined else None
        if last is not None and place.left < last.right and place.top < last.bottom and last.top < place.bottom:
            joined[-1] = Box(
                last.left, min(last.top, place.top), max(last.right, place.right), max(last.bottom, place.bottom)
            )
        else:
            joined.append(place)
    return joined


def _ink_of_annotations(document: pypdfium2.PdfDocument) -> PageImage:
    """What gets darker on page 1 when annotations are drawn into it: the text of the page below is not in it."""
    import numpy as np

    bare = _grey(document)
    page = load_page(document, 0)
    pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
    page.close()
    grey = (255 - np.clip(bare - _grey(document), 0, 255)).astype(np.uint8)
    return PageImage(grey.shape[1], grey.shape[0], DPI, grey.tobytes())


def _grey(document: pypdfium2.PdfDocument) -> Any:
    import numpy as np

    page = load_page(document, 0)
    bitmap = page.render(scale=DPI / POINTS_PER_INCH, grayscale=True, draw_annots=False)
    try:
        return bitmap.to_numpy().reshape(bitmap.height, bitmap.width).astype(np.int16)
    finally:
        bitmap.close()
        page.close()


def _read(ink: PageImage, place: Box, ocr: OcrEngine) -> tuple[Word, ...]:
    import numpy as np

    scale = DPI / POINTS_PER_INCH
    left, top = max(0, int(place.left * scale)), max(0, int(place.top * scale))
    pixels = np.frombuffer(ink.pixels, dtype=np.uint8).reshape(ink.height, ink.width)
    cut = pixels[top : int(place.bottom * scale), left : int(place.right * scale)]
    if cut.size == 0 or cut.min() == cut.max():
        return ()
    lines = ocr.read(PageImage(cut.shape[1], cut.shape[0], DPI, cut.tobytes()))
    words = [word for line in lines for word in line.words if (word.confidence or 0.0) >= SURE]
    return tuple(replace(word, box=_moved(word.box, left / scale, top / scale)) for word in words)


def _moved(box: Box, x: float, y: float) -> Box:
    return Box(box.left + x, box.top + y, box.right + x, box.bottom + y)
