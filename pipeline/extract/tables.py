"""A page with ruling lines -> the cells of its tables, found by pdfplumber; loaded only when such a page comes."""

from __future__ import annotations

import logging
from pathlib import Path
from types import TracebackType
from typing import Any

from pipeline.documents import Box
from pipeline.extract.glyphs import PageWords
from pipeline.extract.layout import Table

# pdfplumber takes 0.1 to 0.3 seconds a page: long annexes stay with the fast reader.
MOST_PAGES = 10

logger = logging.getLogger(__name__)


class TableFinder:
    """Opens the file with pdfplumber when the first page with ruling lines is met."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._document: Any = None
        self._pages_read = 0

    def __enter__(self) -> TableFinder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._document is not None:
            self._document.close()

    def find(self, index: int, words: PageWords) -> tuple[Table, ...]:
        """Return the tables of a page, each as its cells row by row; none when pdfplumber cannot read the file."""
        if not words.is_ruled or not words.own or words.frame.rotation or self._pages_read >= MOST_PAGES:
            return ()
        self._pages_read += 1
        try:
            return self._find(index)
        except Exception:  # a second reader's opinion is welcome, its faults must not cost the letter
            logger.info("pdfplumber found no tables on page %d", index + 1, exc_info=True)
            return ()

    def _find(self, index: int) -> tuple[Table, ...]:
        import pdfplumber

        if self._document is None:
            self._document = pdfplumber.open(self._path)
        page = self._document.pages[index]
        left, top = page.bbox[:2]
        # One row or one column is a frame around a paragraph, not a table.
        tables = [table for table in page.find_tables() if 1 < len(table.rows) < len(table.cells)]
        boxes = tuple(
            tuple(
                Box(cell[0] - left, cell[1] - top, cell[2] - left, cell[3] - top)
                for row in table.rows
                for cell in row.cells
                if cell is not None
            )
            for table in tables
        )
        page.close()  # drops what pdfplumber keeps of a page
        return boxes
