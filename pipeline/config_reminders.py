"""[reminders] and [mail] of ward.toml -> when people are reminded, and the ways out of the machine."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from email.utils import parseaddr
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pipeline.config_values import choice as _choice
from pipeline.config_values import clock as _clock
from pipeline.config_values import optional_table
from pipeline.config_values import text as _text
from pipeline.config_values import whole_number as _number
from pipeline.config_values import wrong as _wrong
from pipeline.documents import Urgency

URGENT_FROM = {
    "khẩn": Urgency.URGENT,
    "thượng khẩn": Urgency.VERY_URGENT,
    "hỏa tốc": Urgency.EXPRESS,
}
SECURITY = ("starttls", "tls", "none")
STANDARD_PORTS = {"starttls": 587, "tls": 465, "none": 25}
BASE_URL = re.compile(r"https?://[^\s/]+(?:/\S*)?")
MOST_DAYS_BEFORE = 30
MOST_STAGES = 5
DEFAULTS: Mapping[str, object] = MappingProxyType(
    {
        "days_before": [3, 1],
        "morning_at": "07:30",
        "quiet_from": "18:00",
        "quiet_until": "07:00",
        "urgent_from": "khẩn",
        "minutes_before_meeting": 60,
        "head_days_before": 1,
        "leader_days_overdue": 2,
        "apprise_urls": [],
    }
)


@dataclass(frozen=True, slots=True)
class ReminderConfig:
    """When people are reminded, and who; days are working days."""

    days_before: tuple[int, ...]  # falling
    morning_at: time  # of the digest
    quiet_from: time
    quiet_until: time
    urgent_from: Urgency
    minutes_before_meeting: int
    head_days_before: int
    leader_days_overdue: int
    base_url: str | None = None  # None: mails carry no link
    apprise_urls: tuple[str, ...] = ()
    apprise_file: Path | None = None  # read when something is sent, so that a key can be changed without a restart


@dataclass(frozen=True, slots=True)
class MailConfig:
    """The office's mail server."""

    host: str
    port: int
    security: str
    sender: str
    user: str | None = None
    password_file: Path | None = None


def parse_reminders(settings: Mapping[str, Any], home: Path) -> ReminderConfig:
    table = {**DEFAULTS, **optional_table(settings, "reminders")}
    return ReminderConfig(
        days_before=_days_before(table["days_before"]),
        morning_at=_clock(table, "reminders", "morning_at"),
        quiet_from=_clock(table, "reminders", "quiet_from"),
        quiet_until=_clock(table, "reminders", "quiet_until"),
        urgent_from=URGENT_FROM[_choice(table, "reminders", "urgent_from", tuple(URGENT_FROM))],
        minutes_before_meeting=_number(table, "reminders", "minutes_before_meeting", low=0, high=600),
        head_days_before=_number(table, "reminders", "head_days_before", low=0, high=MOST_DAYS_BEFORE),
        leader_days_overdue=_number(table, "reminders", "leader_days_overdue", low=1, high=365),
        base_url=_base_url(_text(table, "reminders", "base_url")) if "base_url" in table else None,
        apprise_urls=_urls(table["apprise_urls"]),
        apprise_file=home / _text(table, "reminders", "apprise_file") if "apprise_file" in table else None,
    )


def parse_mail(settings: Mapping[str, Any], home: Path) -> MailConfig | None:
    """None: the office sends no mail."""
    table = optional_table(settings, "mail")
    if not table:
        return None
    host = _text(table, "mail", "host")
    security = _choice(table, "mail", "security", SECURITY) if "security" in table else "starttls"
    sender = _text(table, "mail", "sender")
    if "@" not in parseaddr(sender)[1]:
        raise _wrong(f"mail.sender = {sender!r}: phải là một địa chỉ thư, ví dụ «Văn thư <vanthu@phuong.vn>».")
    user = _text(table, "mail", "user") if "user" in table else None
    if (user is None) != ("password_file" not in table):
        raise _wrong("mail.user và mail.password_file phải khai báo cùng nhau, hoặc bỏ cả hai.")
    return MailConfig(
        host=host,
        port=_number(table, "mail", "port", low=1, high=65535) if "port" in table else STANDARD_PORTS[security],
        security=security,
        sender=sender,
        user=user,
        password_file=home / _text(table, "mail", "password_file") if "password_file" in table else None,
    )


def _days_before(days: object) -> tuple[int, ...]:
    if isinstance(days, list) and len(days) <= MOST_STAGES and all(_is_day_count(day) for day in days):
        return tuple(sorted(set(days), reverse=True))
    raise _wrong(
        f"reminders.days_before = {days!r}: phải là danh sách nhiều nhất {MOST_STAGES} số nguyên "
        f"từ 1 đến {MOST_DAYS_BEFORE}, ví dụ [3, 1]."
    )


def _is_day_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_DAYS_BEFORE


def _base_url(url: str) -> str:
    if not BASE_URL.fullmatch(url):
        raise _wrong(f"reminders.base_url = {url!r}: phải có dạng http://192.168.1.10:8000.")
    return url.rstrip("/")


def _urls(urls: object) -> tuple[str, ...]:
    if not isinstance(urls, list) or not all(isinstance(url, str) and "://" in url for url in urls):
        # The addresses hold keys: the sentence must not repeat them.
        raise _wrong('reminders.apprise_urls: phải là danh sách địa chỉ Apprise, ví dụ ["mailtos://…"].')
    return tuple(urls)
