"""Counts -> the tables of the page, with the same figures for the screen, XLSX and CSV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from web.books.lines import Cell
from web.offices import current_office
from web.organization.models import Unit
from web.statistics.charts import Bar, load_bars, row_bars
from web.statistics.counts import Counts, total
from web.statistics.queries import Workload

TITLES = (
    "Tiếp nhận", "Xong đúng hạn", "Xong trễ hạn", "Xong, không nêu hạn",
    "Đang làm, còn hạn", "Quá hạn, chưa xong", "Đang làm, không nêu hạn", "Tỷ lệ đúng hạn",
)  # fmt: skip
LOAD_TITLES = ("Đang giữ", "Trong đó quá hạn", "Xong trong kỳ", "Đúng hạn", "Trễ hạn", "Không nêu hạn")
NOT_SENT = "Chưa chuyển đơn vị"
NO_FIELD = "Chưa rõ lĩnh vực"
NO_ISSUER = "Chưa rõ cơ quan"


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    cells: tuple[Cell, ...]
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    code: str
    title: str
    heads: tuple[str, ...]  # the first is that of the names
    rows: tuple[Row, ...]
    total: Row | None = None

    @property
    def grid(self) -> list[tuple[Cell, ...]]:
        """Names and figures, with the sum at the end."""
        rows = [*self.rows, self.total] if self.total else self.rows
        return [(row.name, *row.cells) for row in rows]


def by_unit(counts: Mapping[int | None, Counts], units: Sequence[Unit]) -> Table:
    """Every active unit, also one without a letter."""
    rows = [(unit.name, counts.get(unit.pk, Counts())) for unit in units if unit.is_active or unit.pk in counts]
    if None in counts:
        rows.append((NOT_SENT, counts[None]))
    return _table("don-vi", "Theo đơn vị", "Đơn vị", rows, summed=True)


def by_field(counts: Mapping[str, Counts]) -> Table:
    names = {code: field.name for code, field in current_office().fields.items()}
    rows = [(names.get(code, code) or NO_FIELD, found) for code, found in counts.items()]
    return _table("linh-vuc", "Theo lĩnh vực", "Lĩnh vực", sorted(rows, key=_most_first), summed=True)


def by_issuer(counts: Sequence[tuple[str, Counts]]) -> Table:
    rows = [(name or NO_ISSUER, found) for name, found in counts]
    return _table("co-quan", "Theo cơ quan ban hành (20 nơi gửi nhiều nhất)", "Cơ quan ban hành", rows, summed=False)


def by_month(counts: Mapping[str, Counts]) -> Table:
    rows = [(month_name(month), counts[month]) for month in sorted(counts)]
    return _table("thang", "Theo tháng đến", "Tháng", rows, summed=True)


def by_officer(loads: Sequence[Workload]) -> Table:
    most = max((load.open for load in loads), default=0)
    rows = tuple(
        Row(
            f"{load.name} ({load.unit})" if load.unit else load.name,
            (load.open, load.overdue, load.done, load.done_in_time, load.done_late, load.done_no_due),
            load_bars(load.open, load.overdue, most),
        )
        for load in loads
    )
    return Table("chuyen-vien", "Khối lượng việc của từng người", ("Người làm", *LOAD_TITLES), rows)


def month_name(month: str) -> str:
    year, number = month.split("-")
    return f"{number}/{year}"


def share(counts: Counts) -> str:
    """Never rounded up: what is not quite all must not read as 100 %."""
    found = counts.in_time_share
    return "" if found is None else f"{int(found * 100 + 1e-9)} %"


def _table(code: str, title: str, of_what: str, found: Sequence[tuple[str, Counts]], *, summed: bool) -> Table:
    most = max((counts.received for _, counts in found), default=0)
    rows = tuple(Row(name, _cells(counts), row_bars(counts, most)) for name, counts in found)
    sums = total(counts for _, counts in found)
    return Table(code, title, (of_what, *TITLES), rows, Row("Cộng", _cells(sums)) if summed and rows else None)


def _cells(counts: Counts) -> tuple[Cell, ...]:
    return (
        counts.received, counts.in_time, counts.late, counts.done_no_due,
        counts.open, counts.overdue, counts.open_no_due, share(counts),
    )  # fmt: skip


def _most_first(row: tuple[str, Counts]) -> tuple[int, str]:
    return -row[1].received, row[0]
