"""Made-up headers of every kind of sender, as a typist sets them; each with what a careful clerk reads in it.

Set on paper as words with places, so that reading order and columns are tried along with the parser.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.documents import Box, ExtractedText, Line, Page, TextSource, Urgency, Word
from pipeline.extract.glyphs import PageWords
from pipeline.extract.layout import lines_of, lines_of_scan
from pipeline.extract.pdf import Frame
from tests.pipeline.pages import HEIGHT, LEFT_COLUMN, MARGIN, MIDDLE, RIGHT_COLUMN, WIDTH, centred_on, placed_line

STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
PARTY = ("ĐẢNG CỘNG SẢN VIỆT NAM",)
DAY = date(2026, 3, 5)
DATED = "ngày 05 tháng 3 năm 2026"
LEADING = 16.0


@dataclass(frozen=True, slots=True)
class Header:
    """A new line is a line on paper; `cell` is the top left one down to the number."""

    name: str
    cell: str
    number: str
    issuer: str | None
    code: str | None
    kind: str | None
    subject: str | None
    parent: str | None = None
    about: str = ""  # below the number, down to stamps
    dated: str = f"Hà Nội, {DATED}"
    place: str | None = "Hà Nội"
    issued_on: date | None = DAY
    heading: tuple[str, ...] = STATE
    title: str = ""  # centred, type and subject
    below: str = "Kính gửi: Ủy ban nhân dân các xã, phường, đặc khu."
    urgency: Urgency = Urgency.NORMAL
    confidence: float | None = None  # of all words, when OCR read them


def text_of(header: Header) -> ExtractedText:
    """Set the header on a page and read the words back in order."""
    frame = Frame(0.0, 0.0, WIDTH, HEIGHT, 0)
    rows = [Line(tuple(_with(word, header.confidence) for word in line.words)) for line in _set(header)]
    if header.confidence is not None:
        lines = lines_of_scan(rows, frame, number=1)
        return ExtractedText((Page(1, WIDTH, HEIGHT, lines, TextSource.OCR, header.confidence),), 1)
    words = tuple(word for line in rows for word in line.words)
    lines = lines_of(PageWords(words, (), frame, 0, is_ruled=False), number=1)
    return ExtractedText((Page(1, WIDTH, HEIGHT, lines, TextSource.TEXT_LAYER),), 1)


def _set(header: Header) -> list[Line]:
    cell, about = header.cell.split("\n"), [line for line in header.about.split("\n") if line]
    placed = [centred_on(LEFT_COLUMN, 60 + LEADING * row, text) for row, text in enumerate(cell)]
    placed += [centred_on(RIGHT_COLUMN, 60 + LEADING * row, text) for row, text in enumerate(header.heading)]
    top = 60 + LEADING * (max(len(cell), len(header.heading)) + 0.6)
    placed += [centred_on(LEFT_COLUMN, top, header.number)] if header.number else []
    placed += [centred_on(RIGHT_COLUMN, top + LEADING * row, text) for row, text in enumerate(header.dated.split("\n"))]
    placed += [centred_on(LEFT_COLUMN, top + LEADING * (row + 1.2), text) for row, text in enumerate(about)]
    top += LEADING * (len(about) + 2.6)
    for line in header.title.split("\n") if header.title else ():
        placed.append(centred_on(MIDDLE, top, line))
        top += LEADING
    top += 1.6 * LEADING
    for row, line in enumerate(header.below.split("\n")):
        is_addressed = line.startswith(("Kính", "CHỦ TỊCH", "GIÁM ĐỐC", "TRƯỞNG"))
        placed.append(
            centred_on(MIDDLE, top + LEADING * row, line) if is_addressed else (MARGIN, top + LEADING * row, line)
        )
    return [placed_line(*each) for each in placed]


def _with(word: Word, confidence: float | None) -> Word:
    return Word(word.text, Box(word.box.left, word.box.top, word.box.right, word.box.bottom), confidence)
