"""Page 1 -> the day of the notes that signing programs print ("Thời gian ký: ..."), for letters that show no date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pipeline.documents import Line, Page
from pipeline.spelling import fold

SIGNED_AT = re.compile(r"\b(?:thoi gian ky|ngay ky|gio ky|date)\s*[:;.]?\s*(?P<rest>.*)$")
DAY_FIRST = re.compile(r"\b(?P<day>\d{1,2})\s?[./-]\s?(?P<month>\d{1,2})\s?[./-]\s?(?P<year>20\d{2})\b")
YEAR_FIRST = re.compile(r"\b(?P<year>20\d{2})\s?[./-]\s?(?P<month>\d{1,2})\s?[./-]\s?(?P<day>\d{1,2})\b")
# A gazette, a portal or an archive signs what it publishes, days after the letter was issued.
PUBLISHER = re.compile(r"\b(?:cong bao|cong thong tin|luu tru)\b")
LINES_OF_A_NOTE = 5
SURE = 0.6


def read_signing_day(page: Page) -> date | None:
    """The day that all notes of signers name; None without a note, or when they differ."""
    days = {day for day in _days(page.lines) if day is not None}
    return days.pop() if len(days) == 1 else None


def is_publisher(name: str) -> bool:
    return bool(PUBLISHER.search(fold(name)))


def _days(lines: tuple[Line, ...]) -> Iterator[date | None]:
    for at, line in enumerate(lines):
        label = SIGNED_AT.search(fold(line.text))
        if label is None:
            continue
        # The name of the signer stands above the time, in the same note.
        note = " ".join(above.text for above in lines[max(0, at - LINES_OF_A_NOTE) : at + 1])
        if not is_publisher(note):
            yield _day_of(label["rest"], line)


def _day_of(text: str, line: Line) -> date | None:
    match = DAY_FIRST.search(text) or YEAR_FIRST.search(text)
    if match is None or any(word.confidence is not None and word.confidence < SURE for word in line.words[-3:]):
        return None
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
