"""Words -> how much of them can be Vietnamese: a syllable is one onset, one rime and a tone that the rime allows.

Pure. The inventory is that of school grammars; it tells a text layer made by an English OCR ("CQNG HOA xA HQI CHU
NGHIA VIET NAM") or one that lost its marks from Vietnamese, whatever the length of the page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

ALL_ONSETS = "ngh ng nh ch gh gi kh ph qu th tr b c d đ g h k l m n p r s t v x"
ALL_RIMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong
op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn
uông uôt up ut uơ uy uya uych uyên uyêt uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt
ưu y yêm yên yêng yêt yêu
"""
ONSETS = ("", *ALL_ONSETS.split())
RIMES = frozenset(ALL_RIMES.split())
TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
# A syllable that ends in a stop bears the acute or the dot.
STOP = re.compile(r"(?:c|ch|p|t)$")
STOP_TONES = {"\u0301", "\u0323"}
TOKEN = re.compile(r"[^\W\d_]{2,}")
VOWEL = re.compile(r"[aeiouyăâêôơư]")
FEWEST_SYLLABLES = 20
LEAST_PLAUSIBLE = 0.8


@lru_cache(maxsize=4096)
def is_syllable(word: str) -> bool:
    """True when a word can be one Vietnamese syllable."""
    letters, tones = _without_tone(word)
    if len(tones) > 1:
        return False
    for onset in ONSETS:
        rime = letters[len(onset) :]
        if letters.startswith(onset) and rime in RIMES:
            return not STOP.search(rime) or (bool(tones) and tones <= STOP_TONES)
    return False


def is_vietnamese(words: Iterable[str]) -> bool | None:
    """True when nearly all words can be Vietnamese; abbreviations do not count. None for too few words to tell."""
    tokens = _tokens(words)
    if len(tokens) < FEWEST_SYLLABLES:
        return None
    return sum(map(is_syllable, tokens)) >= LEAST_PLAUSIBLE * len(tokens)


def _tokens(words: Iterable[str]) -> list[str]:
    found = TOKEN.findall(unicodedata.normalize("NFC", " ".join(words)))
    return [token for token in found if not token.isupper() or has_vowel(token)]


@lru_cache(maxsize=1024)
def has_vowel(token: str) -> bool:
    """False for an abbreviation such as QĐ, VPCP."""
    return bool(VOWEL.search(_without_tone(token)[0]))


def _without_tone(word: str) -> tuple[str, set[str]]:
    decomposed = unicodedata.normalize("NFD", word.casefold())
    tones = [letter for letter in decomposed if letter in TONES]
    letters = unicodedata.normalize("NFC", "".join(letter for letter in decomposed if letter not in TONES))
    return letters, set(tones) if len(set(tones)) == len(tones) else {"\u0300", "\u0301"}
