"""The page «Nhật ký» of the administrator: who did what, when; no text of a letter. Reading it is recorded too."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from web.register import actions
from web.register.audit_export import as_csv, as_xlsx, rows_of
from web.register.audit_log import AuditFilter, audit_page, audit_records
from web.register.audit_words import event_label, known_names, who_label, words_of
from web.register.forms_audit import AuditFilterForm
from web.register.permissions import can_read_audit, require
from web.register.views.lists import is_key, signed_in

EXPORTED_AT_MOST = 20_000
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
OK, BAD_REQUEST = 200, 400


@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    staff = signed_in(request)
    require(can_read_audit(staff))
    form = AuditFilterForm(request.GET)
    wanted = form.wanted()
    actions.note_audit_read(by=staff, wanted=wanted.as_details())
    page = audit_page(wanted, before=_key(request, "truoc"), after=_key(request, "sau"))
    names = known_names()
    query = request.GET.copy()
    for key in ("truoc", "sau"):
        query.pop(key, None)
    context = {
        "form": form,
        "rows": [
            (record, who_label(record), event_label(record), words_of(record.details, names)) for record in page.records
        ],
        "page": page,
        "query": query.urlencode(),
        "is_filtered": wanted != AuditFilter(),
        "exported_at_most": EXPORTED_AT_MOST,
    }
    return render(request, "register/audit.html", context, status=BAD_REQUEST if form.errors else OK)


@require_GET
def audit_export(request: HttpRequest) -> HttpResponse:
    """The filtered records as a table, the newest first."""
    staff = signed_in(request)
    require(can_read_audit(staff))
    kind = "xlsx" if request.GET.get("dang") == "xlsx" else "csv"
    form = AuditFilterForm(request.GET)
    wanted = form.wanted()
    records = list(audit_records(wanted)[:EXPORTED_AT_MOST])
    actions.note_audit_export(by=staff, wanted=wanted.as_details(), rows=len(records))
    rows = rows_of(records, known_names())
    response = HttpResponse(as_xlsx(rows) if kind == "xlsx" else as_csv(rows), content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="nhat-ky-{timezone.localdate():%Y-%m-%d}.{kind}"'
    return response


def _key(request: HttpRequest, name: str) -> int | None:
    value = request.GET.get(name, "")
    return int(value) if is_key(value) else None
