"""Page lines -> header lines: columns that one line mixes are cut apart, signature notes and rules are left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from pipeline.documents import Box, Evidence, Line, Page, Word
from pipeline.spelling import fold

NATIONAL_HEADING = re.compile(r"\bcong\s*hoa\s*xa\s*hoi\b|\bdang\s*cong\s*san\s*viet\b|\bchu\s*nghia\s*viet\s*nam$")
MOTTO = re.compile(r"\bdoc\s*lap\W{0,5}tu\s*do\b")
# A line that is a heading, not one that speaks of the Party or the Republic.
HEADING = re.compile(r"^\W*(?:cong\s*hoa\s*xa\s*hoi\b|dang\s*cong\s*san\s*viet\s*nam\W*$)")
MOTTO_LINE = re.compile(r"^\W*doc\s*lap\W{1,5}tu\s*do\b")
# Where the second column begins when both columns came as one line.
SECOND_COLUMN = re.compile(r"\s(?=cong hoa xa hoi|dang cong san viet|doc lap\W{1,5}tu do|v\s?/\s?v\b)")
SIGNATURE_NOTE = re.compile(
    r"^(?:ky boi|nguoi ky|thoi gian ky|gio ky|ngay ky|email|co quan:|digitally signed|signed by|date:"
    r"|signature)\b|\S+@\S+\.\w+$"
    r"|\d{1,2}:\d{2}:\d{2}"
)
ADDRESSED = re.compile(r"^\W*kinh (?:gui|trinh|moi)\b\s*:?\s*")
RULE = re.compile(r"^[\W_]*$")
# Gazette reprints begin with "CÔNG BÁO/Số 293/Ngày ..."; its number is not the letter's.
LEAST_GAP = 0.5  # between two columns, in line heights; words of one line stand closer
LINES_OF_HEADING = 8  # text without geometry: further down "ĐẢNG CỘNG SẢN VIỆT NAM" is part of a title
GAZETTE = re.compile(r"^(?:\d+\s+)?cong bao\s*/")


@dataclass(frozen=True, slots=True)
class HeaderLine:
    """One line of one column with what parsing asks for again and again."""

    words: tuple[Word, ...]
    page: int
    text: str
    folded: str  # as long as `text`, so offsets fit both
    box: Box

    @property
    def has_place(self) -> bool:
        """False for text that came without geometry: all its boxes are empty."""
        return self.box.bottom > self.box.top

    @property
    def is_from_ocr(self) -> bool:
        return any(word.confidence is not None for word in self.words)

    @property
    def height(self) -> float:
        return max(word.box.bottom - word.box.top for word in self.words)

    @property
    def is_capitals(self) -> bool:
        letters = [letter for letter in self.text if letter.isalpha()]
        return bool(letters) and sum(letter.isupper() for letter in letters) >= 0.85 * len(letters)

    @property
    def starts_low(self) -> bool:
        return self.text[:1].islower()

    @property
    def is_national_heading(self) -> bool:
        """True for the two lines at the top right; "Đảng Cộng sản Việt Nam" ends many a subject."""
        return bool((HEADING.match(self.folded) and self.is_capitals) or MOTTO_LINE.match(self.folded))


def line_of(words: Sequence[Word], page: int) -> HeaderLine:
    text = " ".join(word.text for word in words)
    folded = fold(text)
    if len(folded) != len(text):
        folded = "".join(fold(letter)[:1] or " " for letter in text)
    return HeaderLine(tuple(words), page, text, folded, Line(tuple(words)).box)


def lines_of_page(page: Page) -> list[HeaderLine]:
    """Return the lines that may belong to the letter, in reading order."""
    lines = [
        piece
        for at, line in enumerate(page.lines)
        if line.words
        for piece in _columns(line_of(line.words, page.number), at)
    ]
    return [line for line in lines if not RULE.match(line.text) and not SIGNATURE_NOTE.search(line.folded)]


def _columns(line: HeaderLine, at: int) -> list[HeaderLine]:
    cut = SECOND_COLUMN.search(line.folded)
    if cut is None:
        return [line]
    left, right = split_line(line, cut.end())
    if left is None or right is None or not _stand_apart(left, right, at):
        return [line]
    return [left, *_columns(right, at)]


def _stand_apart(left: HeaderLine, right: HeaderLine, at: int) -> bool:
    """Two columns, or number and subject; not a title that goes on with "Đảng Cộng sản Việt Nam" or "V/v"."""
    is_about = right.folded.startswith("v")
    if is_about and (not right.has_place or left.folded.startswith("so")):
        return True
    if right.has_place:
        return right.box.left - left.box.right >= LEAST_GAP * right.height
    return at < LINES_OF_HEADING and (right.text[:2].isupper() or MOTTO_LINE.match(right.folded) is not None)


def split_line(line: HeaderLine, offset: int) -> tuple[HeaderLine | None, HeaderLine | None]:
    """Cut a line before the word at a text offset; an empty side is None."""
    starts = [0, *accumulate(len(word.text) + 1 for word in line.words)]
    at = sum(start < offset for start in starts[:-1])
    left, right = line.words[:at], line.words[at:]
    return (line_of(left, line.page) if left else None), (line_of(right, line.page) if right else None)


def rest_of_line(line: HeaderLine, offset: int) -> HeaderLine | None:
    """The line from a text offset on, which may lie inside a word ("V/vrà soát"); None when nothing is left."""
    starts = [0, *accumulate(len(word.text) + 1 for word in line.words)]
    at = max((i for i, start in enumerate(starts[:-1]) if start <= offset), default=0)
    inside = offset - starts[at]
    word = line.words[at]
    if inside == 0 or inside >= len(word.text):
        return split_line(line, offset)[1]
    return line_of((replace(word, text=word.text[inside:]), *line.words[at + 1 :]), line.page)


def evidence_of(lines: Sequence[HeaderLine]) -> Evidence | None:
    """Boxes of lines of one page (the first line's); None for text without geometry."""
    boxes = tuple(line.box for line in lines if line.has_place and line.page == lines[0].page)
    return Evidence(lines[0].page, boxes) if boxes else None
