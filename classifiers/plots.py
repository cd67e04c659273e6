"""Report -> report.json and the pictures that the administrator's page shows."""

from __future__ import annotations

import json
from pathlib import Path

from matplotlib.figure import Figure

from classifiers.evaluate import Report

DOTS_PER_INCH = 110


def write_report(report: Report, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.json").write_text(json.dumps(report.to_json(), ensure_ascii=False, indent=1), "utf-8")
    draw_risk_coverage(report).savefig(folder / "risk-coverage.png", dpi=DOTS_PER_INCH)
    draw_reliability(report).savefig(folder / "reliability.png", dpi=DOTS_PER_INCH)
    draw_confusion(report).savefig(folder / "confusion.png", dpi=DOTS_PER_INCH)


def draw_risk_coverage(report: Report) -> Figure:
    figure = Figure(figsize=(6, 4.5), layout="constrained")
    axes = figure.subplots()
    axes.plot(
        [100 * point.coverage for point in report.risk_coverage],
        [100 * point.risk for point in report.risk_coverage],
        marker="o",
    )
    axes.axvline(100 * report.scores["auto_coverage"], linestyle="--", color="grey", label="ngưỡng của mô hình")
    axes.set(xlabel="Văn bản không cần người xem (%)", ylabel="Trong đó sai đơn vị (%)", title="Rủi ro theo độ phủ")
    axes.legend()
    return figure


def draw_reliability(report: Report) -> Figure:
    figure = Figure(figsize=(5, 5), layout="constrained")
    axes = figure.subplots()
    axes.plot((0, 100), (0, 100), linestyle="--", color="grey", label="lý tưởng")
    axes.plot(
        [100 * part.confidence for part in report.reliability],
        [100 * part.accuracy for part in report.reliability],
        marker="o",
        label="mô hình",
    )
    axes.set(xlabel="Máy chắc (%)", ylabel="Thực tế đúng đơn vị (%)", title="Độ tin cậy", xlim=(0, 102), ylim=(0, 102))
    axes.legend()
    return figure


def draw_confusion(report: Report) -> Figure:
    names = [score.field for score in report.fields]
    figure = Figure(figsize=(2 + 0.42 * len(names), 2 + 0.42 * len(names)), layout="constrained")
    axes = figure.subplots()
    axes.imshow(report.confusion, cmap="Blues", vmax=max(1, *map(max, report.confusion)))
    for row, counts in enumerate(report.confusion):
        for column, count in enumerate(counts):
            if count:
                axes.text(column, row, str(count), ha="center", va="center", fontsize=8, color="black")
    axes.set_xticks(range(len(names)), names, rotation=90)
    axes.set_yticks(range(len(names)), names)
    axes.set(xlabel="Máy đề xuất", ylabel="Đúng ra là", title="Nhầm lẫn giữa các lĩnh vực")
    return figure
