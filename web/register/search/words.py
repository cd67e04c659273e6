"""Text -> the words it is found by: lower case, without marks, one spelling for what is written in two ways."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pipeline.spelling import fold

WORD = re.compile(r"[^\W_]+")
# kỳ and kì, quy and qui: the same word, spelled by two rules.
I_OR_Y = re.compile(r"(?:qu|[hklmst])y")
MOST_WORDS = 12  # of a query: more make it slower, not better


class _FoldedLetters(dict[int, str]):
    """For str.translate: each letter folded, one for one, so that places in the text stay the same."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        folded = fold(letter)
        self[code] = folded if len(folded) == 1 else letter
        return self[code]


FOLDED = _FoldedLetters()


def words_of(text: str) -> list[str]:
    """The words of a text, in order."""
    return [one_spelling(word) for word in WORD.findall(composed(text).translate(FOLDED))]


def composed(text: str) -> str:
    """One character a letter, however the text came."""
    return unicodedata.normalize("NFC", text)


def words_of_code(code: str) -> list[str]:
    """«1234/UBND-VX» is found by 1234, by UBND, by VX, and written in one: UBNDVX, 1234UBNDVX."""
    parts = words_of(code)
    notation = [part for part in parts if not part.isdigit()]
    joined = {"".join(parts), "".join(notation)} - set(parts) - {""}
    return [*parts, *sorted(joined)]


def words_of_query(text: str) -> list[str]:
    return words_of(text)[:MOST_WORDS]


@lru_cache(maxsize=1 << 16)
def one_spelling(word: str) -> str:
    """A folded word as it stands in the index: 05 is 5, quy is qui."""
    if word.isdigit():
        return word.lstrip("0") or "0"
    return f"{word[:-1]}i" if I_OR_Y.fullmatch(word) else word
