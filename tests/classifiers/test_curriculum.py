"""What a training learns, what it never sees, and how much a letter counts."""

from __future__ import annotations

from datetime import date

import pytest

from classifiers.curriculum import FEWEST_OFFICE_LETTERS, choose_letters, is_held_out, weight_of
from classifiers.examples import OFFICE, Example
from classifiers.predict import Letter
from tests.classifiers.corpus import tiny_corpus

TODAY = date(2026, 11, 21)


def office(field: str, count: int, *, decided_on: date = TODAY) -> list[Example]:
    return [
        Example(Letter(f"việc {chr(97 + number)} của {field}"), field, origin=OFFICE, decided_on=decided_on)
        for number in range(count)
    ]


def test_about_a_fifth_of_the_office_letters_is_held_out() -> None:
    letters = [Example(Letter(f"văn bản {number}"), "y-te", origin=OFFICE) for number in range(500)]
    assert 75 <= sum(is_held_out(letter) for letter in letters) <= 125


def test_a_held_out_letter_is_never_learned_whatever_its_label() -> None:
    letters = office("y-te", 25)
    held_out = {letter.digest for letter in choose_letters(tiny_corpus(), letters).held_out}
    assert held_out
    relabelled = [Example(letter.letter, "giao-duc", origin=OFFICE) for letter in letters]
    again = choose_letters(tiny_corpus(), relabelled)
    assert {letter.digest for letter in again.held_out} == held_out
    assert held_out.isdisjoint(letter.digest for letter in again.training)


def test_a_held_out_letter_is_not_learned_from_the_seed_corpus_either() -> None:
    confirmed = [Example(one.letter, one.field, origin=OFFICE) for one in tiny_corpus()]
    chosen = choose_letters(tiny_corpus(), confirmed)
    assert len(chosen.training) + len(chosen.held_out) == len(tiny_corpus())


def test_a_new_field_is_learned_from_twenty_letters() -> None:
    few = choose_letters(tiny_corpus(), office("dat-dai", FEWEST_OFFICE_LETTERS - 1))
    assert few.too_few == (("dat-dai", FEWEST_OFFICE_LETTERS - 1),)
    assert "dat-dai" not in {example.field for example in few.training}
    enough = choose_letters(tiny_corpus(), office("dat-dai", FEWEST_OFFICE_LETTERS))
    assert enough.too_few == ()
    assert "dat-dai" in {example.field for example in enough.training}


def test_a_field_of_the_office_without_any_letter_is_listed() -> None:
    assert choose_letters(tiny_corpus(), (), fields=["y-te", "dat-dai"]).too_few == (("dat-dai", 0),)


def test_letters_of_a_replaced_field_belong_to_its_successor() -> None:
    chosen = choose_letters(tiny_corpus(), (), successors={"y-te": "suc-khoe"})
    assert {example.field for example in chosen.training} == {"suc-khoe", "giao-duc", "giao-thong"}


def test_a_field_that_the_office_gave_up_without_successor_is_named_and_still_recognized() -> None:
    chosen = choose_letters(tiny_corpus(), (), fields=["giao-duc", "giao-thong"])
    assert chosen.retired == ("y-te",)
    assert "y-te" in {example.field for example in chosen.training}


def test_the_newest_decision_on_the_same_text_counts() -> None:
    letter = next(one.letter for one in office("y-te", 20) if not is_held_out(one))
    earlier = Example(letter, "y-te", origin=OFFICE, decided_on=date(2026, 1, 1))
    later = Example(letter, "giao-duc", origin=OFFICE, decided_on=date(2026, 2, 1))
    for order in ((earlier, later), (later, earlier)):
        own = [one for one in choose_letters(tiny_corpus(), order).training if one.origin == OFFICE]
        assert own == [later]


@pytest.mark.parametrize(
    ("decided_on", "weight"), [(TODAY, 3.0), (date(2025, 11, 21), 2.0), (date(2000, 1, 1), 1.0), (None, 2.0)]
)
def test_a_decision_counts_less_with_the_years(decided_on: date | None, weight: float) -> None:
    example = Example(Letter("a"), "y-te", origin=OFFICE, decided_on=decided_on)
    assert weight_of(example, TODAY) == pytest.approx(weight, abs=0.01)


def test_a_seed_letter_counts_once() -> None:
    assert weight_of(tiny_corpus()[0], TODAY) == 1.0
