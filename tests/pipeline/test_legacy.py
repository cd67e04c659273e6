"""Text of fonts from before Unicode, and text that is not what the paper shows: repaired run by run, or read by OCR."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.documents import ExtractedText, Line, TextSource
from pipeline.extract import extract_text
from pipeline.extract.damage import Damage, find_damage
from pipeline.extract.legacy import may_be_legacy, repair_legacy
from pipeline.extract.ocr import PageImage
from tests.letters.fonts import find_fonts
from tests.pipeline.pages import placed_line

SMALL = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
PLAIN_CAPITALS = "ĂÂĐÊÔƠƯ"  # TCVN3 has no codes for the other 60: its H fonts draw capitals from small letters
LETTER = (
    "Cộng hòa xã hội chủ nghĩa Việt Nam",
    "Độc lập - Tự do - Hạnh phúc",
    "Kính gửi: Ủy ban nhân dân các phường, xã",
    "Căn cứ Nghị định của Chính phủ, đề nghị thực hiện những việc như thư trước",
)
BEFORE = "của những người ở b"
# The published table of VNI-Windows, vowel by vowel: plain, then with its tones in the order of SMALL.
VNI_TABLE = re.findall(
    r"\S+",
    """
    aø aù aû aõ aï aê aè aé aú aü aë aâ aà aá aå aã aä ñ eø eù eû eõ eï eâ eà eá eå eã eä ì í æ ó ò
    oø où oû oõ oï oâ oà oá oå oã oä ô ôø ôù ôû ôõ ôï uø uù uû uõ uï ö öø öù öû öõ öï yø yù yû yõ î
    """,
)
VNI = dict(zip(SMALL, VNI_TABLE, strict=True))
VNI_ALL = VNI | {letter.upper(): code.upper() for letter, code in VNI.items()}


def tcvn3(text: str) -> str:
    """As glibc writes it, one byte a letter."""
    encoded = subprocess.run(
        ["iconv", "-f", "UTF-8", "-t", "TCVN5712-1"], input=text.encode(), capture_output=True, check=True
    )
    return encoded.stdout.decode("latin-1")


def vni(text: str) -> str:
    return "".join(VNI_ALL.get(letter, letter) for letter in text)


def repaired(text: str, font: str) -> str | None:
    repair = repair_legacy(text, [font] * len(text))
    return repair.text.replace("\u200b", "") if repair else None


# --- the tables -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("letter", SMALL + PLAIN_CAPITALS)
def test_each_letter_of_tcvn3_comes_back(letter: str) -> None:
    assert repaired(tcvn3(BEFORE + letter), ".VnTime") == BEFORE + letter


@pytest.mark.parametrize("letter", SMALL)
def test_a_capitals_font_of_tcvn3_gives_capitals(letter: str) -> None:
    assert repaired(tcvn3(BEFORE + letter), ".VnTimeH") == (BEFORE + letter).upper()


@pytest.mark.parametrize("letter", SMALL + SMALL.upper())
def test_each_letter_of_vni_comes_back(letter: str) -> None:
    assert repaired(vni(BEFORE + letter), "VNI-Times") == BEFORE + letter


@pytest.mark.parametrize("text", LETTER)
def test_text_of_a_letter_comes_back_in_both_codes(text: str) -> None:
    assert repaired(tcvn3(text.replace("Ủ", "ủ")), ".VnTime") == text.replace("Ủ", "ủ")
    assert repaired(vni(text), "VNI-Times") == text


# --- by font ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "font", [".VnTime", "ABCDEF+.VnTime", "FBHPEM+VnTime", "VnTimeBold", ".VnArial Narrow", ".VNTime", "Vn3DH"]
)
def test_fonts_of_tcvn3_are_known_by_their_names(font: str) -> None:
    text = repaired(tcvn3("thực hiện đề nghị"), font)
    assert text is not None
    assert text.lower() == "thực hiện đề nghị"


@pytest.mark.parametrize("font", [".VnTimeH", "VnTimeHBold", ".VnTimeH,Bold", "ABCDEF+.VnArialH-Italic"])
def test_capitals_fonts_are_known_by_their_names(font: str) -> None:
    assert repaired(tcvn3("quyết định"), font) == "QUYẾT ĐỊNH"


def test_a_legacy_font_that_holds_unicode_is_left_alone() -> None:
    assert repaired("Kính gửi Ủy ban là của các xã", ".VnTime") is None


def test_english_in_a_legacy_font_is_left_alone() -> None:
    assert repaired("Dear Sir, café naïve résumé", ".VnTime") is None


def test_only_the_runs_of_the_legacy_font_are_converted() -> None:
    old, new = tcvn3("thực hiện đề nghị của sở "), "façade, µm, không đổi – 5 ° ± ½ "
    text = old + new + old
    fonts = [".VnTime"] * len(old) + ["Times"] * len(new) + [".VnTime"] * len(old)
    repair = repair_legacy(text, fonts)
    assert repair is not None
    assert repair.text == f"thực hiện đề nghị của sở {new}thực hiện đề nghị của sở "
    assert repair.encodings == ("tcvn3",)


def test_both_codes_on_one_page_are_told_apart() -> None:
    first, second = tcvn3("thực hiện đề nghị "), vni("thực hiện đề nghị")
    repair = repair_legacy(first + second, [".VnTime"] * len(first) + ["VNI-Times"] * len(second))
    assert repair is not None
    assert repair.encodings == ("tcvn3", "vni")
    assert len(repair.text) == len(first + second)
    assert repair.text.replace("\u200b", "") == "thực hiện đề nghị thực hiện đề nghị"


# --- by content -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encode", [tcvn3, vni])
def test_a_letter_in_a_font_without_a_telling_name_is_known_by_its_phrases(encode: object) -> None:
    assert callable(encode)
    text = "\n".join(LETTER).replace("Ủ", "ủ")
    assert repaired(encode(text), "Font0") == text


FOREIGN = (
    "Les élèves français étaient déjà arrivés à l'hôtel où ça coûtait très cher, même en été; le maïs et le cœur",
    "Die Straße über die Brücke führt größtenteils durch schöne Wälder und Gärten; Äpfel, Öl, Übung, heißt, weiß",
    "El niño español soñó con una mañana más fría; ¿qué pasó? ¡Señor! año, pingüino, corazón, según, también",
    "The naïve café owner's résumé: 5 µm ± 3 °C, © 2026 Société, ½ × ¾, «quoted» – Ørsted, Ångström, Łódź, señor",
    "O português não é difícil; ações, corações, às vezes, também, você, São João, Atlântico, família, exceção",
    "Přílišžluťoučký kůň; Ærø, Tromsø, blåbærsyltetøy; håndværk på øen, ünlü köy, çok güzel şehir",
)


@pytest.mark.parametrize("font", ["Times", "VNI-Times", ".VnTime"])
@pytest.mark.parametrize("text", FOREIGN)
def test_other_languages_are_not_touched(text: str, font: str) -> None:
    assert repaired(text, font) is None


@pytest.mark.parametrize("text", LETTER)
def test_vietnamese_in_unicode_is_not_even_looked_at(text: str) -> None:
    assert not may_be_legacy(text)


@given(
    st.text(alphabet=st.characters(max_codepoint=0x2FF, exclude_categories=["Cs"]) | st.sampled_from("−∙\x02\ufffe-"))
)
def test_no_text_raises_and_the_length_stays(text: str) -> None:
    for font in (".VnTime", ".VnTimeH", "VNI-Times", "Arial", ""):
        repair = repair_legacy(text, [font] * len(text))
        assert repair is None or len(repair.text) == len(text)


# --- the traps of TCVN3 -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["\u00ad", "\u2212", "-"])
def test_the_hyphen_that_stands_for_u_with_horn_is_repaired_within_words_only(mark: str) -> None:
    text = tcvn3("những người như thế ở phường 12 - 15, mục 3-4 (số 5/QĐ-UBND)").replace("\u00ad", mark)
    assert repaired(text, ".VnTime") == "những người như thế ở phường 12 - 15, mục 3-4 (số 5/QĐ-UBND)"


def test_the_bullet_operator_that_stands_for_a_with_tilde_is_repaired() -> None:
    assert repaired(tcvn3("xã đã thực hiện").replace("\u00b7", "\u2219"), ".VnTime") == "xã đã thực hiện"


# --- in a file --------------------------------------------------------------------------------------------------------


def pdf_in_fonts(path: Path, lines: Sequence[tuple[str, str]]) -> Path:
    """Draw (font name, text) line by line with embedded fonts that carry these names."""
    names = sorted({name for name, _ in lines})
    faces = find_fonts().faces
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=True)
    for position, (name, text) in enumerate(lines):
        face = f"Face{names.index(name)}"
        pdfmetrics.registerFont(TTFont(face, str(faces[names.index(name)])))
        canvas.setFont(face, 13)
        canvas.drawString(72, 760 - 22 * position, text)
    canvas.save()
    with pikepdf.open(stream) as document:
        fonts = dict(document.pages[0].Resources.Font.items())
        for position, name in enumerate(names):
            # reportlab numbers its fonts after the standard one, in the order of their first use.
            used = list(dict.fromkeys(font for font, _ in lines)).index(name)
            font = fonts[sorted(key for key in fonts if key != "/F1")[used]]
            font.BaseFont = font.FontDescriptor.FontName = pikepdf.Name(f"/{chr(65 + position) * 6}+{name}")
        document.save(path)
    return path


def read(path: Path) -> ExtractedText:
    return extract_text(path, max_pages=5, ocr=None)


def test_a_letter_in_old_fonts_is_read_as_it_is_printed_with_what_the_file_holds_beside_it(tmp_path: Path) -> None:
    path = pdf_in_fonts(
        tmp_path / "old.pdf",
        [(".VnTimeH", tcvn3("quyết định")), (".VnTime", tcvn3(LETTER[3])), ("VNI-Times", vni(LETTER[2]))],
    )
    text = read(path)
    assert text.full_text.split("\n") == ["QUYẾT ĐỊNH", LETTER[3], LETTER[2]]
    assert (text.repaired, text.pages[0].source) == ("tcvn3+vni", TextSource.REPAIRED)
    assert "Kính göûi" in (text.pages[0].unrepaired or "")


def test_u_with_horn_at_a_line_end_is_no_hyphen(tmp_path: Path) -> None:
    lines = [(".VnTime", tcvn3(text)) for text in ("những việc như thư", "của các xã, phường")]
    assert read(pdf_in_fonts(tmp_path / "old.pdf", lines)).full_text == "những việc như thư\ncủa các xã, phường"


def test_a_page_in_unicode_is_not_marked_as_repaired(tmp_path: Path) -> None:
    text = read(pdf_in_fonts(tmp_path / "new.pdf", [("Times", line) for line in LETTER]))
    assert (text.repaired, text.pages[0].source, text.pages[0].unrepaired) == (None, TextSource.TEXT_LAYER, None)


def test_decomposed_letters_are_composed(tmp_path: Path) -> None:
    path = pdf_in_fonts(tmp_path / "nfd.pdf", [("Times", unicodedata.normalize("NFD", line)) for line in LETTER])
    assert read(path).full_text.split("\n") == list(LETTER)


def test_letter_spaced_words_beside_others_are_joined(tmp_path: Path) -> None:
    line = "Căn cứ Q U Y Ế T   Đ Ị N H của tỉnh"
    assert read(pdf_in_fonts(tmp_path / "spaced.pdf", [("Times", line)])).full_text == "Căn cứ QUYẾT ĐỊNH của tỉnh"


def test_single_letters_far_apart_stay_apart(tmp_path: Path) -> None:
    line = "A        B        C        D"
    assert read(pdf_in_fonts(tmp_path / "columns.pdf", [("Times", line)])).full_text == "A B C D"


# --- damage -----------------------------------------------------------------------------------------------------------


class OcrThatReads:
    def __init__(self, text: str) -> None:
        self.text = text

    def read(self, image: PageImage) -> tuple[Line, ...]:
        return (placed_line(72.0, 80.0, self.text),)


def pdf_without_unicode(path: Path) -> Path:
    pdf_in_fonts(path, [("Times", line) for line in LETTER])
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        for font in document.pages[0].Resources.Font.values():
            if "/ToUnicode" in font:
                del font["/ToUnicode"]
        document.save(path)
    return path


def test_a_font_without_unicode_is_read_from_the_picture(tmp_path: Path) -> None:
    path = pdf_without_unicode(tmp_path / "glyphs.pdf")
    text = extract_text(path, max_pages=5, ocr=OcrThatReads("Quyết định"))
    assert (text.full_text, text.pages[0].source) == ("Quyết định", TextSource.OCR)


def test_without_an_engine_such_a_page_is_not_taken_for_text(tmp_path: Path) -> None:
    page = read(pdf_without_unicode(tmp_path / "glyphs.pdf")).pages[0]
    assert (page.text, page.source) == ("", TextSource.NONE)


def test_a_page_that_lost_its_hyphens_goes_to_ocr_and_without_an_engine_stays(tmp_path: Path) -> None:
    path = pdf_in_fonts(tmp_path / "lost.pdf", [("Times", line.replace("-", "")) for line in LETTER])
    assert extract_text(path, max_pages=5, ocr=OcrThatReads("Độc lập")).pages[0].source is TextSource.OCR
    assert read(path).pages[0].source is TextSource.TEXT_LAYER


@pytest.mark.parametrize(
    "text", ["Ủy ban \ufffd\ufffd\ufffd xã", "(cid:12)(cid:7)(cid:31) xã", "\x01\x04\x06 nhân dân"]
)
def test_letters_without_unicode_are_damage(text: str) -> None:
    assert find_damage(text, lambda: 0) is Damage.NO_UNICODE


@pytest.mark.parametrize("text", ["", *LETTER, *FOREIGN, " Một dòng có dấu đầu dòng của phông ký hiệu"])
def test_whole_text_is_no_damage(text: str) -> None:
    assert find_damage(text, lambda: 0) is None
