"""Lines of the top left cell -> issuing body and parent body (cơ quan ban hành, cơ quan chủ quản)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.header.agency_names import with_marks
from pipeline.header.lines import HeaderLine

# A line that begins so names a new body; anything else goes on with the name above it.
BODY_START = re.compile(
    r"^\W*(?:uy ban|ubnd|ubnb|hdnd|hoi dong|hoi|bo|so|cuc|tong cuc|chi cuc|vu|phong|ban|van phong|trung tam"
    r"|truong|dai hoc"
    r"|hoc vien|vien|cong an|cong ty|tong cong ty|thanh tra|dang uy|dang bo|tinh uy|thanh uy|huyen uy|quan uy"
    r"|xa uy|mat tran"
    r"|lien doan|lien hiep|hiep hoi|doan|thue|kho bac|ngan hang|bao hiem|toa an|chinh phu|thu tuong|chu tich|to"
    r"|co quan|hat"
    r"|tram|benh vien|doi|khoa|quy|bch|chi nhanh|tap doan|quoc hoi|bo tu lenh|bo chi huy|tong doan|chi bo"
    r"|quan doi|hai quan|thuong truc|thi hanh an|thong ke|pgd|mttq|ubmttq|tinh doan|thanh doan|tong hoi|lien minh"
    r"|hop tac xa|htx|xi nghiep|thu vien|bao tang|tap chi|bql|bcd|don bien phong|quan khu|(?:su|lu|trung|tieu) doan"
    r"|dai (?:phat thanh|truyen hinh|khi tuong)|nha (?:van hoa|thieu nhi|xuat ban)"
    r"|kiem toan|thon|ap|xom|buon|khu pho|vnpt|viettel|evn\w*|buu dien|dien luc)\b"
)
# "BAN CHỈ HUY / PHÒNG THỦ DÂN SỰ", "BAN CHỈ ĐẠO / PHÒNG, CHỐNG LỤT BÃO": no new body.
NO_BODY_START = re.compile(
    r"^\W*(?:phong (?:thu|chay|khong|ve|benh|ngua)|phong, ?chong|phong chong|hoi nhap|doi moi|doi ngoai|so hoa"
    r"|bo tri|khoa (?:hoc|giao)|to (?:chuc|khai)|quy (?:hoach|dinh|che|trinh)|vien (?:chuc|phi|thong viet nam)"
    r"|doi song|ban do|bo may)\b"
)
# A name that ends so goes on in the next line.
GOES_ON = re.compile(r"(?:\b(?:va|cua|ve|cho|tai|o|thuoc|voi|cac|quan ly|cong ty|tap doan|cac hoi)|[-–,&])$")
# Half a name: "CHỦ TỊCH / ỦY BAN NHÂN DÂN TỈNH ...", "VĂN PHÒNG / HĐND VÀ UBND ...".
HALF_A_NAME = re.compile(r"^(?:chu tich|thuong truc|van phong|bo truong|co quan|doan dai bieu|(?:chi|tong) cuc|\S+)$")
# Signs before and after a name.
EDGES = re.compile(r"^[\W_]+|[^\w)]+$|_+$")


def read_bodies(lines: Sequence[HeaderLine]) -> tuple[tuple[HeaderLine, ...], tuple[HeaderLine, ...]]:
    """Split the lines of the cell into (parent, issuing body).

    The lowest body issues; a cell with one body has no parent.
    """
    names: list[list[HeaderLine]] = []
    for line in lines:
        if names and not _begins_body(line, names[-1][-1]):
            names[-1].append(line)
        else:
            names.append([line])
    if not names:
        return (), ()
    parent = tuple(names[-2]) if len(names) > 1 else ()
    return parent, tuple(names[-1])


def _begins_body(line: HeaderLine, above: HeaderLine) -> bool:
    if GOES_ON.search(above.folded) or HALF_A_NAME.match(above.folded) or NO_BODY_START.match(line.folded):
        return False
    # A body's name has a word after its kind: a lone "TRƯỜNG" ends "BỘ NÔNG NGHIỆP VÀ MÔI". "VĂN PHÒNG" needs none.
    if len(line.words) == 1:
        return False
    return bool(BODY_START.match(line.folded))


def name_of(lines: Sequence[HeaderLine]) -> str | None:
    """Join the lines of a name; specks that OCR took for signs around it are dropped."""
    name = EDGES.sub("", " ".join(line.text for line in lines))
    return (with_marks(name) if any(line.is_from_ocr for line in lines) else name) or None
