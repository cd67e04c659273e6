"""A path -> an open PDF, or the error that says why it cannot be read.

Also the page frame: PDF space -> top-left points.
"""

from __future__ import annotations

import ctypes
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.documents import Box
from pipeline.errors import (
    EmptyFileError,
    EncryptedFileError,
    IntakeError,
    NoPagesError,
    TooLargeError,
    TruncatedFileError,
    UnreadableFileError,
    WrongTypeError,
)

# Readers accept a header after some foreign bytes: ISO 32000-1, Annex H.3, note 13.
HEADER_BYTES = 1024
TAIL_BYTES = 4096
LINEARIZED_LENGTH = re.compile(rb"/Linearized[^>]*?/L\s+(?P<length>\d+)", re.DOTALL)
QUARTER_TURN, HALF_TURN = 90, 180
SIDEWAYS = (90, 270)
SECURITY_ERRORS = {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}


@contextmanager
def open_pdf(path: Path, *, max_pages: int) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF after checking that it is one and is whole. Raises the IntakeError that names what is wrong."""
    head, tail, size = _ends_of(path)
    if size == 0:
        raise EmptyFileError(f"{path.name} has 0 bytes")
    if b"%PDF-" not in head:
        raise WrongTypeError(f"{path.name} has no PDF header")
    document = _load(path, is_cut=_is_cut(head, tail, size))
    try:
        page_count = len(document)
        if page_count > max_pages:
            raise TooLargeError(f"{path.name} has {page_count} pages, the limit is {max_pages}")
        yield document
    finally:
        document.close()


def load_page(document: pypdfium2.PdfDocument, index: int) -> pypdfium2.PdfPage:
    try:
        return document[index]
    except pypdfium2.PdfiumError as error:
        raise UnreadableFileError(f"page {index + 1} cannot be loaded") from error


def _ends_of(path: Path) -> tuple[bytes, bytes, int]:
    try:
        with path.open("rb") as file:
            head = file.read(HEADER_BYTES)
            size = file.seek(0, 2)
            file.seek(max(0, size - TAIL_BYTES))
            return head, file.read(), size
    except OSError as error:
        raise UnreadableFileError(f"{path.name} cannot be opened") from error


def _load(path: Path, *, is_cut: bool) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise _refusal(path, is_cut=is_cut) from error
    if is_cut:
        # pdfium rebuilds what is there, so a half-copied letter would look like a whole one.
        document.close()
        raise TruncatedFileError(f"{path.name} ends too early")
    return document


def _refusal(path: Path, *, is_cut: bool) -> IntakeError:
    """Ask pdfium again why: the code that pypdfium2 reports for a file without pages is that of an earlier file."""
    raw = pdfium.FPDF_LoadDocument(os.fsencode(path), None)
    if raw:
        pdfium.FPDF_CloseDocument(raw)
        return NoPagesError(f"{path.name} has no pages")
    if pdfium.FPDF_GetLastError() in SECURITY_ERRORS:
        return EncryptedFileError(f"{path.name} needs a password")
    if is_cut:
        return TruncatedFileError(f"{path.name} ends too early")
    return UnreadableFileError(f"{path.name} is not a readable PDF")


def _is_cut(head: bytes, tail: bytes, size: int) -> bool:
    linearized = LINEARIZED_LENGTH.search(head)
    if linearized and size < int(linearized["length"]):
        return True
    return b"%%EOF" not in tail and b"startxref" not in tail


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the visible page lies in PDF space, and how it is turned."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int  # 0, 90, 180, 270 clockwise

    @property
    def width(self) -> float:
        return self.top - self.bottom if self.rotation in SIDEWAYS else self.right - self.left

    @property
    def height(self) -> float:
        return self.right - self.left if self.rotation in SIDEWAYS else self.top - self.bottom

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Turn a rectangle of PDF space into points from the visible top left corner."""
        if self.rotation == QUARTER_TURN:
            return Box(bottom - self.bottom, left - self.left, top - self.bottom, right - self.left)
        if self.rotation == HALF_TURN:
            return Box(self.right - right, bottom - self.bottom, self.right - left, top - self.bottom)
        if self.rotation in SIDEWAYS:
            return Box(self.top - top, self.right - right, self.top - bottom, self.right - left)
        return Box(left - self.left, self.top - top, right - self.left, self.top - bottom)


def frame_of(page: pypdfium2.PdfPage) -> Frame:
    rectangle = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page.raw, ctypes.byref(rectangle)):
        width, height = page.get_size()
        return Frame(0.0, 0.0, width, height, 0)
    return Frame(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top, page.get_rotation())
