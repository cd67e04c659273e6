"""What holds for any text: nothing raises, quotes stand in the text, order is kept, rules may come in any order."""

from __future__ import annotations

import random
from time import process_time
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.deadlines import time_words
from pipeline.deadlines.clauses import LONGEST_SENTENCE, fold, split_sentences
from pipeline.deadlines.contract import deadline_to_json
from pipeline.deadlines.search import MOST_TIMES, atoms_by_sentence
from tests.pipeline.deadline_reading import read
from tests.pipeline.test_deadlines_quotes import find, pages_of

# Pieces that letters are made of, so that generated texts reach deep into the rules.
PIECES = (
    "trước ngày", "chậm nhất", "đến hết", "hạn cuối", "hoàn thành", "báo cáo", "gửi", "trong", "trong thời hạn",
    "kể từ ngày nhận được văn bản này", "từ", "đến", "ngày", "tháng", "năm", "quý", "hằng tháng", "hằng năm",
    "hằng tuần", "định kỳ", "thứ Sáu", "chủ nhật", "8 giờ 30", "16h30'", "15:00", "05", "31", "12", "2025", "/", "-",
    "31/02/2025", "05/12/2025", "5.8.2025", "10-4", "quý I/2026", "6 tháng đầu năm", "05 ngày làm việc", "24 giờ",
    "cùng ngày", "ngày mai", "cuối giờ làm việc", "có hiệu lực kể từ ngày ký", "Thời gian:", "UBND các xã, phường",
    "Sở Tài chính", "đã", "căn cứ", "tính đến", ";", ".", ",", ":", "(", ")", "\n", "\n- ", "\n1. ", "\n\n", "O5", "l5",
    "ngày 0", "ngày 99", "năm 9999", "999 năm", "trước khi", "từ ngày 1 đến ngày 5 hằng tháng", "và",
)  # fmt: skip
LETTERS = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)
ANY_TEXT = st.text(max_size=300)


def check(text: str) -> None:
    found = read(text)

    for deadline in found:
        assert deadline.quote
        assert text[deadline.start : deadline.end] == deadline.quote
        assert deadline_to_json(deadline)["quote"] == deadline.quote
    assert found == read(text)


@given(LETTERS)
def test_any_letter_is_read_without_an_error_and_quoted_truly(text: str) -> None:
    check(text)


@given(ANY_TEXT)
def test_any_text_is_read_without_an_error(text: str) -> None:
    check(text)


@given(LETTERS)
def test_a_letter_without_a_date_is_read_without_an_error(text: str) -> None:
    for deadline in read(text, issued_on=None):
        assert text[deadline.start : deadline.end] == deadline.quote


@given(st.lists(LETTERS, min_size=1, max_size=4))
def test_a_letter_of_pages_is_quoted_with_the_pages_it_stands_on(pages: list[str]) -> None:
    text = pages_of(*pages)

    for deadline in find(text):
        assert deadline.quote == text.full_text[deadline.start : deadline.end]
        assert all(1 <= evidence.page <= len(pages) and evidence.boxes for evidence in deadline.evidence)


@given(LETTERS, st.randoms(use_true_random=False))
def test_the_order_of_the_rules_does_not_matter(text: str, shuffler: random.Random) -> None:
    rules = list(time_words.RULES)
    shuffler.shuffle(rules)

    with patch.object(time_words, "RULES", tuple(rules)):
        shuffled = read(text)

    assert shuffled == read(text)


@given(ANY_TEXT)
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(LETTERS)
def test_sentences_do_not_overlap_and_stand_in_order(text: str) -> None:
    end = 0
    for sentence in split_sentences(text):
        assert end <= sentence.start < sentence.end <= len(text)
        end = sentence.end


@pytest.mark.parametrize(
    "piece",
    [
        "trước ngày 05/12/2025 ",
        "1 tháng" + " " * 5000,
        "ngày 05, 06, 07, 08 và ",
        "((((((((((",
        "hằng tháng ",
        "trong thời hạn 05 ngày ",
        "từ ngày 1 đến ",
        "thời gian " * 20,
        "Kính gửi: ",
        "-\n",
        "a) b) ",
        "999999999999",
    ],
)
@pytest.mark.slow
def test_hostile_text_costs_no_more_than_its_length(piece: str) -> None:
    small, big = piece * (25_000 // len(piece) + 1), piece * (250_000 // len(piece) + 1)

    small_cost, big_cost = _cost(small), _cost(big)

    assert big_cost < 25 * small_cost + 0.5  # ten times the text; a square would be a hundred times


@pytest.mark.parametrize("piece", ["trước ngày 05/12/2025 ", "05/12/2025 ", "hằng tháng ", "từ ngày 1 đến "])
def test_a_time_is_looked_at_in_a_piece_of_bounded_length_however_long_the_text(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))

    pieces = list(atoms_by_sentence(fold(text), split_sentences(text)))

    assert all(sentence.end - sentence.start <= LONGEST_SENTENCE for sentence, _ in pieces)
    assert all(len(atoms) <= MOST_TIMES for _, atoms in pieces)
    # No piece overlaps another: together they are no longer than the text.
    assert sum(sentence.end - sentence.start for sentence, _ in pieces) <= len(text)


@pytest.mark.parametrize("piece", ["trước ngày 05/12/2025 ", "công văn số 1 về ", "phấn đấu đến ", "ubnd a "])
@pytest.mark.slow
def test_a_megabyte_of_hostile_text_costs_about_four_times_a_quarter_of_it(piece: str) -> None:
    small, big = piece * (250_000 // len(piece) + 1), piece * (1_000_000 // len(piece) + 1)

    small_cost, big_cost = _cost(small), _cost(big)

    assert big_cost < 8 * small_cost + 0.5  # a square would be sixteen times


def _cost(text: str) -> float:
    start = process_time()
    read(text)
    return process_time() - start
