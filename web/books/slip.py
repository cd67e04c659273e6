"""One letter with its directions -> the processing slip (Phiếu giải quyết văn bản đến), one A4 page.

Nghị định 30/2020/NĐ-CP, Phụ lục IV, mẫu VII. What nobody has said yet is left blank, to be written by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import IO

from django.utils import timezone
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepInFrame, Paragraph, Spacer

from pipeline.config import OfficeIdentity
from web.books.lines import name_of_letter
from web.books.official import BOTTOM, TEXT_WIDTH, TOP, build, leader, official_head, plain, style
from web.books.queries import assignment_of
from web.register.models import Directive, RegisterEntry

PAGE_HEIGHT = 297 * mm
PROPOSAL_LINES = 9


def write_slip(stream: IO[bytes], entry: RegisterEntry, identity: OfficeIdentity) -> None:
    title = "Phiếu giải quyết văn bản đến"
    arrived_on = timezone.localdate(entry.received_at)
    story: list[Flowable] = [
        official_head(
            identity,
            under_office=f"Số đến: {entry.arrival_number}",
            under_motto=f"Ngày đến: {arrived_on:%d/%m/%Y}",
        ),
        Spacer(1, 6 * mm),
        Paragraph(f"<b>{title.upper()}</b>", style(14, centred=True)),
        Paragraph(_letter(entry), style(13, centred=True, after=4 * mm)),
        *_directions(list(entry.directives.select_related("lead_unit", "leader"))),
        *_unit_part(entry),
        *_officer_part(entry),
    ]
    # One page, however much has been said: smaller rather than a second page.
    room = PAGE_HEIGHT - TOP - BOTTOM - 12
    page = KeepInFrame(TEXT_WIDTH, room, story, mode="shrink")
    build(stream, [page], title=f"{title} số {entry.arrival_number}", author=identity.name)


def _letter(entry: RegisterEntry) -> str:
    subject = f": {entry.subject}" if entry.subject else ""
    return plain(name_of_letter(entry) + subject)


def _directions(directives: Sequence[Directive]) -> list[Flowable]:
    """Part 1, of the leaders: who leads, who cooperates, by when, and the day of each direction."""
    parts = [_heading("1. Ý kiến của lãnh đạo cơ quan, tổ chức")]
    if not directives:
        return [
            *parts,
            _line("Giao đơn vị, cá nhân chủ trì", ""),
            _line("Giao các đơn vị, cá nhân phối hợp", ""),
            _line("Thời hạn giải quyết", ""),
            _line("Ngày, tháng, năm cho ý kiến", ""),
            *_dotted(2),
        ]
    for directive in directives:
        cooperating = ", ".join(unit.name for unit in directive.cooperating_units.all())
        parts.append(_line("Giao chủ trì", directive.lead_unit.name))
        if cooperating:
            parts.append(_line("Giao phối hợp", cooperating))
        parts.append(_line("Thời hạn giải quyết", _written(directive.due_on)))
        if directive.text:
            parts.append(_line("Ý kiến chỉ đạo", directive.text))
        parts.append(_line("Cho ý kiến", f"{directive.leader}, ngày {timezone.localdate(directive.given_at):%d/%m/%Y}"))
    return parts


def _unit_part(entry: RegisterEntry) -> list[Flowable]:
    """Part 2, of the unit head: which officer, by when."""
    parts = [_heading("2. Ý kiến của lãnh đạo đơn vị")]
    if entry.officer is None:
        return [
            *parts,
            _line("Giao cho cá nhân", ""),
            _line("Thời hạn giải quyết", ""),
            _line("Ngày, tháng, năm cho ý kiến", ""),
            *_dotted(2),
        ]
    parts.append(_line("Giao cho cá nhân", str(entry.officer)))
    parts.append(_line("Thời hạn giải quyết", _written(entry.due_on)))
    given = assignment_of(entry)
    said = f"{given.by}, ngày {timezone.localdate(given.at):%d/%m/%Y}" if given else ""
    parts.append(_line("Cho ý kiến", said))
    return parts


def _officer_part(entry: RegisterEntry) -> list[Flowable]:
    """Part 3, of who does the work: written by hand; what was entered as the outcome stands first."""
    parts = [_heading("3. Ý kiến đề xuất của người giải quyết")]
    if entry.outcome:
        parts.append(_line("Kết quả", entry.outcome))
    replies = [reply.code for reply in entry.replies.filter(withdrawn_at__isnull=True)]
    if replies:
        parts.append(_line("Văn bản trả lời", ", ".join(replies)))
    if len(parts) == 1:
        parts += _dotted(PROPOSAL_LINES)
    parts.append(_line("Ngày, tháng, năm đề xuất ý kiến", ""))
    return parts


def _heading(text: str) -> Paragraph:
    return Paragraph(f"<b>{plain(text)}</b>", style(13, after=4))


def _line(name: str, value: str) -> Paragraph:
    """What is not known yet is dotted to the edge, to be written by hand."""
    text = f"- {name}: "
    return Paragraph(plain(text + value) if value else plain(text) + leader(text), style(13, ragged=True, after=5))


def _dotted(count: int) -> list[Flowable]:
    return [Paragraph(leader(""), style(13, ragged=True, after=5)) for _ in range(count)]


def _written(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
