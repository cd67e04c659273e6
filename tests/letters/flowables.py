"""Pieces that reportlab lays out but does not have: a centred line with blanks, a stamp, a seal."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.lib.colors import Color, black
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from tests.letters.fonts import BOLD, FAMILY, ITALIC
from tests.letters.letter import ArrivalStamp, short_date

RED = Color(0.82, 0.07, 0.1)
PEN_BLUE = Color(0.1, 0.15, 0.55)


@dataclass(frozen=True, slots=True)
class Blank:
    """A gap left open in print, to be filled by a signing program."""

    text: str
    width: float


@dataclass(frozen=True, slots=True)
class FilledBlank:
    """Where a gap lies on page 1 (PDF points, origin bottom left) and how its text is set."""

    text: str
    left: float
    baseline: float
    width: float
    font: str
    size: float


class Piece(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A flowable that takes the whole width offered and `height` points."""

    def __init__(self, height: float) -> None:
        super().__init__()
        self.height = height
        self.available = 0.0

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        self.available = available_width
        return available_width, self.height


class CentredLine(Piece):
    """One line of text and gaps, made smaller until it fits, with a rule of `rule` times its width below.

    The gaps drawn are added to `filled`, which the caller owns.
    """

    def __init__(
        self,
        pieces: tuple[str | Blank, ...],
        font: str,
        size: float,
        *,
        rule: float = 0.0,
        filled: list[FilledBlank] | None = None,
    ) -> None:
        super().__init__(size * 1.25 + (4 if rule else 0))
        self.pieces = pieces
        self.font = font
        self.size = size
        self.rule = rule
        self.filled = filled

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        too_wide = self._line_width() / available_width
        if too_wide > 1:
            self.size /= too_wide
        return super().wrap(available_width, available_height)

    def draw(self) -> None:
        width = self._line_width()
        left = (self.available - width) / 2
        baseline = self.size * 0.3 + (4 if self.rule else 0)
        self.canv.setFont(self.font, self.size)
        for piece in self.pieces:
            if isinstance(piece, str):
                self.canv.drawString(left, baseline, piece)
            elif self.filled is not None:
                x, y = self.canv.absolutePosition(left, baseline)
                self.filled.append(FilledBlank(piece.text, x, y, piece.width, self.font, self.size))
            left += self._piece_width(piece)
        if self.rule:
            middle, half = self.available / 2, width * self.rule / 2
            self.canv.setLineWidth(0.7)
            self.canv.line(middle - half, 1.5, middle + half, 1.5)

    def _piece_width(self, piece: str | Blank) -> float:
        return float(stringWidth(piece, self.font, self.size)) if isinstance(piece, str) else piece.width

    def _line_width(self) -> float:
        return sum(self._piece_width(piece) for piece in self.pieces)


class FramedStamp(Piece):
    """Red words in a single red frame: mức khẩn, độ mật (Phụ lục I, III.2)."""

    def __init__(self, words: str, *, width: float, height: float) -> None:
        super().__init__(height + 10)
        self.words = words
        self.frame_width = width
        self.frame_height = height

    def draw(self) -> None:
        left = (self.available - self.frame_width) / 2
        self.canv.setStrokeColor(RED)
        self.canv.setFillColor(RED)
        self.canv.setLineWidth(1.2)
        self.canv.rect(left, 2, self.frame_width, self.frame_height)
        self.canv.setFont(BOLD, 13)
        self.canv.drawCentredString(self.available / 2, 2 + self.frame_height / 2 - 4.5, self.words)
        self.canv.setStrokeColor(black)
        self.canv.setFillColor(black)


class ArrivalStampBox(Piece):
    """The 35 x 50 mm stamp ĐẾN, pressed by hand and so a little askew, its blanks filled by pen."""

    STAMP_WIDTH = 50 * mm
    STAMP_HEIGHT = 35 * mm

    def __init__(self, stamp: ArrivalStamp) -> None:
        super().__init__(self.STAMP_HEIGHT + 12)
        self.stamp = stamp

    def draw(self) -> None:
        canvas = self.canv
        canvas.translate((self.available - self.STAMP_WIDTH) / 2, 4)
        canvas.rotate(1.6)
        canvas.setStrokeColor(RED)
        canvas.setFillColor(RED)
        canvas.setLineWidth(1.4)
        canvas.rect(0, 0, self.STAMP_WIDTH, self.STAMP_HEIGHT)
        canvas.setFont(BOLD, 8)
        canvas.drawCentredString(self.STAMP_WIDTH / 2, self.STAMP_HEIGHT - 12, self.stamp.office.upper())
        canvas.setLineWidth(0.6)
        canvas.line(0, self.STAMP_HEIGHT - 17, self.STAMP_WIDTH, self.STAMP_HEIGHT - 17)
        canvas.setFont(BOLD, 15)
        canvas.drawString(8, 56, "ĐẾN")
        canvas.setFont(FAMILY, 10)
        for label, baseline in (("Số:", 66), ("Ngày:", 49)):
            canvas.drawString(54, baseline, label)
        canvas.drawString(8, 28, "Chuyển:")
        canvas.drawString(8, 10, "Số và ký hiệu HS:")
        canvas.setFillColor(PEN_BLUE)
        canvas.setFont(ITALIC, 12)
        canvas.drawString(84, 66, self.stamp.number)
        canvas.drawString(84, 49, short_date(self.stamp.arrived_on))


class SealedGap(Piece):
    """The room for a signature; with `sealed`, a pen stroke and the red seal over its left third (ô 8)."""

    def __init__(self, *, sealed: bool) -> None:
        super().__init__(58)
        self.sealed = sealed

    def draw(self) -> None:
        if not self.sealed:
            return
        canvas, middle = self.canv, self.available / 2
        canvas.setStrokeColor(PEN_BLUE)
        canvas.setLineWidth(1.5)
        canvas.bezier(middle - 32, 14, middle - 4, 70, middle - 14, -12, middle + 8, 34)
        canvas.bezier(middle + 8, 34, middle + 22, 58, middle + 4, 4, middle + 50, 30)
        canvas.setStrokeColor(RED)
        canvas.setLineWidth(2)
        canvas.circle(middle - 34, 28, 46)
        canvas.setLineWidth(1)
        canvas.circle(middle - 34, 28, 42)
        canvas.circle(middle - 34, 28, 27)
