"""RegisterEntry -> a line of a book: the same cells for the screen, the paper and the sheet.

Columns and their order: Nghị định 30/2020/NĐ-CP, Phụ lục IV, mẫu VI and mẫu VIII.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from web.books.timeliness import SENT, Timeliness
from web.register.models import RegisterEntry, State

Cell = str | int | date | None


SHORT_NAME = 2  # words
IN_WORDS: dict[str, str] = {Timeliness.IN_TIME.value: ", đúng hạn", Timeliness.LATE.value: ", trễ hạn"}


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    width_mm: float  # on A4 landscape
    sheet_width: float  # in characters, as spreadsheets count
    css: str = ""


@dataclass(frozen=True, slots=True)
class BookLine:
    """One line. The last cell is the note: it is not struck through when the number is cancelled."""

    entry: RegisterEntry
    cells: tuple[Cell, ...]

    @property
    def is_cancelled(self) -> bool:
        return self.entry.cancelled_at is not None

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(written(cell) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Book:
    code: str
    title: str
    columns: tuple[Column, ...]
    line_of: Callable[[RegisterEntry, date], BookLine]


def written(cell: Cell) -> str:
    """As people write it: days as dd/mm/yyyy, nothing for what the letter does not show."""
    if cell is None:
        return ""
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)


def register_line(entry: RegisterEntry, today: date) -> BookLine:
    """`today` is not needed here; both books are asked alike."""
    return BookLine(
        entry,
        (
            timezone.localdate(entry.received_at),
            entry.arrival_number,
            author_of(entry.issuing_body, entry.parent_body),
            entry.code,
            entry.issued_on,
            _type_and_subject(entry),
            _receiver(entry),
            _day(entry.forwarded_at),
            _receipt(entry),
            _joined(_urgency(entry), _due(entry), _refusal(entry), _cancellation(entry)),
        ),
    )


def follow_up_line(entry: RegisterEntry, today: date) -> BookLine:
    """Needs `timeliness` and the prefetched `standing_replies` and `granted` of queries.follow_up_entries."""
    replies = [
        f"{reply.code} ngày {reply.issued_on:%d/%m/%Y}" if reply.issued_on else reply.code
        for reply in getattr(entry, "standing_replies", ())
    ]
    extended = [
        f"Gia hạn từ {extension.was_due_on:%d/%m/%Y} đến {extension.until:%d/%m/%Y}"
        for extension in getattr(entry, "granted", ())
    ]
    return BookLine(
        entry,
        (
            entry.arrival_number,
            name_of_letter(entry),
            _receiver(entry),
            entry.due_on,
            _progress(entry, today),
            "; ".join(replies),
            _joined(_urgency(entry), *extended, entry.outcome),
        ),
    )


def author_of(issuing_body: str, parent_body: str) -> str:
    """A name as short as «VĂN PHÒNG» says nothing without the body above it."""
    if parent_body and 0 < len(issuing_body.split()) <= SHORT_NAME:
        return f"{issuing_body}, {parent_body}"
    return issuing_body


def name_of_letter(entry: RegisterEntry) -> str:
    """«Công văn số 12/UBND-ĐT ngày 05/11/2026 của Ủy ban nhân dân thành phố»."""
    author = author_of(entry.issuing_body, entry.parent_body)
    parts = [
        entry.document_type or "Văn bản",
        f"số {entry.code}" if entry.code else "",
        f"ngày {entry.issued_on:%d/%m/%Y}" if entry.issued_on else "",
        f"của {author}" if author else "",
    ]
    return " ".join(part for part in parts if part)


def _type_and_subject(entry: RegisterEntry) -> str:
    subject = entry.subject[:1].upper() + entry.subject[1:]
    return ": ".join(part for part in (entry.document_type, subject) if part)


def _receiver(entry: RegisterEntry) -> str:
    """Nobody, while the unit is only proposed and the letter has not been sent there."""
    if entry.state not in SENT:
        return ""
    lead = entry.lead_unit.name if entry.lead_unit else ""
    if entry.officer:
        lead = f"{lead} ({entry.officer})"
    others = ", ".join(unit.name for unit in entry.cooperating_units.all())
    return _joined(lead, f"phối hợp: {others}" if others else "")


def _receipt(entry: RegisterEntry) -> str:
    """Who of the unit took the letter over on the screen; on paper they sign here."""
    receiver = entry.decided_by
    if receiver is None or entry.decided_at is None or receiver.unit_id is None:
        return ""
    if receiver.unit_id != entry.lead_unit_id:
        return ""
    return f"{receiver} {timezone.localdate(entry.decided_at):%d/%m/%Y}"


def _progress(entry: RegisterEntry, today: date) -> str:
    kind = str(getattr(entry, "timeliness", ""))
    if entry.state == State.COMPLETED:
        words = IN_WORDS.get(kind, "")
        done = _day(entry.completed_at)
        return f"Đã giải quyết ngày {done:%d/%m/%Y}{words}" if done else f"Đã giải quyết{words}"
    state = State(entry.state).label
    if entry.due_on is None:
        return str(state)
    days = (entry.due_on - today).days
    if days < 0:
        return f"{state}, quá hạn {-days} ngày"
    return f"{state}, còn {days} ngày" if days else f"{state}, hết hạn hôm nay"


def _urgency(entry: RegisterEntry) -> str:
    return str(entry.get_urgency_display()) if entry.urgency else ""


def _due(entry: RegisterEntry) -> str:
    return f"Hạn {entry.due_on:%d/%m/%Y}" if entry.due_on else ""


def _refusal(entry: RegisterEntry) -> str:
    if entry.state != State.REFUSED or entry.cancelled_at is not None:
        return ""
    return f"Không nhận: {entry.trouble}" if entry.trouble else "Không nhận"


def _cancellation(entry: RegisterEntry) -> str:
    return f"Đã hủy số đến: {entry.cancel_reason}" if entry.cancelled_at else ""


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


REGISTER = Book(
    "so-dang-ky-van-ban-den",
    "Sổ đăng ký văn bản đến",
    (
        Column("Ngày đến", 19, 11, "nowrap"),
        Column("Số đến", 13, 8, "number"),
        Column("Tác giả", 35, 30, "unit"),
        Column("Số, ký hiệu văn bản", 28, 20, "code"),
        Column("Ngày tháng văn bản", 19, 11, "nowrap"),
        Column("Tên loại và trích yếu nội dung văn bản", 59, 60, "wide"),
        Column("Đơn vị hoặc người nhận", 33, 28, "unit"),
        Column("Ngày chuyển", 19, 11, "nowrap"),
        Column("Ký nhận", 20, 16),
        Column("Ghi chú", 22, 28),
    ),
    register_line,
)
FOLLOW_UP = Book(
    "so-theo-doi-giai-quyet-van-ban-den",
    "Sổ theo dõi giải quyết văn bản đến",
    (
        Column("Số đến", 14, 8, "number"),
        Column("Tên loại, số và ký hiệu, ngày, tháng và tên cơ quan, tổ chức ban hành văn bản", 78, 60, "wide"),
        Column("Đơn vị hoặc người nhận", 45, 32, "unit"),
        Column("Thời hạn giải quyết", 21, 12, "nowrap"),
        Column("Tiến độ giải quyết", 38, 28),
        Column("Số, ký hiệu văn bản trả lời", 32, 24, "code"),
        Column("Ghi chú", 39, 36),
    ),
    follow_up_line,
)
