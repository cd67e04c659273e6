"""Folding makes words that two clerks would call the same equal, letter by letter."""

from __future__ import annotations

import pytest

from pipeline.spelling import fold


@pytest.mark.parametrize(
    ("one", "other"), [("Uỷ ban", "ỦY BAN"), ("HOÀ BÌNH", "Hòa Bình"), ("QÐ", "QĐ"), ("o\u031b\u0301", "ớ")]
)
def test_same_words_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_folded_composed_text_keeps_its_length() -> None:
    text = "Độc lập - Tự do - Hạnh phúc; ngày 05 tháng 3 năm 2026"
    assert len(fold(text)) == len(text)
