"""The text layer of a page -> what is wrong with it, so that the page is better read from its picture."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum

# Without a map to Unicode a font gives the numbers of its glyphs: control codes, or letters shifted in the alphabet.
NO_LETTER = re.compile(r"[\x00\x01\x03-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]|\(cid:\d+\)")
UNMAPPED_SHARE = 0.05
# One letter in three of Vietnamese carries a mark; the first lines of a page show it.
VIETNAMESE_LETTER = re.compile("[ăâđêôơư\u1ea0-\u1ef9àáãèéìíòóõùúýĩũ]", re.IGNORECASE)
FIRST_LETTERS = 600
LEAST_VIETNAMESE_SHARE = 0.12
MOTTO_WITHOUT_HYPHENS = re.compile(r"độc\s+lập\s+tự\s+do\s+hạnh\s+phúc", re.IGNORECASE)


class Damage(Enum):
    NO_UNICODE = "no_unicode"  # not the letters that the paper shows
    LOST_HYPHENS = "lost_hyphens"  # "QĐUBND", "20262030": the letters are right, numbers and codes are not


def find_damage(text: str, count_unmapped: Callable[[], int]) -> Damage | None:
    """`count_unmapped` counts the characters without a Unicode value; asked only when the text looks like it."""
    first = "".join(text[:FIRST_LETTERS].split())
    is_foreign = len(VIETNAMESE_LETTER.findall(first)) < LEAST_VIETNAMESE_SHARE * len(first)
    if is_foreign or NO_LETTER.search(text):
        letters = sum(map(len, text.split()))
        unmapped = max(count_unmapped(), sum(len(found) for found in NO_LETTER.findall(text)))
        if unmapped > UNMAPPED_SHARE * letters:
            return Damage.NO_UNICODE
    return Damage.LOST_HYPHENS if MOTTO_WITHOUT_HYPHENS.search(text) else None
