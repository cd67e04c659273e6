"""Counts -> the shapes of a chart, in whole units of its view box; colours are classes of vanthu.css."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from web.statistics.counts import Counts

# In the order in which they are stacked: done first, then what waits.
PARTS = (
    ("in_time", "xong đúng hạn"),
    ("late", "xong trễ hạn"),
    ("done_no_due", "xong, không nêu hạn"),
    ("open", "đang làm, còn hạn"),
    ("overdue", "quá hạn, chưa xong"),
    ("open_no_due", "đang làm, không nêu hạn"),
)
WIDTH = 1000  # of a bar at full length
MONTH_WIDTH, COLUMN_WIDTH, CHART_HEIGHT = 60, 40, 200


@dataclass(frozen=True, slots=True)
class Bar:
    css: str
    title: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class MonthColumn:
    label: str
    x: int
    middle: int
    total: int
    label_y: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class MonthChart:
    width: int
    columns: tuple[MonthColumn, ...]


def row_bars(counts: Counts, most: int) -> tuple[Bar, ...]:
    """One bar that lies; its full length stands for `most` letters."""
    return _stacked([(name, getattr(counts, name)) for name, _ in PARTS], most, length=WIDTH)


def load_bars(waiting: int, overdue: int, most: int) -> tuple[Bar, ...]:
    return _stacked([("open", waiting - overdue), ("overdue", overdue)], most, length=WIDTH)


def month_chart(months: Sequence[tuple[str, Counts]]) -> MonthChart:
    """A column for each month, stacked from the ground."""
    most = max((counts.received for _, counts in months), default=0)
    columns = []
    for place, (label, counts) in enumerate(months):
        x = place * MONTH_WIDTH + (MONTH_WIDTH - COLUMN_WIDTH) // 2
        lying = _stacked([(name, getattr(counts, name)) for name, _ in PARTS], most, length=CHART_HEIGHT)
        bars = tuple(
            Bar(bar.css, bar.title, x, CHART_HEIGHT - bar.x - bar.width, COLUMN_WIDTH, bar.width) for bar in lying
        )
        top = min((bar.y for bar in bars), default=CHART_HEIGHT)
        columns.append(MonthColumn(label, x, x + COLUMN_WIDTH // 2, counts.received, top - 5, bars))
    return MonthChart(max(len(months), 4) * MONTH_WIDTH, tuple(columns))


def _stacked(parts: Sequence[tuple[str, int]], most: int, *, length: int) -> tuple[Bar, ...]:
    """Edges are rounded, not widths, so that the parts meet; what is there shows at least a line."""
    names = dict(PARTS)
    bars, before = [], 0
    for name, count in parts:
        if not count or not most:
            continue
        start, end = round(before * length / most), round((before + count) * length / most)
        bars.append(Bar(f"part-{name}", f"{names[name]}: {count}", start, 0, max(1, end - start), 12))
        before += count
    return tuple(bars)
