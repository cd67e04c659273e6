"""A word -> can it be a Vietnamese syllable? By the rules of the spelling, without a word list."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

ONSET = r"(?:ngh|ng|nh|gh|gi|kh|ch|ph|th|tr|qu|[bcdđghklmnprstvx])?"
# Rimes that need a final consonant, those that take one, and those that end in a vowel.
CLOSED = r"(?:[aăâeêioôơuưy]|iê|yê|oa|oă|oe|oo|uâ|uê|uô|uơ|uy|uyê|ươ)(?P<coda>ch|nh|ng|[cmnpt])"
OPEN = (
    r"(?:[aeêioôơuưy]|ai|ao|au|ay|âu|ây|eo|êu|ia|iu|iêu|yêu|oa|oe|oi|ôi|ơi|oai|oay|oao|oeo|ua|ui|uôi|uê|uơ|uy|uya|uyu"
    r"|uây|uêu|ưa|ưi|ưu|ươi|ươu)"
)
SYLLABLE = re.compile(f"{ONSET}(?:{CLOSED}|{OPEN})")
TONES = "\u0300\u0301\u0303\u0309\u0323"
TONE = re.compile(f"[{TONES}]")
STOPPED = {"c", "ch", "p", "t"}
TONES_OF_STOPPED = {"\u0301", "\u0323"}


@lru_cache(maxsize=4096)
def is_syllable(word: str) -> bool:
    """True when the spelling allows it: onset, rime, and one tone that goes with the final consonant."""
    letters = unicodedata.normalize("NFD", word.lower())
    tones = TONE.findall(letters)
    if len(tones) > 1:
        return False
    found = SYLLABLE.fullmatch(unicodedata.normalize("NFC", TONE.sub("", letters)))
    if found is None:
        return False
    return found["coda"] not in STOPPED or bool(TONES_OF_STOPPED & set(tones))
