"""The first page alone, for the look at a file before it is taken in."""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2

from pipeline.documents import ExtractedText
from pipeline.errors import UnreadableFileError
from pipeline.extract import read_page
from pipeline.extract.ocr import OcrEngine
from pipeline.extract.pdf import open_pdf
from pipeline.extract.tables import TableFinder


def extract_first_page(path: Path, *, ocr: OcrEngine | None) -> ExtractedText:
    """Read page 1 of a PDF of any length; `page_count` is that of the file. Raises what `extract_text` raises."""
    with open_pdf(path, max_pages=sys.maxsize) as document, TableFinder(path) as tables:
        try:
            return ExtractedText((read_page(document, 0, tables, ocr),), page_count=len(document))
        except pypdfium2.PdfiumError as error:
            raise UnreadableFileError(f"{path.name} is not a readable PDF") from error
