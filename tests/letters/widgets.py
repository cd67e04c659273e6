"""A drawn letter -> the same letter with its number and day only in /Sig widgets, as e-offices sign it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name
from reportlab.pdfgen.canvas import Canvas

from tests.letters.flowables import RED, FilledBlank
from tests.letters.fonts import FAMILY

PRINT_AND_LOCKED = 132  # annotation flags as signing programs set them
PADDING = 3.0
SEAL_WIDTH, SEAL_HEIGHT = 205.0, 34.0
Rectangle = tuple[float, float, float, float]


def add_signature_widgets(pdf: bytes, blanks: Sequence[FilledBlank], *, issuing_body: str, signed_on: date) -> bytes:
    """Put each blank's text, and the agency's visible signature, into the appearance of a /Sig field of page 1.

    The first widget draws its text itself, the others through a nested form, as the programs in use do. There is no
    cryptographic signature: /V stays away.
    """
    with pikepdf.open(BytesIO(pdf)) as document:
        page = document.pages[0]
        appearances = [(_rectangle(blank), _blank_appearance(blank)) for blank in blanks]
        appearances.append(_agency_signature(page, issuing_body, signed_on))
        fields = []
        for at, (rectangle, picture) in enumerate(appearances):
            form = _form_of(document, picture)
            widget = Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Sig,
                T=pikepdf.String(f"Signature{at + 1}"),
                F=PRINT_AND_LOCKED,
                P=page.obj,
                Rect=Array([round(edge, 2) for edge in rectangle]),
                AP=Dictionary(N=form if at == 0 else _nested(document, form)),
            )
            fields.append(document.make_indirect(widget))
        page.obj.Annots = Array(fields)
        document.Root.AcroForm = document.make_indirect(Dictionary(Fields=Array(fields), SigFlags=1))
        stream = BytesIO()
        document.save(stream, deterministic_id=True)
    return stream.getvalue()


def _rectangle(blank: FilledBlank) -> Rectangle:
    bottom = blank.baseline - PADDING
    return blank.left, bottom, blank.left + blank.width, bottom + blank.size + PADDING


def _blank_appearance(blank: FilledBlank) -> bytes:
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=(blank.width, blank.size + PADDING), invariant=1)
    canvas.setFont(blank.font, blank.size)
    canvas.drawCentredString(blank.width / 2, PADDING, blank.text)
    canvas.save()
    return stream.getvalue()


def _agency_signature(page: pikepdf.Page, issuing_body: str, signed_on: date) -> tuple[Rectangle, bytes]:
    """The words at the top right of page 1 (ô 14); their time of signing is not the day of issue."""
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=(SEAL_WIDTH, SEAL_HEIGHT), invariant=1)
    canvas.setFillColor(RED)
    canvas.setFont(FAMILY, 7)
    signed_at = f"Thời gian ký: {signed_on:%d.%m.%Y} 16:42:07 +07:00"
    for at, line in enumerate((f"Ký bởi: {issuing_body}", "Cơ quan: Thành phố Hồ Chí Minh", signed_at)):
        canvas.drawString(2, SEAL_HEIGHT - 9 - 10 * at, line)
    canvas.save()
    right, top = float(page.mediabox[2]) - 8, float(page.mediabox[3]) - 6
    return (right - SEAL_WIDTH, top - SEAL_HEIGHT, right, top), stream.getvalue()


def _form_of(document: pikepdf.Pdf, picture: bytes) -> pikepdf.Object:
    with pikepdf.open(BytesIO(picture)) as source:
        return document.copy_foreign(source.pages[0].as_form_xobject())


def _nested(document: pikepdf.Pdf, form: pikepdf.Object) -> pikepdf.Object:
    outer = document.make_stream(b"q 1 0 0 1 0 0 cm /FRM Do Q\n")
    outer.Type, outer.Subtype = Name.XObject, Name.Form
    outer.BBox = form.BBox
    outer.Resources = Dictionary(XObject=Dictionary(FRM=form))
    return outer
