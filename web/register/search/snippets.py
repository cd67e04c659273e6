"""A text and the words looked for -> the place where they stand, cut into marked and plain parts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from web.register.search.words import FOLDED, composed, one_spelling

SNIPPET_LENGTH = 220
LONGEST_GAP = 2  # letters between two words of a phrase
BEFORE = 60  # letters shown before the first word found

Span = tuple[int, int, str]  # start, end, word


@dataclass(frozen=True, slots=True)
class Part:
    text: str
    is_found: bool


@dataclass(frozen=True, slots=True)
class Snippet:
    page: int
    parts: tuple[Part, ...]
    words_found: int
    is_phrase: bool

    @property
    def worth(self) -> tuple[bool, int]:
        return self.is_phrase, self.words_found


def snippet_of(text: str, page: int, words: tuple[str, ...]) -> Snippet | None:
    """The stretch of the page with most of the words; where they stand as they were typed, that one."""
    text = composed(text)
    spans = list(_spans(text, frozenset(words)))
    if not spans:
        return None
    first, count, is_phrase = _best_stretch(spans, words)
    start = _word_start(text, max(0, spans[first][0] - BEFORE))
    end = _word_end(text, start + SNIPPET_LENGTH)
    parts = tuple(_parts(text, start, end, spans))
    return Snippet(page, parts, count, is_phrase)


def marked(text: str, words: Collection[str]) -> tuple[Part, ...]:
    """The whole text with the words marked."""
    text = composed(text)
    return tuple(_parts(text, 0, len(text), list(_spans(text, frozenset(words)))))


def _spans(text: str, words: frozenset[str]) -> Iterator[Span]:
    if words:
        for found in _any_of(words).finditer(text.translate(FOLDED)):
            word = one_spelling(found[0])
            if word in words:  # «tay» is no other spelling of «tai»
                yield found.start(), found.end(), word


@lru_cache(maxsize=64)
def _any_of(words: frozenset[str]) -> re.Pattern[str]:
    """The words in each of their spellings; much faster than to look at every word of a long text."""
    spellings = (f"0*{word}" if word.isdigit() else f"{word[:-1]}[iy]" if word[-1] == "i" else word for word in words)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(sorted(spellings))})(?![^\W_])")


def _best_stretch(spans: list[Span], words: tuple[str, ...]) -> tuple[int, int, bool]:
    """Index of its first span, how many different words it holds, whether they stand in order without a gap."""
    best = (0, 0, False)
    for first, (start, _, _) in enumerate(spans):
        inside = [span for span in spans[first : first + 3 * len(words)] if span[1] <= start + SNIPPET_LENGTH - BEFORE]
        if _is_phrase(inside[: len(words)], words):
            return first, len(set(words)), True
        count = len({word for _, _, word in inside})
        if count > best[1]:
            best = (first, count, False)
    return best


def _is_phrase(spans: list[Span], words: tuple[str, ...]) -> bool:
    """Between two words of a phrase stands a space, perhaps with a sign, and no other word."""
    if tuple(word for _, _, word in spans) != words:
        return False
    return all(after[0] - before[1] <= LONGEST_GAP for before, after in pairwise(spans))


def _parts(text: str, start: int, end: int, spans: list[Span]) -> Iterator[Part]:
    if start > 0:
        yield Part("… ", is_found=False)
    place = start
    for left, right, _ in spans:
        if left < place or right > end:
            continue
        if left > place:
            yield Part(text[place:left], is_found=False)
        yield Part(text[left:right], is_found=True)
        place = right
    rest = text[place:end]
    yield Part(rest + " …" if end < len(text) else rest, is_found=False)


def _word_start(text: str, place: int) -> int:
    while place > 0 and not text[place - 1].isspace():
        place -= 1
    return place


def _word_end(text: str, place: int) -> int:
    while place < len(text) and not text[place].isspace():
        place += 1
    return min(place, len(text))
