"""The parts that official papers share: the head of the decree's layout, and paragraphs in the book's font.

Nghị định 30/2020/NĐ-CP, Phụ lục I: A4, quốc hiệu and tiêu ngữ top right, the office top left with a rule under it.
"""

from __future__ import annotations

from typing import IO
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table, TableStyle

from pipeline.config import OfficeIdentity
from web.books.fonts import REGULAR, use_fonts
from web.books.wrapping import clean, width_of

LEFT, RIGHT, TOP, BOTTOM = 30 * mm, 15 * mm, 20 * mm, 20 * mm
FRAME_PADDING = 6  # reportlab's own, inside the margins
TEXT_WIDTH = A4[0] - LEFT - RIGHT
NATIONAL_NAME = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
GAP = "." * 8
_OFFICE_KINDS = ("Ủy ban nhân dân", "Hội đồng nhân dân")


def style(size: float = 13, *, centred: bool = False, ragged: bool = False, after: float = 3) -> ParagraphStyle:
    scaled = size * use_fonts()
    return ParagraphStyle(
        f"official-{size}-{centred}-{ragged}-{after}",
        fontName=REGULAR,
        fontSize=scaled,
        leading=size * 1.25,
        alignment=TA_CENTER if centred else TA_LEFT if ragged else TA_JUSTIFY,
        spaceAfter=after,
    )


def grouped(number: int | str) -> str:
    """«26.165», as Vietnamese papers write it; text stays as it is."""
    return number if isinstance(number, str) else f"{number:,}".replace(",", ".")


def plain(text: str) -> str:
    """Text of a letter, safe inside a paragraph's markup."""
    return escape(clean(text))


def leader(before: str, size: float = 13) -> str:
    """Dots from the text to the right edge."""
    scaled = size * use_fonts()
    room = TEXT_WIDTH - width_of(before, REGULAR, scaled) - 2 * width_of(".", REGULAR, scaled)
    return "." * int(room / width_of(".", REGULAR, scaled))


def office_lines(identity: OfficeIdentity) -> tuple[str, ...]:
    """«ỦY BAN NHÂN DÂN», «PHƯỜNG AN THẠNH»: the name as papers break it."""
    for kind in _OFFICE_KINDS:
        if identity.name.casefold().startswith(kind.casefold()):
            rest = identity.name[len(kind) :].strip()
            return (kind.upper(), rest.upper()) if rest else (kind.upper(),)
    return (identity.name.upper(),)


def place_of(identity: OfficeIdentity) -> str:
    """«An Thạnh», the ward's own name; a number keeps its kind («Phường 1»): Nghị định 30/2020, Phụ lục I, II.4."""
    _, found, name = identity.name.rpartition(f"{identity.kind} ")
    if not found:
        return identity.name
    return f"{identity.kind.capitalize()} {name}" if name.isdigit() else name


def official_head(identity: OfficeIdentity, *, under_office: str, under_motto: str) -> Table:
    """Two columns: office and number on the left, national heading and place on the right."""
    line = style(12, centred=True, after=0)
    office = "<br/>".join(plain(part) for part in office_lines(identity))
    left = [Paragraph(f"<b>{office}</b>", line), _Rule(22 * mm)]
    right = [
        Paragraph(f"<b>{NATIONAL_NAME}</b>", line),
        Paragraph(f"<b>{MOTTO}</b>", style(13, centred=True, after=0)),
        _Rule(48 * mm),
    ]
    low = style(13, centred=True, after=0)
    table = Table(
        [[left, right], [Paragraph(plain(under_office), low), Paragraph(f"<i>{plain(under_motto)}</i>", low)]],
        colWidths=[TEXT_WIDTH * 0.4, TEXT_WIDTH * 0.6],
    )
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ]
        )
    )
    return table


def build(stream: IO[bytes], story: list[Flowable], *, title: str, author: str) -> None:
    """A4 portrait with the decree's margins; the page number stands top centre from page 2 on."""
    document = SimpleDocTemplate(
        stream,
        pagesize=A4,
        leftMargin=LEFT - FRAME_PADDING,
        rightMargin=RIGHT - FRAME_PADDING,
        topMargin=TOP,
        bottomMargin=BOTTOM,
        title=title,
        author=author,
        lang="vi-VN",
    )
    document.build(story, onLaterPages=_number_page)


def _number_page(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont(REGULAR, 13 * use_fonts())
    canvas.drawCentredString(A4[0] / 2, A4[1] - 13 * mm, str(document.page))


class _Rule(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A short rule, centred."""

    def __init__(self, width: float) -> None:
        super().__init__()
        self._rule = width
        self._room = 0.0

    def wrap(self, room: float, _height: float) -> tuple[float, float]:
        self._room = room
        return room, 5

    def draw(self) -> None:
        self.canv.setLineWidth(0.7)
        middle = self._room / 2
        self.canv.line(middle - self._rule / 2, 2, middle + self._rule / 2, 2)
