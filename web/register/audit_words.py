"""The details of an audit record -> words for the administrator.

Only what is listed here is shown. Reasons and outcomes that people typed may quote a letter: they stay with the letter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from web.learning.models import LearningEvent
from web.organization.models import Role, Staff, Unit
from web.register.models import AuditRecord, Event, State, UrgencyLevel
from web.register.templatetags.vanthu import field_name, header_part
from web.reminders.models import ReminderEvent

NOBODY_YET = frozenset({Event.SIGN_IN_REFUSED, Event.SIGN_IN_LOCKED})
EVENTS: dict[str, str] = dict([*Event.choices, *LearningEvent.choices, *ReminderEvent.choices])
STEPS = {"password": "sai mật khẩu", "code": "sai mã bước hai"}
WHYS = {"idle": "hết giờ vì không thao tác", "button": ""}
SECOND_STEPS = {"phone": "có mã điện thoại", "recovery": "bằng mã dự phòng"}
THINGS = {
    "account": "dữ liệu tài khoản",
    "archive": "kho lưu trữ toàn bộ sổ",
    "audit": "nhật ký",
    "phone": "điện thoại",
    "recovery": "mã dự phòng mới",
    "so-dang-ky-van-ban-den": "sổ đăng ký văn bản đến",
    "so-theo-doi-giai-quyet-van-ban-den": "sổ theo dõi giải quyết",
    "phieu-giai-quyet": "phiếu giải quyết",
    "bao-cao": "báo cáo",
    "thong-ke": "thống kê",
}


@dataclass(frozen=True, slots=True)
class Names:
    """Of the people and units that records mention."""

    staff: Mapping[int, str]
    units: Mapping[str, str]


def known_names() -> Names:
    """An office has tens of people, so all of them."""
    return Names(
        {person.pk: str(person) for person in Staff.objects.all()}, dict(Unit.objects.values_list("code", "name"))
    )


def who_label(record: AuditRecord) -> str:
    """Who did it. At a refused sign-in nobody knows who sits there."""
    if record.by is not None:
        return str(record.by)
    return "chưa đăng nhập" if record.event in NOBODY_YET else "máy"


def event_label(record: AuditRecord) -> str:
    return EVENTS.get(record.event, record.event)


def words_of(details: Mapping[str, object], names: Names) -> str:
    """«tài khoản Trần Văn A · đơn vị Văn phòng»; "" when there is nothing to tell."""
    parts = (write(details[key], names) for key, write in WORDS.items() if key in details)
    return " · ".join(part for part in parts if part)


def _person(label: str) -> Callable[[object, Names], str]:
    return lambda key, names: f"{label} {names.staff.get(key, key)}" if isinstance(key, int) else ""


def _day(label: str) -> Callable[[object, Names], str]:
    return lambda written, _names: f"{label} {date.fromisoformat(str(written)):%d/%m/%Y}" if _is_day(written) else ""


def _word(words: Mapping[str, str]) -> Callable[[object, Names], str]:
    return lambda key, _names: words.get(str(key), "")


def _labelled(label: str) -> Callable[[object, Names], str]:
    return lambda value, _names: f"{label} {value}" if value not in {"", None} else ""


def _flag(yes: str, no: str = "") -> Callable[[object, Names], str]:
    return lambda value, _names: yes if value else no


def _is_day(written: object) -> bool:
    try:
        date.fromisoformat(str(written))
    except ValueError:
        return False
    return True


def _thing(what: object, _names: Names) -> str:
    """A table of the statistics is «thong-ke/» and its code."""
    return THINGS.get(str(what).partition("/")[0], "")


def _choice(label: str, choices: Mapping[object, str]) -> Callable[[object, Names], str]:
    return lambda value, _names: f"{label} {choices[value].lower()}" if value in choices else ""


def _kilobytes(size: object, _names: Names) -> str:
    return f"{max(1, size // 1024)} kB" if isinstance(size, int) else ""


def _units(codes: object, names: Names) -> str:
    found = [names.units.get(str(code), str(code)) for code in codes] if isinstance(codes, list) else []
    return f"phối hợp {', '.join(found)}" if found else ""


def _field_officers(officers: object, names: Names) -> str:
    """Each field that changed, with who looks after it now."""
    if not isinstance(officers, dict):
        return ""
    people = {
        code: ", ".join(names.staff.get(key, str(key)) for key in keys) for code, keys in sorted(officers.items())
    }
    return "; ".join(f"{field_name(code)}: {found or 'không ai'}" for code, found in people.items())


def _unit(code: object, names: Names) -> str:
    return f"đơn vị {names.units.get(str(code), code)}" if code else ""


def _field(code: object, _names: Names) -> str:
    return f"lĩnh vực {field_name(str(code))}" if code else ""


def _role(role: object, _names: Names) -> str:
    return f"vai trò {Role(role).label}" if role in Role.values else ""


def _parts(names_of_parts: object, _names: Names) -> str:
    if not isinstance(names_of_parts, list):
        return ""
    return ", ".join(header_part(str(name)).lower() for name in names_of_parts)


def _event(event: object, _names: Names) -> str:
    return f"việc «{EVENTS[str(event)]}»" if event in EVENTS else ""


def _wanted(wanted: object, names: Names) -> str:
    return words_of(wanted, names) if isinstance(wanted, dict) else ""


def _years(years: object, _names: Names) -> str:
    return f"năm {', '.join(map(str, years))}" if isinstance(years, list) else ""


WORDS: dict[str, Callable[[object, Names], str]] = {
    "staff": _person("tài khoản"),
    "officer": _person("giao cho"),
    "of": _person("của"),
    "role": _role,
    "unit": _unit,
    "field": _field,
    "fields": _parts,
    "due_on": _day("hạn"),
    "next_due_on": _day("kỳ sau"),
    "page": _labelled("trang"),
    "active": _flag("mở", "khóa"),
    "unlocked": _flag("mở khóa đăng nhập"),
    "step": _word(STEPS),
    "is_locked": _flag("đang tạm khóa"),
    "second_step": _word(SECOND_STEPS),
    "why": _word(WHYS),
    "address": _labelled("từ máy"),
    "what": _thing,
    "form": _labelled("dạng"),
    "count": _labelled("số lượng"),
    "year": _labelled("năm"),
    "state": _choice("tình trạng", dict(State.choices)),
    "urgency": _choice("độ khẩn", dict(UrgencyLevel.choices)),
    "has_text": _flag("lọc theo chữ"),
    "size": _kilobytes,
    "cooperating": _units,
    "is_ours": _flag("việc của phường", "việc của nơi khác"),
    "was": _day("trước là"),
    "until": _day("đến ngày"),
    "stand_in": _person("làm thay"),
    "first_on": _day("từ ngày"),
    "last_on": _day("đến hết ngày"),
    "officers": _field_officers,
    "feed": _labelled("đường dẫn số"),
    "message": _labelled("thư số"),
    "is_moved": _flag("đổi vai trò hoặc đơn vị"),
    "has_email": _flag("có địa chỉ thư", "không có địa chỉ thư"),
    "version": _labelled("bản"),
    "run": _labelled("lần"),
    "base": _labelled("theo mô hình chung của thành phố, bản"),
    "city_account": _labelled("tài khoản của thành phố:"),
    "only_overdue": _flag("chỉ việc quá hạn"),
    "years": _years,
    "from": _day("từ ngày"),
    "to": _day("đến ngày"),
    "looked_for": _event,
    "letter": _labelled("số đến"),
    "wanted": _wanted,
    "rows": _labelled("số dòng"),
    "token": _labelled("khóa số"),
}
