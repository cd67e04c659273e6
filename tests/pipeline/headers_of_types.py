"""Headers of the Party, of all types of documents, and with stamps."""

from __future__ import annotations

from pipeline.documents import Urgency
from tests.pipeline.header_layouts import DATED, PARTY, Header

LETTER = "Công văn"

PARTY_BODIES = (
    Header(
        "party committee of a ward",
        "ĐẢNG BỘ THÀNH PHỐ HÀ NỘI\nĐẢNG ỦY PHƯỜNG KHƯƠNG ĐÌNH\n*",
        "Số 16-KH/ĐU",
        "ĐẢNG ỦY PHƯỜNG KHƯƠNG ĐÌNH",
        "16-KH/ĐU",
        "Kế hoạch",
        "kiểm tra, giám sát năm 2026",
        parent="ĐẢNG BỘ THÀNH PHỐ HÀ NỘI",
        heading=PARTY,
        title="KẾ HOẠCH\nkiểm tra, giám sát năm 2026",
        below="Thực hiện Chương trình số 01-CTr/ĐU ngày 02/01/2026,",
        dated=f"Khương Đình, {DATED}",
        place="Khương Đình",
    ),
    Header(
        "provincial party committee",
        "TỈNH ỦY THANH HÓA\n*",
        "Số 1204-CV/TU",
        "TỈNH ỦY THANH HÓA",
        "1204-CV/TU",
        LETTER,
        "lãnh đạo công tác bầu cử",
        heading=PARTY,
        about="Về việc lãnh đạo công tác\nbầu cử",
        below="Kính gửi: - Các ban, cơ quan của Tỉnh ủy,\n- Các đảng ủy trực thuộc.",
        dated=f"Thanh Hóa, {DATED}",
        place="Thanh Hóa",
    ),
    Header(
        "party board",
        "BAN CHẤP HÀNH TRUNG ƯƠNG\nBAN TỔ CHỨC\n*",
        "Số 565-BC/BTCTW",
        "BAN TỔ CHỨC",
        "565-BC/BTCTW",
        "Báo cáo",
        "sơ kết sắp xếp tổ chức bộ máy",
        parent="BAN CHẤP HÀNH TRUNG ƯƠNG",
        heading=PARTY,
        title="BÁO CÁO\nsơ kết sắp xếp tổ chức bộ máy",
        below="I. TÌNH HÌNH",
    ),
    Header(
        "party conclusion",
        "BAN CHẤP HÀNH TRUNG ƯƠNG\n*",
        "Số 221-KL/TW",
        "BAN CHẤP HÀNH TRUNG ƯƠNG",
        "221-KL/TW",
        "Kết luận",
        "KẾT LUẬN CỦA BỘ CHÍNH TRỊ về một số chủ trương phát triển đô thị",
        heading=PARTY,
        title="KẾT LUẬN CỦA BỘ CHÍNH TRỊ\nvề một số chủ trương phát triển đô thị",
        below="Tại phiên họp ngày 02/3/2026,",
    ),
    Header(
        "party office",
        "THÀNH ỦY HẢI PHÒNG\nVĂN PHÒNG\n*",
        "Số 88-TB/VPTU",
        "VĂN PHÒNG",
        "88-TB/VPTU",
        "Thông báo",
        "lịch tiếp công dân của Thường trực Thành ủy",
        parent="THÀNH ỦY HẢI PHÒNG",
        heading=PARTY,
        title="THÔNG BÁO\nlịch tiếp công dân của Thường trực Thành ủy",
        below="-----",
        dated=f"Hải Phòng, {DATED}",
        place="Hải Phòng",
    ),
    Header(
        "inspection committee of the party",
        "ĐẢNG ỦY XÃ HÒA VANG\nỦY BAN KIỂM TRA\n*",
        "Số 09-QĐ/UBKT",
        "ỦY BAN KIỂM TRA",
        "09-QĐ/UBKT",
        "Quyết định",
        "giám sát chuyên đề đối với Chi bộ thôn 3",
        parent="ĐẢNG ỦY XÃ HÒA VANG",
        heading=PARTY,
        title="QUYẾT ĐỊNH\ngiám sát chuyên đề đối với Chi bộ thôn 3",
        below="- Căn cứ Điều lệ Đảng Cộng sản Việt Nam;",
        dated=f"Hòa Vang, {DATED}",
        place="Hòa Vang",
    ),
)

# Nghị định 30/2020, Điều 7; the notation of a letter has no type, those of a công thư neither.
TYPES = (
    ("NQ", "Nghị quyết"),
    ("QĐ", "Quyết định"),
    ("CT", "Chỉ thị"),
    ("QC", "Quy chế"),
    ("QyĐ", "Quy định"),
    ("TC", "Thông cáo"),
    ("TB", "Thông báo"),
    ("HD", "Hướng dẫn"),
    ("CTr", "Chương trình"),
    ("KH", "Kế hoạch"),
    ("PA", "Phương án"),
    ("ĐA", "Đề án"),
    ("DA", "Dự án"),
    ("BC", "Báo cáo"),
    ("BB", "Biên bản"),
    ("TTr", "Tờ trình"),
    ("HĐ", "Hợp đồng"),
    ("CĐ", "Công điện"),
    ("BGN", "Bản ghi nhớ"),
    ("BTT", "Bản thỏa thuận"),
    ("GUQ", "Giấy ủy quyền"),
    ("GM", "Giấy mời"),
    ("GGT", "Giấy giới thiệu"),
    ("GNP", "Giấy nghỉ phép"),
    ("PG", "Phiếu gửi"),
    ("PC", "Phiếu chuyển"),
    ("PB", "Phiếu báo"),
)
OF_EACH_TYPE = tuple(
    Header(
        f"type {abbreviation}",
        "ỦY BAN NHÂN DÂN\nPHƯỜNG TÂY MỖ",
        f"Số: 07/{abbreviation}-UBND",
        "ỦY BAN NHÂN DÂN PHƯỜNG TÂY MỖ",
        f"07/{abbreviation}-UBND",
        name,
        "Về việc chỉnh trang hè phố và chiếu sáng công cộng",
        title=f"{name.upper()}\nVề việc chỉnh trang hè phố\nvà chiếu sáng công cộng",
        below="Trong năm qua, phường đã triển khai nhiều công trình, nay",
        dated=f"Tây Mỗ, {DATED}",
        place="Tây Mỗ",
    )
    for abbreviation, name in TYPES
)

URGENT = tuple(
    Header(
        f"stamp {stamp}",
        "UBND TỈNH SƠN LA\nSỞ NÔNG NGHIỆP VÀ\nMÔI TRƯỜNG",
        "Số: 640/SNNMT-CNTY",
        "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
        "640/SNNMT-CNTY",
        LETTER,
        "phòng, chống bệnh dịch tả lợn châu Phi",
        parent="UBND TỈNH SƠN LA",
        about=f"V/v phòng, chống bệnh\ndịch tả lợn châu Phi\n{stamp}",
        dated=f"Sơn La, {DATED}",
        place="Sơn La",
        urgency=urgency,
    )
    for stamp, urgency in (
        ("KHẨN", Urgency.URGENT),
        ("THƯỢNG KHẨN", Urgency.VERY_URGENT),
        ("HOẢ TỐC", Urgency.EXPRESS),
        ("HỎA TỐC HẸN GIỜ", Urgency.TIMED_EXPRESS),
        ("LƯU HÀNH NỘI BỘ", Urgency.NORMAL),
        ("XEM XONG TRẢ LẠI", Urgency.NORMAL),
    )
)
