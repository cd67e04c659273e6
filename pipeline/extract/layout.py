"""Words with boxes -> lines in reading order: rows by geometry, the left column of header and foot before the right.

Nghị định 30/2020, Phụ lục I, mục IV: the issuing body and the number stand top left beside the national heading and the
date, "Nơi nhận" stands bottom left beside the signature. Read row by row, both places would mix two texts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from pipeline.documents import Box, Line, Word
from pipeline.extract.glyphs import PageWords
from pipeline.extract.pdf import Frame
from pipeline.spelling import fold

# Words of one row overlap by at least this share of the lower one.
ROW_OVERLAP = 0.5
# Two pieces of an OCR engine lie in one row when their middles are nearer than this share of a letter.
PIECE_REACH = 0.4
# A word drawn twice to look bold lies this near to itself, in points.
SHADOW = 1.5
# The widest gap of a row, in letter heights, that still lies inside a sentence of justified text.
COLUMN_GAP = 0.8
FOOT_GAP = 1.2
# The columns meet in the middle part of the page (shares of its width).
COLUMN_ZONE = (0.2, 0.68)
# How far from the left edge of the national heading the two columns may meet.
AXIS_REACH = 0.18
HEADER_DEPTH = 0.45
ROWS_ABOVE_RECIPIENTS = 3
RIGHT_HALF = 0.42
MARGIN_DEPTH = 0.09
LONGEST_PAGE_NUMBER = 3
LETTER_SPACED_WORDS = 4
LETTER_SPACED_GAP = 1.0
# The words may stick together on a scan; where the first line is lost its end or the motto tells the column as well.
HEADING = re.compile(
    r"\b(?:cong\s*hoa\s*xa\s*hoi|dang\s*cong\s*san)\b|\bxa\s*hoi\s*chu\s*nghia\s*viet|\bdoc\s*lap\W{0,5}tu\s*do\b"
)
HEADING_STARTS = ("conghoaxa", "dangcongsan", "xahoichunghia", "doclap", "doantncs")
# The heading of the Youth Union; the same words also name a body at the left.
YOUTH_HEADING = re.compile(r"\bdoan\s*tncs\s*ho\s*chi\s*minh\b")
# Where the middle of a title lies (shares of the page width), between the middles of both columns.
TITLE_MIDDLE = (0.44, 0.6)
ADDRESSEES = re.compile(r"^kinh (?:gui|trinh|moi)\b")
LIST_ITEM = re.compile(r"[-–+•*]|\d+[.)]$")
RECIPIENTS = re.compile(r"^noi nhan\b")
SIGNATURE_LABEL = re.compile(
    r"\b(?:ky boi|nguoi ky|thoi gian ky|gio ky|ngay ky|co quan:|email|digitally signed|signed by|ky so)|@"
    r"|[+-]0?7:?00\b"
    r"|\d{1,2}:\d{2}:\d{2}"
)


Table = tuple[Box, ...]  # the cells, row by row


@dataclass(slots=True)
class Row:
    """Words at one height, left to right."""

    words: list[Word]

    @property
    def top(self) -> float:
        return min(word.box.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.box.bottom for word in self.words)

    @property
    def height(self) -> float:
        return median(word.box.bottom - word.box.top for word in self.words)

    @property
    def middle(self) -> float:
        return median((word.box.top + word.box.bottom) / 2 for word in self.words)

    @property
    def folded(self) -> str:
        return fold(" ".join(word.text for word in self.words))


def lines_of(words: PageWords, *, number: int, tables: Sequence[Table] = ()) -> tuple[Line, ...]:
    """Order the words of a page.

    What a signature widget adds joins the row it was put on; signature notes come last. A table cell gives one line.
    """
    frame = words.frame
    tables = [cells for cells in tables if not _holds_heading(cells, words.own)]
    in_cells, outside = _words_in_cells(words.own, tables)
    rows = _rows(outside)
    notes: list[Row] = []
    for overlay in words.overlays:
        overlay_rows = _rows(overlay)
        if any(SIGNATURE_LABEL.search(row.folded) for row in overlay_rows) or not _join(overlay, rows):
            notes += overlay_rows
    rows = [_respaced(row) for row in rows if not _is_page_number(row, number, frame.height)]
    lines = _in_reading_order(rows, width=frame.width, height=frame.height, number=number)
    for cells in in_cells:
        _insert(lines, cells)
    return (*lines, *(Line(tuple(row.words)) for row in notes))


def lines_of_scan(read: Sequence[Line], frame: Frame, *, number: int) -> tuple[Line, ...]:
    """Order the lines of an OCR engine.

    It knows its rows better than boxes full of noise do; only columns are ours.
    """
    rows: list[Row] = []
    for line in sorted(read, key=lambda line: Row(list(line.words)).middle):
        row = Row(list(line.words))
        home = next((other for other in rows[-4:] if _is_same_row(row, other)), None)
        if home is None:
            rows.append(row)
        else:
            home.words = _sorted_row([*home.words, *row.words])
    kept = [row for row in rows if not _is_page_number(row, number, frame.height)]
    return tuple(_in_reading_order(kept, width=frame.width, height=frame.height, number=number))


def _is_same_row(row: Row, other: Row) -> bool:
    is_beside = not any(
        word.box.left < placed.box.right and placed.box.left < word.box.right
        for word in row.words
        for placed in other.words
    )
    return is_beside and abs(row.middle - other.middle) < PIECE_REACH * min(row.height, other.height)


def _holds_heading(cells: Table, words: Sequence[Word]) -> bool:
    """A frame drawn around the header is no table."""
    top, bottom = min(cell.top for cell in cells), max(cell.bottom for cell in cells)
    return any(HEADING.search(row.folded) for row in _rows([word for word in words if top <= word.box.top <= bottom]))


def _words_in_cells(words: Sequence[Word], tables: Sequence[Table]) -> tuple[list[list[Line]], list[Word]]:
    """Give each table its lines, one a cell that has words, and return the words outside all tables."""
    found: list[list[Line]] = []
    left_over = list(words)
    for cells in tables:
        lines: list[Line] = []
        for cell in cells:
            inside = [word for word in left_over if _holds(cell, word.box)]
            if inside:
                left_over = [word for word in left_over if not _holds(cell, word.box)]
                lines.append(Line(tuple(word for row in _rows(inside) for word in row.words)))
        if lines:
            found.append(lines)
    return found, left_over


def _holds(cell: Box, box: Box) -> bool:
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return cell.left <= x < cell.right and cell.top <= y < cell.bottom


def _insert(lines: list[Line], cells: list[Line]) -> None:
    top = cells[0].box.top
    above = [position for position, line in enumerate(lines, start=1) if line.box.top < top]
    at = max(above, default=0)
    lines[at:at] = cells


def _rows(words: Sequence[Word]) -> list[Row]:
    rows: list[Row] = []
    open_rows: list[Row] = []
    for word in sorted(words, key=lambda word: word.box.top + word.box.bottom):
        middle = (word.box.top + word.box.bottom) / 2
        open_rows = [row for row in open_rows[-4:] if row.words[-1].box.bottom > word.box.top]
        for row in reversed(open_rows):
            last = row.words[-1].box
            shared = min(last.bottom, word.box.bottom) - max(last.top, word.box.top)
            lower = min(last.bottom - last.top, word.box.bottom - word.box.top)
            if shared >= ROW_OVERLAP * lower and last.top <= middle <= last.bottom:
                row.words.append(word)
                break
        else:
            row = Row([word])
            rows.append(row)
            open_rows.append(row)
    for row in rows:
        row.words = _sorted_row(row.words)
    return rows


def _sorted_row(words: list[Word]) -> list[Word]:
    """Left to right; a word drawn twice to look bold counts once."""
    kept: list[Word] = []
    for word in sorted(words, key=lambda word: word.box.left):
        is_shadow = any(
            word.text == other.text
            and abs(word.box.left - other.box.left) < SHADOW
            and abs(word.box.top - other.box.top) < SHADOW
            for other in kept[-2:]
        )
        if not is_shadow:
            kept.append(word)
    return kept


def _join(overlay: Sequence[Word], rows: list[Row]) -> bool:
    """Put overlay words into the rows of the page that they were drawn on; False when one of them has no row."""
    homes: list[tuple[Row, Word]] = []
    for word in overlay:
        home = max(rows, key=lambda row: _shared_height(row, word), default=None)
        if home is None or _shared_height(home, word) <= 0:
            return False
        homes.append((home, word))
    for home, word in homes:
        home.words = _sorted_row([*home.words, word])
    return True


def _shared_height(row: Row, word: Word) -> float:
    return min(row.bottom, word.box.bottom) - max(row.top, word.box.top)


def _respaced(row: Row) -> Row:
    """Join the letters of letter-spaced text ("T H Ô N G   B Á O"), also where only a part of the row is spaced."""
    words: list[Word] = []
    for is_letter, group in groupby(row.words, key=lambda word: len(word.text) == 1 and word.text.isalpha()):
        letters = list(group)
        words += _joined(letters, row.height) if is_letter and len(letters) >= LETTER_SPACED_WORDS else letters
    return Row(words)


def _joined(letters: list[Word], height: float) -> list[Word]:
    """The wider gaps are spaces; letters that stand further apart than their height are no word."""
    gaps = [after.box.left - before.box.right for before, after in pairwise(letters)]
    letter_gap = median(gaps)
    if letter_gap > LETTER_SPACED_GAP * height:
        return letters
    words: list[Word] = [letters[0]]
    for gap, letter in zip(gaps, letters[1:], strict=True):
        if gap > 1.6 * letter_gap + 0.5:
            words.append(letter)
        else:
            words[-1] = Word(words[-1].text + letter.text, Line((words[-1], letter)).box, letter.confidence)
    return words


def _is_page_number(row: Row, number: int, height: float) -> bool:
    """A page number in the margin would cut a sentence that runs over two pages."""
    in_margin = row.bottom < MARGIN_DEPTH * height or row.top > (1 - MARGIN_DEPTH) * height
    text = "".join(word.text for word in row.words).strip("-–/ ")
    return number > 1 and in_margin and text.isdigit() and len(text) <= LONGEST_PAGE_NUMBER


def _in_reading_order(rows: list[Row], *, width: float, height: float, number: int) -> list[Line]:
    lines: list[Line] = []
    rest = rows
    if number == 1:
        head, rest = _header_rows(rows, width, height)
        lines += _by_column(head)
    foot_at = next(
        (i for i, row in enumerate(rest) if RECIPIENTS.search(row.folded) and row.words[0].box.left < width / 2), None
    )
    foot_zone = (COLUMN_ZONE[0] * width, COLUMN_ZONE[1] * width)
    body = rest if foot_at is None else rest[: _start_of_foot(rest, foot_at, width)]
    lines += [Line(tuple(row.words)) for row in body]
    lines += _by_column([_cut(row, foot_zone, gap=FOOT_GAP) for row in rest[len(body) :]])
    return lines


def _start_of_foot(rows: list[Row], recipients_at: int, width: float) -> int:
    """The signature may begin a row or two above "Nơi nhận"; rows only in the right half belong to it."""
    start = recipients_at
    highest = max(0, recipients_at - ROWS_ABOVE_RECIPIENTS)
    while start > highest and rows[start - 1].words[0].box.left > RIGHT_HALF * width:
        start -= 1
    return start


Cut = tuple[list[Word], list[Word]]


def _header_rows(rows: list[Row], width: float, height: float) -> tuple[list[Cut], list[Row]]:
    """Cut the rows beside the national heading into two columns, up to the first row that runs across the page."""
    heading_at = _find_heading(rows, width, height)
    if heading_at is None:
        return [], rows
    axis = _heading_left(rows[heading_at])
    zone = (axis - AXIS_REACH * width, axis + AXIS_REACH * width)
    head: list[Cut] = []
    for index, row in enumerate(rows):
        cut = _cut_at(row, axis) if index == heading_at else _cut_header_row(row, axis, zone)
        if index > heading_at and (_ends_header(rows, index, cut, axis, height) or _is_title(row, cut, width)):
            return head, rows[index:]
        head.append(cut)
    return head, []


def _find_heading(rows: list[Row], width: float, height: float) -> int | None:
    upper = [(at, row) for at, row in enumerate(rows) if row.top < HEADER_DEPTH * height]
    for at, row in upper:
        if HEADING.search(row.folded) or (YOUTH_HEADING.search(row.folded) and _heading_left(row) > RIGHT_HALF * width):
            return at
    return None


def _is_title(row: Row, cut: Cut, width: float) -> bool:
    """A short type line ("ĐỀ ÁN") stands alone in the middle of the page, and crosses no column."""
    letters = [letter for word in row.words for letter in word.text if letter.isalpha()]
    if all(cut) or not all(map(str.isupper, letters)) or HEADING.search(row.folded):
        return False
    middle = (row.words[0].box.left + row.words[-1].box.right) / 2
    return len(letters) > 1 and TITLE_MIDDLE[0] * width < middle < TITLE_MIDDLE[1] * width


def _cut_header_row(row: Row, axis: float, zone: tuple[float, float]) -> Cut:
    if row.words[0].box.left > axis - 0.5 * row.height:
        return [], row.words
    if ADDRESSEES.match(row.folded):
        return row.words, []
    return _cut(row, zone, gap=COLUMN_GAP)


def _ends_header(rows: list[Row], index: int, cut: Cut, axis: float, height: float) -> bool:
    left, right = cut
    row = rows[index]
    if row.top > HEADER_DEPTH * height:
        return True
    if left and not right and left[0].box.left < axis - 8 and left[-1].box.right > axis + 8:
        return True
    if (left and right) or not ADDRESSEES.search(row.folded):
        return False
    # The subject of an official letter may go on at the left below the height of "Kính gửi".
    following = rows[index + 1] if index + 1 < len(rows) else None
    return following is None or following.words[-1].box.right > axis or bool(LIST_ITEM.match(following.words[0].text))


def _heading_left(row: Row) -> float:
    for position, word in enumerate(row.words):
        following = fold("".join(other.text for other in row.words[position : position + 5]))
        if following.startswith(HEADING_STARTS):
            return word.box.left
    return row.words[0].box.left


def _cut_at(row: Row, axis: float) -> Cut:
    left = [word for word in row.words if (word.box.left + word.box.right) / 2 < axis]
    return left, row.words[len(left) :]


def _cut(row: Row, zone: tuple[float, float], *, gap: float) -> Cut:
    """Cut a row at its widest gap within the zone; a row without one belongs to the side where it begins."""
    widest, at = gap * row.height, 0
    for position, (before, after) in enumerate(zip(row.words, row.words[1:], strict=False), start=1):
        middle = (before.box.right + after.box.left) / 2
        if after.box.left - before.box.right > widest and zone[0] < middle < zone[1]:
            widest, at = after.box.left - before.box.right, position
    if at:
        return row.words[:at], row.words[at:]
    is_right = row.words[0].box.left > (zone[0] + zone[1]) / 2 - 0.02 * (zone[0] + zone[1])
    return ([], row.words) if is_right else (row.words, [])


def _by_column(cuts: list[Cut]) -> list[Line]:
    left = [Line(tuple(words)) for words, _ in cuts if words]
    right = [Line(tuple(words)) for _, words in cuts if words]
    return left + right
