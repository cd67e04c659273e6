"""What the rules hand to each other: the place an expression stands in, and the duty found there."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, time

from pipeline.deadlines.clauses import Sentence
from pipeline.deadlines.phrases import phrase
from pipeline.deadlines.verbs import LastVerb, Verbs, verbs_in
from pipeline.documents import DeadlineKind, SingleAnswer

SURE = 0.9
LIKELY = 0.75
UNSURE = 0.55

ALREADY = phrase(r"(?<!\w)(?:đã|từng|vừa qua|thời gian qua|(?<!từ )đến nay)(?!\w)")


@dataclass(frozen=True, slots=True)
class Letter:
    """What the rules know of the whole letter. `issued_on` None: it shows no date of issue."""

    text: str
    folded: str  # same length
    issued_on: date | None
    received_on: date
    end_of_day: time
    sentences: tuple[Sentence, ...]

    def place(self, sentence: Sentence, start: int, end: int) -> Place:
        """The clause between semicolons that holds `start:end`."""
        left, right = _clause_start(self.folded, sentence.start, start), _clause_end(self.folded, end, sentence.end)
        return Place(self, sentence, left, right, start, end)

    def sentence_end(self, offset: int) -> int:
        """Where the sentence ends that holds an offset: a name may run on over the line."""
        number = bisect_right(self.sentences, offset, key=lambda sentence: sentence.start) - 1
        return max(offset, self.sentences[number].end) if number >= 0 else offset


def _clause_start(folded: str, lowest: int, start: int) -> int:
    """After the last semicolon that is not inside brackets: "(số 12; số 15) trước ngày …"."""
    left = folded.rfind(";", lowest, start)
    while left >= 0 and folded.count(")", left, start) > folded.count("(", left, start):
        left = folded.rfind(";", lowest, left)
    return left + 1 if left >= 0 else lowest


def _clause_end(folded: str, end: int, highest: int) -> int:
    right = folded.find(";", end, highest)
    while right >= 0 and folded.count("(", end, right) > folded.count(")", end, right):
        right = folded.find(";", right + 1, highest)
    return right if right >= 0 else highest


@dataclass(frozen=True, slots=True)
class Place:
    """One expression in its clause."""

    letter: Letter
    sentence: Sentence
    clause_start: int
    clause_end: int
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.letter.text

    @property
    def folded(self) -> str:
        return self.letter.folded

    @property
    def issued_on(self) -> date | None:
        return self.letter.issued_on

    @property
    def before(self) -> str:
        """The clause up to the expression."""
        return self.folded[self.clause_start : self.start]

    @property
    def after(self) -> str:
        return self.folded[self.end : self.clause_end]

    @property
    def whole_sentence(self) -> str:
        return self.folded[self.sentence.start : self.sentence.end]

    @property
    def verbs(self) -> Verbs:
        """Those of the sentence; their offsets are counted from its start."""
        return verbs_in(self.whole_sentence)

    @property
    def last_verb(self) -> LastVerb:
        """The verb nearest before the expression in its clause."""
        return self.verbs.last(self.clause_start - self.sentence.start, self.start - self.sentence.start)

    @property
    def last_verb_of_sentence(self) -> LastVerb:
        return self.verbs.last(0, self.start - self.sentence.start)

    @property
    def has_verb(self) -> bool:
        """True when the sentence names any act."""
        return bool(self.verbs.every)

    def next_verb_kind(self, after: int | None = None) -> DeadlineKind | None:
        """The kind of the first verb after the expression, or after an offset, in the clause."""
        start = self.end if after is None else after
        return self.verbs.first_kind(start - self.sentence.start, self.clause_end - self.sentence.start)

    def verb_kind_at(self, offset: int) -> DeadlineKind | None:
        """The kind of the verb that begins at an offset of the letter; None when none does."""
        start = offset - self.sentence.start
        return self.verbs.first_kind(start, start + 1)

    @property
    def reference(self) -> date:
        """The day from which "trước ngày 25" is looked for."""
        return self.letter.issued_on or self.letter.received_on

    def is_past(self, day: date) -> bool:
        """True only when the letter's own date shows it."""
        return self.issued_on is not None and day < self.issued_on


@dataclass(frozen=True, slots=True)
class Finding:
    """A duty or an effective date; `anchor` is the day a period is counted from, when it is known."""

    kind: DeadlineKind
    answer: SingleAnswer
    start: int
    end: int
    confidence: float
    flags: tuple[str, ...] = ()
    anchor: date | None = None
