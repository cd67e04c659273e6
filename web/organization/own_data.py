"""A person -> everything held about their account, as one JSON file. Letters are not part of it: only their numbers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from django.db.models import ForeignObjectRel
from django.http import StreamingHttpResponse
from django.utils import timezone

from web.organization import second_factor
from web.organization.models import Staff
from web.register.audit_log import AuditFilter, audit_records
from web.register.audit_words import Names, event_label, known_names, words_of
from web.register.models import AuditRecord

CHUNK = 2000


def download_of(staff: Staff) -> StreamingHttpResponse:
    response = StreamingHttpResponse(json_of(staff), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="tai-khoan-{staff.pk}.json"'
    return response


def json_of(staff: Staff) -> Iterator[str]:
    """Piece by piece: a clerk of many years has hundreds of thousands of records."""
    head = json.dumps({"tai_khoan": _account(staff), "dong_lien_quan": _rows_about(staff)}, ensure_ascii=False)
    yield head[:-1] + ', "nhat_ky": ['
    comma, names = "", known_names()
    for record in audit_records(AuditFilter(staff_id=staff.pk)).iterator(CHUNK):
        yield comma + json.dumps(_record(record, names), ensure_ascii=False)
        comma = ", "
    yield "]}\n"


def _account(staff: Staff) -> dict[str, object]:
    phone = second_factor.phone_of(staff)
    return {
        "ten_dang_nhap": staff.username,
        "ho_va_ten": str(staff),
        "vai_tro": staff.get_role_display(),
        "don_vi": str(staff.unit or ""),
        "dang_hoat_dong": staff.is_active,
        "tao_luc": _moment(staff.date_joined),
        "dang_nhap_lan_cuoi": _moment(staff.last_login),
        "thu_dien_tu": staff.email,
        "xac_thuc_hai_buoc_tu": _moment(phone.created_at) if phone is not None else None,
        "mat_khau": "chỉ lưu dạng băm argon2, không xuất",
    }


def _rows_about(staff: Staff) -> dict[str, list[int]]:
    """Where else the account is named: table and column -> row numbers. Every table that points to people is asked."""
    found = {}
    for relation in Staff._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or relation.related_model is AuditRecord:
            continue
        column = relation.field.name
        rows = relation.related_model._base_manager.filter(**{column: staff}).order_by("pk")
        keys = list(rows.values_list("pk", flat=True))
        if keys:
            found[f"{relation.related_model._meta.db_table}.{column}"] = keys
    return found


def _record(record: AuditRecord, names: Names) -> dict[str, object]:
    entry = record.entry
    number = f"{entry.arrival_number}/{entry.year}" if entry is not None and entry.arrival_number else None
    words = words_of(record.details, names)
    return {"luc": _moment(record.at), "viec": event_label(record), "so_den": number, "chi_tiet": words}


def _moment(moment: datetime | None) -> str | None:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment is not None else None
