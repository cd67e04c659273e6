"""A book and its letters -> the PDF or XLSX file that people take away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import IO

from web.books.filters import BookFilter
from web.books.lines import Book, BookLine
from web.books.paper import BookHeading, BookPaper, Closing
from web.books.queries import Extent
from web.books.sheets import Sheet, SheetPlan, new_workbook
from web.register.models import RegisterEntry


@dataclass(frozen=True, slots=True)
class Printing:
    """Who prints what part of a book, where and when."""

    office: str
    place: str
    chosen: BookFilter
    extent: Extent
    printed_on: date
    printed_by: str


def write_pdf(stream: IO[bytes], book: Book, entries: Iterable[RegisterEntry], printing: Printing) -> int:
    """Returns the number of pages."""
    paper = BookPaper(stream, BookHeading(printing.office, book.title, period(printing)), book.columns)
    counter = _Counter()
    for line in counter.counted(book, entries, printing.printed_on):
        paper.add(line)
    return paper.finish(
        Closing(
            sums=counter.in_words(),
            place_and_day=f"{printing.place}, {long_day(printing.printed_on)}",
            printed_by=printing.printed_by,
        )
    )


def write_xlsx(stream: IO[bytes], book: Book, entries: Iterable[RegisterEntry], printing: Printing) -> None:
    workbook = new_workbook()
    plan = SheetPlan(
        name=book.title.removesuffix(" văn bản đến"),
        heading=(printing.office.upper(), book.title.upper(), *period(printing)),
        titles=tuple(column.title for column in book.columns),
        widths=tuple(column.sheet_width for column in book.columns),
        is_numbered=True,
    )
    sheet = Sheet(workbook, plan)
    counter = _Counter()
    for line in counter.counted(book, entries, printing.printed_on):
        sheet.append(line.cells, struck=line.is_cancelled)
    sheet.say(counter.in_words())
    sheet.say(f"{printing.printed_by} in {long_day(printing.printed_on)}")
    workbook.save(stream)


def period(printing: Printing) -> tuple[str, ...]:
    """«Năm 2026», «Từ ngày … đến ngày …», «Từ số … đến số …», and what was chosen of the book."""
    extent, chosen = printing.extent, printing.chosen
    first, last = chosen.first_on or extent.first_on, chosen.last_on or extent.last_on
    words = []
    if extent.years:
        words.append(f"Năm {', '.join(str(year) for year in extent.years)}")
    elif chosen.year:
        words.append(f"Năm {chosen.year}")
    if first and last:
        words.append(f"Từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}")
    if extent.count and len(extent.years) == 1:
        words.append(f"Từ số {extent.first_number} đến số {extent.last_number}")
    extract = chosen.in_words()
    return (" - ".join(words), f"Trích sổ. {extract}") if extract else (" - ".join(words),)


def long_day(day: date) -> str:
    """As letters write it: day below 10 and the months 1 and 2 with a leading 0 (Nghị định 30/2020, Phụ lục I)."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)  # noqa: PLR2004  January and February
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


class _Counter:
    """Counts the lines as they pass."""

    def __init__(self) -> None:
        self._count = 0
        self._cancelled = 0

    def counted(self, book: Book, entries: Iterable[RegisterEntry], today: date) -> Iterator[BookLine]:
        for entry in entries:
            line = book.line_of(entry, today)
            self._count += 1
            self._cancelled += line.is_cancelled
            yield line

    def in_words(self) -> str:
        cancelled = f", trong đó {self._cancelled} số đến đã hủy" if self._cancelled else ""
        return f"Cộng: {self._count} văn bản{cancelled}."
