"""Complaints of single people are told from letters about the work in general."""

from __future__ import annotations

import pytest

from pipeline.complaints import is_complaint
from pipeline.documents import Box, ExtractedText, Line, Page, TextSource, Word

BOX = Box(72, 100, 300, 112)


def text(*lines: str) -> ExtractedText:
    page = Page(1, 595, 842, tuple(Line((Word(line, BOX),)) for line in lines), TextSource.TEXT_LAYER)
    return ExtractedText((page,), page_count=1)


def is_restricted(subject: str | None, *lines: str, document_type: str | None = "Công văn", field: str = "") -> bool:
    return is_complaint(text(*lines), subject=subject, document_type=document_type, field=field)


@pytest.mark.parametrize(
    "subject",
    [
        "V/v giải quyết đơn tố cáo đối với cán bộ địa chính",
        "V/v chuyển đơn khiếu nại",
        "đơn phản ánh, kiến nghị về lối đi chung tại hẻm 12",
        "V/v xem xét nội dung tố cáo của ông Trần Văn Mẫu, khu phố 3",
        "Quyết định về việc giải quyết khiếu nại của bà Lý Thị Mẫu (lần đầu)",
        "Thông báo về việc thụ lý giải quyết khiếu nại lần đầu",
        "Kết luận nội dung tố cáo đối với Trưởng khu phố",
        "V/v trả lời phản ánh của các hộ dân hẻm 45 về tiếng ồn",
        "V/v chuyển đơn của công dân phường Bồ Đề phản ánh việc bồi thường, hỗ trợ tái định cư",
        "V/v báo cáo kết quả giải quyết đơn của bà Mai Thị Mẫu",
        "V/v làm rõ kiến nghị của 12 hộ dân về ngập nước",
        "V/v trả lời đơn bà H.T.B. đề nghị xét hộ nghèo",
        "Quyết định giải quyết khiếu nại lần hai",
    ],
)
def test_a_letter_about_one_complaint_is_restricted(subject: str) -> None:
    assert is_restricted(subject)


@pytest.mark.parametrize(
    "subject",
    [
        None,
        "",
        "báo cáo kết quả tiếp công dân, giải quyết khiếu nại, tố cáo 09 tháng đầu năm",
        "Công tác tiếp công dân, giải quyết khiếu nại, tố cáo quý III năm 2025",
        "Lịch tiếp công dân định kỳ của Chủ tịch, Phó Chủ tịch Ủy ban nhân dân xã năm 2026",
        "Quy trình tiếp nhận, xử lý đơn khiếu nại, đơn tố cáo",
        "V/v hướng dẫn phân loại, xử lý đơn khiếu nại, đơn tố cáo, đơn kiến nghị, phản ánh",
        "V/v tập huấn Luật Tố cáo và kỹ năng xử lý đơn tố cáo",
        "V/v đơn giá bồi thường về đất theo kiến nghị của Ủy ban nhân dân phường",
        "V/v thực hiện kiến nghị của Đoàn giám sát Hội đồng nhân dân",
        "V/v trả lời kiến nghị của cử tri trước kỳ họp thứ 5",
        "V/v tăng cường giải quyết khiếu nại, tố cáo của công dân năm 2026",
        "V/v đơn đặt hàng dịch vụ công ích",
        "V/v nạo vét kênh của hộ nuôi thủy sản",
        "kiểm tra chế độ hóa đơn của hộ kinh doanh chợ, nhà trọ",
        "V/v trả lời kiến nghị về tư cách hợp lệ của hộ kinh doanh khi tham dự thầu",
        "V/v hướng dẫn nghiệp vụ giải quyết khiếu nại lần đầu cho Chủ tịch UBND cấp xã",
    ],
)
def test_a_letter_about_the_work_in_general_stays_open(subject: str | None) -> None:
    assert not is_restricted(subject)


@pytest.mark.parametrize(
    "title", ["ĐƠN TỐ CÁO", "ĐƠN KHIẾU NẠI", "ĐƠN PHẢN ÁNH, KIẾN NGHỊ", "  ĐƠN ĐỀ NGHỊ KHIẾU NẠI  "]
)
def test_a_petition_itself_is_known_by_its_title(title: str) -> None:
    assert is_restricted(None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", title, "Kính gửi: Chủ tịch UBND phường")


def test_a_sentence_that_mentions_a_petition_is_no_title() -> None:
    assert not is_restricted("V/v mẫu đơn", "Mẫu ĐƠN TỐ CÁO được ban hành kèm theo văn bản này.")


def test_a_petition_is_known_by_its_type() -> None:
    assert is_restricted(None, document_type="Đơn tố cáo")


def test_first_person_words_count_only_in_the_field_of_complaints() -> None:
    words = "Tôi tên là Trần Văn Mẫu, xin trình bày như sau"
    assert is_restricted(None, words, field="thanh-tra-tiep-dan")
    assert not is_restricted(None, words, field="y-te")


def test_an_empty_letter_is_not_restricted() -> None:
    assert not is_complaint(ExtractedText((), page_count=0), subject=None, document_type=None, field=None)
