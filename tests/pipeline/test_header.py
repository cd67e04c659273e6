"""ExtractedText -> DocumentHeader, on letters set line by line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.documents import ExtractedText, Line, Page, Signer, TextSource, Urgency, Word
from pipeline.header import read_header
from tests.pipeline.pages import HEADING, bare, body, left, letter, middle, page, pages, right

ISSUED = right(108, "Bắc Giang, ngày 05 tháng 3 năm 2026")


def official_letter(*more: tuple[float, float, str], number: str = "Số: 123/SYT-NVY") -> ExtractedText:
    return letter(
        left(60, "UBND TỈNH BẮC GIANG"),
        left(76, "SỞ Y TẾ"),
        left(108, number),
        left(124, "V/v phòng, chống dịch bệnh"),
        left(140, "mùa hè năm 2026"),
        *HEADING,
        ISSUED,
        middle(200, "Kính gửi: Ủy ban nhân dân các xã, phường."),
        body(230, "Thực hiện Kế hoạch số 45/KH-UBND ngày 02 tháng 01 năm 2026 của Ủy ban nhân dân tỉnh,"),
        *more,
    )


def decision(*subject: str, kind: str = "QUYẾT ĐỊNH", number: str = "Số: 471/QĐ-UBND") -> ExtractedText:
    return letter(
        left(60, "ỦY BAN NHÂN DÂN"),
        left(76, "TỈNH BẮC GIANG"),
        left(108, number),
        *HEADING,
        ISSUED,
        middle(140, kind),
        *(middle(156 + 16 * row, text) for row, text in enumerate(subject)),
        middle(260, "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH BẮC GIANG"),
        body(290, "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;"),
    )


def test_official_letter_has_all_parts() -> None:
    header = read_header(official_letter())
    assert header.parent_body == "UBND TỈNH BẮC GIANG"
    assert header.issuing_body == "SỞ Y TẾ"
    assert (header.code, header.code_number, header.code_notation) == ("123/SYT-NVY", "123", "SYT-NVY")
    assert (header.place, header.issued_on) == ("Bắc Giang", date(2026, 3, 5))
    assert header.document_type == "Công văn"
    assert header.subject == "phòng, chống dịch bệnh mùa hè năm 2026"
    assert header.addressees == ("Ủy ban nhân dân các xã, phường",)


def test_decision_has_its_type_and_the_subject_below_it() -> None:
    header = read_header(decision("Về việc ban hành Quy chế phối hợp", "quản lý nhà nước về đất đai"))
    assert header.document_type == "Quyết định"
    assert header.subject == "Về việc ban hành Quy chế phối hợp quản lý nhà nước về đất đai"


def test_one_body_on_two_lines_has_no_parent() -> None:
    header = read_header(decision("Về việc khen thưởng"))
    assert header.issuing_body == "ỦY BAN NHÂN DÂN TỈNH BẮC GIANG"
    assert header.parent_body is None


@pytest.mark.parametrize(
    ("cell", "parent", "issuing"),
    [
        (("BỘ TÀI CHÍNH", "CỤC THUẾ"), "BỘ TÀI CHÍNH", "CỤC THUẾ"),
        (("BỘ NÔNG NGHIỆP VÀ MÔI", "TRƯỜNG"), None, "BỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG"),
        (("UBND TỈNH BẮC GIANG", "SỞ GIÁO DỤC VÀ", "ĐÀO TẠO"), "UBND TỈNH BẮC GIANG", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"),
        (("CHỦ TỊCH", "ỦY BAN NHÂN DÂN TỈNH BẮC GIANG"), None, "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH BẮC GIANG"),
        (("UBND XÃ TÂN AN", "BAN CHỈ HUY", "PHÒNG THỦ DÂN SỰ"), "UBND XÃ TÂN AN", "BAN CHỈ HUY PHÒNG THỦ DÂN SỰ"),
        (
            ("ỦY BAN NHÂN DÂN", "PHƯỜNG ĐÔNG NGÀN", "VĂN PHÒNG HĐND VÀ UBND"),
            "ỦY BAN NHÂN DÂN PHƯỜNG ĐÔNG NGÀN",
            "VĂN PHÒNG HĐND VÀ UBND",
        ),
        (("VĂN PHÒNG CHÍNH PHỦ",), None, "VĂN PHÒNG CHÍNH PHỦ"),
    ],
)
def test_bodies_of_the_left_cell_are_told_apart(cell: tuple[str, ...], parent: str | None, issuing: str) -> None:
    lines = [left(60 + 16 * row, text) for row, text in enumerate(cell)]
    header = read_header(
        letter(*lines, left(124, "Số: 12/TB-ABC"), *HEADING, right(124, "Hà Nội, ngày 05 tháng 3 năm 2026"))
    )
    assert (header.parent_body, header.issuing_body) == (parent, issuing)


@pytest.mark.parametrize(
    ("printed", "code", "number", "notation"),
    [
        ("Số: 471/QĐ-UBND", "471/QĐ-UBND", "471", "QĐ-UBND"),
        ("Số: 08 /UBND-VX", "08/UBND-VX", "08", "UBND-VX"),
        ("Số: 12/2025/NQ-HĐND", "12/2025/NQ-HĐND", "12", "2025/NQ-HĐND"),
        ("Số: 66.7/2025/NQ-CP", "66.7/2025/NQ-CP", "66.7", "2025/NQ-CP"),
        ("Số: 30c/NQ-CP", "30c/NQ-CP", "30c", "NQ-CP"),
        ("Số 565-BC/BTCTW", "565-BC/BTCTW", "565", "BC/BTCTW"),
        ("Số: 11299/VPCP-V.I", "11299/VPCP-V.I", "11299", "VPCP-V.I"),
        ("Số: 118/PCCC&CNCH-P6", "118/PCCC&CNCH-P6", "118", "PCCC&CNCH-P6"),
        ("Số: 1961/QĐUBND", "1961/QĐUBND", "1961", "QĐUBND"),
        ("Số: 12 / QĐ - UBND", "12/QĐ-UBND", "12", "QĐ-UBND"),
        ("Số: /SYT-NVY", "/SYT-NVY", None, "SYT-NVY"),
        ("Số: ....... /SYT-NVY", "/SYT-NVY", None, "SYT-NVY"),
    ],
)
def test_code_is_read_as_printed(printed: str, code: str, number: str | None, notation: str) -> None:
    header = read_header(official_letter(number=printed))
    assert (header.code, header.code_number, header.code_notation) == (code, number, notation)


def test_number_of_an_arrival_stamp_is_not_the_code() -> None:
    header = read_header(
        letter(left(40, "ĐẾN"), left(50, "Số: 4707"), *[line_of(each) for each in ("Số: 9/TB-ABC",)], *HEADING, ISSUED)
    )
    assert header.code == "9/TB-ABC"


def line_of(text: str) -> tuple[float, float, str]:
    return left(108, text)


def test_number_of_a_gazette_is_not_the_code() -> None:
    text = letter(
        body(30, "CÔNG BÁO/Số 293/Ngày 10-02-2026"),
        left(60, "CHÍNH PHỦ"),
        left(108, "Số: 15/2026/NĐ-CP"),
        *HEADING,
        ISSUED,
    )
    header = read_header(text)
    assert header.code == "15/2026/NĐ-CP"
    assert header.issuing_body == "CHÍNH PHỦ"


@pytest.mark.parametrize(
    ("printed", "place", "issued_on"),
    [
        ("Hà Nội, ngày 05 tháng 3 năm 2026", "Hà Nội", date(2026, 3, 5)),
        ("Phường 1, ngày 14 tháng 03 năm 2026", "Phường 1", date(2026, 3, 14)),
        ("Hà Nội, ngày 0 5 tháng 1 2 năm 2 0 2 5", "Hà Nội", date(2025, 12, 5)),
        ("Hà Nội,ngày05tháng3năm2026", "Hà Nội", date(2026, 3, 5)),
        ("Hà Nội, ngày 05/3/2026", "Hà Nội", date(2026, 3, 5)),
        ("Thanh Hóa, ngày tháng 11 năm 2025", "Thanh Hóa", None),
        ("Thanh Hóa, ngày ..... tháng 11 năm 2025", "Thanh Hóa", None),
        ("Hà Nội, ngày 31 tháng 02 năm 2026", "Hà Nội", None),
    ],
)
def test_date_is_read_from_the_place_line(printed: str, place: str, issued_on: date | None) -> None:
    header = read_header(letter(left(60, "BỘ Y TẾ"), left(108, "Số: 1/TB-BYT"), *HEADING, right(108, printed)))
    assert (header.place, header.issued_on) == (place, issued_on)


def test_year_wrapped_to_the_next_line_belongs_to_the_date() -> None:
    text = letter(
        left(60, "BỘ Y TẾ"),
        left(108, "Số: 1/TB-BYT"),
        *HEADING,
        right(108, "Hà Nội, ngày 05 tháng 3 năm"),
        right(124, "2026"),
    )
    assert read_header(text).issued_on == date(2026, 3, 5)


def test_dates_of_the_body_and_of_signatures_are_not_the_issue_date() -> None:
    text = letter(
        right(30, "Thời gian ký: 09.01.2026 10:21:11 +07:00"),
        left(60, "BỘ Y TẾ"),
        left(108, "Số: 1/TB-BYT"),
        *HEADING,
        middle(140, "THÔNG BÁO"),
        middle(156, "Về lịch nghỉ lễ"),
        body(200, "Căn cứ Luật Tổ chức Chính phủ ngày 18 tháng 02 năm 2025"),
        body(216, "Thực hiện Công điện ngày 03 tháng 3 năm 2026"),
    )
    assert read_header(text).issued_on is None


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("THÔNG BÁO", "Thông báo"),
        ("THÔNG BÁO (Lần 2)", "Thông báo"),
        ("CÔNG ĐIỆN KHẨN", "Công điện"),
        ("TỜ TRÌNH", "Tờ trình"),
        ("GIẤY MỜI", "Giấy mời"),
        ("QUYÉT ĐỊNH", "Quyết định"),
        ("NGHỊ QUYẾT LIÊN TỊCH", "Nghị quyết liên tịch"),
        ("KẾT LUẬN", "Kết luận"),
    ],
)
def test_type_comes_from_the_closed_list(printed: str, name: str) -> None:
    assert read_header(decision("Về lịch nghỉ lễ", kind=printed)).document_type == name


def test_notation_of_the_tax_department_does_not_make_a_directive() -> None:
    header = read_header(official_letter(number="Số: 5363/CT-CS"))
    assert header.document_type == "Công văn"


def test_type_line_wins_over_an_about_line_under_the_number() -> None:
    text = letter(
        left(60, "KHOA ĐIỀU TRA"),
        left(108, "Số: 7/ĐX-K7"),
        left(124, "V/v trưng dụng học viên"),
        *HEADING,
        ISSUED,
        middle(170, "ĐỀ XUẤT"),
        middle(210, "Kính gửi: Ban Giám hiệu"),
    )
    header = read_header(text)
    assert (header.document_type, header.subject) == ("Đề xuất", "trưng dụng học viên")


def test_line_of_the_subject_is_no_type_line() -> None:
    text = letter(
        left(60, "SỞ Y TẾ"),
        left(108, "Số: 7/SYT-NVY"),
        left(124, "V/v xây dựng"),
        left(140, "KẾ HOẠCH"),
        *HEADING,
        ISSUED,
        middle(210, "Kính gửi: Các bệnh viện"),
    )
    header = read_header(text)
    assert (header.document_type, header.subject) == ("Công văn", "xây dựng KẾ HOẠCH")


def test_subject_ends_before_whoever_decides() -> None:
    assert read_header(decision("VỀ VIỆC KHEN THƯỞNG")).subject == "VỀ VIỆC KHEN THƯỞNG"


def test_subject_may_begin_like_a_body() -> None:
    header = read_header(decision("Thực hiện Nghị quyết số 57-NQ/TW của Bộ Chính trị", kind="KẾ HOẠCH"))
    assert header.subject == "Thực hiện Nghị quyết số 57-NQ/TW của Bộ Chính trị"


@pytest.mark.parametrize(
    "subject",
    [
        ("Tuyên truyền kỷ niệm 95 năm Ngày thành lập", "Đảng Cộng sản Việt Nam (03/02/1930 - 03/02/2025)"),
        ("TUYÊN TRUYỀN KỶ NIỆM NGÀY THÀNH LẬP ĐẢNG CỘNG SẢN VIỆT NAM", "VÀ MỪNG XUÂN ẤT TỴ"),
        ("Chào mừng Đại hội lần thứ XIV của", "ĐẢNG CỘNG SẢN VIỆT NAM"),
        ("Treo cờ kỷ niệm Quốc khánh nước", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("Kết quả giải quyết đơn V/v tranh chấp đất đai",),
    ],
)
def test_a_subject_may_name_the_party_or_the_republic(subject: tuple[str, ...]) -> None:
    header = read_header(decision(*subject, kind="KẾ HOẠCH", number="Số: 12/KH-UBND"))
    assert (header.document_type, header.subject) == ("Kế hoạch", " ".join(subject))


def test_an_about_line_may_name_the_party() -> None:
    text = letter(
        left(60, "UBND TỈNH BẮC GIANG"),
        left(76, "SỞ NỘI VỤ"),
        left(108, "Số: 9/SNV-VP"),
        left(124, "V/v kỷ niệm Ngày thành lập"),
        left(140, "Đảng Cộng sản Việt Nam"),
        *HEADING,
        ISSUED,
        middle(200, "Kính gửi: Ủy ban nhân dân các xã, phường."),
    )
    assert read_header(text).subject == "kỷ niệm Ngày thành lập Đảng Cộng sản Việt Nam"


def test_the_number_line_may_begin_with_the_type() -> None:
    header = read_header(
        decision("Về việc sắp xếp các phường", kind="NGHỊ QUYẾT", number="Nghị quyết số: 65/2025/UBTVQH15")
    )
    assert (header.code, header.issuing_body) == ("65/2025/UBTVQH15", "ỦY BAN NHÂN DÂN TỈNH BẮC GIANG")


def test_a_sentence_that_begins_with_a_cited_number_is_no_number_line() -> None:
    cited = "Nghị quyết số 65/2025/UBTVQH15 ngày 12 tháng 3 năm 2025 của Ủy ban Thường vụ Quốc hội;"
    text = letter(left(60, "SỞ NỘI VỤ"), *HEADING, ISSUED, middle(140, "BÁO CÁO"), body(200, cited))
    assert read_header(text).code is None


def test_code_broken_at_a_line_end_is_joined_in_the_subject() -> None:
    header = read_header(decision("SỬA ĐỔI QUYẾT ĐỊNH SỐ 48/2024/QĐ-", "UBND NGÀY 22/7/2024"))
    assert header.subject == "SỬA ĐỔI QUYẾT ĐỊNH SỐ 48/2024/QĐ-UBND NGÀY 22/7/2024"


@pytest.mark.parametrize(
    ("stamp", "urgency"),
    [
        ("HỎA TỐC", Urgency.EXPRESS),
        ("HOẢ TỐC", Urgency.EXPRESS),
        ("HỎA TỐC HẸN GIỜ", Urgency.TIMED_EXPRESS),
        ("THƯỢNG KHẨN", Urgency.VERY_URGENT),
        ("KHẨN", Urgency.URGENT),
    ],
)
def test_urgency_is_an_isolated_stamp(stamp: str, urgency: Urgency) -> None:
    header = read_header(official_letter(left(158, stamp)))
    assert header.urgency is urgency
    assert header.subject == "phòng, chống dịch bệnh mùa hè năm 2026"


def test_urgent_words_of_the_body_are_no_stamp() -> None:
    assert read_header(official_letter(body(250, "đề nghị triển khai khẩn trương, hỏa tốc."))).urgency is Urgency.NORMAL


def test_addressees_are_listed_one_by_one() -> None:
    text = letter(
        left(60, "BỘ Y TẾ"),
        left(108, "Số: 1/BYT-KH"),
        left(124, "V/v góp ý dự thảo"),
        *HEADING,
        ISSUED,
        middle(170, "Kính gửi:"),
        body(190, "- Các sở: Y tế, Tài chính;"),
        body(206, "- Ủy ban nhân dân các xã, phường và"),
        body(222, "đặc khu."),
        body(250, "Bộ Y tế đề nghị các cơ quan góp ý."),
    )
    assert read_header(text).addressees == ("Các sở: Y tế, Tài chính", "Ủy ban nhân dân các xã, phường và đặc khu")


def test_dotted_blank_is_no_addressee() -> None:
    text = letter(
        left(60, "BỘ Y TẾ"),
        left(108, "Số: 1/BYT-KH"),
        *HEADING,
        ISSUED,
        middle(170, "Kính gửi: ................................"),
    )
    assert read_header(text).addressees == ()


FOOT = (
    body(600, "Nơi nhận:"),
    body(616, "- Như trên;"),
    body(632, "- Chủ tịch, các Phó Chủ tịch"),
    body(648, "UBND tỉnh;"),
    body(664, "- Lưu: VT, NVY."),
)


def test_recipients_end_with_the_kept_copy() -> None:
    header = read_header(official_letter(*FOOT, right(600, "GIÁM ĐỐC"), right(700, "Trần Văn An")))
    assert header.recipients == ("Như trên", "Chủ tịch, các Phó Chủ tịch UBND tỉnh", "Lưu: VT, NVY")


@pytest.mark.parametrize(
    ("lines", "signer"),
    [
        (("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Trần Văn An"), Signer("Trần Văn An", "PHÓ GIÁM ĐỐC", "KT.")),
        (("KT GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Trần Văn An"), Signer("Trần Văn An", "PHÓ GIÁM ĐỐC", "KT.")),
        (("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Thị Bình"), Signer("Lê Thị Bình", "CHỦ TỊCH", "TM.")),
        (
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Thị Bình"),
            Signer("Lê Thị Bình", "PHÓ CHỦ TỊCH", "KT."),
        ),
        (("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "Võ Ý"), Signer("Võ Ý", "CHÁNH VĂN PHÒNG", "TL.")),
        (("T/M ĐẢNG ỦY", "PHÓ BÍ THƯ", "Võ Ý"), Signer("Võ Ý", "PHÓ BÍ THƯ", "T/M")),
        (("Q. GIÁM ĐỐC", "Trần Văn An"), Signer("Trần Văn An", "GIÁM ĐỐC", "Q.")),
        (("CHỈ HUY TRƯỞNG", "Đại tá Trần Văn An"), Signer("Đại tá Trần Văn An", "CHỈ HUY TRƯỞNG", None)),
        (("GIÁM ĐỐC",), Signer(None, "GIÁM ĐỐC", None)),
    ],
)
def test_signer_has_authority_position_and_name(lines: tuple[str, ...], signer: Signer) -> None:
    signature = [right(600 + 24 * row, text) for row, text in enumerate(lines)]
    assert read_header(official_letter(*FOOT, *signature)).signer == signer


def test_signature_may_stand_on_a_later_page() -> None:
    first = official_letter().pages[0]
    last = page(*FOOT, right(600, "GIÁM ĐỐC"), right(700, "Trần Văn An"), number=2)
    assert read_header(pages(first, last)).signer == Signer("Trần Văn An", "GIÁM ĐỐC", None)


def test_letters_that_are_answered_are_found() -> None:
    text = official_letter(body(250, "Trả lời Công văn số 88/UBND-VX ngày 01 tháng 3 năm 2026 của Ủy ban nhân dân"))
    assert read_header(text).in_reply_to == ("88/UBND-VX",)


def test_cited_letters_are_not_answered() -> None:
    assert read_header(official_letter()).in_reply_to == ()


def test_every_part_that_is_found_shows_where() -> None:
    header = read_header(official_letter(*FOOT, right(600, "GIÁM ĐỐC"), right(700, "Trần Văn An")))
    parts = {
        "issuing_body",
        "parent_body",
        "code",
        "place",
        "issued_on",
        "subject",
        "addressees",
        "recipients",
        "signer",
    }
    assert parts <= header.evidence.keys()
    assert header.evidence["code"].page == 1


BARE_DECISION = """
ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH BẮC GIANG Độc lập - Tự do - Hạnh phúc
Số: 471/QĐ-UBND Bắc Giang, ngày 05 tháng 3 năm 2026
QUYẾT ĐỊNH
Về việc phê duyệt kế hoạch
lựa chọn nhà thầu
CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH BẮC GIANG
Căn cứ Luật Đấu thầu ngày 23 tháng 6 năm 2023;
"""


def test_bare_text_that_mixes_the_columns_is_read_too() -> None:
    header = read_header(bare(BARE_DECISION))
    assert header.issuing_body == "ỦY BAN NHÂN DÂN TỈNH BẮC GIANG"
    assert (header.code, header.place, header.issued_on) == ("471/QĐ-UBND", "Bắc Giang", date(2026, 3, 5))
    assert (header.document_type, header.subject) == ("Quyết định", "Về việc phê duyệt kế hoạch lựa chọn nhà thầu")
    assert header.evidence == {}


def test_bare_official_letter_is_read_too() -> None:
    header = read_header(
        bare(
            "BỘ TÀI CHÍNH\nCỤC THUẾ\nSố: 12/CT-CS\nV/v chính sách thuế\nđối với hộ kinh doanh\n"
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nHà Nội, ngày 05 tháng 3 năm 2026\n"
            "Kính gửi: Thuế tỉnh Bắc Giang.\nTrả lời Công văn số 9/BGI ..."
        )
    )
    assert (header.parent_body, header.issuing_body) == ("BỘ TÀI CHÍNH", "CỤC THUẾ")
    assert (header.document_type, header.subject) == ("Công văn", "chính sách thuế đối với hộ kinh doanh")


def test_bare_subject_in_capitals_ends_where_a_sentence_begins() -> None:
    text = (
        "BỘ Y TẾ\nSố: 1/KH-BYT\nKẾ HOẠCH\nPHÒNG DỊCH THEO QUYẾT ĐỊNH CỦA\n"
        "THỦ TƯỚNG CHÍNH PHỦ\nNĂM 2026\nTriển khai Luật Y tế"
    )
    assert read_header(bare(text)).subject == "PHÒNG DỊCH THEO QUYẾT ĐỊNH CỦA THỦ TƯỚNG CHÍNH PHỦ NĂM 2026"


def test_page_that_nobody_read_gives_no_header() -> None:
    unread = Page(1, 595.0, 842.0, (), TextSource.NONE)
    assert read_header(pages(unread, page(body(60, "Số: 1/TB-ABC"), number=2))).code is None


def test_document_without_pages_gives_no_header() -> None:
    assert read_header(ExtractedText((), page_count=0)).code is None


WORDS = st.sampled_from(
    [
        "Số:",
        "12/QĐ-UBND",
        "V/v",
        "Kính",
        "gửi:",
        "QUYẾT",
        "ĐỊNH",
        "ngày",
        "05",
        "tháng",
        "3",
        "năm",
        "2026",
        "-",
        "KT.",
        "Nơi",
        "nhận:",
    ]
)


@given(
    st.lists(st.lists(WORDS | st.text(min_size=1, max_size=6), max_size=8).map(" ".join), max_size=25).map("\n".join)
)
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_the_reading(text: str) -> None:
    header = read_header(bare(text))
    assert header.code is None or header.code.strip()


def scanned(text: ExtractedText, confidences: dict[str, float]) -> ExtractedText:
    lines = (
        Line(tuple(Word(word.text, word.box, confidences.get(word.text, 0.96)) for word in line.words))
        for line in text.pages[0].lines
    )
    return pages(replace(text.pages[0], lines=tuple(lines), source=TextSource.OCR))


def test_handwritten_number_that_ocr_is_unsure_of_is_left_out() -> None:
    header = read_header(scanned(official_letter(number="Số: 564 /SYT-NVY"), {"564": 0.5}))
    assert (header.code, header.code_number) == ("/SYT-NVY", None)


def test_printed_number_of_a_scan_is_read() -> None:
    assert read_header(scanned(official_letter(), {"123/SYT-NVY": 0.75})).code == "123/SYT-NVY"


def test_handwritten_day_that_ocr_is_unsure_of_leaves_the_date_out() -> None:
    header = read_header(scanned(official_letter(), {"05": 0.2}))
    assert (header.place, header.issued_on) == ("Bắc Giang", None)
