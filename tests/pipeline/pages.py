"""Builds ExtractedText from lines placed on an A4 page, as extraction would return them."""

from __future__ import annotations

from pipeline.documents import Box, ExtractedText, Line, Page, TextSource, Word

WIDTH, HEIGHT = 595.0, 842.0
LETTER_WIDTH, LETTER_HEIGHT = 6.0, 14.0
LEFT_COLUMN, RIGHT_COLUMN, MIDDLE, MARGIN = 150.0, 410.0, 312.0, 85.0

Placed = tuple[float, float, str]  # left, top, text


def placed_line(left: float, top: float, text: str) -> Line:
    words: list[Word] = []
    for word in text.split():
        right = left + LETTER_WIDTH * len(word)
        words.append(Word(word, Box(left, top, right, top + LETTER_HEIGHT)))
        left = right + LETTER_WIDTH / 2
    return Line(tuple(words))


def centred_on(middle: float, top: float, text: str) -> Placed:
    line = placed_line(0.0, top, text)
    return middle - line.box.right / 2, top, text


def left(top: float, text: str) -> Placed:
    return centred_on(LEFT_COLUMN, top, text)


def right(top: float, text: str) -> Placed:
    return centred_on(RIGHT_COLUMN, top, text)


def middle(top: float, text: str) -> Placed:
    return centred_on(MIDDLE, top, text)


def body(top: float, text: str) -> Placed:
    return MARGIN, top, text


def page(*lines: Placed, number: int = 1) -> Page:
    return Page(number, WIDTH, HEIGHT, tuple(placed_line(*line) for line in lines), TextSource.TEXT_LAYER)


def pages(*all_pages: Page) -> ExtractedText:
    return ExtractedText(all_pages, page_count=len(all_pages))


def letter(*lines: Placed) -> ExtractedText:
    return pages(page(*lines))


def bare(text: str) -> ExtractedText:
    """Text without geometry: every box is empty."""
    empty = Box(0.0, 0.0, 0.0, 0.0)
    lines = (Line(tuple(Word(word, empty) for word in line.split())) for line in text.splitlines() if line.strip())
    return pages(Page(1, 0.0, 0.0, tuple(lines), TextSource.TEXT_LAYER))


HEADING: tuple[Placed, ...] = (
    right(60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    right(76, "Độc lập - Tự do - Hạnh phúc"),
)
