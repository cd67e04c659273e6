"""Audit records -> a table as CSV or XLSX bytes. What people typed can never act as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from web.register.audit_words import Names, event_label, who_label, words_of
from web.register.models import AuditRecord

HEADINGS = ("Lúc", "Ai", "Việc", "Số đến", "Chi tiết")
WIDTHS = (20, 28, 34, 12, 60)
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def rows_of(records: Iterable[AuditRecord], names: Names) -> Iterator[tuple[str, ...]]:
    for record in records:
        entry = record.entry
        yield (
            f"{timezone.localtime(record.at):%d/%m/%Y %H:%M:%S}",
            who_label(record),
            event_label(record),
            f"{entry.arrival_number}/{entry.year}" if entry is not None and entry.arrival_number else "",
            words_of(record.details, names),
        )


def as_csv(rows: Iterable[tuple[str, ...]]) -> bytes:
    """With the mark by which spreadsheets know UTF-8."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    writer.writerows([f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Iterable[tuple[str, ...]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Nhật ký")
    for number, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDE"[number]].width = width
    sheet.freeze_panes = "A2"
    for row in (HEADINGS, *rows):
        sheet.append([_text(sheet, cell) for cell in row])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _text(sheet: WriteOnlyWorksheet, value: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    return cell
