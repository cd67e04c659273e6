"""Words that were found nowhere -> what may have been meant, by the word pairs that subjects and issuers use.

Without marks nearly every typing error of one letter is another Vietnamese syllable («dat dia» for «dat dai»), so a
word is judged by its neighbours, not by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from rapidfuzz.distance import OSA

from web.register.search.words import one_spelling

Words = tuple[str, ...]

MOST_CHANGES = 3
MOST_MEANINGS = 3
LONG_WORD = 6  # letters: two of them may be wrong
CANDIDATES_A_WORD = 12


class PairCounts(Protocol):
    """How often words and neighbours occur in the register."""

    def words(self) -> dict[str, int]: ...
    def after(self, word: str) -> dict[str, int]: ...
    def before(self, word: str) -> dict[str, int]: ...
    def count(self, first: str, second: str) -> int: ...
    def counts(self, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]: ...


@dataclass(frozen=True, slots=True)
class _Guess:
    words: Words
    changes: int  # letters
    unknown: int  # neighbours that never occur in the register; of a single word, the word
    entries: int

    @property
    def rank(self) -> tuple[int, int, int]:
        return self.unknown, self.changes, -self.entries


def meanings(words: Words, pairs: PairCounts) -> tuple[Words, ...]:
    """The likeliest corrections, best first; empty when nothing near is known or nothing is wrong."""
    best = [_guess(words, 0, pairs)]
    if not best[0].unknown:
        return ()
    for _ in range(MOST_CHANGES):
        wider = {guess.words: guess for guess in best}
        for guess in best:
            for changed in _changed_once(guess, pairs):
                known = wider.get(changed.words)
                if known is None or changed.rank < known.rank:
                    wider[changed.words] = changed
        following = sorted(wider.values(), key=lambda guess: guess.rank)[:MOST_MEANINGS]
        if following == best:
            break
        best = following
    fewest = min(guess.unknown for guess in best)
    return tuple(guess.words for guess in best if guess.unknown == fewest and guess.words != words)


def _changed_once(guess: _Guess, pairs: PairCounts) -> list[_Guess]:
    """Each suspicious word replaced by a near one, or cut in two where a space is missing."""
    words = guess.words
    changed = []
    for place in _suspicious(words, pairs):
        word = words[place]
        for other, distance in _near(word, _fitting(words, place, pairs)):
            sequence = (*words[:place], other, *words[place + 1 :])
            changed.append(_guess(sequence, guess.changes + distance, pairs))
        for left, right in pairs.counts(_halves(word)):
            sequence = (*words[:place], left, right, *words[place + 1 :])
            changed.append(_guess(sequence, guess.changes + 1, pairs))
    return changed


def _halves(word: str) -> list[tuple[str, str]]:
    return [(one_spelling(word[:cut]), one_spelling(word[cut:])) for cut in range(2, len(word) - 1)]


def _suspicious(words: Words, pairs: PairCounts) -> list[int]:
    """Places of words that never stand beside one of their neighbours. Numbers are not corrected."""
    places = {0} if len(words) == 1 else set()
    for place, (first, second) in enumerate(pairwise(words)):
        if not pairs.count(first, second):
            places |= {place, place + 1}
    return [place for place in sorted(places) if words[place].isalpha()]


def _fitting(words: Words, place: int, pairs: PairCounts) -> dict[str, int]:
    """Words that stand in the register beside the neighbours of this place; any word where there is none."""
    found: dict[str, int] = {}
    if place > 0:
        found |= pairs.after(words[place - 1])
    if place + 1 < len(words):
        found |= pairs.before(words[place + 1])
    return found or pairs.words()


def _near(word: str, candidates: dict[str, int]) -> list[tuple[str, int]]:
    limit = 1 if len(word) < LONG_WORD else 2
    near = []
    for other, entries in candidates.items():
        # y for i is no error of its own: «quuy» is one letter away from «qui», the spelling of the index.
        distance = OSA.distance(word.replace("y", "i"), other.replace("y", "i"), score_cutoff=limit)
        if distance <= limit and other != word and not other.isdigit():
            near.append((distance, -entries, other))
    return [(other, distance) for distance, _, other in sorted(near)[:CANDIDATES_A_WORD]]


def _guess(words: Words, changes: int, pairs: PairCounts) -> _Guess:
    counts = [pairs.count(*pair) for pair in pairwise(words)] or [pairs.words().get(words[0], 0)]
    return _Guess(words, changes, counts.count(0), sum(counts))
