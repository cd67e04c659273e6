"""Text and the width of a column -> its lines on paper."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from reportlab.pdfbase import pdfmetrics

CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")

HYPHENS = re.compile(r"(?<=[-/])")


def wrap(text: str, *, font: str, size: float, width: float) -> tuple[str, ...]:
    """Break at blanks; a word that is wider than the column is cut. No text gives no line."""
    lines: list[str] = []
    current, used = "", 0.0
    blank = width_of(" ", font, size)
    for word in clean(text).split():
        needed = width_of(word, font, size)
        if current and used + blank + needed <= width:
            current, used = f"{current} {word}", used + blank + needed
            continue
        if current:
            lines.append(current)
        *whole, current = [word] if needed <= width else _cut(word, font, size, width)
        lines += whole
        used = width_of(current, font, size)
    return (*lines, current) if current else tuple(lines)


def clean(text: str) -> str:
    """Composed letters only, and no control characters: what OCR leaves in a text must not spoil a page."""
    return CONTROLS.sub(" ", unicodedata.normalize("NFC", text))


@lru_cache(maxsize=50_000)
def width_of(word: str, font: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(word, font, size))


def _cut(word: str, font: str, size: float, width: float) -> list[str]:
    """After a hyphen or stroke where possible («977/TTPVHCC-» «KSTT»), else anywhere."""
    pieces = [""]
    used = 0.0
    for part in HYPHENS.split(word):
        needed = width_of(part, font, size)
        for piece in [part] if needed <= width else list(part):
            needed = width_of(piece, font, size)
            if pieces[-1] and used + needed > width:
                pieces.append("")
                used = 0.0
            pieces[-1] += piece
            used += needed
    return pieces
