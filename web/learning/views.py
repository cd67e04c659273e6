"""Pages of the administrator about models: trainings, versions, reports, drift. No letter is shown here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from classifiers.errors import ModelProblemError
from classifiers.store import (
    ModelCard,
    active_version,
    list_models,
    read_card,
    read_report,
    report_picture,
    trouble_of,
)
from pipeline.config import Office
from web.learning import actions, queries
from web.learning.runs import TrainingBusyError
from web.offices import current_office
from web.register.permissions import can_manage, require
from web.register.views.lists import signed_in

VERSIONS_SHOWN = 20  # the whole file of each is checked against the key; `vanthu models` lists all
PICTURES = (
    ("risk-coverage.png", "Rủi ro theo độ phủ: càng ít văn bản qua tay người thì càng dễ sai"),
    ("reliability.png", "Độ tin cậy: máy nói chắc bao nhiêu thì thực tế đúng bấy nhiêu"),
    ("confusion.png", "Nhầm lẫn giữa các lĩnh vực"),
)


@dataclass(frozen=True, slots=True)
class Version:
    """A model as the list shows it."""

    card: ModelCard
    is_active: bool
    trouble: str | None

    @property
    def is_candidate(self) -> bool:
        return self.card.accepted is False and not self.is_active


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field in the report of a version, and what changed against the active one (points of 100)."""

    field: str
    letters: int
    precision: float
    recall: float
    change: float | None
    taken_for: tuple[tuple[str, int], ...]


@require_GET
def learning(request: HttpRequest) -> HttpResponse:
    require(can_manage(signed_in(request)))
    office = current_office()
    labelled, corrected = queries.label_counts()
    versions = _versions(office)
    newest_card = read_card(office.models, versions[0].card.version) if versions else {}
    context = {
        "run": queries.open_run(),
        "runs": queries.recent_runs(),
        "versions": versions,
        "labelled": labelled,
        "corrected": corrected,
        "too_few": tuple(dict(newest_card.get("too_few", {})).items()),
        "retired": newest_card.get("retired", []),
        "nightly_at": office.nightly_at,
        "drift": queries.drift(timezone.localdate(), office.units),
    }
    return render(request, "learning/learning.html", context)


@require_POST
def train(request: HttpRequest) -> HttpResponse:
    try:
        actions.start_training(by=signed_in(request))
    except TrainingBusyError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Đã xếp hàng. Trang này tự cập nhật khi máy huấn luyện.")
    return redirect("learning")


@require_GET
def version(request: HttpRequest, number: str) -> HttpResponse:
    """The report of one version."""
    require(can_manage(signed_in(request)))
    office = current_office()
    card_of = {card.version: card for card in list_models(office.models)}
    if number not in card_of:
        raise Http404
    card = read_card(office.models, number)
    report = read_report(office.models, number)
    active = active_version(office.models)
    before = read_report(office.models, active) if active is not None and active != number else {}
    held_out = [row for row in card.get("held_out", []) if isinstance(row, dict)]
    gate = card.get("gate") or {}
    context = {
        "version": _version(card_of[number], active, office),
        "gate": gate,
        "compared": [
            *_compared("Văn bản đã xác nhận để riêng", gate, "office"),
            *_compared("Văn bản mẫu", gate, "seed"),
        ],
        "scores": report.get("scores", {}),
        "active": active,
        "fields": _field_rows(report, before),
        "has_before": bool(before),
        "held_out_count": len(held_out),
        "wrong": [row for row in held_out if not row.get("is_right")],
        "pictures": [(name, title) for name, title in PICTURES if report_picture(office.models, number, name)],
        "origins": card.get("origins", {}),
    }
    return render(request, "learning/version.html", context)


@require_GET
def picture(request: HttpRequest, number: str, name: str) -> HttpResponseBase:
    require(can_manage(signed_in(request)))
    file = report_picture(current_office().models, number, name)
    if file is None:
        raise Http404
    response = FileResponse(file.open("rb"), content_type="image/png")
    response["Cache-Control"] = "private, max-age=3600"
    return response


@require_POST
def use(request: HttpRequest, number: str) -> HttpResponse:
    try:
        actions.use_model(number, by=signed_in(request), office=current_office())
    except ModelProblemError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Đang dùng bản {number}. Văn bản đến sau sẽ do bản này phân loại.")
    return redirect("learning")


def _versions(office: Office) -> list[Version]:
    """The newest ones and the active one, newest first."""
    active = active_version(office.models)
    cards = list_models(office.models)
    shown = (*(card for card in cards[:-VERSIONS_SHOWN] if card.version == active), *cards[-VERSIONS_SHOWN:])
    return [_version(card, active, office) for card in reversed(shown)]


def _version(card: ModelCard, active: str | None, office: Office) -> Version:
    trouble = trouble_of(office.models, card.version, key_file=office.model_key)
    return Version(card, card.version == active, trouble)


def _compared(letters: str, gate: Mapping[str, Any], side: str) -> list[dict[str, Any]]:
    return [{"letters_name": letters, **row} for row in gate.get(side, []) if isinstance(row, dict)]


def _field_rows(report: Mapping[str, Any], before: Mapping[str, Any]) -> list[FieldRow]:
    recalls = {row["field"]: float(row["recall"]) for row in before.get("fields", [])}
    return [
        FieldRow(
            row["field"],
            row["letters"],
            row["precision"],
            row["recall"],
            round(100 * (row["recall"] - recalls[row["field"]]), 1) if row["field"] in recalls else None,
            tuple((str(other), int(count)) for other, count in row["taken_for"]),
        )
        for row in report.get("fields", [])
    ]
