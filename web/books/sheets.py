"""Rows -> an XLSX sheet or CSV, row by row: dates stay dates, and no text is ever taken for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TextIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.properties import PageSetupProperties

from web.books.lines import Cell, written

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
DATE_FORMAT = "dd/mm/yyyy"
FONT = "Times New Roman"
A4 = 9  # the paper size, as spreadsheets number it
_THIN = Side(style="thin", color="999999")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """A sheet before its rows: `heading` stands above the head of the table."""

    name: str
    heading: tuple[str, ...]
    titles: tuple[str, ...]
    widths: tuple[float, ...]
    is_numbered: bool = False  # (1) (2) … under the titles, as in the books of the decree


class Sheet:
    """Append rows; each is written out at once and forgotten."""

    def __init__(self, workbook: Workbook, plan: SheetPlan) -> None:
        self._sheet: WriteOnlyWorksheet = workbook.create_sheet(plan.name)
        head_row = len(plan.heading) + 1
        self._set_up(plan, head_row)
        self._write_head(plan)
        self._plain = [_cell(self._sheet) for _ in plan.titles]
        self._quoted = [_cell(self._sheet, quoted=True) for _ in plan.titles]
        self._struck = [_cell(self._sheet, struck=True) for _ in plan.titles]
        self._struck_quoted = [_cell(self._sheet, struck=True, quoted=True) for _ in plan.titles]
        self.row_count = 0

    def append(self, cells: Sequence[Cell], *, struck: bool = False) -> None:
        """One row. `struck`: crossed out, but for the last cell, which says why."""
        last = len(cells) - 1
        self._sheet.append(
            self._filled(place, value, struck=struck and place != last) for place, value in enumerate(cells)
        )
        self.row_count += 1

    def say(self, sentence: str) -> None:
        """A sentence under the table."""
        cell = _cell(self._sheet, bordered=False, wrapped=False)
        _fill(cell, sentence)
        self._sheet.append([cell])

    def _filled(self, place: int, value: Cell, *, struck: bool) -> WriteOnlyCell:
        is_quoted = isinstance(value, str) and value.startswith(FORMULA_STARTS)
        if struck:
            row = self._struck_quoted if is_quoted else self._struck
        else:
            row = self._quoted if is_quoted else self._plain
        cell = row[place]  # written out before it is filled again
        _fill(cell, value)
        return cell

    def _set_up(self, plan: SheetPlan, head_row: int) -> None:
        sheet = self._sheet
        for place, width in enumerate(plan.widths):
            sheet.column_dimensions[chr(ord("A") + place)].width = width
        first_free = head_row + (2 if plan.is_numbered else 1)
        sheet.freeze_panes = f"A{first_free}"
        sheet.print_title_rows = f"{head_row}:{first_free - 1}"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = A4
        sheet.page_setup.fitToHeight = 0  # as many pages as it takes, one page wide
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_margins.left, sheet.page_margins.right = 0.8, 0.4
        sheet.oddFooter.right.text = "trang &P/&N"

    def _write_head(self, plan: SheetPlan) -> None:
        for place, sentence in enumerate(plan.heading):
            cell = _cell(self._sheet, bold=place == 0, bordered=False, wrapped=False)
            _fill(cell, sentence)
            self._sheet.append([cell])
        self._sheet.append([_title(self._sheet, title) for title in plan.titles])
        if plan.is_numbered:
            self._sheet.append([_title(self._sheet, f"({number})") for number in range(1, len(plan.titles) + 1)])


def new_workbook() -> Workbook:
    return Workbook(write_only=True)


def write_csv(stream: TextIO, titles: Iterable[str], rows: Iterable[Sequence[Cell]]) -> None:
    """For spreadsheets and other programs; a text that begins like a formula gets an apostrophe in front."""
    writer = csv.writer(stream)
    writer.writerow(titles)
    for row in rows:
        writer.writerow([_plain_text(value) for value in row])


def _plain_text(value: Cell) -> str:
    text = written(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA_STARTS) else text


def _title(sheet: WriteOnlyWorksheet, title: str) -> WriteOnlyCell:
    cell = _cell(sheet, bold=True)
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    _fill(cell, title)
    return cell


def _cell(
    sheet: WriteOnlyWorksheet,
    *,
    bold: bool = False,
    struck: bool = False,
    quoted: bool = False,
    bordered: bool = True,
    wrapped: bool = True,
) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet)
    cell.font = Font(name=FONT, size=11, bold=bold, strike=struck)
    cell.alignment = Alignment(vertical="top", wrap_text=wrapped)
    if bordered:
        cell.border = _BORDER
    # Text stays text when somebody edits the cell: the apostrophe that spreadsheets know.
    cell.quotePrefix = quoted
    return cell


def _fill(cell: WriteOnlyCell, value: Cell) -> None:
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", value)
        cell.data_type = "s"  # openpyxl would make a formula of what begins with "="
        return
    cell.value = value
    cell.number_format = DATE_FORMAT if isinstance(value, date) else "General"
