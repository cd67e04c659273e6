"""Header lines -> the document type (tên loại), from a closed list, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.header.codes import Code
from pipeline.header.lines import HeaderLine
from pipeline.spelling import fold

OFFICIAL_LETTER = "Công văn"
# Nghị định 30/2020, Điều 7, with the abbreviations of Phụ lục III, I; None: a type without one, or one that means
# other things.
ADMINISTRATIVE_TYPES: dict[str, str | None] = {
    "Nghị quyết": "NQ",
    "Quyết định": "QĐ",
    "Chỉ thị": None,  # "CT" is also Cục Thuế and Chủ tịch
    "Quy chế": "QC",
    "Quy định": "QyĐ",
    "Thông cáo": "TC",
    "Thông báo": "TB",
    "Hướng dẫn": "HD",
    "Chương trình": "CTr",
    "Kế hoạch": "KH",
    "Phương án": "PA",
    "Đề án": "ĐA",
    "Dự án": "DA",
    "Báo cáo": "BC",
    "Biên bản": "BB",
    "Tờ trình": "TTr",
    "Hợp đồng": "HĐ",
    "Công điện": "CĐ",
    "Bản ghi nhớ": "BGN",
    "Bản thỏa thuận": "BTT",
    "Giấy ủy quyền": "GUQ",
    "Giấy mời": "GM",
    "Giấy giới thiệu": "GGT",
    "Giấy nghỉ phép": "GNP",
    "Phiếu gửi": "PG",
    "Phiếu chuyển": "PC",
    "Phiếu báo": "PB",
    "Thư công": None,
}
# Luật Ban hành văn bản quy phạm pháp luật 64/2025/QH15, Điều 4, and consolidated texts.
LEGAL_TYPES: dict[str, str | None] = {
    "Luật": None,
    "Bộ luật": None,
    "Pháp lệnh": None,
    "Lệnh": None,
    "Nghị định": "NĐ",
    "Nghị quyết liên tịch": "NQLT",
    "Thông tư": "TT",
    "Thông tư liên tịch": "TTLT",
    "Văn bản hợp nhất": None,
}
# Party documents (Hướng dẫn 36-HD/VPTW) and other names that letters really bear.
OTHER_TYPES: dict[str, str | None] = {
    "Kết luận": "KL",
    "Thông tri": "TT",
    "Tuyên bố": None,
    "Lời kêu gọi": None,
    "Thư mời": "TM",
    "Điều lệ": "ĐL",
    "Quy trình": None,
    "Nội quy": None,
    "Đề xuất": "ĐX",
    "Kiến nghị": None,
    "Giấy triệu tập": None,
    "Giấy xác nhận": None,
    "Giấy chứng nhận": None,
    "Công bố": None,
    "Thư ngỏ": None,
}
ALL_TYPES = {**ADMINISTRATIVE_TYPES, **LEGAL_TYPES, **OTHER_TYPES}
BY_FOLDED_NAME = {fold(name): name for name in ALL_TYPES}
BY_ABBREVIATION = {abbreviation: name for name, abbreviation in ALL_TYPES.items() if abbreviation}
NAMES = "|".join(sorted((re.escape(name) for name in BY_FOLDED_NAME), key=len, reverse=True))
# The line holds the type alone: "THÔNG BÁO", "THÔNG BÁO (Lần 2)", "CÔNG ĐIỆN KHẨN", "NGHỊ QUYẾT:".
ALONE = re.compile(rf"^\W*(?P<name>{NAMES})(?:\s*\([^)]*\)|\s+(?:khan|hoa toc|lien tich|hop|du hop|so \d+))*[\W\d_]*$")
# The type begins a line that already names its subject: "KẾ HOẠCH TRIỂN KHAI ...".
LEADING = re.compile(rf"^(?P<name>{NAMES})\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class TypeLine:
    name: str
    at: int
    is_alone: bool  # False: the line goes on with the subject


def find_type_line(lines: Sequence[HeaderLine], *, start: int) -> TypeLine | None:
    """Find the line that bears the type, from line `start` on; marks that OCR lost do not matter."""
    for at, line in enumerate(lines[start:], start):
        match = ALONE.match(line.folded)
        if match and _looks_like_title(line, len(match["name"])):
            return TypeLine(BY_FOLDED_NAME[match["name"]], at, is_alone=True)
    for at, line in enumerate(lines[start:], start):
        match = LEADING.match(line.folded)
        if match and line.is_capitals:
            return TypeLine(BY_FOLDED_NAME[match["name"]], at, is_alone=False)
    return None


def _looks_like_title(line: HeaderLine, length: int) -> bool:
    letters = [letter for letter in line.text[: length + 1] if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) >= 0.8 * len(letters)


def type_of_code(code: Code | None) -> str | None:
    """The type that the notation names, for letters whose type line is missing or not legible."""
    if code is None:
        return None
    first = re.split(r"[-/]", re.sub(r"^\d{4}/", "", code.notation))
    return BY_ABBREVIATION.get(first[0]) if len(first) > 1 else None
