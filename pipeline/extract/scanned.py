"""A PDF page -> whether its text is only a picture, and that picture for an OCR engine."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.extract.colour import STAMP_ZONE, ColourImage
from pipeline.extract.glyphs import PageWords
from pipeline.extract.pdf import Frame
from pipeline.extract.plausible import is_vietnamese

# A page with fewer letters than this in its own content carries a number or a note, not a letter.
FEW_LETTERS = 40
COVERING_SHARE = 0.5
# Text turned to outlines has thousands of paths; rules and table lines have dozens.
MANY_PATHS = 300
FORM_DEPTH = 3
OCR_DPI = 200
# An OCR layer written by a scanner without Vietnamese has few of the letters that no other language has and one word
# in three of Vietnamese carries.
VIETNAMESE_ALONE = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
LEAST_VIETNAMESE_SHARE = 0.12
# Signs that a scanner's OCR puts for letters and digits: "0§", "W⁄%", "5{Š".
MISREAD = re.compile(r"[⁄§¬†‡¦ŠÖ¥£¢][\w%]|[\w{][⁄§¬†‡¦ŠÖ¥£¢]")
# A signature stamp fills less of the page's height than a letter does.
STAMP_HEIGHT = 0.2
# The least size of a pasted stamp, in points.
SMALLEST_STAMP = (25.0, 12.0)


def may_be_scanned(words: PageWords) -> bool:
    """True when the text of a page is too little, not Vietnamese or misread: its pictures are worth a look."""
    texts = [word.text for word in words.own]
    text = "".join(texts)
    if len(text) < FEW_LETTERS or len(VIETNAMESE_ALONE.findall(text)) < LEAST_VIETNAMESE_SHARE * len(text):
        return True
    if max(word.box.bottom for word in words.own) - min(word.box.top for word in words.own) < (
        STAMP_HEIGHT * words.frame.height
    ):
        return True
    return is_vietnamese(texts) is False or bool(MISREAD.search(" ".join(texts)))


def is_picture(page: pypdfium2.PdfPage, words: PageWords) -> bool:
    """True when pictures cover most of the page, or its text is drawn as outlines."""
    area = _image_area(page.raw, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, depth=0)
    if area >= COVERING_SHARE * words.frame.width * words.frame.height:
        return True
    return words.path_count >= MANY_PATHS and sum(len(word.text) for word in words.own) < FEW_LETTERS


def has_picture_at_head(page: pypdfium2.PdfPage, frame: Frame) -> bool:
    """True when a picture of the size of a stamp lies where marks of secrecy stand; a mark may be pasted in as one."""
    edges = [ctypes.c_float() for _ in range(4)]
    for position in range(pdfium.FPDFPage_CountObjects(page.raw)):
        drawn = pdfium.FPDFPage_GetObject(page.raw, position)
        if pdfium.FPDFPageObj_GetType(drawn) not in {pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM}:
            continue
        if not pdfium.FPDFPageObj_GetBounds(drawn, *map(ctypes.byref, edges)):
            continue
        box = frame.box(*(edge.value for edge in edges))
        is_at_head = box.left < STAMP_ZONE[0] * frame.width and box.top < STAMP_ZONE[1] * frame.height
        if is_at_head and box.right - box.left > SMALLEST_STAMP[0] and box.bottom - box.top > SMALLEST_STAMP[1]:
            return True
    return False


def _image_area(
    holder: object, count: Callable[[object], int], get: Callable[[object, int], object], *, depth: int
) -> float:
    """Sum the area of the images of a page or a form; scanners may cut one picture into strips."""
    area = 0.0
    edges = [ctypes.c_float() for _ in range(4)]
    for position in range(count(holder)):
        drawn = get(holder, position)
        kind = pdfium.FPDFPageObj_GetType(drawn)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < FORM_DEPTH:
            area += _image_area(drawn, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, depth=depth + 1)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE and pdfium.FPDFPageObj_GetBounds(drawn, *map(ctypes.byref, edges)):
            left, bottom, right, top = (edge.value for edge in edges)
            area += (right - left) * (top - bottom)
    return area


def page_image(page: pypdfium2.PdfPage, *, dpi: int = OCR_DPI) -> ColourImage:
    """Render a page with its annotations in colour."""
    bitmap = page.render(scale=dpi / 72, rev_byteorder=True, prefer_bgrx=False, may_draw_forms=True)
    try:
        width, height, stride = bitmap.width, bitmap.height, bitmap.stride
        raw = bytes(bitmap.buffer)
    finally:
        bitmap.close()
    used = 3 * width
    pixels = raw if stride == used else b"".join(raw[row * stride : row * stride + used] for row in range(height))
    return ColourImage(width, height, dpi, pixels)
