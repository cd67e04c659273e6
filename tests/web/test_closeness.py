"""How close the words of a query stand in a letter."""

from __future__ import annotations

import pytest

from web.register.search.body import Closeness, closeness

FAR = "khac " * 60


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("dich sot xuat huyet", Closeness.PHRASE),
        ("sot xuat", Closeness.PHRASE),
        ("xuat huyet khi sot cao", Closeness.NEAR),
        (f"sot {FAR}xuat xuat {FAR}roi xuat va sot", Closeness.NEAR),
        (f"sot {FAR}xuat", Closeness.APART),
        (f"nongsot xuatkhau {FAR}sot {FAR}xuat", Closeness.APART),
    ],
)
def test_closeness_is_that_of_whole_words(body: str, expected: Closeness) -> None:
    assert closeness(body, ("sot", "xuat")) is expected
