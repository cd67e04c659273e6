"""What a message says of its letter, beside what was read from the PDF: the message wins, differences are shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pipeline.edxml import EdxmlMessage
from pipeline.spelling import fold
from web.register.models import UrgencyLevel

# Columns of the entry that a message sets.
TEXTS = (
    "issuing_body", "parent_body", "code", "place", "document_type", "subject", "signer_name", "signer_position",
    "signer_authority",
)  # fmt: skip
LENGTHS = {"issuing_body": 300, "parent_body": 300, "code": 100, "place": 100, "document_type": 100}
LENGTHS |= {"signer_name": 100, "signer_position": 200, "signer_authority": 10}
LABELS = {
    "issuing_body": "Cơ quan ban hành", "parent_body": "Cơ quan chủ quản", "code": "Số, ký hiệu", "place": "Địa danh",
    "document_type": "Tên loại", "subject": "Trích yếu", "signer_name": "Người ký", "signer_position": "Chức vụ",
    "signer_authority": "Thẩm quyền ký", "issued_on": "Ngày văn bản", "due_on": "Hạn", "urgency": "Độ khẩn",
}  # fmt: skip


URGENCIES = {level.value: str(level.label) for level in UrgencyLevel}


def message_to_json(message: EdxmlMessage) -> dict[str, Any]:
    """Of the message what the register keeps; the attachments are the originals."""
    told: dict[str, Any] = {
        name: getattr(message, name)[: LENGTHS.get(name)] for name in TEXTS if getattr(message, name)
    }
    for name in ("issued_on", "due_on"):
        day: date | None = getattr(message, name)
        if day is not None:
            told[name] = day.isoformat()
    if message.urgency is not None:
        told["urgency"] = int(message.urgency)
    return {
        "organ_id": message.organ_id,
        "code": [message.code_number, message.code_notation],
        "recipients": list(message.recipients),
        "columns": told,
    }


def columns_of(edxml: Mapping[str, Any]) -> dict[str, Any]:
    """Values for the columns of the entry, `due_on` among them when the message sets one."""
    columns = dict(edxml.get("columns", {}))
    for name in ("issued_on", "due_on"):
        if name in columns:
            columns[name] = date.fromisoformat(columns[name])
    return columns


def differences(edxml: Mapping[str, Any], read: Mapping[str, Any]) -> list[list[str]]:
    """[label, what the message says, what was read] where both say something and it is not the same."""
    found = []
    for name, told in columns_of(edxml).items():
        other = read.get(name)
        if other in {None, ""} or _plain(told) == _plain(other):
            continue
        found.append([LABELS[name], _shown(name, told), _shown(name, other)])
    return found


def _plain(value: object) -> str:
    return " ".join(fold(str(value)).split())


def _shown(name: str, value: object) -> str:
    if name == "urgency":
        return URGENCIES[int(str(value))]
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
