"""Words -> how much of them can be Vietnamese.

Tells a text layer made by an English OCR ("CQNG HOA xA HQI CHU NGHIA VIET NAM") or one that lost its marks from
Vietnamese, whatever the length of the page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from pipeline.spelling import fold
from pipeline.syllables import is_syllable

TOKEN = re.compile(r"[^\W\d_]{2,}")
VOWEL = re.compile(r"[aeiouy]")
FEWEST_SYLLABLES = 20
LEAST_PLAUSIBLE = 0.8


def is_vietnamese(words: Iterable[str]) -> bool | None:
    """True when nearly all words can be Vietnamese; abbreviations do not count. None for too few words to tell."""
    tokens = _tokens(words)
    if len(tokens) < FEWEST_SYLLABLES:
        return None
    return sum(map(is_syllable, tokens)) >= LEAST_PLAUSIBLE * len(tokens)


def _tokens(words: Iterable[str]) -> list[str]:
    found = TOKEN.findall(unicodedata.normalize("NFC", " ".join(words)))
    return [token for token in found if not _is_abbreviation(token)]


def _is_abbreviation(token: str) -> bool:
    """True for QĐ, VPCP; «ĐƯỢC» has a vowel."""
    return token.isupper() and not VOWEL.search(fold(token))
