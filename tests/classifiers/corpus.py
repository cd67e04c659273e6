"""A tiny corpus: three fields, ten letters each, written for the tests."""

from __future__ import annotations

from classifiers.examples import Example
from classifiers.predict import Letter

UNIT_OF_FIELD = {"y-te": "van-hoa-xa-hoi", "giao-duc": "van-hoa-xa-hoi", "giao-thong": "kinh-te"}

SUBJECTS = {
    "y-te": (
        "tăng cường phòng, chống sốt xuất huyết",
        "tiêm chủng mở rộng cho trẻ dưới năm tuổi",
        "bảo đảm an toàn thực phẩm tại bếp ăn tập thể",
        "khám sức khỏe định kỳ cho người cao tuổi tại trạm y tế",
        "giám sát bệnh tay chân miệng",
        "thuốc và vật tư y tế của trạm y tế",
        "truyền thông dân số và sức khỏe sinh sản",
        "khám, chữa bệnh bảo hiểm y tế",
        "phòng, chống dịch bệnh truyền nhiễm mùa mưa",
        "kiểm tra cơ sở hành nghề dược",
    ),
    "giao-duc": (
        "tuyển sinh vào lớp một và lớp sáu",
        "khai giảng năm học mới tại các trường tiểu học",
        "học phí của trẻ mầm non công lập",
        "hội thi giáo viên dạy giỏi cấp tiểu học",
        "phổ cập giáo dục, xóa mù chữ",
        "an toàn trường học và bữa ăn bán trú của học sinh",
        "sách giáo khoa cho học sinh trung học cơ sở",
        "tổng kết năm học của các trường mầm non",
        "xây dựng trường học đạt chuẩn quốc gia",
        "dạy thêm, học thêm của giáo viên",
    ),
    "giao-thong": (
        "bảo đảm trật tự an toàn giao thông dịp nghỉ lễ",
        "sửa chữa mặt đường và hệ thống thoát nước đường bộ",
        "lắp đặt biển báo hiệu đường bộ",
        "xử lý xe quá tải trên đường giao thông nông thôn",
        "bến xe, bãi đỗ xe trên địa bàn",
        "phân luồng giao thông phục vụ thi công cầu",
        "giải tỏa hành lang an toàn đường bộ",
        "vận tải hành khách bằng xe buýt",
        "đèn tín hiệu giao thông tại các nút giao",
        "bảo trì cầu, đường bộ năm tới",
    ),
}


def tiny_corpus() -> tuple[Example, ...]:
    return tuple(
        Example(_letter(field, subject), field) for field, subjects in SUBJECTS.items() for subject in subjects
    )


def _letter(field: str, subject: str) -> Letter:
    other = SUBJECTS[field][0]
    return Letter(
        subject=f"V/v {subject}",
        body=f"Kính gửi: Ủy ban nhân dân phường.\nĐề nghị phường thực hiện {subject}; phối hợp {other}.",
        code="12/UBND-VX",
        issuing_body="ỦY BAN NHÂN DÂN TỈNH",
    )
