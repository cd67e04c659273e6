"""Offsets in `ExtractedText.full_text` -> the boxes on paper, for many quotes at once."""

from __future__ import annotations

from bisect import bisect_right
from itertools import groupby

from pipeline.documents import Evidence, ExtractedText, Line


class LineIndex:
    """The lines of a letter by their offset; the same answers as `ExtractedText.locate`, without a walk for each."""

    def __init__(self, text: ExtractedText) -> None:
        self._lines: list[tuple[int, int, Line]] = []  # start, page, line
        offset = 0
        for page in text.pages:
            for line in page.lines:
                self._lines.append((offset, page.number, line))
                offset += max(sum(len(word.text) + 1 for word in line.words), 1)
            if not page.lines:
                offset += 1
        self._starts = [start for start, _, _ in self._lines]

    def locate(self, start: int, end: int) -> tuple[Evidence, ...]:
        first = max(bisect_right(self._starts, start) - 1, 0)
        touched = []
        for line_start, page, line in self._lines[first:]:
            if line_start >= end:
                break
            part = _part(line, line_start, start, end)
            if part is not None:
                touched.append((page, part))
        return tuple(
            Evidence(page, tuple(part.box for _, part in parts))
            for page, parts in groupby(touched, key=lambda found: found[0])
        )


def _part(line: Line, offset: int, start: int, end: int) -> Line | None:
    words = []
    for word in line.words:
        if offset < end and offset + len(word.text) > start:
            words.append(word)
        offset += len(word.text) + 1
    return Line(tuple(words)) if words else None
