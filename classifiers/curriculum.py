"""Seed corpus + letters of the office -> what a training learns, what it is judged on, and what is too little yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from classifiers.examples import OFFICE, Example

FEWEST_OFFICE_LETTERS = 20  # of a field that the seed corpus does not know
HELD_OUT_EVERY = 5
SEED_WEIGHT = 1.0
FRESH_WEIGHT = 3.0  # a decision of this office counts as much as three letters written for nobody's office
DAYS_A_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Curriculum:
    training: tuple[Example, ...]
    held_out: tuple[Example, ...]  # letters of the office that no version ever learns
    too_few: tuple[tuple[str, int], ...]  # fields that are not learned yet, with the letters they have
    retired: tuple[str, ...] = ()  # fields of the seed corpus that the office no longer uses and did not replace


def choose_letters(
    seed: Iterable[Example],
    office: Iterable[Example],
    *,
    fields: Collection[str] = (),
    successors: Mapping[str, str] | None = None,
) -> Curriculum:
    """Choose by the letters' text, so that every training chooses alike.

    `fields` are those that the office uses; one that the seed corpus does not know is learned from
    FEWEST_OFFICE_LETTERS on. `successors` names the field that took the place of an older one. Seed letters of a field
    without successor stay: a letter like them then goes to the clerk, and not to a unit that has nothing to do with it.
    """
    renamed = successors or {}
    known = tuple(_renamed(example, renamed) for example in seed)
    decided = _newest_of_each(_renamed(example, renamed) for example in office)
    seed_fields = {example.field for example in known}
    counts = Counter(example.field for example in decided if example.field not in seed_fields)
    counts.update(dict.fromkeys(set(fields) - seed_fields, 0))
    too_few = {field: count for field, count in counts.items() if count < FEWEST_OFFICE_LETTERS}
    held_out = tuple(example for example in decided if is_held_out(example))
    digests = {example.digest for example in held_out}
    learned = [example for example in decided if not is_held_out(example) and example.field not in too_few]
    digests |= {example.digest for example in learned}
    return Curriculum(
        # What a person of the office said of a letter stands above what the seed corpus says of the same text.
        training=(*(example for example in known if example.digest not in digests), *learned),
        held_out=held_out,
        too_few=tuple(sorted(too_few.items())),
        retired=tuple(sorted(seed_fields - set(fields))) if fields else (),
    )


def is_held_out(example: Example) -> bool:
    """A fifth of the office's letters, chosen by their text: the same letter falls on the same side for ever."""
    return int(example.digest[:8], 16) % HELD_OUT_EVERY == 0


def weight_of(example: Example, today: date) -> float:
    """Seed letters 1; decisions of the office 3, falling half-way to 1 with each year: offices and fields change.

    A letter of the office without a day counts as one year old.
    """
    if example.origin != OFFICE:
        return SEED_WEIGHT
    years = max(0.0, (today - example.decided_on).days / DAYS_A_YEAR) if example.decided_on else 1.0
    return float(SEED_WEIGHT + (FRESH_WEIGHT - SEED_WEIGHT) * 0.5**years)


def _renamed(example: Example, successors: Mapping[str, str]) -> Example:
    field = successors.get(example.field, example.field)
    also = tuple(dict.fromkeys(other for code in example.also if (other := successors.get(code, code)) != field))
    return example if (field, also) == (example.field, example.also) else replace(example, field=field, also=also)


def _newest_of_each(examples: Iterable[Example]) -> Sequence[Example]:
    """One example a text: a letter may be imported, arrive twice and be decided twice."""
    newest: dict[str, Example] = {}
    for example in examples:
        standing = newest.get(example.digest)
        if standing is None or (example.decided_on or date.min) >= (standing.decided_on or date.min):
            newest[example.digest] = example
    return tuple(newest.values())
