"""The page «Thống kê», its tables as XLSX and CSV, and the report that the ward sends."""

from __future__ import annotations

import io
import tempfile
from typing import IO

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from web.books.actions import note_export
from web.books.sheets import Sheet, SheetPlan, new_workbook, write_csv
from web.books.views import PDF, SPOOL_BYTES, XLSX, download
from web.offices import current_office
from web.organization.models import Staff
from web.register import permissions
from web.register.permissions import require
from web.register.views.lists import signed_in
from web.statistics.charts import PARTS
from web.statistics.page import Statistics, statistics_of
from web.statistics.periods import Period, PeriodForm, Span, period_of
from web.statistics.report import report_of, write_report_pdf, write_report_xlsx

BYTE_ORDER_MARK = "\ufeff"  # spreadsheets take a CSV with it for UTF-8
NAME_WIDTH, FIGURE_WIDTH = 48, 13


@require_GET
def statistics(request: HttpRequest) -> HttpResponse:
    staff = _allowed(request)
    form = PeriodForm(request.GET or None)
    today = timezone.localdate()
    period = form.period(today) if form.is_valid() else period_of(Span.MONTH, today)
    found = statistics_of(period, today, permissions.units_followed(staff))
    context = {
        "form": form,
        "found": found,
        "parts": [(name, title, getattr(found.counts, name)) for name, title in PARTS],
        "query": request.GET.urlencode(),
        "is_whole_office": permissions.units_followed(staff) is None,
        "can_report": permissions.can_report(staff),
    }
    return render(request, "statistics/statistics.html", context)


@require_GET
def workbook(request: HttpRequest) -> HttpResponseBase:
    """All tables, a sheet each."""
    staff = _allowed(request)
    period = _period(request)
    if period is None:
        return _to_page(request)
    found = statistics_of(period, timezone.localdate(), permissions.units_followed(staff))
    stream = tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES)  # noqa: SIM115  the response closes it
    _write_workbook(stream, found)
    note_export(by=staff, what="thong-ke", form=XLSX, count=found.counts.received, chosen=_days(period))
    return download(stream, f"thong-ke-{period.first_on}-{period.last_on}", XLSX)


@require_GET
def table(request: HttpRequest, code: str) -> HttpResponseBase:
    """One table as CSV."""
    staff = _allowed(request)
    period = _period(request)
    if period is None:
        return _to_page(request)
    found = statistics_of(period, timezone.localdate(), permissions.units_followed(staff)).table(code)
    if found is None:
        raise Http404
    text = io.StringIO(newline="")
    write_csv(text, found.heads, found.grid)
    note_export(by=staff, what=f"thong-ke/{code}", form="csv", count=len(found.rows), chosen=_days(period))
    response = HttpResponse(BYTE_ORDER_MARK + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="thong-ke-{code}-{period.first_on}-{period.last_on}.csv"'
    return response


@require_GET
def report(request: HttpRequest, form: str) -> HttpResponseBase:
    staff = signed_in(request)
    require(permissions.can_report(staff))
    period = _period(request)
    if period is None:
        return _to_page(request)
    found = report_of(current_office().identity, period, timezone.localdate())
    stream = tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES)  # noqa: SIM115  the response closes it
    if form == PDF:
        write_report_pdf(stream, found)
    else:
        write_report_xlsx(stream, found)
    note_export(by=staff, what="bao-cao", form=form, count=found.total.received, chosen=_days(period))
    return download(stream, f"bao-cao-van-ban-den-{period.first_on}-{period.last_on}", form)


def _allowed(request: HttpRequest) -> Staff:
    staff = signed_in(request)
    require(permissions.can_see_follow_up(staff))
    return staff


def _period(request: HttpRequest) -> Period | None:
    """None: what was typed is wrong."""
    form = PeriodForm(request.GET)
    return form.period(timezone.localdate()) if form.is_valid() else None


def _to_page(request: HttpRequest) -> HttpResponse:
    """The page says what is wrong with the days."""
    return redirect(f"{reverse('statistics')}?{request.GET.urlencode()}")


def _write_workbook(stream: IO[bytes], found: Statistics) -> None:
    book = new_workbook()
    for one in found.tables:
        heading = (one.title, f"Kỳ {found.period.days}; số liệu đến ngày {found.today:%d/%m/%Y}")
        widths = (NAME_WIDTH, *(FIGURE_WIDTH for _ in one.heads[1:]))
        sheet = Sheet(book, SheetPlan(one.title.split(" (")[0], heading, one.heads, widths))
        for row in one.grid:
            sheet.append(row)
    book.save(stream)


def _days(period: Period) -> dict[str, object]:
    return {"first_on": period.first_on.isoformat(), "last_on": period.last_on.isoformat()}
