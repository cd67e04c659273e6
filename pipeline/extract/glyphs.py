"""A PDF page -> its words with boxes, those of the page itself apart from those that annotations draw over it."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.documents import Box, Word
from pipeline.extract.damage import Damage, find_damage
from pipeline.extract.legacy import may_be_legacy, repair_legacy
from pipeline.extract.pdf import Frame, frame_of, load_page

CHUNK = re.compile(r"\S+")
# A gap of this share of the letter height inside a chunk is a space that the producer did not write.
SPACE_GAP = 0.3
# A jump back of this share means that the drawing went on somewhere else.
BACK_JUMP = 0.6
# Ruling lines of a table, in points; a header has two or three rules, a map has thousands of paths.
RULE_THICKNESS, RULE_WIDTH, RULE_HEIGHT = 3.0, 20.0, 8.0
FEWEST_ACROSS, FEWEST_DOWN = 3, 2
MOST_RULES = 3000
# Some producers draw a whole grid as one path.
SEGMENTS_OF_A_GRID = 10
# pdfium marks a hyphen at a line end by U+0002 or U+FFFE; Ð (eth) stands for Đ in many files.
# So do Ɖ; Ƕ for ỳ and ː for a colon come from faulty converters.
REPAIRED_LETTERS = str.maketrans(
    {
        "\x02": "-",
        "\ufffe": "-",
        "Ð": "Đ",
        "ð": "đ",
        "Ɖ": "Đ",
        "Ƕ": "ỳ",
        "ː": ":",
        "\u00a0": " ",
        "\u00ad": "-",
    }
)
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
FONT_NAME_BYTES = 256
ZERO_WIDTH = str.maketrans("", "", "\u200b\u200c\u200d\u2060\ufeff")


@dataclass(frozen=True, slots=True)
class PageWords:
    """`own` are words of the page content; `overlays` those that annotations draw, one tuple an annotation."""

    own: tuple[Word, ...]
    overlays: tuple[tuple[Word, ...], ...]
    frame: Frame
    path_count: int  # rules, borders, drawings
    is_ruled: bool  # rules cross as in a table
    unrepaired: str | None = None  # the text as it is in the file, when it was in a code from before Unicode
    encodings: tuple[str, ...] = ()  # which ones: "tcvn3", "vni"
    damage: Damage | None = None
    silent_places: tuple[Box, ...] = ()  # annotations that draw no word: lines, or pictures


def read_words(document: pypdfium2.PdfDocument, index: int) -> PageWords:
    """Read all words of a page, those of signature widgets too.

    The e-office of most agencies writes number and day of a letter into the appearance of `/Sig` widgets. Flattening
    draws them after the page content of the document in memory (nothing is saved): they get their place and come last.
    """
    page = load_page(document, index)
    frame = frame_of(page)
    path_count, is_ruled = _count_paths(page)
    read = _read_characters(page)
    own_count = len(read.text)
    places: list[Box] = []
    if pdfium.FPDFPage_GetAnnotCount(page.raw):
        places = _annotation_boxes(page, frame)
        if pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
            page.close()
            page = load_page(document, index)
            read = _read_characters(page)
    page.close()
    text, edges = read.text, read.edges
    own: list[Word] = []
    drawn_over: list[Word] = []
    for start, end in _chunks(text, edges):
        word = _word(text, edges, start, end, frame)
        if word is not None:
            (own if start < own_count else drawn_over).append(word)
    overlays, silent = _by_place(drawn_over, places)
    return PageWords(
        tuple(own), overlays, frame, path_count, is_ruled, read.unrepaired, read.encodings, read.damage, silent
    )


def _count_paths(page: pypdfium2.PdfPage) -> tuple[int, bool]:
    """Count the paths of a page, and tell whether they hold the ruling lines of a table."""
    raw = page.raw
    drawn = (pdfium.FPDFPage_GetObject(raw, position) for position in range(pdfium.FPDFPage_CountObjects(raw)))
    paths = [path for path in drawn if pdfium.FPDFPageObj_GetType(path) == pdfium.FPDF_PAGEOBJ_PATH]
    if len(paths) > MOST_RULES:
        return len(paths), False
    across = down = 0
    edges = [ctypes.c_float() for _ in range(4)]
    for path in paths:
        if not pdfium.FPDFPageObj_GetBounds(path, *map(ctypes.byref, edges)):
            continue
        width, height = edges[2].value - edges[0].value, edges[3].value - edges[1].value
        is_frame = width >= RULE_WIDTH and height >= RULE_HEIGHT and _is_stroked(path)
        if is_frame and pdfium.FPDFPath_CountSegments(path) >= SEGMENTS_OF_A_GRID:
            return len(paths), True
        across += is_frame or (height <= RULE_THICKNESS and width >= RULE_WIDTH)
        down += is_frame or (width <= RULE_THICKNESS and height >= RULE_HEIGHT)
    return len(paths), across >= FEWEST_ACROSS and down >= FEWEST_DOWN


def _is_stroked(path: object) -> bool:
    """A filled box is a background; some producers put a white one behind every paragraph."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))) and bool(stroke.value)


def _annotation_boxes(page: pypdfium2.PdfPage, frame: Frame) -> list[Box]:
    boxes: list[Box] = []
    rectangle = pdfium.FS_RECTF()
    for position in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, position)
        if not annotation:
            continue
        if pdfium.FPDFAnnot_GetRect(annotation, ctypes.byref(rectangle)):
            boxes.append(frame.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top))
        pdfium.FPDFPage_CloseAnnot(annotation)
    return boxes


def _by_place(words: list[Word], places: list[Box]) -> tuple[tuple[tuple[Word, ...], ...], tuple[Box, ...]]:
    """Group overlay words by the annotation whose rectangle holds them, the smallest when rectangles overlap.

    Also return the rectangles that hold no word.
    """
    groups: dict[int, list[Word]] = {}
    sizes = [(box.right - box.left) * (box.bottom - box.top) for box in places]
    for word in words:
        x, y = (word.box.left + word.box.right) / 2, (word.box.top + word.box.bottom) / 2
        holders = [i for i, box in enumerate(places) if box.left <= x <= box.right and box.top <= y <= box.bottom]
        groups.setdefault(min(holders, key=lambda i: sizes[i], default=-1), []).append(word)
    silent = tuple(box for i, box in enumerate(places) if i not in groups)
    return tuple(tuple(group) for group in groups.values()), silent


@dataclass(frozen=True, slots=True)
class _Characters:
    """In drawing order, with four edges of each: left, top, right, bottom in PDF space."""

    text: str
    edges: list[float]
    unrepaired: str | None = None
    encodings: tuple[str, ...] = ()
    damage: Damage | None = None


def _read_characters(page: pypdfium2.PdfPage) -> _Characters:
    text_page = page.get_textpage()
    try:
        raw = text_page.raw
        count = pdfium.FPDFText_CountChars(raw)
        if count <= 0:
            return _Characters("", [])
        boxes = (pdfium.FS_RECTF * count)()
        read_box = pdfium.FPDFText_GetLooseCharBox
        for position in range(count):
            read_box(raw, position, boxes[position])
        edges: list[float] = memoryview(boxes).cast("B").cast("f").tolist()  # type: ignore[assignment]  # "f": floats
        text = _characters(raw, count)
        repair = repair_legacy(text, _fonts(raw, count)) if may_be_legacy(text) else None
        if repair is None:
            damage = find_damage(text, lambda: _count_unmapped(raw, count))
            return _Characters(text.translate(REPAIRED_LETTERS), edges, damage=damage)
        return _Characters(repair.text.translate(REPAIRED_LETTERS), edges, text, repair.encodings)
    finally:
        text_page.close()


def _characters(raw: object, count: int) -> str:
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(raw, 0, count, buffer) - 1
    text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
    if written == count and len(text) == count:
        return text
    # Some characters have no place of their own in the text: ask one by one to keep letters and boxes together.
    codes = (pdfium.FPDFText_GetUnicode(raw, position) for position in range(count))
    letters = "".join(chr(code) if code else " " for code in codes)
    # Half a surrogate pair is no letter, and no file or database takes it.
    return LONE_SURROGATE.sub("\ufffd", letters)


def _count_unmapped(raw: object, count: int) -> int:
    return sum(pdfium.FPDFText_HasUnicodeMapError(raw, position) == 1 for position in range(count))


def _fonts(raw: object, count: int) -> list[str]:
    """The name of the font of each character; pdfium has none for the spaces that it adds."""
    name, flags = ctypes.create_string_buffer(FONT_NAME_BYTES), ctypes.c_int()
    names: list[str] = []
    for position in range(count):
        length = pdfium.FPDFText_GetFontInfo(raw, position, name, FONT_NAME_BYTES, ctypes.byref(flags))
        names.append(name.value.decode("utf-8", "replace") if 0 < length <= FONT_NAME_BYTES else "")
    return names


def _chunks(text: str, edges: list[float]) -> list[tuple[int, int]]:
    """Cut at white space, and where the letters of a chunk do not follow each other on paper."""
    chunks: list[tuple[int, int]] = []
    for match in CHUNK.finditer(text):
        start, end = match.span()
        height = abs(edges[4 * start + 1] - edges[4 * start + 3]) or 1.0
        widest_gap, deepest_jump = SPACE_GAP * height, -BACK_JUMP * height
        for position in range(start + 1, end):
            gap = edges[4 * position] - edges[4 * position - 2]
            fall = abs(edges[4 * position + 3] - edges[4 * position - 1])
            if (gap > widest_gap or gap < deepest_jump or fall > height) and edges[4 * position] != edges[
                4 * position + 2
            ]:
                chunks.append((start, position))
                start = position
        chunks.append((start, end))
    return chunks


def _word(text: str, edges: list[float], start: int, end: int, frame: Frame) -> Word | None:
    letters = unicodedata.normalize("NFC", text[start:end].translate(ZERO_WIDTH))
    if not letters:
        return None
    box = frame.box(
        min(edges[4 * start : 4 * end : 4]),
        min(edges[4 * start + 3 : 4 * end : 4]),
        max(edges[4 * start + 2 : 4 * end : 4]),
        max(edges[4 * start + 1 : 4 * end : 4]),
    )
    middle_x, middle_y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    if not (0 <= middle_x <= frame.width and 0 <= middle_y <= frame.height):
        return None  # outside the visible page
    return Word(letters, box)
