"""The place where the words stand is shown as it is written, with the words marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.register.search import marked, snippet_of, words_of

TEXT = "Kính gửi các phường. " * 20 + "Ông Lê Văn Tám được hỗ trợ; kỳ họp ngày 05/11. " + "Nơi nhận như trên. " * 20


def shown(text: str, typed: str) -> str:
    snippet = snippet_of(text, 1, tuple(words_of(typed)))
    assert snippet is not None
    return "".join(f"[{part.text}]" if part.is_found else part.text for part in snippet.parts)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("le van tam", "[Lê] [Văn] [Tám] được"),
        ("kì họp", "[kỳ] [họp] ngày"),
        ("5/11", "ngày [05]/[11]."),
        ("hỗ trợ ngày", "được [hỗ] [trợ]; kỳ họp [ngày]"),
    ],
)
def test_the_words_are_marked_as_they_are_written(typed: str, expected: str) -> None:
    text = shown(TEXT, typed)
    assert expected in text
    assert text.startswith("… ")
    assert text.endswith(" …")


def test_words_that_only_look_alike_are_not_marked() -> None:
    assert shown("tay chân tại tài khoản", "tai") == "tay chân [tại] [tài] khoản"


def test_a_phrase_wins_over_the_same_words_far_apart() -> None:
    assert "[sốt] [xuất] huyết" in shown(f"xuất khẩu, sốt giá {'từ ' * 90} dịch sốt xuất huyết", "sốt xuất")


def test_without_any_of_the_words_there_is_no_snippet() -> None:
    assert snippet_of(TEXT, 1, ("khong", "co")) is None


@given(text=st.text(max_size=400), typed=st.text(min_size=1, max_size=30))
def test_marking_changes_no_letter(text: str, typed: str) -> None:
    parts = marked(text, words_of(typed))
    composed = marked(text, ())[0].text if text else ""
    assert "".join(part.text for part in parts) == composed
