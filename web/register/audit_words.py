"""The details of an audit record -> words for the administrator.

Only what is listed here is shown. Reasons and outcomes that people typed may quote a letter: they stay with the letter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from web.learning.models import LearningEvent
from web.organization.models import Role, Staff, Unit
from web.register.models import AuditRecord, Event
from web.register.templatetags.vanthu import field_name, header_part

NOBODY_YET = frozenset({Event.SIGN_IN_REFUSED, Event.SIGN_IN_LOCKED})
EVENTS: dict[str, str] = dict([*Event.choices, *LearningEvent.choices])
STEPS = {"password": "sai mật khẩu", "code": "sai mã bước hai"}
WHYS = {"idle": "hết giờ vì không thao tác", "button": ""}
SECOND_STEPS = {"phone": "có mã điện thoại", "recovery": "bằng mã dự phòng"}
THINGS = {"account": "dữ liệu tài khoản", "audit": "nhật ký", "phone": "điện thoại", "recovery": "mã dự phòng mới"}


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
    "what": _word(THINGS),
    "version": _labelled("bản"),
    "run": _labelled("lần"),
    "years": _years,
    "from": _day("từ ngày"),
    "to": _day("đến ngày"),
    "looked_for": _event,
    "letter": _labelled("số đến"),
    "wanted": _wanted,
    "rows": _labelled("số dòng"),
}
