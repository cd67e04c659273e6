"""A number that a signature widget shows as a picture is read; one that OCR is not sure of stays open."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw, ImageFont

from pipeline.documents import Box, Line, Word
from pipeline.extract import extract_text
from pipeline.extract.ocr import OcrEngine, PageImage, find_tessdata, load_tesseract
from pipeline.header import read_header
from tests.letters.fonts import find_fonts
from tests.pipeline.test_extract import HEADER, pdf_file, words

BLANK_NUMBER = tuple(
    part if not part[2].startswith("Số:") else (112.0, 108.0, "Số:              /UBND-VX") for part in HEADER
)


def with_picture(file: Path, text: str, place: tuple[float, float, float, float]) -> Path:
    """Draw a text as a picture into a /Sig widget at `place` (left, bottom, right, top)."""
    width, height = (round(4 * (place[side + 2] - place[side])) for side in (0, 1))
    picture = Image.new("L", (width, height), 255)
    font = ImageFont.truetype(str(find_fonts().faces[0]), 50)
    ImageDraw.Draw(picture).text((width // 4, height // 6), text, font=font, fill=0)
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        image = pdf.make_stream(picture.tobytes(), Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height)
        image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
        form = pdf.make_stream(b"q %d 0 0 %d 0 0 cm /Im Do Q" % (width // 4, height // 4))
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, width // 4, height // 4])
        form.Resources = Dictionary(XObject=Dictionary(Im=image))
        widget = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, F=4, Rect=Array(list(place)))
        widget.AP = Dictionary(N=form)
        widget.T = pikepdf.String("Signature1")
        fields = Array([pdf.make_indirect(widget)])
        pdf.pages[0].obj.Annots = fields
        pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=fields, SigFlags=1))
        pdf.save(file)
    return file


@dataclass
class OneWordEngine:
    confidence: float
    seen: list[PageImage] = field(default_factory=list)

    def read(self, image: PageImage) -> tuple[Line, ...]:
        self.seen.append(image)
        return (Line((Word("2118", Box(10.0, 4.0, 34.0, 16.0), self.confidence),)),)


NUMBER_PLACE = (130.0, 716.0, 182.0, 738.0)


@pytest.mark.parametrize(("confidence", "code"), [(0.95, "2118/UBND-VX"), (0.6, "/UBND-VX")])
def test_number_drawn_as_a_picture_is_read_when_it_is_sure(confidence: float, code: str, tmp_path: Path) -> None:
    file = with_picture(pdf_file(tmp_path, words(*BLANK_NUMBER)), "2118", NUMBER_PLACE)
    engine = OneWordEngine(confidence)
    assert read_header(extract_text(file, max_pages=5, ocr=engine)).code == code
    (shown,) = engine.seen
    assert shown.width < 200  # the widget alone, not the page


def test_widgets_further_down_or_larger_are_not_looked_at(tmp_path: Path) -> None:
    engine = OneWordEngine(0.95)
    for place in ((130.0, 100.0, 182.0, 122.0), (100.0, 600.0, 300.0, 740.0)):
        extract_text(with_picture(pdf_file(tmp_path, words(*HEADER)), "2118", place), max_pages=5, ocr=engine)
    assert engine.seen == []


@pytest.mark.skipif(find_tessdata() is None, reason="no tesseract with Vietnamese data here")
def test_tesseract_reads_the_picture_without_the_text_below_it(tmp_path: Path) -> None:
    engine: OcrEngine = load_tesseract()
    file = with_picture(pdf_file(tmp_path, words(*BLANK_NUMBER)), "2118", NUMBER_PLACE)
    assert read_header(extract_text(file, max_pages=5, ocr=engine)).code == "2118/UBND-VX"
