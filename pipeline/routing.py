"""Header + prediction + the office's map of fields -> Routing: a proposal with its reason, never a decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from classifiers.predict import Prediction
from pipeline.documents import DocumentHeader, ExtractedText, Routing, TextSource

# A second unit is proposed when its fields together weigh at least this much.
COOPERATING_AT = 0.15
# A letter comes within two years of its date, and not before it: else the date was misread, or the file is an old one.
DAYS_LATE = 730
DAYS_AHEAD = 1
EVIDENCE_SHOWN = 5
WHY_REVIEW = "Cần người xem vì"


@dataclass(frozen=True, slots=True)
class RoutingRules:
    """The office's side of a routing: who leads on which field, and how sure the proposal must be to skip review."""

    unit_of_field: Mapping[str, str]
    unit_names: Mapping[str, str]
    field_names: Mapping[str, str]
    auto_route_at: float


def choose_unit(
    text: ExtractedText,
    header: DocumentHeader,
    prediction: Prediction | None,
    *,
    received_on: date,
    rules: RoutingRules,
) -> Routing:
    """Propose the unit that leads on the predicted field; say why, and why a person must look when one must."""
    return route_prediction(prediction, rules=rules, doubts=_doubts_of_reading(text, header, received_on))


def route_prediction(prediction: Prediction | None, *, rules: RoutingRules, doubts: Iterable[str] = ()) -> Routing:
    """The routing of a prediction alone; `doubts` are reasons for review that the reading itself gave."""
    doubts = list(doubts)
    if prediction is None:
        doubts.append("chưa có mô hình phân loại hoặc không có chữ để phân loại")
        return Routing(None, (), 0.0, needs_review=True, reason=_sentence(doubts))
    lead = rules.unit_of_field.get(prediction.field)
    if lead is None:
        doubts.append(f"lĩnh vực «{prediction.field}» chưa được giao cho đơn vị nào")
        return Routing(None, (), 0.0, needs_review=True, reason=_sentence(doubts))
    weights = _unit_weights(prediction, rules)
    confidence = min(1.0, weights[lead])
    if confidence < rules.auto_route_at:
        threshold = f"{rules.auto_route_at * 100:.0f} %"
        doubts.append(f"về đơn vị chủ trì, máy chỉ chắc {_whole_percent(confidence)}, dưới ngưỡng {threshold}")
    cooperating = tuple(
        unit
        for unit, weight in sorted(weights.items(), key=lambda item: -item[1])
        if unit != lead and weight >= COOPERATING_AT
    )
    reason = _reason(prediction, lead, rules)
    if doubts:
        reason += f" {_sentence(doubts)}"
    return Routing(lead, cooperating, round(confidence, 4), needs_review=bool(doubts), reason=reason)


def _doubts_of_reading(text: ExtractedText, header: DocumentHeader, received_on: date) -> tuple[str, ...]:
    doubts = []
    if any(page.source is TextSource.NONE for page in text.pages):
        doubts.append("có trang quét chưa nhận dạng được chữ")
    if header.subject is None:
        doubts.append("không đọc được trích yếu")
    if header.code is None or header.code_number is None:
        doubts.append("không đọc được số, ký hiệu")
    if header.issued_on is None:
        doubts.append("không đọc được ngày ban hành")
    elif not -DAYS_AHEAD <= (received_on - header.issued_on).days <= DAYS_LATE:
        doubts.append(f"văn bản đề ngày {header.issued_on:%d/%m/%Y}, cách xa ngày đến")
    return tuple(doubts)


def _unit_weights(prediction: Prediction, rules: RoutingRules) -> dict[str, float]:
    weights: dict[str, float] = {}
    for field, probability in ((prediction.field, prediction.confidence), *prediction.runners_up):
        unit = rules.unit_of_field.get(field)
        if unit is not None:
            weights[unit] = weights.get(unit, 0.0) + probability
    return weights


def _reason(prediction: Prediction, lead: str, rules: RoutingRules) -> str:
    field = rules.field_names.get(prediction.field, prediction.field)
    words = ", ".join(f"«{word}»" for word in prediction.evidence[:EVIDENCE_SHOWN])
    because = f" vì có các từ {words}" if words else ""
    leads = rules.unit_names[lead]
    return (
        f"Thuộc lĩnh vực {field} (chắc {_whole_percent(prediction.confidence)}){because}; {leads} chủ trì lĩnh vực này."
    )


def _whole_percent(confidence: float) -> str:
    """Never rounded up: what is not quite sure must not read as 100 %."""
    return f"{int(confidence * 100 + 1e-9)} %"


def _sentence(doubts: list[str]) -> str:
    return f"{WHY_REVIEW} {'; '.join(doubts)}."
