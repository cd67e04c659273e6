"""A PDF or XLSX as people get it -> its cells, read back by other libraries than those that wrote it."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pdfplumber
from django.http import FileResponse
from django.test import Client

from tests.web.answers import close

Grid = list[list[str]]


def content(client: Client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200, address
    assert isinstance(response, FileResponse)
    data = response.getvalue()
    close(response)
    return bytes(data)


def status(client: Client, address: str) -> int:
    """Whether it opens; what is opened is closed again."""
    response = client.get(address)
    close(response)
    return response.status_code


def pdf_texts(data: bytes) -> list[str]:
    """The text of each page."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [page.extract_text() for page in pdf.pages]


def pdf_rows(data: bytes) -> Grid:
    """The rows of the tables of all pages, without the heads; lines within a cell joined by a blank."""
    rows: Grid = []
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            for table in page.extract_tables():
                rows += [[" ".join((cell or "").split()) for cell in row] for row in table[2:]]
    return rows


def pdf_sizes(data: bytes) -> set[tuple[int, int]]:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return {(round(page.width), round(page.height)) for page in pdf.pages}


def fonts_of(data: bytes) -> set[str]:
    """Names of the fonts used; an embedded subset carries six letters and a plus sign."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return {char["fontname"] for page in pdf.pages for char in page.chars}


def sheet(data: bytes, name: str | None = None) -> Any:
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    return workbook[name] if name else workbook.worksheets[0]


def sheet_rows(data: bytes, name: str | None = None) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet(data, name).iter_rows()]
