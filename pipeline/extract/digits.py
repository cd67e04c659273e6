"""Words of a number or date line, read twice -> the words with the digits on which both readings can be trusted.

The Vietnamese data takes digits for letters ("I7", "3l"), the English data reads digits well and knows no Vietnamese
letter: 23 to 24 of 24 date lines against 17 to 20 (measured).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.documents import Word
from pipeline.spelling import fold

NUMBER_LINE = re.compile(r"^\W*s[oe06dcq]\w?\s*[:.;]|/\s*[a-z]{2}[\w&]*-[a-z]")
DATE_LINE = re.compile(r"\bnga\w?\b.{1,14}\bthan\w?\b|\bnam\s*(?:19|20)\d")
# Digits, and the letters that a reading may give for one; "Số:" may stick to them.
DIGIT_LIKE = re.compile(r"^(?P<label>\w{1,3}[:.;]|[\[(])?(?P<head>[\dIlOoSBZ|!\]]{1,5})(?P<tail>[.,;]?|[/-].*)$")
DIGITS = re.compile(r"^(?:\w{1,3}[:.;]\s?)?(?P<digits>\d{1,5})(?!\d)")
SURE = 0.75
DOUBTFUL = 0.3


def has_digits_to_check(text: str) -> bool:
    """True for a line that looks like "Số: 12/QĐ-UBND" or "..., ngày 05 tháng 3 năm 2025"."""
    folded = fold(text)
    return bool(NUMBER_LINE.search(folded) or DATE_LINE.search(folded))


def agree(words: Sequence[Word], english: Sequence[Word]) -> tuple[Word, ...]:
    """Give each word of digits what both readings say; where they differ, the English one if it is sure, else doubt."""
    return tuple(_agreed(word, english) for word in words)


def _agreed(word: Word, english: Sequence[Word]) -> Word:
    mine = DIGIT_LIKE.match(word.text)
    if mine is None or not any(sign.isdigit() or sign in "Il|!]" for sign in mine["head"]):
        return word
    other = max(english, key=lambda candidate: _shared_width(word, candidate), default=None)
    theirs = DIGITS.match(other.text) if other is not None and _shared_width(word, other) > 0 else None
    if other is None or theirs is None:
        return replace(word, confidence=min(word.confidence or 0.0, DOUBTFUL))
    surest = max(word.confidence or 0.0, other.confidence or 0.0)
    if theirs["digits"] == mine["head"]:
        return replace(word, confidence=surest)
    if (other.confidence or 0.0) >= SURE and len(theirs["digits"]) == len(mine["head"]):
        return replace(word, text=(mine["label"] or "") + theirs["digits"] + mine["tail"], confidence=other.confidence)
    return replace(word, confidence=min(word.confidence or 0.0, DOUBTFUL))


def _shared_width(word: Word, other: Word) -> float:
    return min(word.box.right, other.box.right) - max(word.box.left, other.box.left)
