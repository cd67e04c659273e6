"""Fonts and lines of the books: Vietnamese on a machine without fonts, text that OCR spoiled."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase.ttfonts import TTFontFile

from web.books.fonts import DEJAVU_SCALE, FACES, REGULAR, find_fonts, use_fonts
from web.books.wrapping import clean, width_of, wrap

BASES = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LETTERS = {unicodedata.normalize("NFC", base + tone) for base in BASES for tone in TONES} | {"đ"}


def made(folder: Path, package: str, family: str) -> None:
    (folder / package).mkdir()
    for face in FACES:
        (folder / package / f"{family}-{face}.ttf").touch()


def test_a_machine_without_fonts_prints_with_the_one_of_matplotlib(tmp_path: Path) -> None:
    source = find_fonts(tmp_path)
    assert source.scale == DEJAVU_SCALE
    assert source.faces[0].name == "DejaVuSerif.ttf"
    assert all(face.is_file() for face in source.faces)


@pytest.mark.parametrize(
    ("package", "family"),
    [("croscore", "Tinos"), ("liberation", "LiberationSerif"), ("liberation2", "LiberationSerif")],
)
def test_a_font_like_times_is_preferred(package: str, family: str, tmp_path: Path) -> None:
    made(tmp_path, package, family)
    source = find_fonts(tmp_path)
    assert {face.parent.name for face in source.faces} == {package}
    assert source.scale == 1.0


def test_a_font_of_which_a_face_is_missing_is_passed_over(tmp_path: Path) -> None:
    made(tmp_path, "croscore", "Tinos")
    (tmp_path / "croscore" / "Tinos-Italic.ttf").unlink()
    assert find_fonts(tmp_path).scale == DEJAVU_SCALE


def test_every_face_holds_every_vietnamese_letter(tmp_path: Path) -> None:
    for source in (find_fonts(), find_fonts(tmp_path)):
        for face in source.faces:
            known = TTFontFile(str(face)).charToGlyph
            assert {
                letter for letter in LETTERS | {letter.upper() for letter in LETTERS} if ord(letter) not in known
            } == set()


@given(st.text(max_size=200), st.floats(20, 300))
def test_lines_fit_their_column_and_lose_no_letter(text: str, width: float) -> None:
    use_fonts()
    lines = wrap(text, font=REGULAR, size=9, width=width)
    assert "".join("".join(lines).split()) == "".join(clean(text).split())
    assert [line for line in lines if width_of(line, REGULAR, 9) > width + 0.01] == []


def test_a_code_too_wide_for_its_column_breaks_after_a_hyphen() -> None:
    use_fonts()
    width = width_of("977/TTPVHCC-K", REGULAR, 9)
    assert wrap("977/TTPVHCC-KSTT", font=REGULAR, size=9, width=width) == ("977/TTPVHCC-", "KSTT")


def test_spoiled_text_is_made_printable() -> None:
    assert clean("Ho\u0300a\x00\x0cb\ud800") == "Hòa  b "
