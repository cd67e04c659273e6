"""The sample letters themselves: they open, show their words, hide what signing programs hide, and never change."""

from __future__ import annotations

import tomllib
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pypdfium2 import PdfiumError

from pipeline.documents import Urgency
from tests.letters.fonts import find_fonts
from tests.letters.layout import build_letter
from tests.letters.letter import long_date, on_one_line
from tests.letters.sample import Days, Form, Sample, eve_of
from tests.letters.samples import DUPLICATE_OF, REFUSALS, sample_files, sample_letter, samples
from tests.letters.scan import scan_of

TODAY = date(2026, 10, 20)
WARD = Path(__file__).parents[2] / "ward.toml"
TOP_MARGIN = 45  # points; the page number stands in it
SIGNED = "UBND-DT trat tu xay dung (signed).pdf"


@pytest.fixture(scope="module")
def files() -> Mapping[str, bytes]:
    return sample_files(TODAY)


def by_name(each: Sample) -> str:
    return each.letter.code


def page_content_text(pdf: bytes) -> str:
    """The text of all pages on one line, without annotations and without the page numbers in the top margin."""
    with pypdfium2.PdfDocument(pdf) as document:
        texts = [page.get_textpage().get_text_bounded(top=page.get_height() - TOP_MARGIN) for page in document]
    return " ".join(" ".join(texts).split())


def widget_texts(pdf: bytes) -> list[str]:
    """What each /Sig widget of page 1 draws, read by putting its appearance on an empty page."""
    texts = []
    with pikepdf.open(BytesIO(pdf)) as source:
        for widget in source.pages[0].obj.Annots:
            assert widget.FT == "/Sig"
            sheet = pikepdf.new()
            page = sheet.add_blank_page()
            page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Look=sheet.copy_foreign(widget.AP.N)))
            page.obj.Contents = sheet.make_stream(b"/Look Do")
            stream = BytesIO()
            sheet.save(stream)
            texts.append(page_content_text(stream.getvalue()).strip())
    return texts


@pytest.mark.parametrize("each", samples(TODAY), ids=by_name)
def test_every_good_sample_opens_and_ends_properly(each: Sample, files: Mapping[str, bytes]) -> None:
    pdf = files[each.name]
    with pypdfium2.PdfDocument(pdf) as document:
        assert 1 <= len(document) <= 4
    assert pdf.rstrip().endswith(b"%%EOF")


@pytest.mark.parametrize("each", [each for each in samples(TODAY) if each.form is Form.TEXT], ids=by_name)
def test_the_text_layer_shows_the_words_of_the_letter(each: Sample, files: Mapping[str, bytes]) -> None:
    text, letter = page_content_text(files[each.name]), each.letter
    shown = [on_one_line(letter.subject), *letter.addressees, *letter.body, letter.signer_name, *letter.recipients]
    if not letter.number_in_widget:
        shown += [letter.code, f"{letter.place}, {long_date(letter.issued_on)}"]
    assert [words for words in shown if " ".join(words.split()) not in text] == []


def test_a_long_letter_numbers_its_pages_from_the_second(files: Mapping[str, bytes]) -> None:
    with pypdfium2.PdfDocument(files["318_KH-UBND ra soat bao tro xa hoi.pdf"]) as document:
        first_lines = [page.get_textpage().get_text_bounded().split()[0] for page in document]
    assert first_lines[1:] == ["2", "3"]
    assert first_lines[0] != "1"


def test_a_signed_letter_hides_number_and_day_from_the_page_text(files: Mapping[str, bytes]) -> None:
    letter = sample_letter(SIGNED, TODAY).letter
    text = page_content_text(files[SIGNED])
    assert letter.number not in text
    assert long_date(letter.issued_on) not in text
    assert letter.notation in text


def test_the_widgets_of_a_signed_letter_hold_number_day_and_month(files: Mapping[str, bytes]) -> None:
    letter = sample_letter(SIGNED, TODAY).letter
    number, day, month, seal = widget_texts(files[SIGNED])
    assert (number, day, month) == (letter.number, f"{letter.issued_on.day:02d}", str(letter.issued_on.month))
    assert seal.startswith("Ký bởi: ỦY BAN NHÂN DÂN THÀNH PHỐ HỒ CHÍ MINH")


def test_a_printed_signed_letter_shows_the_number_between_its_label_and_its_notation(
    files: Mapping[str, bytes],
) -> None:
    with pikepdf.open(BytesIO(files[SIGNED])) as document:
        left, bottom, right, top = (float(edge) for edge in document.pages[0].obj.Annots[0].Rect)
    with pypdfium2.PdfDocument(files[SIGNED]) as document:
        page = document[0].get_textpage()
        before = page.get_text_bounded(left - 30, bottom, left, top)
        after = page.get_text_bounded(right, bottom, right + 60, top)
    assert before.strip() == "Số:"
    assert after.strip().startswith("/UBND")


def test_a_scan_has_no_text_and_keeps_the_page_size(files: Mapping[str, bytes]) -> None:
    with pypdfium2.PdfDocument(files["scan0012.pdf"]) as document:
        assert document[0].get_textpage().count_chars() == 0
        assert [round(edge) for edge in document[0].get_size()] == pytest.approx([595, 842], abs=1)


def test_the_same_letter_always_gives_the_same_bytes() -> None:
    for each in (sample_letter(SIGNED, TODAY), sample_letter("GM 1936 hop giao ban.pdf", TODAY)):
        assert build_letter(each.letter) == build_letter(each.letter)


def test_the_whole_inbox_is_the_same_on_the_same_day(files: Mapping[str, bytes]) -> None:
    assert dict(sample_files.__wrapped__(TODAY)) == dict(files)


def test_a_scan_depends_on_its_seed_alone(files: Mapping[str, bytes]) -> None:
    pdf = files["CV de nghi phoi hop.pdf"]
    assert scan_of(pdf, dpi=50, seed=1) == scan_of(pdf, dpi=50, seed=1)
    assert scan_of(pdf, dpi=50, seed=1) != scan_of(pdf, dpi=50, seed=2)


def test_samples_cover_every_field_and_unit_of_the_ward() -> None:
    ward = tomllib.loads(WARD.read_text(encoding="utf-8"))
    expected = [each.expected for each in samples(TODAY)]
    assert {reading.field for reading in expected} == set(ward["fields"])
    assert {reading.unit for reading in expected} == set(ward["units"])
    assert all(ward["fields"][reading.field]["unit"] == reading.unit for reading in expected)


def test_every_good_sample_has_its_own_name_and_code() -> None:
    names = Counter(each.name for each in samples(TODAY)) + Counter(each.letter.code for each in samples(TODAY))
    assert names.most_common(1)[0][1] == 1


def test_duties_lie_before_on_and_after_today() -> None:
    due = {day for each in samples(TODAY) for day in each.expected.due_dates}
    week_end = TODAY + timedelta(days=6 - TODAY.weekday())
    assert any(day < TODAY for day in due)
    assert TODAY in due
    assert any(TODAY < day <= week_end for day in due)
    assert any(day > week_end for day in due)


def test_one_letter_has_three_duties() -> None:
    assert max(len(each.expected.due_dates) for each in samples(TODAY)) == 3


def test_there_is_an_express_telegram_and_a_letter_without_duty_for_us() -> None:
    letters = {each.name: each for each in samples(TODAY)}
    assert letters["HOA TOC 14-CD-UBND.pdf"].letter.urgency is Urgency.EXPRESS
    assert letters["TB_845_ket-luan-quy-IV.pdf"].expected.due_dates == ()


@pytest.mark.parametrize("today", [date(2026, 10, 1), date(2026, 11, 23), date(2026, 11, 29), date(2027, 2, 28)])
def test_samples_can_be_built_for_any_day(today: date) -> None:
    assert len(samples(today)) == len(samples(TODAY))


def test_expected_monthly_report_is_the_next_one() -> None:
    assert eve_of(Days(date(2026, 10, 19)).monthly_before(20)) == date(2026, 10, 19)
    assert eve_of(Days(date(2026, 10, 20)).monthly_before(20)) == date(2026, 11, 19)
    assert eve_of(Days(date(2026, 12, 21)).monthly_before(20)) == date(2027, 1, 19)


def test_working_days_skip_the_weekend_and_the_day_of_culture() -> None:
    assert Days(date(2026, 11, 20)).ahead(3) == date(2026, 11, 26)


def test_every_refused_file_is_in_the_inbox(files: Mapping[str, bytes]) -> None:
    assert set(REFUSALS) == set(files) - {each.name for each in samples(TODAY)}


def test_the_duplicate_is_the_same_file_under_another_name(files: Mapping[str, bytes]) -> None:
    (name,) = [name for name, code in REFUSALS.items() if code == "duplicate"]
    assert files[name] == files[DUPLICATE_OF]


@pytest.mark.parametrize("code", ["truncated", "encrypted", "empty"])
def test_damaged_locked_and_empty_files_do_not_open(code: str, files: Mapping[str, bytes]) -> None:
    (name,) = [name for name, found in REFUSALS.items() if found == code]
    with pytest.raises(PdfiumError):
        pypdfium2.PdfDocument(files[name])


def test_the_locked_file_opens_with_its_password(files: Mapping[str, bytes]) -> None:
    with pypdfium2.PdfDocument(files["danh sach co mat khau.pdf"], password="mat-khau") as document:
        assert len(document) == 1


def test_the_secret_letter_shows_its_mark_as_a_line_of_its_own(files: Mapping[str, bytes]) -> None:
    with pypdfium2.PdfDocument(files["27-KH-TM.pdf"]) as document:
        assert "MẬT" in document[0].get_textpage().get_text_bounded().splitlines()


def test_the_word_file_is_a_valid_package(files: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(BytesIO(files["du thao to trinh.docx"])) as package:
        assert package.testzip() is None
        assert "word/document.xml" in package.namelist()


def test_one_name_is_decomposed_and_has_spaces(files: Mapping[str, bytes]) -> None:
    (name,) = [name for name in files if unicodedata.normalize("NFC", name) != name]
    assert "  " in name


def test_letters_can_be_drawn_without_debian_fonts(tmp_path: Path) -> None:
    fallback = find_fonts(tmp_path)
    assert all(face.is_file() for face in fallback.faces)
    assert fallback.scale < 1
