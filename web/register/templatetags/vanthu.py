"""Template filters: words for people instead of codes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django import template
from django.utils import timezone

from pipeline.routing import WHY_REVIEW
from web.offices import current_office
from web.register.models import RegisterEntry, State
from web.register.quotes import around_day

register = template.Library()
register.filter(around_day)

KINDS = {
    "report": "Báo cáo, trả lời",
    "task": "Hoàn thành việc",
    "relative": "Thời hạn tính từ một mốc",
    "meeting": "Cuộc họp",
    "periodic": "Định kỳ",
    "window": "Trong khoảng thời gian",
    "effective": "Ngày có hiệu lực",
}
FLAGS = {
    "day_off": "rơi vào ngày nghỉ, nên làm xong trước đó",
    "before_issue": "sớm hơn ngày văn bản, hãy kiểm tra lại",
    "weekday_mismatch": "thứ và ngày không khớp",
    "calendar_unknown": "máy chưa có lịch nghỉ của năm đó",
    "counted_from_arrival": "tính từ ngày văn bản đến",
    "no_such_day": "ngày ghi trong văn bản không có trong lịch, đã lấy ngày cuối tháng",
    "directed": "hạn do lãnh đạo giao",
    "office_hours": "văn bản chỉ ghi giờ hành chính, đã lấy giờ cuối buổi của cơ quan",
    "no_last_day": "văn bản chỉ ghi ngày bắt đầu, không ghi ngày kết thúc",
}
PARTS = {
    "issuing_body": "Cơ quan ban hành",
    "parent_body": "Cơ quan chủ quản",
    "code": "Số, ký hiệu",
    "place": "Địa danh",
    "issued_on": "Ngày văn bản",
    "document_type": "Tên loại",
    "subject": "Trích yếu",
    "urgency": "Độ khẩn",
    "addressees": "Kính gửi",
    "recipients": "Nơi nhận",
    "signer": "Người ký",
    "in_reply_to": "Trả lời văn bản",
    "arrival_stamp": "Dấu đến của nơi nhận trước",
}
SOURCES = {
    "text_layer": "chữ có sẵn trong tệp",
    "ocr": "nhận dạng từ ảnh quét",
    "repaired": "chữ mã cũ đã sửa",
    "none": "ảnh quét chưa nhận dạng",
}
SIGNATURE_STATUSES = {
    "valid": "hợp lệ",
    "changed_since": "tệp đã bị sửa sau khi ký",
    "unknown_issuer": "chưa rõ nơi cấp chứng thư",
    "unchecked": "không kiểm tra được",
}
SIGNATURE_FLAGS = {
    "covered_by_later": "có chữ ký sau bao trùm cả tệp hiện nay",
    "weak_algorithm": "thuật toán ký đã cũ, không còn an toàn",
    "expired": "chứng thư ngoài thời hạn lúc ký",
    "revoked": "chứng thư đã bị thu hồi",
}

SEVERITIES = ("Tốt", "Cần chú ý", "Phải xử lý")


@register.filter
def severity(level: int) -> str:
    return SEVERITIES[level]


@register.filter
def field_name(code: str) -> str:
    field = current_office().fields.get(code)
    return field.name if field else code


@register.filter
def unit_name(code: str) -> str:
    return current_office().units.get(code, code)


@register.filter
def deadline_kind(kind: str) -> str:
    return KINDS.get(kind, kind)


@register.filter
def deadline_flag(flag: str) -> str:
    return FLAGS.get(flag, flag)


@register.filter
def hour_and_place(answer: object) -> str:
    """«08:30, Hội trường UBND phường» for a meeting, "" for anything else."""
    if not isinstance(answer, dict) or answer.get("type") != "event":
        return ""
    start = datetime.fromisoformat(answer["start"])
    hour = "" if answer.get("all_day") else f"{start:%H:%M}"
    if hour and answer.get("end"):
        hour += f" đến {datetime.fromisoformat(answer['end']):%H:%M}"
    return ", ".join(part for part in (hour, str(answer.get("place") or "")) if part)


@register.filter
def header_part(name: str) -> str:
    return PARTS.get(name, name)


@register.filter
def text_source(source: str) -> str:
    return SOURCES.get(source, source)


@register.filter
def signature_status(status: str) -> str:
    return SIGNATURE_STATUSES.get(status, status)


@register.filter
def signature_flag(flag: str) -> str:
    return SIGNATURE_FLAGS.get(flag, flag)


@register.filter
def moment(written: str) -> datetime:
    """A moment as JSON columns keep it, for the date filter."""
    return datetime.fromisoformat(written)


@register.filter
def percent(value: float | None) -> str:
    """Never rounded up, as in the sentence of the routing: what is not quite sure must not read as 100 %."""
    return "" if value is None else f"{int(value * 100 + 1e-9)} %"


@register.filter
def grouped(value: object) -> object:
    """«26.165» for a whole number; anything else as it is."""
    return f"{value:,}".replace(",", ".") if isinstance(value, int) else value


@register.filter
def due_class(entry: RegisterEntry) -> str:
    """The style of a due date: overdue, today or plain. Done work is never overdue."""
    if entry.due_on is None or entry.state == State.COMPLETED:
        return "due"
    today = timezone.localdate()
    if entry.due_on < today:
        return "due due-overdue"
    return "due due-today" if entry.due_on == today else "due"


@register.filter
def days_left(day: date | None) -> str:
    """«còn 3 ngày», «hôm nay», «quá 2 ngày»."""
    if day is None:
        return ""
    days = (day - timezone.localdate()).days
    if days == 0:
        return "hôm nay"
    return f"còn {days} ngày" if days > 0 else f"quá {-days} ngày"


@register.filter
def why_review(reason: str) -> str:
    """The part of the routing's reason that says why a person must look."""
    _, found, why = reason.partition(WHY_REVIEW)
    return found + why


@register.filter
def why_proposed(reason: str) -> str:
    """The other part: why this field and this unit."""
    return reason.partition(WHY_REVIEW)[0].strip()


@register.filter
def lookup(values: object, key: object) -> object:
    """The value of a key, "" for one that is not there, or where there is no mapping at all."""
    return values.get(key, "") if isinstance(values, Mapping) else ""
