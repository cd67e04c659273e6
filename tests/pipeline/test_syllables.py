"""What Vietnamese spelling allows as one syllable."""

from __future__ import annotations

import pytest

from pipeline.syllables import is_syllable

SYLLABLES = (
    *("nghĩa", "giờ", "gì", "quốc", "khuỷu", "huỳnh", "quỳnh", "giếng", "ưu", "ý", "uyên", "quý", "yêu", "nghiêng"),
    *("thuở", "xoong", "Quyết", "xoèn", "ĐƯỢC", "yên"),
)
OTHERS = (
    *("", "h", "ubnd", "thựcc", "cat", "bát̀", "straße", "Orlộans", "ngk", "ăn1", "phưở"),
    *("CQNG", "TRUYỀÈN", "cap", "vrpr", "website", "xáć"),
)


@pytest.mark.parametrize("word", SYLLABLES)
def test_a_syllable_is_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", OTHERS)
def test_what_the_spelling_does_not_allow_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)
