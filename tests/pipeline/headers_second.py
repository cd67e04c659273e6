"""A second set of headers, written after the parser was mended on the first one and before it saw these."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pipeline.documents import Urgency
from tests.pipeline.header_layouts import DATED, PARTY, Header

LETTER = "Công văn"


def letter(name: str, cell: str, code: str, parent: str | None, issuer: str, about: str, place: str) -> Header:
    """An official letter; `about` with its line breaks."""
    return Header(
        name,
        cell,
        f"Số: {code}",
        issuer,
        code,
        LETTER,
        about.replace("\n", " "),
        parent=parent,
        about=f"V/v {about}",
        dated=f"{place}, {DATED}",
        place=place,
    )


def titled(name: str, cell: str, code: str, parent: str | None, issuer: str, title: str, place: str) -> Header:
    """A document with its type above its subject."""
    kind, *subject = title.split("\n")
    return Header(
        name,
        cell,
        f"Số: {code}",
        issuer,
        code,
        kind.capitalize(),
        " ".join(subject),
        parent=parent,
        title=title,
        below="Căn cứ chức năng, nhiệm vụ được giao;",
        dated=f"{place}, {DATED}",
        place=place,
    )


WARD = "ỦY BAN NHÂN DÂN\nPHƯỜNG PHÚ XUÂN"
SECOND = (
    letter(
        "room of a ward",
        "UBND PHƯỜNG PHÚ XUÂN\nPHÒNG KINH TẾ, HẠ TẦNG\nVÀ ĐÔ THỊ",
        "12/KTHTĐT",
        "UBND PHƯỜNG PHÚ XUÂN",
        "PHÒNG KINH TẾ, HẠ TẦNG VÀ ĐÔ THỊ",
        "lấp hố ga",
        "Phú Xuân",
    ),
    letter(
        "branch of the land office",
        "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG\nVĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI\nCHI NHÁNH SỐ 5",
        "771/CN5-ĐKCG",
        "VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI",
        "CHI NHÁNH SỐ 5",
        "xác nhận\nnguồn gốc sử dụng đất",
        "Huế",
    ),
    letter(
        "public service unit",
        "SỞ VĂN HÓA VÀ THỂ THAO\nBẢO TÀNG LỊCH SỬ",
        "30/BTLS-NV",
        "SỞ VĂN HÓA VÀ THỂ THAO",
        "BẢO TÀNG LỊCH SỬ",
        "sưu tầm hiện vật",
        "Huế",
    ),
    letter(
        "fund",
        "BỘ CÔNG AN\nCỤC CẢNH SÁT GIAO THÔNG",
        "1450/C08-P5",
        "BỘ CÔNG AN",
        "CỤC CẢNH SÁT GIAO THÔNG",
        "phân luồng giao thông\ndịp nghỉ lễ 30/4 và 01/5",
        "Hà Nội",
    ),
    letter(
        "army region",
        "QUÂN KHU 4\nBỘ CHQS THÀNH PHỐ HUẾ",
        "88/BCH-TM",
        "QUÂN KHU 4",
        "BỘ CHQS THÀNH PHỐ HUẾ",
        "tuyển chọn công dân",
        "Huế",
    ),
    letter(
        "bank company",
        "NGÂN HÀNG TMCP\nCÔNG THƯƠNG VIỆT NAM\nCHI NHÁNH NAM HUẾ",
        "401/CNNH-KHDN",
        "NGÂN HÀNG TMCP CÔNG THƯƠNG VIỆT NAM",
        "CHI NHÁNH NAM HUẾ",
        "thu hộ học phí",
        "Huế",
    ),
    letter(
        "telecom",
        "TẬP ĐOÀN BƯU CHÍNH\nVIỄN THÔNG VIỆT NAM\nVNPT HUẾ",
        "95/VNPT-KT",
        "TẬP ĐOÀN BƯU CHÍNH VIỄN THÔNG VIỆT NAM",
        "VNPT HUẾ",
        "chỉnh trang cáp treo",
        "Huế",
    ),
    letter(
        "farmers' union",
        "UBMTTQ VIỆT NAM THÀNH PHỐ\nHỘI NÔNG DÂN",
        "17/HND-KTXH",
        "UBMTTQ VIỆT NAM THÀNH PHỐ",
        "HỘI NÔNG DÂN",
        "vay vốn Quỹ Hỗ trợ\nnông dân",
        "Huế",
    ),
    letter(
        "association",
        "LIÊN HIỆP CÁC HỘI\nKHOA HỌC VÀ KỸ THUẬT\nTHÀNH PHỐ HUẾ",
        "9/LHH-TVPB",
        None,
        "LIÊN HIỆP CÁC HỘI KHOA HỌC VÀ KỸ THUẬT THÀNH PHỐ HUẾ",
        "góp ý đề án",
        "Huế",
    ),
    letter(
        "steering committee 389",
        "BAN CHỈ ĐẠO 389\nTHÀNH PHỐ HUẾ",
        "14/BCĐ389-TT",
        None,
        "BAN CHỈ ĐẠO 389 THÀNH PHỐ HUẾ",
        "chống buôn lậu, gian lận\nthương mại và hàng giả",
        "Huế",
    ),
    letter(
        "council office",
        "ĐOÀN ĐẠI BIỂU QUỐC HỘI\nVÀ HĐND THÀNH PHỐ HUẾ\nVĂN PHÒNG",
        "52/VP-CTQH",
        "ĐOÀN ĐẠI BIỂU QUỐC HỘI VÀ HĐND THÀNH PHỐ HUẾ",
        "VĂN PHÒNG",
        "tiếp xúc cử tri",
        "Huế",
    ),
    letter(
        "audit",
        "KIỂM TOÁN NHÀ NƯỚC\nKIỂM TOÁN NHÀ NƯỚC\nKHU VỰC II",
        "61/KV2-TH",
        "KIỂM TOÁN NHÀ NƯỚC",
        "KIỂM TOÁN NHÀ NƯỚC KHU VỰC II",
        "cung cấp hồ sơ",
        "Vinh",
    ),
    titled(
        "joint decision of a ward",
        WARD,
        "01/QC-UBND",
        None,
        "ỦY BAN NHÂN DÂN PHƯỜNG PHÚ XUÂN",
        "QUY CHẾ\nLàm việc của Ủy ban nhân dân phường\nnhiệm kỳ 2026 - 2031",
        "Phú Xuân",
    ),
    titled(
        "short title", WARD, "02/DA-UBND", None, "ỦY BAN NHÂN DÂN PHƯỜNG PHÚ XUÂN", "DỰ ÁN\nTrồng cây xanh", "Phú Xuân"
    ),
    titled(
        "report of a village",
        "UBND XÃ A LƯỚI 1\nTHÔN A NÔR",
        "03/BC-TAN",
        "UBND XÃ A LƯỚI 1",
        "THÔN A NÔR",
        "BÁO CÁO\nKết quả bình xét hộ nghèo",
        "A Lưới",
    ),
    titled(
        "project board",
        "BỘ XÂY DỰNG\nBAN QUẢN LÝ DỰ ÁN\nĐƯỜNG HỒ CHÍ MINH",
        "77/TB-BQLDA",
        "BỘ XÂY DỰNG",
        "BAN QUẢN LÝ DỰ ÁN ĐƯỜNG HỒ CHÍ MINH",
        "THÔNG BÁO\nVề việc cắm mốc giải phóng mặt bằng",
        "Huế",
    ),
    titled(
        "school board",
        "TRƯỜNG THCS TRẦN CAO VÂN\nHỘI ĐỒNG TUYỂN SINH",
        "04/KH-HĐTS",
        "TRƯỜNG THCS TRẦN CAO VÂN",
        "HỘI ĐỒNG TUYỂN SINH",
        "KẾ HOẠCH\nTuyển sinh lớp 6 năm học 2026 - 2027",
        "Huế",
    ),
    titled(
        "court decision",
        "TÒA ÁN NHÂN DÂN\nTHÀNH PHỐ HUẾ",
        "15/2026/QĐ-TA",
        None,
        "TÒA ÁN NHÂN DÂN THÀNH PHỐ HUẾ",
        "QUYẾT ĐỊNH\nĐưa vụ án dân sự ra xét xử",
        "Huế",
    ),
    titled(
        "programme with capitals",
        WARD,
        "05/CTr-UBND",
        None,
        "ỦY BAN NHÂN DÂN PHƯỜNG PHÚ XUÂN",
        "CHƯƠNG TRÌNH\nCÔNG TÁC TRỌNG TÂM\nQUÝ II NĂM 2026",
        "Phú Xuân",
    ),
    replace(
        titled(
            "party cell",
            "ĐẢNG ỦY PHƯỜNG PHÚ XUÂN\nCHI BỘ TỔ DÂN PHỐ 7\n*",
            "11-NQ/CB",
            "ĐẢNG ỦY PHƯỜNG PHÚ XUÂN",
            "CHI BỘ TỔ DÂN PHỐ 7",
            "NGHỊ QUYẾT\nphiên họp thường kỳ tháng 3",
            "Phú Xuân",
        ),
        number="Số 11-NQ/CB",
        heading=PARTY,
    ),
    replace(
        titled(
            "stamp above the title",
            WARD,
            "06/CĐ-UBND",
            None,
            "ỦY BAN NHÂN DÂN PHƯỜNG PHÚ XUÂN",
            "CÔNG ĐIỆN\nVề việc sơ tán dân vùng sạt lở",
            "Phú Xuân",
        ),
        about="KHẨN",
        urgency=Urgency.URGENT,
    ),
    replace(
        letter(
            "date without zeros",
            "UBND TP HUẾ\nSỞ DU LỊCH",
            "8/SDL-QLLH",
            "UBND TP HUẾ",
            "SỞ DU LỊCH",
            "tổ chức lễ hội",
            "TP Huế",
        ),
        dated="TP Huế, ngày 7 tháng 12 năm 2026",
        issued_on=date(2026, 12, 7),
    ),
    replace(
        letter(
            "number and notation far apart",
            "UBND TP HUẾ\nSỞ DU LỊCH",
            "8/SDL-QLLH",
            "UBND TP HUẾ",
            "SỞ DU LỊCH",
            "tổ chức lễ hội",
            "Huế",
        ),
        number="Số:  8   /SDL-QLLH",
    ),
    replace(
        letter(
            "subject of five lines",
            "BỘ Y TẾ\nCỤC PHÒNG BỆNH",
            "733/PB-DT",
            "BỘ Y TẾ",
            "CỤC PHÒNG BỆNH",
            "giám sát dịch bệnh\ntruyền nhiễm lây\nqua đường hô hấp\ntại trường học, khu\ncông nghiệp năm 2026",
            "Hà Nội",
        ),
        below="Kính gửi:\n- Sở Y tế các tỉnh, thành phố;\n- Trung tâm kiểm soát bệnh tật.",
    ),
    replace(
        letter(
            "read by OCR with loose words",
            "UBND TỈNH LÀO CAI\nSỞ NỘI VỤ",
            "45/SNV-TCBC",
            "UBND TỈNH LÀO CAI",
            "SỞ NỘI VỤ",
            "tinh giản biên chế",
            "Lào Cai",
        ),
        heading=("CỘNG HÒA XẢ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do — Hạnh phúc"),
        number="Sö: 45/SNV-TCBC",
        dated="Lào Cai, ngày 05 tháng 3 năm 2026 |",
        confidence=0.85,
    ),
    replace(
        letter(
            "read by OCR without a heading",
            "UBND TỈNH LÀO CAI\nSỞ NỘI VỤ",
            "46/SNV-TCBC",
            "UBND TỈNH LÀO CAI",
            "SỞ NỘI VỤ",
            "tinh giản biên chế",
            "Lào Cai",
        ),
        heading=("CÔNG HÔÀ XÂ HÔI CHỦ NGHỈA VIÊT NAM",),
        confidence=0.85,
    ),
    replace(
        letter(
            "read by OCR, tones of the agency lost",
            "UBND TÍNH LÀO CAI\nSỚ NÔNG NGHIẸP VÀ\nMÔI TRƯỜNG",
            "47/SNNMT-TL",
            "UBND TỈNH LÀO CAI",
            "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
            "xả lũ hồ chứa",
            "Lào Cai",
        ),
        confidence=0.85,
    ),
)
