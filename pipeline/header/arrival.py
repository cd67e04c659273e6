"""Page 1 -> the arrival stamp ("ĐẾN") of an office that took the letter in before us.

Nghị định 30/2020, Phụ lục IV, V: a frame of 35 x 50 mm with office, number and day of arrival. They are never the
letter's own. Stamps in colour come as `Page.stamps`; black ones stand among the lines of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from pipeline.documents import ArrivalStamp, Box, Evidence, Line, Page, Word
from pipeline.spelling import fold

BEFORE_ARRIVED = {"CV", "VB", "VĂN", "BẢN"}  # "CÔNG VĂN ĐẾN"
ARRIVED_WORD = re.compile(r"^\W*Đ[ẾÊEÉ]N\W*$")
NUMBER = re.compile(r"\bs[o06]\s*(?:den)?\s*[:.;…_·\s]*(?P<number>\d{1,6})(?![\d/.-])")
DAY = re.compile(
    r"\bngay\s*(?:den)?\s*[:.;…_·\s]*(?P<day>\d{1,2})\s*(?:[/.|-]|thang)\s*(?P<month>\d{1,2})\s*(?:[/.|-]|nam)\s*"
    r"(?P<year>(?:20)?\d{2})\b"
)
BARE_NUMBER = re.compile(r"^\d{1,5}$")
BARE_DAY = re.compile(r"^\d{1,2}[/.-]\d{1,2}[/.-](?:20)?\d{2}$")
LABELS = tuple(
    re.compile(rf"^\W*{label}") for label in (r"s[o06]\s*[:.]", r"ngay\s*[:.]", r"gio\s*[:.]", r"chuyen\s*[:.]")
)
FEWEST_LABELS = 2
# How far the stamp reaches around its word "ĐẾN", in points.
REACH = Box(70.0, 45.0, 140.0, 50.0)
ROW_HEIGHT = 6.0
HEAD_SHARE = 0.65
# Numbers are often pressed or written by hand: what OCR is not sure of stays open.
SURE = 0.6


def read_arrival_stamp(page: Page) -> tuple[ArrivalStamp | None, Evidence | None]:
    """Number and day as far as they are legible; None when the page bears no such stamp."""
    for lines in (page.stamps, *_around_arrived(page)):
        if not _is_stamp(lines):
            continue
        boxes = tuple(line.box for line in lines)
        # The words of the frame are in colour, number and day may be in black: those are words of the page.
        values = (*lines, *_values_inside(page, boxes)) if lines is page.stamps else lines
        return ArrivalStamp(_number(values), _arrived_on(values)), Evidence(page.number, boxes)
    return None, None


def _values_inside(page: Page, boxes: Sequence[Box]) -> tuple[Line, ...]:
    """Bare numbers and days inside the frame, with the label that stands before them there."""
    area = Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )
    words = [word for line in page.lines for word in line.words if _is_inside(word.box, area)]
    numbers = [word for word in words if BARE_NUMBER.match(word.text)]
    days = [word for word in words if BARE_DAY.match(word.text)]
    found = [("Số:", numbers[0])] if len(numbers) == 1 else []
    found += [("Ngày:", days[0])] if len(days) == 1 else []
    return tuple(Line((replace(word, text=label), word)) for label, word in found)


def _is_stamp(lines: Sequence[Line]) -> bool:
    folded = [fold(line.text) for line in lines]
    labels = sum(any(label.match(text) for text in folded) for label in LABELS)
    is_named = any(ARRIVED_WORD.match(word.text) for line in lines for word in line.words)
    return labels >= FEWEST_LABELS or (is_named and labels > 0)


def _around_arrived(page: Page) -> Iterator[tuple[Line, ...]]:
    words = [word for line in page.lines for word in line.words]
    for line in page.lines:
        for at, word in enumerate(line.words):
            box = word.box
            if not ARRIVED_WORD.match(word.text) or not 0 < box.bottom < HEAD_SHARE * page.height:
                continue
            if _stands_apart(line.words, at):
                near = Box(
                    box.left - REACH.left, box.top - REACH.top, box.left + REACH.right, box.bottom + REACH.bottom
                )
                yield _rows([other for other in words if _is_inside(other.box, near)])


def _stands_apart(words: Sequence[Word], at: int) -> bool:
    """False for "đến" in a sentence of capitals."""
    word, height = words[at], words[at].box.bottom - words[at].box.top
    before, after = words[at - 1] if at else None, words[at + 1] if at + 1 < len(words) else None
    is_first = before is None or before.text in BEFORE_ARRIVED or word.box.left - before.box.right > height
    return is_first and (after is None or _is_label(after) or after.box.left - word.box.right > height)


def _is_inside(box: Box, area: Box) -> bool:
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return area.left <= x <= area.right and area.top <= y <= area.bottom


def _rows(words: Sequence[Word]) -> tuple[Line, ...]:
    """Words of a stamp by their height; a label begins a row of its own, whatever stands left of it."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.box.top + word.box.bottom):
        middle = (word.box.top + word.box.bottom) / 2
        last = rows[-1][-1].box if rows else None
        if last is not None and middle - (last.top + last.bottom) / 2 < ROW_HEIGHT:
            rows[-1].append(word)
        else:
            rows.append([word])
    lines: list[Line] = []
    for row in rows:
        ordered = sorted(row, key=lambda word: word.box.left)
        start = next((at for at, word in enumerate(ordered) if _is_label(word)), 0)
        lines += [Line(tuple(part)) for part in (ordered[:start], ordered[start:]) if part]
    return tuple(lines)


def _is_label(word: Word) -> bool:
    return any(label.match(fold(word.text)) for label in LABELS)


def _number(lines: Sequence[Line]) -> str | None:
    for line in lines:
        match = NUMBER.search(fold(line.text))
        if match and _is_sure(match["number"], line):
            return match["number"]
    return None


def _arrived_on(lines: Sequence[Line]) -> date | None:
    for line in lines:
        match = DAY.search(fold(line.text))
        if match is None or not all(_is_sure(match[part], line) for part in ("day", "month")):
            continue
        year = int(match["year"]) % 100 + 2000
        try:
            return date(year, int(match["month"]), int(match["day"]))
        except ValueError:
            continue
    return None


def _is_sure(digits: str, line: Line) -> bool:
    return all(word.confidence is None or word.confidence >= SURE for word in line.words if digits in word.text)
