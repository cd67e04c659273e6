"""Long sentences on the review screen: cut, but never the day."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.register.quotes import LENGTH, around_day

LONG = (
    "Đề nghị Ủy ban nhân dân các phường, xã, đặc khu phối hợp rà soát, tổng hợp số liệu theo mẫu kèm theo và báo cáo "
)


def test_a_short_sentence_stays_as_it_is() -> None:
    assert around_day("Báo cáo trước ngày 05/12/2026.") == "Báo cáo trước ngày 05/12/2026."


@pytest.mark.parametrize(
    "day",
    ["trước ngày 05/12/2026", "trong thời hạn 05 ngày làm việc", "vào ngày 15 hằng tháng", "trước ngày 5 tháng 12"],
)
def test_the_day_is_never_cut_off(day: str) -> None:
    shown = around_day(
        f"{LONG * 2}{day} để tổng hợp, trình Ủy ban nhân dân Thành phố xem xét, quyết định theo quy định."
    )
    assert day in shown
    assert len(shown) <= LENGTH + 2
    assert shown.startswith("…")
    assert shown.endswith("…")


def test_a_day_at_the_begin_keeps_the_begin() -> None:
    shown = around_day(f"Trước ngày 05/12/2026, {LONG * 2}")
    assert shown.startswith("Trước ngày 05/12/2026, Đề nghị")
    assert shown.endswith("…")


@given(st.text(alphabet="ab 0123/.-ngày tháng", max_size=600))
def test_what_is_shown_stands_in_the_sentence(quote: str) -> None:
    shown = around_day(quote).removeprefix("…").removesuffix("…")
    assert shown in quote
    assert len(shown) <= LENGTH + 40
