"""What a letter's words are, whatever its spelling and frame."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.predict import Letter
from classifiers.tokens import WORDS_VERSION, fold_spelling, notation_parts, plain_text, read_words, substance_of


@pytest.mark.parametrize(
    ("old", "new"),
    [("HOÀ", "hòa"), ("Uỷ ban", "ủy ban"), ("thuý", "thúy"), ("khoẻ", "khỏe"), ("quý", "quý"), ("hoàn", "hoàn")],
)
def test_both_placements_of_the_tone_mark_are_one_spelling(old: str, new: str) -> None:
    assert fold_spelling(old) == new


def test_decomposed_letters_and_icelandic_d_are_folded() -> None:
    assert fold_spelling(unicodedata.normalize("NFD", "Ðất đai")) == "đất đai"


def test_capitals_make_no_difference() -> None:
    subject = "V/v bảo đảm trật tự, an toàn giao thông dịp nghỉ lễ"
    assert read_words(Letter(subject.upper())) == read_words(Letter(subject))


def test_words_are_segmented() -> None:
    assert read_words(Letter("tăng cường an toàn giao thông")).subject[:1] == ("tăng_cường",)


def test_numbers_dates_codes_and_addresses_are_dropped() -> None:
    text = "giao 1.250.000 đồng theo Quyết định 12/2025/QĐ-UBND ngày 01/12/2025, xem https://x.gov.vn, gửi a@b.vn"
    assert plain_text(text) == "giao đồng theo quyết định ngày xem gửi"


def test_abbreviations_are_written_out() -> None:
    assert plain_text("công tác CCHC, PCCC") == "công tác cải cách hành chính, phòng cháy chữa cháy"


def test_names_of_provinces_do_not_count() -> None:
    assert plain_text("rừng tỉnh Quảng Nam") == "rừng tỉnh"


def test_words_are_those_of_this_words_version() -> None:
    letter = Letter("V/v giải phóng mặt bằng, hỗ trợ tái định cư", "Đề nghị UBND phường niêm yết công khai phương án.")
    words = read_words(letter)
    assert WORDS_VERSION == 1, "write down the new words here"
    assert words.subject == ("giải_phóng", "mặt_bằng", "hỗ_trợ", "tái", "định_cư")
    assert words.body == (*("đề_nghị", "ủy", "ban_nhân_dân", "phường", "niêm_yết", "công_khai", "phương_án"),)


def test_code_gives_its_letters() -> None:
    assert notation_parts("471/2025/QĐ-UBND") == ("qđ", "ubnd")


FRAME = """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 12/KH-UBND
Cần Thơ, ngày 18 tháng 11 năm 2025
KẾ HOẠCH
Phòng, chống bệnh dại trên
địa bàn
Căn cứ Luật Thú y và Luật Đất đai ngày 19 tháng 6
năm 2015;
Tiêm phòng cho đàn chó.
Lập danh sách hộ nuôi.
Báo cáo kết quả.
Nơi nhận:
- Sở Tài chính.
KT. CHỦ TỊCH
"""


def test_frame_citations_and_recipients_are_no_substance() -> None:
    substance = substance_of(FRAME, subject="Phòng, chống bệnh dại trên địa bàn")
    assert substance == "tiêm phòng cho đàn chó. lập danh sách hộ nuôi. báo cáo kết quả."


def test_citation_without_end_hides_no_more_than_some_lines() -> None:
    body = "Căn cứ Luật Thú y\n" + "và các quy định khác\n" * 20 + "Tiêm phòng cho đàn chó"
    assert "tiêm phòng cho đàn chó" in substance_of(body)


@given(st.text(max_size=300), st.text(max_size=80))
def test_reading_words_never_fails(body: str, subject: str) -> None:
    plain_text(subject)
    substance_of(body, subject=subject)
