"""A period -> the report that the ward sends: how incoming letters were dealt with, by unit; PDF and XLSX.

The head is that of Nghị định 30/2020/NĐ-CP, Phụ lục I; number and day are left blank for the clerk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer, Table, TableStyle

from pipeline.config import OfficeIdentity
from web.books.fonts import REGULAR, use_fonts
from web.books.official import GAP, TEXT_WIDTH, build, grouped, office_lines, official_head, place_of, plain, style
from web.books.sheets import Sheet, SheetPlan, new_workbook
from web.organization.models import Unit
from web.statistics import queries, tables
from web.statistics.counts import Counts, total
from web.statistics.periods import Period
from web.statistics.queries import LeftOut

TITLE = "Tình hình xử lý văn bản đến"
BLANK = "." * 60
HEADS = (
    "STT", "Đơn vị", "Tổng số", "Đã xử lý", "Trong đó đúng hạn", "Trong đó trễ hạn",
    "Đến hạn, chưa xử lý xong", "Chưa đến hạn", "Không nêu hạn, đang xử lý",
)  # fmt: skip
WIDTHS_MM = (11, 50, 14, 14, 15, 14, 18, 16, 20)
NOTE = (
    "Ghi chú: Chỉ tính văn bản đã có số đến, không tính số đến đã hủy và văn bản không nhận. "
    "Văn bản có hạn trong ngày chốt số liệu được tính là chưa đến hạn. "
    "«Đã xử lý» gồm cả văn bản không nêu hạn, nên có thể lớn hơn tổng của đúng hạn và trễ hạn."
)


@dataclass(frozen=True, slots=True)
class Report:
    identity: OfficeIdentity
    period: Period
    as_of: date
    rows: tuple[tuple[str, Counts], ...]
    left_out: LeftOut

    @property
    def total(self) -> Counts:
        return total(counts for _, counts in self.rows)


def report_of(identity: OfficeIdentity, period: Period, today: date) -> Report:
    counts: Mapping[int | None, Counts] = queries.breakdown(period, today, None).by_unit
    units = Unit.objects.order_by("name")
    rows = [(unit.name, counts.get(unit.pk, Counts())) for unit in units if unit.is_active or unit.pk in counts]
    if None in counts:
        rows.append((tables.NOT_SENT, counts[None]))
    return Report(identity, period, today, tuple(rows), queries.left_out(period, today, None))


def sentences(report: Report) -> tuple[str, ...]:
    """The report in words."""
    left_out = report.left_out
    (received, done, in_time, late, overdue, waiting, without) = map(grouped, _figures(report.total))
    carried = (
        f"Ngoài ra còn {grouped(left_out.older_open)} văn bản đến trước kỳ báo cáo chưa xử lý xong, "
        f"trong đó {grouped(left_out.older_overdue)} văn bản đã quá hạn."
    )
    return (
        f"{report.identity.name} báo cáo tình hình xử lý văn bản đến {report.period.days} "
        f"(số liệu chốt đến ngày {report.as_of:%d/%m/%Y}) như sau:",
        f"1. Tổng số văn bản đến: {received} văn bản.",
        f"2. Đã xử lý: {done} văn bản, trong đó đúng hạn {in_time}, trễ hạn {late}, "
        f"không nêu hạn {grouped(report.total.done_no_due)}.",
        f"3. Đến hạn nhưng chưa xử lý xong: {overdue} văn bản.",
        f"4. Chưa đến hạn: {waiting} văn bản; không nêu hạn, đang xử lý: {without} văn bản.",
        *((carried,) if left_out.older_open else ()),
    )


def grid(report: Report) -> list[tuple[int | str, ...]]:
    rows: list[tuple[int | str, ...]] = []
    for place, (name, counts) in enumerate(report.rows, start=1):
        rows.append((place, name, *_figures(counts)))
    rows.append(("", "Tổng cộng", *_figures(report.total)))
    return rows


def write_report_pdf(stream: IO[bytes], report: Report) -> None:
    identity = report.identity
    body = style(13, after=3)
    story: list[Flowable] = [
        official_head(
            identity,
            under_office=f"Số: {GAP}/BC-{_abbreviation(identity)}",
            under_motto=f"{place_of(identity)}, ngày {GAP} tháng {GAP} năm {report.as_of.year}",
        ),
        Spacer(1, 5 * mm),
        Paragraph("<b>BÁO CÁO</b>", style(14, centred=True, after=0)),
        Paragraph(f"<b>{TITLE} {report.period.name}</b>", style(14, centred=True, after=3 * mm)),
        Paragraph(f"Kính gửi: {BLANK}", style(13, centred=True, after=2 * mm)),
        *(Paragraph(plain(sentence), body) for sentence in sentences(report)),
        Spacer(1, 2 * mm),
        _table(grid(report)),
        Spacer(1, 2 * mm),
        # Together: a signature never stands alone on a page.
        KeepTogether([Paragraph(f"<i>{NOTE}</i>", style(10)), Spacer(1, 2 * mm), _signature(identity)]),
    ]
    build(stream, story, title=f"Báo cáo {TITLE.lower()} {report.period.name}", author=identity.name)


def write_report_xlsx(stream: IO[bytes], report: Report) -> None:
    workbook = new_workbook()
    heading = (
        " ".join(office_lines(report.identity)),
        f"BÁO CÁO {TITLE.upper()} {report.period.name.upper()}",
        *sentences(report),
    )
    plan = SheetPlan("Báo cáo", heading, HEADS, (6, 44, 12, 12, 12, 12, 14, 12, 14))
    sheet = Sheet(workbook, plan)
    for row in grid(report):
        sheet.append(row)
    sheet.say(NOTE)
    workbook.save(stream)


def _figures(counts: Counts) -> tuple[int, ...]:
    return (
        counts.received, counts.done, counts.in_time, counts.late, counts.overdue, counts.open, counts.open_no_due,
    )  # fmt: skip


def _table(rows: Sequence[Sequence[int | str]]) -> Table:
    small, bold = style(11, centred=True, after=0), "<b>{}</b>"
    head = [Paragraph(bold.format(title), small) for title in HEADS]
    name_style = style(11, ragged=True, after=0)
    body = [[place, Paragraph(plain(str(name)), name_style), *map(grouped, figures)] for place, name, *figures in rows]
    body[-1][1] = Paragraph(bold.format(rows[-1][1]), name_style)
    scale = TEXT_WIDTH / sum(WIDTHS_MM)
    table = Table([head, *body], colWidths=[width * scale for width in WIDTHS_MM], repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 1), (-1, -1), REGULAR, 11 * use_fonts()),
                ("FONT", (0, -1), (-1, -1), f"{REGULAR}-Bold", 11 * use_fonts()),
                ("GRID", (0, 0), (-1, -1), 0.4, (0, 0, 0)),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("ALIGN", (0, 1), (0, -1), "CENTER"),
                ("ALIGN", (2, 1), (-1, -1), "RIGHT"),
                ("LEFTPADDING", (0, 0), (-1, -1), 3),
                ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ]
        )
    )
    return table


def _signature(identity: OfficeIdentity) -> Table:
    left = [
        Paragraph("<b><i>Nơi nhận:</i></b>", style(12, after=0)),
        Paragraph("- Như trên;<br/>- Lưu: VT.", style(11, after=0)),
    ]
    body = office_lines(identity)[0]
    right = [Paragraph(f"<b>TM. {plain(body)}<br/>CHỦ TỊCH</b>", style(13, centred=True)), Spacer(1, 18 * mm)]
    table = Table([[left, right]], colWidths=[TEXT_WIDTH * 0.5, TEXT_WIDTH * 0.5])
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]))
    return table


def _abbreviation(identity: OfficeIdentity) -> str:
    """Decree 30's short name of the body, as it stands in «Số: …/BC-UBND»."""
    kind = office_lines(identity)[0]
    return {"ỦY BAN NHÂN DÂN": "UBND", "HỘI ĐỒNG NHÂN DÂN": "HĐND"}.get(kind, "VP")
