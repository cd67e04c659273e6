"""When a new model takes the place of the active one, and when it has to wait."""

from __future__ import annotations

import pytest

from classifiers.gate import Case, chance_of_losses, compare, decide, decide_first, decide_unusable


def cases(field: str = "y-te", *, kept: int = 0, lost: int = 0, gained: int = 0, missed: int = 0) -> list[Case]:
    """Letters that both got right, only the active model, only the new one, and neither."""
    return [
        *[Case(field, before=True, after=True)] * kept,
        *[Case(field, before=True, after=False)] * lost,
        *[Case(field, before=False, after=True)] * gained,
        *[Case(field, before=False, after=False)] * missed,
    ]


@pytest.mark.parametrize(
    ("lost", "gained", "chance"), [(0, 0, 1.0), (1, 0, 0.5), (5, 0, 1 / 32), (0, 5, 1.0), (3, 1, 5 / 16)]
)
def test_chance_of_losses_is_that_of_a_tossed_coin(lost: int, gained: int, chance: float) -> None:
    assert chance_of_losses(lost, gained) == pytest.approx(chance)


def test_the_first_model_becomes_active() -> None:
    assert decide_first().activates


def test_any_model_is_better_than_one_that_cannot_be_loaded() -> None:
    decision = decide_unusable("0001", "tệp đã bị sửa.")
    assert decision.activates
    assert "0001" not in decision.reason
    assert decision.against == "0001"


def test_a_model_that_is_as_good_becomes_active() -> None:
    decision = decide("0001", office=cases(kept=30, missed=5), seed=cases(kept=200, missed=20))
    assert decision.activates
    assert decision.reason == (
        "Không kém bản 0001: đúng 30 thay vì 30 trong 35 văn bản đã xác nhận để riêng;"
        " đúng 200 thay vì 200 trong 220 văn bản mẫu."
    )


def test_a_model_that_loses_office_letters_beyond_noise_waits() -> None:
    decision = decide("0001", office=cases(kept=30, lost=6), seed=())
    assert not decision.activates
    assert "đúng 30 thay vì 36 trong 36 văn bản đã xác nhận để riêng" in decision.reason


def test_losses_that_chance_explains_do_not_stop_a_model() -> None:
    assert decide("0001", office=cases(kept=30, lost=3, gained=1), seed=()).activates


def test_one_field_that_got_worse_is_enough_and_is_named() -> None:
    office = [*cases("y-te", kept=2, lost=9), *cases("dat-dai", kept=40, gained=12)]
    decision = decide("0001", office=office, seed=(), field_names={"y-te": "Y tế"})
    assert not decision.activates
    assert "lĩnh vực Y tế, đúng 2 thay vì 11 trong 11" in decision.reason


def test_a_field_with_few_letters_is_not_judged_alone() -> None:
    office = [*cases("y-te", lost=9), *cases("dat-dai", kept=40, gained=12)]
    assert decide("0001", office=office, seed=()).activates


def test_many_fields_are_not_judged_more_severely_by_luck() -> None:
    fields = [f"f{number}" for number in range(20)]
    office = [case for field in fields for case in cases(field, kept=10, gained=1)]
    assert decide("0001", office=[*office, *cases("y-te", kept=10, lost=5)], seed=()).activates


def test_a_small_loss_on_many_seed_letters_does_not_matter() -> None:
    assert decide("0001", office=(), seed=cases(kept=2000, lost=15)).activates
    assert not decide("0001", office=(), seed=cases(kept=2000, lost=40)).activates


def test_a_model_that_forgot_a_field_of_the_office_waits() -> None:
    decision = decide("0001", office=cases(kept=30), seed=(), lost_fields={"y-te"}, field_names={"y-te": "Y tế"})
    assert not decision.activates
    assert "không còn biết lĩnh vực Y tế" in decision.reason


def test_without_common_letters_nothing_speaks_against_it() -> None:
    decision = decide("0001", office=(), seed=())
    assert decision.activates
    assert "Không có văn bản chung" in decision.reason


def test_all_letters_come_first_then_fields_with_enough() -> None:
    found = compare([*cases("y-te", kept=10), *cases("dat-dai", kept=3)], tolerance=0.0, field_tolerance=0.0)
    assert [(one.field, one.letters) for one in found] == [(None, 13), ("y-te", 10)]
