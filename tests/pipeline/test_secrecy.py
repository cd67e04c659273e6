"""Only marks stop a letter, words of a sentence never do."""

from __future__ import annotations

import pytest

from pipeline.documents import ExtractedText, Secrecy
from pipeline.secrecy import find_secrecy_mark, mark_in_stamp
from tests.pipeline.pages import HEADING, bare, body, left, letter, middle, page, pages

NO_TEXT = ExtractedText((), page_count=0)


@pytest.mark.parametrize(
    ("stamp", "level"),
    [
        ("MẬT", Secrecy.CONFIDENTIAL),
        ("TỐI MẬT", Secrecy.SECRET),
        ("TUYỆT MẬT", Secrecy.TOP_SECRET),
        ("[MẬT]", Secrecy.CONFIDENTIAL),
        ("Độ mật: Tối mật", Secrecy.SECRET),
    ],
)
def test_stamp_line_is_a_mark(stamp: str, level: Secrecy) -> None:
    assert (
        find_secrecy_mark(letter(left(60, "BỘ Y TẾ"), left(108, "Số: 1/BYT-KH"), left(150, stamp), *HEADING), "a.pdf")
        is level
    )


def test_stamp_beside_other_words_of_its_row_is_a_mark() -> None:
    row = [(60.0, 150.0, "MẬT"), (250.0, 150.0, "Kính gửi: Ủy ban nhân dân tỉnh")]
    text = letter(*row)
    merged = letter()
    words = tuple(word for line in text.pages[0].lines for word in line.words)
    one_line = type(text.pages[0].lines[0])(words)
    whole = pages(type(merged.pages[0])(1, 595.0, 842.0, (one_line,), merged.pages[0].source))
    assert find_secrecy_mark(whole, "a.pdf") is Secrecy.CONFIDENTIAL


def test_stamp_on_two_lines_is_a_mark() -> None:
    assert find_secrecy_mark(letter(left(150, "TUYỆT"), left(166, "MẬT")), "a.pdf") is Secrecy.TOP_SECRET


@pytest.mark.parametrize(
    "line",
    [
        "Căn cứ Luật Bảo vệ bí mật nhà nước số 117/2025/QH15;",
        "TẬP HUẤN CÔNG TÁC BẢO VỆ BÍ MẬT NHÀ NƯỚC",
        "mật độ xây dựng không quá 60 %",
        "không để lộ mật khẩu, bảo mật thông tin",
        "LỄ HỘI MẬT ONG RỪNG",
        "thư mật mời thầu",
        "Bà Trần Thị Mật",
        "mật",
        "LƯU HÀNH NỘI BỘ",
        "XEM XONG TRẢ LẠI",
    ],
)
def test_words_of_a_letter_are_no_mark(line: str) -> None:
    assert find_secrecy_mark(letter(body(300, line)), "a.pdf") is Secrecy.NONE


def test_heading_that_breaks_before_its_last_word_is_no_mark() -> None:
    text = letter(middle(140, "QUY CHẾ PHỐI HỢP VÀ BẢO"), middle(156, "MẬT"))
    assert find_secrecy_mark(text, "a.pdf") is Secrecy.NONE


def test_isolated_word_on_a_later_page_is_no_mark() -> None:
    assert find_secrecy_mark(pages(page(body(60, "BÁO CÁO")), page(body(60, "MẬT"), number=2)), "a.pdf") is Secrecy.NONE


def test_bare_text_shows_its_mark_too() -> None:
    assert find_secrecy_mark(bare("BỘ CÔNG AN\nSố: 1/BC-BCA\nTỐI MẬT\nBÁO CÁO"), "a.pdf") is Secrecy.SECRET


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("12_MAT.pdf", Secrecy.CONFIDENTIAL),
        ("(MẬT) cong van.pdf", Secrecy.CONFIDENTIAL),
        ("TOIMAT-15.pdf", Secrecy.SECRET),
        ("TOI MAT 15.pdf", Secrecy.SECRET),
        ("tuyetmat_3.pdf", Secrecy.TOP_SECRET),
        ("BMNN 2026.pdf", Secrecy.CONFIDENTIAL),
    ],
)
def test_file_name_shows_the_mark(name: str, level: Secrecy) -> None:
    assert find_secrecy_mark(NO_TEXT, name) is level


@pytest.mark.parametrize(
    "name",
    [
        "mat tran to quoc.pdf",
        "UB MAT TRAN TO QUOC.pdf",
        "GIAI PHONG MAT BANG.pdf",
        "Mật độ xây dựng.pdf",
        "quy che bao mat.pdf",
        "BẢO VỆ BÍ MẬT.pdf",
        "GIAY MOI GAP MAT.pdf",
        "ra mắt.pdf",
        "mất điện.pdf",
        "format.pdf",
    ],
)
def test_other_words_of_a_file_name_are_no_mark(name: str) -> None:
    assert find_secrecy_mark(NO_TEXT, name) is Secrecy.NONE


@pytest.mark.parametrize(
    ("read", "mark"),
    [
        ("TUYẸT MẠI", "TUYỆT MẬT"),
        ("|TUYỆ MẬT|", "TUYỆT MẬT"),
        ("TUYẾT MẠPT", "TUYỆT MẬT"),
        ("TỐ MẬT", "TỐI MẬT"),
        ("TÔIMẬT", "TỐI MẬT"),
        ("MẶT TRẬN", None),
        ("tuyệt mật", None),
        ("TÓM TẮT", None),
        ("TUYỂN SINH", None),
        ("TỔNG KẾT", None),
        ("TUYÊN TRUYỀN", None),
        ("THẢM MÁT", None),
    ],
)
def test_long_marks_are_known_by_most_of_their_letters(read: str, mark: str | None) -> None:
    assert mark_in_stamp(read) == mark
