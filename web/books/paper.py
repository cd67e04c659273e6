"""Lines of a book -> A4 landscape pages, page by page: memory holds one page of text, whatever the book's length."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import IO

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfdoc import PDFArray, PDFName, PDFStream
from reportlab.pdfgen.canvas import Canvas

from web.books.fonts import BOLD, ITALIC, REGULAR, use_fonts
from web.books.lines import BookLine, Column
from web.books.wrapping import width_of, wrap

PAGE_WIDTH, PAGE_HEIGHT = landscape(A4)
LEFT, RIGHT, TOP, BOTTOM = 20 * mm, 10 * mm, 14 * mm, 15 * mm  # wider on the left: books are bound
PADDING = 1 * mm
SIZE, HEAD_SIZE, TITLE_SIZE = 9.5, 9.0, 14.0
SIGNATURE_HEIGHT = 48 * mm
TOTAL = "page-total"  # drawn last, when the number of pages is known


@dataclass(frozen=True, slots=True)
class BookHeading:
    office: str
    title: str
    period: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Closing:
    """What stands under the last line: the sum, place and day, and who printed it."""

    sums: str
    place_and_day: str
    printed_by: str


class BookPaper:
    """Draws lines as they come. `add` each line, then `finish` once."""

    def __init__(self, stream: IO[bytes], heading: BookHeading, columns: tuple[Column, ...]) -> None:
        self._scale = use_fonts()
        self._heading = heading
        self._columns = columns
        self._size = SIZE * self._scale
        self._leading = SIZE * 1.18
        self._page_count = 0
        self._canvas = Canvas(stream, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), lang="vi-VN")
        self._canvas.setTitle(f"{heading.title} - {heading.office}")
        self._canvas.setAuthor(heading.office)
        self._y = PAGE_HEIGHT - TOP
        self._top_of_table = self._y
        self._rules: list[float] = []
        self._waiting: BookLine | None = None
        self._draw_heading()
        self._begin_table()

    def add(self, line: BookLine) -> None:
        """Draw the line before; the last one waits, so that the signatures never stand alone on a page."""
        if self._waiting is not None:
            self._draw(self._waiting, room_after=0)
        self._waiting = line

    def finish(self, closing: Closing) -> int:
        """Sum, signatures, page total; write the file. Returns the number of pages."""
        if self._waiting is not None:
            self._draw(self._waiting, room_after=SIGNATURE_HEIGHT)
        self._end_table()
        if self._y - BOTTOM < SIGNATURE_HEIGHT:
            self._show_page()
            self._y = PAGE_HEIGHT - TOP
        self._draw_closing(closing)
        self._show_page()
        canvas = self._canvas
        canvas.beginForm(TOTAL)
        canvas.setFont(REGULAR, HEAD_SIZE * self._scale)
        canvas.drawString(0, 0, str(self._page_count))
        canvas.endForm()
        canvas.save()
        return self._page_count

    def _draw(self, line: BookLine, *, room_after: float) -> None:
        """One line; what does not fit goes on at the top of the next page."""
        cells = [
            wrap(text, font=REGULAR, size=self._size, width=column.width_mm * mm - 2 * PADDING)
            for text, column in zip(line.texts, self._columns, strict=True)
        ]
        height, room = self._height_of(cells), self._y - BOTTOM
        if height + room_after > room and (height <= self._full_height or room < 4 * self._leading):
            self._next_page()
        while True:
            fitting = max(1, int((self._y - BOTTOM - 2 * PADDING) / self._leading))
            self._draw_row([cell[:fitting] for cell in cells], struck=line.is_cancelled)
            cells = [cell[fitting:] for cell in cells]
            if not any(cells):
                return
            self._next_page()

    @property
    def _full_height(self) -> float:
        return float(self._top_of_table - BOTTOM)

    def _height_of(self, cells: list[tuple[str, ...]]) -> float:
        return float(max(1, *(len(cell) for cell in cells)) * self._leading + 2 * PADDING)

    def _draw_heading(self) -> None:
        canvas, scale = self._canvas, self._scale
        canvas.setFont(BOLD, 11 * scale)
        self._y -= 4 * mm
        canvas.drawString(LEFT, self._y, self._heading.office.upper())
        canvas.setFont(BOLD, TITLE_SIZE * scale)
        self._y -= 9 * mm
        middle = (LEFT + PAGE_WIDTH - RIGHT) / 2
        canvas.drawCentredString(middle, self._y, self._heading.title.upper())
        canvas.setFont(ITALIC, 11 * scale)
        for sentence in self._heading.period:
            for line in wrap(sentence, font=ITALIC, size=11 * scale, width=PAGE_WIDTH - LEFT - RIGHT):
                self._y -= 5.2 * mm
                canvas.drawCentredString(middle, self._y, line)
        self._y -= 5 * mm

    def _begin_table(self) -> None:
        """The head with the titles and numbers of the columns, on every page."""
        self._rules = [self._y]
        size = HEAD_SIZE * self._scale
        titles = [
            wrap(column.title, font=BOLD, size=size, width=column.width_mm * mm - 2 * PADDING)
            for column in self._columns
        ]
        leading = HEAD_SIZE * 1.15
        height = max(len(title) for title in titles) * leading + 2 * PADDING
        self._canvas.setFont(BOLD, size)
        for left, column, title in zip(self._lefts(), self._columns, titles, strict=True):
            y = self._y - (height - len(title) * leading) / 2 - size
            for line in title:
                self._canvas.drawCentredString(left + column.width_mm * mm / 2, y, line)
                y -= leading
        self._y -= height
        self._rules.append(self._y)
        self._canvas.setFont(ITALIC, size)
        for number, (left, column) in enumerate(zip(self._lefts(), self._columns, strict=True), start=1):
            self._canvas.drawCentredString(left + column.width_mm * mm / 2, self._y - leading, f"({number})")
        self._y -= leading + PADDING
        self._rules.append(self._y)
        self._top_of_table = self._y

    def _draw_row(self, cells: list[tuple[str, ...]], *, struck: bool) -> None:
        text = self._canvas.beginText()
        text.setFont(REGULAR, self._size, self._leading)
        first = self._y - PADDING - self._size
        strokes: list[tuple[float, float, float, float]] = []
        for left, cell in zip(self._lefts(), cells, strict=True):
            text.setTextOrigin(left + PADDING, first)
            for line in cell:
                text.textLine(line)
        self._canvas.drawText(text)
        if struck:
            for left, cell in zip(self._lefts()[:-1], cells, strict=False):
                for place, line in enumerate(cell):
                    y = first - place * self._leading + self._size * 0.28
                    end = left + PADDING + width_of(line, REGULAR, self._size)
                    strokes.append((left + PADDING, y, end, y))
            self._canvas.setLineWidth(0.6)
            self._canvas.lines(strokes)
        self._y -= self._height_of(cells)
        self._rules.append(self._y)

    def _lefts(self) -> list[float]:
        lefts = [LEFT]
        for column in self._columns[:-1]:
            lefts.append(lefts[-1] + column.width_mm * mm)
        return lefts

    def _end_table(self) -> None:
        right = LEFT + sum(column.width_mm for column in self._columns) * mm
        top, bottom = self._rules[0], self._rules[-1]
        self._canvas.setLineWidth(0.4)
        self._canvas.lines([(LEFT, y, right, y) for y in self._rules])
        self._canvas.lines([(x, top, x, bottom) for x in (*self._lefts(), right)])

    def _next_page(self) -> None:
        self._end_table()
        self._show_page()
        self._y = PAGE_HEIGHT - TOP
        self._begin_table()

    def _show_page(self) -> None:
        self._page_count += 1
        canvas, size = self._canvas, HEAD_SIZE * self._scale
        canvas.setFont(REGULAR, size)
        canvas.drawString(LEFT, BOTTOM - 7 * mm, f"{self._heading.title} - {self._heading.office}")
        number = f"trang {self._page_count}/"
        end = PAGE_WIDTH - RIGHT - 12 * mm
        canvas.drawRightString(end, BOTTOM - 7 * mm, number)
        canvas.saveState()
        canvas.translate(end, BOTTOM - 7 * mm)
        canvas.doForm(TOTAL)
        canvas.restoreState()
        canvas.showPage()
        self._compress_last_page()

    def _compress_last_page(self) -> None:
        """reportlab keeps the text of all pages until the end; a finished page is small when compressed now.

        There is no public way to the page just shown.
        """
        page = self._canvas._doc.Pages.pages[-1]
        contents = PDFStream(content=zlib.compress(page.stream.encode("latin-1")))
        contents.dictionary["Filter"] = PDFArray([PDFName("FlateDecode")])
        page.Contents, page.stream = contents, None

    def _draw_closing(self, closing: Closing) -> None:
        canvas, scale = self._canvas, self._scale
        self._y -= 7 * mm
        canvas.setFont(ITALIC, 11 * scale)
        canvas.drawString(LEFT, self._y, closing.sums)
        left, right = LEFT + 55 * mm, PAGE_WIDTH - RIGHT - 60 * mm
        self._y -= 8 * mm
        canvas.drawCentredString(right, self._y, closing.place_and_day)
        self._y -= 6 * mm
        canvas.setFont(BOLD, 11 * scale)
        canvas.drawCentredString(left, self._y, "Người lập sổ")
        canvas.drawCentredString(right, self._y, "Người in sổ")
        self._y -= 5 * mm
        canvas.setFont(ITALIC, 10 * scale)
        canvas.drawCentredString(left, self._y, "(Ký, ghi rõ họ tên)")
        canvas.drawCentredString(right, self._y, "(Ký, ghi rõ họ tên)")
        self._y -= 20 * mm
        canvas.setFont(BOLD, 11 * scale)
        canvas.drawCentredString(right, self._y, closing.printed_by)
