"""A period and whose letters -> everything the page «Thống kê» and its exports show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from web.organization.models import Unit
from web.statistics import queries, tables
from web.statistics.charts import Bar, MonthChart, month_chart, row_bars
from web.statistics.counts import Counts, total
from web.statistics.periods import Period
from web.statistics.queries import LeftOut, Recurrences, Units
from web.statistics.tables import Table


@dataclass(frozen=True, slots=True)
class Statistics:
    period: Period
    today: date
    counts: Counts
    share: str
    bars: tuple[Bar, ...]
    left_out: LeftOut
    recurrences: Recurrences
    unassigned: int
    months: MonthChart
    tables: tuple[Table, ...]

    def table(self, code: str) -> Table | None:
        return next((table for table in self.tables if table.code == code), None)


def statistics_of(period: Period, today: date, units: Units) -> Statistics:
    found = queries.breakdown(period, today, units)
    shown = Unit.objects.order_by("name") if units is None else Unit.objects.filter(pk__in=units).order_by("name")
    workloads = queries.workloads(period, today, units)
    counts = total(found.by_unit.values())
    months = {month: found.by_month.get(month, Counts()) for month in _months(period, today)}
    return Statistics(
        period=period,
        today=today,
        counts=counts,
        share=tables.share(counts),
        bars=row_bars(counts, counts.received),
        left_out=queries.left_out(period, today, units),
        recurrences=queries.recurrences(period, units),
        unassigned=workloads.unassigned,
        months=month_chart([(tables.month_name(month), counts) for month, counts in months.items()]),
        tables=(
            tables.by_unit(found.by_unit, list(shown)),
            tables.by_month(months),
            tables.by_officer(workloads.loads),
            tables.by_field(found.by_field),
            tables.by_issuer(queries.by_issuer(period, today, units)),
        ),
    )


def _months(period: Period, today: date) -> list[str]:
    """«2026-10», «2026-11»: also one without a letter, but none that is still to come."""
    first, last = period.first_on, min(period.last_on, today)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    months = (divmod(first.month - 1 + place, 12) for place in range(count))
    return [f"{first.year + years}-{month + 1:02d}" for years, month in months]
