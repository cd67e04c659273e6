"""A prediction becomes a proposal: which unit leads, which ones help, when a person must look, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from classifiers.predict import Prediction
from pipeline.documents import Box, DocumentHeader, ExtractedText, Line, Page, Routing, TextSource, Word
from pipeline.routing import COOPERATING_AT, RoutingRules, choose_unit, route_prediction

RULES = RoutingRules(
    unit_of_field=MappingProxyType({"dat-dai": "kinh-te", "giao-thong": "kinh-te", "y-te": "van-hoa", "tu-phap": "vp"}),
    unit_names=MappingProxyType({"kinh-te": "Phòng Kinh tế", "van-hoa": "Phòng Văn hóa", "vp": "Văn phòng"}),
    field_names=MappingProxyType(
        {"dat-dai": "Đất đai", "giao-thong": "Giao thông", "y-te": "Y tế", "tu-phap": "Tư pháp"}
    ),
    auto_route_at=0.8,
)
RECEIVED_ON = date(2026, 11, 3)
HEADER = DocumentHeader(
    code="12/UBND-KT", code_number="12", code_notation="UBND-KT", issued_on=date(2026, 11, 2), subject="Về việc đo đạc"
)


def predicted(
    field: str, confidence: float, *runners_up: tuple[str, float], evidence: tuple[str, ...] = ()
) -> Prediction:
    return Prediction(field, confidence, runners_up, evidence, "0001")


def routed(prediction: Prediction | None, **header: object) -> Routing:
    parts = {name: getattr(HEADER, name) for name in ("code", "code_number", "code_notation", "issued_on", "subject")}
    return choose_unit(
        read_text(), DocumentHeader(**{**parts, **header}), prediction, received_on=RECEIVED_ON, rules=RULES
    )


def read_text(source: TextSource = TextSource.TEXT_LAYER) -> ExtractedText:
    line = Line((Word("Kính", Box(0, 0, 10, 10)),))
    return ExtractedText(
        (Page(1, 595, 842, (line,), TextSource.TEXT_LAYER), Page(2, 595, 842, (), source)), page_count=2
    )


def test_a_sure_prediction_goes_to_the_unit_of_its_field_without_review() -> None:
    routing = routed(predicted("dat-dai", 0.9))
    assert (routing.lead_unit, routing.confidence, routing.needs_review) == ("kinh-te", 0.9, False)


def test_the_reason_names_field_words_and_unit() -> None:
    reason = routed(predicted("dat-dai", 0.9, evidence=("đo đạc", "thửa đất"))).reason
    assert reason == (
        "Thuộc lĩnh vực Đất đai (chắc 90 %) vì có các từ «đo đạc», «thửa đất»; Phòng Kinh tế chủ trì lĩnh vực này."
    )


@pytest.mark.parametrize(("confidence", "needs_review"), [(0.79, True), (0.8, False)])
def test_the_threshold_itself_is_sure_enough(confidence: float, needs_review: bool) -> None:  # noqa: FBT001
    assert routed(predicted("dat-dai", confidence)).needs_review is needs_review


def test_fields_of_one_unit_are_sure_together() -> None:
    routing = routed(predicted("dat-dai", 0.5, ("giao-thong", 0.4)))
    assert (routing.lead_unit, routing.confidence, routing.needs_review) == ("kinh-te", 0.9, False)


def test_a_unit_is_never_more_than_certain() -> None:
    assert routed(predicted("dat-dai", 0.7, ("giao-thong", 0.300001))).confidence == 1.0


def test_an_unsure_proposal_still_names_the_unit_and_says_how_unsure() -> None:
    routing = routed(predicted("y-te", 0.55))
    assert routing.lead_unit == "van-hoa"
    assert "chỉ chắc 55 %, dưới ngưỡng 80 %" in routing.reason


def test_what_is_not_quite_sure_is_not_called_certain() -> None:
    routing = route_prediction(predicted("y-te", 0.9999), rules=replace(RULES, auto_route_at=1.0))
    assert "chỉ chắc 99 %, dưới ngưỡng 100 %" in routing.reason


def test_a_second_unit_is_proposed_when_it_weighs_enough() -> None:
    routing = routed(predicted("dat-dai", 0.8, ("y-te", COOPERATING_AT), ("tu-phap", COOPERATING_AT - 0.01)))
    assert routing.cooperating_units == ("van-hoa",)


def test_cooperating_units_come_heaviest_first() -> None:
    routing = routed(predicted("dat-dai", 0.5, ("tu-phap", 0.2), ("y-te", 0.3)))
    assert routing.cooperating_units == ("van-hoa", "vp")


def test_the_unit_of_the_best_field_leads_though_another_has_more_small_ones() -> None:
    routing = routed(predicted("y-te", 0.4, ("dat-dai", 0.3), ("giao-thong", 0.25)))
    assert (routing.lead_unit, routing.cooperating_units) == ("van-hoa", ("kinh-te",))


def test_a_field_that_no_unit_leads_on_goes_to_a_person() -> None:
    routing = routed(predicted("hang-hai", 0.95, ("dat-dai", 0.05)))
    assert (routing.lead_unit, routing.needs_review) == (None, True)
    assert "«hang-hai» chưa được giao cho đơn vị nào" in routing.reason


def test_without_a_prediction_a_person_routes() -> None:
    routing = routed(None)
    assert (routing.lead_unit, routing.confidence, routing.needs_review) == (None, 0.0, True)
    assert "chưa có mô hình" in routing.reason


@pytest.mark.parametrize(
    ("missing", "doubt"),
    [
        ({"subject": None}, "không đọc được trích yếu"),
        ({"code": None, "code_number": None, "code_notation": None}, "không đọc được số, ký hiệu"),
        ({"code": "/SYT-NVY", "code_number": None}, "không đọc được số, ký hiệu"),
        ({"issued_on": None}, "không đọc được ngày ban hành"),
        ({"issued_on": date(2018, 2, 8)}, "văn bản đề ngày 08/02/2018, cách xa ngày đến"),
        ({"issued_on": date(2027, 1, 5)}, "văn bản đề ngày 05/01/2027, cách xa ngày đến"),
    ],
    ids=["subject", "code", "number", "date", "old date", "date to come"],
)
def test_a_header_that_was_not_read_whole_is_doubted(missing: dict[str, object], doubt: str) -> None:
    routing = routed(predicted("dat-dai", 0.99), **missing)
    assert (routing.lead_unit, routing.needs_review) == ("kinh-te", True)
    assert routing.reason.endswith(f"Cần người xem vì {doubt}.")


def test_a_scanned_page_that_no_engine_read_is_doubted() -> None:
    routing = choose_unit(
        read_text(TextSource.NONE), HEADER, predicted("dat-dai", 0.99), received_on=RECEIVED_ON, rules=RULES
    )
    assert routing.needs_review
    assert "trang quét" in routing.reason


def test_all_doubts_are_told() -> None:
    reason = routed(predicted("dat-dai", 0.5), subject=None, issued_on=None).reason
    assert all(doubt in reason for doubt in ("trích yếu", "ngày ban hành", "dưới ngưỡng"))


def test_a_prediction_alone_is_routed_without_a_letter() -> None:
    assert route_prediction(predicted("tu-phap", 0.85), rules=RULES).lead_unit == "vp"
