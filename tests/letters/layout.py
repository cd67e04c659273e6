"""SampleLetter -> an A4 PDF in the layout of Nghị định 30/2020, Phụ lục I (Party letters: Hướng dẫn 36-HD/VPTW)."""

from __future__ import annotations

import re
from functools import partial
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table

from pipeline.documents import Urgency
from tests.letters.flowables import (
    ArrivalStampBox,
    Blank,
    CentredLine,
    FilledBlank,
    FramedStamp,
    SealedGap,
)
from tests.letters.fonts import BOLD, BOLD_ITALIC, FAMILY, ITALIC, use_letter_fonts
from tests.letters.letter import SampleLetter, long_date, on_one_line
from tests.letters.widgets import add_signature_widgets

__all__ = ["SampleLetter", "build_letter"]

LEFT_MARGIN, RIGHT_MARGIN, TOP_MARGIN, BOTTOM_MARGIN = 30 * mm, 16 * mm, 20 * mm, 20 * mm
TEXT_WIDTH = A4[0] - LEFT_MARGIN - RIGHT_MARGIN
LEFT_COLUMN, RIGHT_COLUMN = TEXT_WIDTH * 0.42, TEXT_WIDTH * 0.58  # header columns (ô 2 and ô 1)
TIGHT = [
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]
NUMBER_GAP, DAY_GAP, MONTH_GAP = 30.0, 18.0, 14.0

# Phụ lục I, III.2b: words and width of the frame in mm; it is 8 mm high.
URGENCY_STAMPS = {
    Urgency.URGENT: ("KHẨN", 20),
    Urgency.VERY_URGENT: ("THƯỢNG KHẨN", 40),
    Urgency.EXPRESS: ("HỎA TỐC", 30),
}
ARTICLE = re.compile(r"(?P<lead>Điều \d+\.)(?P<rest>.*)", re.DOTALL)
CHAPTER = re.compile(r"[IVX]+\. ")
LEGAL_BASIS = re.compile(r"(Căn cứ|Theo đề nghị|Xét) ")


def build_letter(letter: SampleLetter) -> bytes:
    """Draw `letter`. The same letter always gives the same bytes on one machine (the font found decides)."""
    scale = use_letter_fonts()
    blanks: list[FilledBlank] = []
    stream = BytesIO()
    document = SimpleDocTemplate(
        stream,
        pagesize=A4,
        leftMargin=LEFT_MARGIN - 6,  # a reportlab frame has a padding of 6 points
        rightMargin=RIGHT_MARGIN - 6,
        topMargin=TOP_MARGIN - 6,
        bottomMargin=BOTTOM_MARGIN - 6,
        title=on_one_line(letter.subject),
        invariant=1,
    )
    story = [
        *_header(letter, blanks, scale),
        *_title(letter, scale),
        *_addressees(letter, scale),
        *(_body_paragraph(text, letter, scale) for text in letter.body),
        _closing(letter, scale),
    ]
    document.build(story, onLaterPages=partial(_number_page, scale=scale))
    if not letter.number_in_widget:
        return stream.getvalue()
    signer = on_one_line(letter.issuing_body)
    return add_signature_widgets(stream.getvalue(), blanks, issuing_body=signer, signed_on=letter.issued_on)


def _number_page(canvas: Canvas, document: SimpleDocTemplate, *, scale: float) -> None:
    canvas.setFont(FAMILY, 13 * scale)
    canvas.drawCentredString(A4[0] / 2, A4[1] - 13 * mm, str(document.page))


def _header(letter: SampleLetter, blanks: list[FilledBlank], scale: float) -> list[Flowable]:
    names = _party_names(letter, scale) if letter.of_party else _state_names(letter, scale)
    left: list[Flowable] = [CentredLine(_code_pieces(letter), FAMILY, 13 * scale, filled=blanks)]
    if letter.document_type is None:
        style = _style("subject", FAMILY, 12 * scale, alignment=TA_CENTER, spaceBefore=5)
        left += [Spacer(0, 5), Paragraph(escape(f"V/v {on_one_line(letter.subject)}"), style)]
    left += _stamps(letter)
    right: list[Flowable] = [CentredLine(_date_pieces(letter), ITALIC, 13 * scale, filled=blanks)]
    if letter.arrival_stamp is not None:
        right += [Spacer(0, 8), ArrivalStampBox(letter.arrival_stamp)]
    columns = [LEFT_COLUMN, RIGHT_COLUMN]
    return [
        Table([names, [left, right]], colWidths=columns, style=[*TIGHT, ("BOTTOMPADDING", (0, 0), (-1, -1), 5)]),
        Spacer(0, 10),
    ]


def _state_names(letter: SampleLetter, scale: float) -> list[list[Flowable]]:
    left = [CentredLine((line,), FAMILY, 12.5 * scale) for line in (letter.parent_body or "").splitlines()]
    left += _ruled_lines(letter.issuing_body, 12.5 * scale, rule=0.42)
    right = [
        CentredLine(("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",), BOLD, 12.5 * scale),
        CentredLine(("Độc lập - Tự do - Hạnh phúc",), BOLD, 13.5 * scale, rule=1.0),
    ]
    return [left, right]


def _party_names(letter: SampleLetter, scale: float) -> list[list[Flowable]]:
    left = [CentredLine((line,), FAMILY, 13 * scale) for line in (letter.parent_body or "").splitlines()]
    left += [CentredLine((line,), BOLD, 13 * scale) for line in letter.issuing_body.splitlines()]
    left.append(CentredLine(("*",), FAMILY, 13 * scale))
    return [left, [CentredLine(("ĐẢNG CỘNG SẢN VIỆT NAM",), BOLD, 14 * scale, rule=1.0)]]


def _ruled_lines(text: str, size: float, *, rule: float) -> list[Flowable]:
    """Bold lines, the rule under the last one (one third to half as long as the line)."""
    lines = text.splitlines()
    last = len(lines) - 1
    return [CentredLine((line,), BOLD, size, rule=rule if at == last else 0) for at, line in enumerate(lines)]


def _code_pieces(letter: SampleLetter) -> tuple[str | Blank, ...]:
    label = "Số " if letter.of_party else "Số: "
    if letter.number_in_widget:
        return label, Blank(letter.number, NUMBER_GAP), letter.notation
    return (label + letter.code,)


def _date_pieces(letter: SampleLetter) -> tuple[str | Blank, ...]:
    if not letter.number_in_widget:
        return (f"{letter.place}, {long_date(letter.issued_on)}",)
    _, day, _, month, _, year = long_date(letter.issued_on).split()
    return f"{letter.place}, ngày ", Blank(day, DAY_GAP), " tháng ", Blank(month, MONTH_GAP), f" năm {year}"


def _stamps(letter: SampleLetter) -> list[Flowable]:
    """Ô 10a above ô 10b, in the left column."""
    stamps: list[Flowable] = []
    if letter.secrecy_mark is not None:
        stamps += [Spacer(0, 6), FramedStamp(letter.secrecy_mark, width=24 * mm, height=8 * mm)]
    if letter.urgency in URGENCY_STAMPS:
        words, width = URGENCY_STAMPS[letter.urgency]
        stamps += [Spacer(0, 6), FramedStamp(words, width=width * mm, height=8 * mm)]
    return stamps


def _title(letter: SampleLetter, scale: float) -> list[Flowable]:
    if letter.document_type is None:
        return []
    style = _style("title", BOLD, 14 * scale, alignment=TA_CENTER)
    subject = "<br/>".join(escape(line) for line in letter.subject.splitlines())
    rule = CentredLine(("-----",), FAMILY, 13 * scale) if letter.of_party else CentredLine((" " * 26,), BOLD, 6, rule=1)
    return [Paragraph(escape(letter.document_type.upper()), style), Paragraph(subject, style), rule, Spacer(0, 8)]


def _addressees(letter: SampleLetter, scale: float) -> list[Flowable]:
    if not letter.addressees:
        return []
    # A công điện names its sender there: "CHỦ TỊCH ỦY BAN NHÂN DÂN ... điện:" (Phụ lục III, mẫu 1.6).
    label = f"{on_one_line(letter.issuing_body)} điện:" if letter.document_type == "Công điện" else "Kính gửi:"
    style = _style("addressees", FAMILY, 13.5 * scale)
    if len(letter.addressees) == 1 and label == "Kính gửi:":
        line = f"{label} {letter.addressees[0]}."
        return [Paragraph(escape(line), style.clone("addressee", alignment=TA_CENTER)), Spacer(0, 8)]
    ends = [";"] * (len(letter.addressees) - 1) + ["."]
    names = [Paragraph(escape(f"- {name}{end}"), style) for name, end in zip(letter.addressees, ends, strict=True)]
    if label == "Kính gửi:":
        row: list[list[Flowable] | str] = ["", [Paragraph(label, style)], names]
        return [Table([row], colWidths=[TEXT_WIDTH * part for part in (0.16, 0.15, 0.69)], style=TIGHT), Spacer(0, 8)]
    head = Paragraph(escape(label), style.clone("sender", alignment=TA_CENTER, fontName=BOLD))
    return [head, Table([["", names]], colWidths=[TEXT_WIDTH * 0.2, TEXT_WIDTH * 0.8], style=TIGHT), Spacer(0, 8)]


def _body_paragraph(text: str, letter: SampleLetter, scale: float) -> Paragraph:
    style = _style("body", FAMILY, 13.5 * scale, alignment=TA_JUSTIFY, firstLineIndent=10 * mm, spaceAfter=6)
    if CHAPTER.match(text):
        return Paragraph(escape(text), style.clone("chapter", fontName=BOLD, keepWithNext=1))
    if text.isupper():
        return Paragraph(escape(text), style.clone("caps", fontName=BOLD, alignment=TA_CENTER, firstLineIndent=0))
    if letter.document_type == "Quyết định" and LEGAL_BASIS.match(text):
        return Paragraph(escape(text), style.clone("basis", fontName=ITALIC))
    article = ARTICLE.match(text)
    if article:
        return Paragraph(f"<b>{escape(article['lead'])}</b>{escape(article['rest'])}", style)
    return Paragraph(escape(text), style)


def _closing(letter: SampleLetter, scale: float) -> Flowable:
    """Nơi nhận at the left, level with the signer at the right (ô 9b and 7a-7c)."""
    label = "<u>Nơi nhận</u>:" if letter.of_party else "Nơi nhận:"
    left: list[Flowable] = [Paragraph(label, _style("recipients", BOLD_ITALIC, 12 * scale))]
    small = _style("recipient", FAMILY, 11 * scale)
    ends = [";"] * (len(letter.recipients) - 1) + ["."]
    left += [Paragraph(escape(f"- {name}{end}"), small) for name, end in zip(letter.recipients, ends, strict=True)]
    lines = [*(letter.signer_authority or "").splitlines(), *letter.signer_position.splitlines()]
    right: list[Flowable] = [CentredLine((line,), BOLD, 13.5 * scale) for line in lines]
    right += [SealedGap(sealed=letter.sealed), CentredLine((letter.signer_name,), BOLD, 13.5 * scale)]
    return KeepTogether([Spacer(0, 8), Table([[left, right]], colWidths=[TEXT_WIDTH / 2] * 2, style=TIGHT)])


def _style(name: str, font: str, size: float, **settings: float) -> ParagraphStyle:
    return ParagraphStyle(name, fontName=font, fontSize=size, leading=size * 1.25, **settings)
