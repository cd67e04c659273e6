"""Header lines -> the subject (trích yếu): below the type line, or after "V/v" below the number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.header.kinds import TypeLine
from pipeline.header.lines import ADDRESSED, HeaderLine, rest_of_line, split_line
from pipeline.header.stamps import is_stamp

# The subject may stick to "V/v"; "v.v" without a space behind is no label.
ABOUT = re.compile(r"^\W*(?:v\s?[/|\\]\s?v|v\s?\.\s?v\b|ve viec\b)\s*[:.]?\s*")
# What OCR makes of "V/v"; trusted only right below the number.
ABOUT_BY_OCR = re.compile(r"^\W*(?:v[il1]v|vn|v[/il1]\w?|vv|v[^\w\s]{2,3})\s+(?=\S)")
MISREAD_ABOUT = re.compile(r"^\W*\w?\W+(?=\w)")
# The body begins: legal bases, numbered parts, the formula of who decides, or a sentence of the opening.
BODY = re.compile(
    r"^\W*(?:can cu\b|thuc hien (?:ke hoach|quyet dinh|cong van|chi thi|nghi quyet|luat|chuong trinh|thong bao"
    r"|y kien|van ban|nghi dinh"
    r"|ket luan|thong tu|cong dien|nhiem vu|chi dao|de an|su chi dao|huong dan)\b|xet (?:de nghi|to trinh|van ban"
    r"|thay|bao cao)\b|theo de nghi\b"
    r"|tiep theo\b|ngay \d|tu ngay\b|trong (?:thoi gian|nhung)|nham\b|de (?:trien khai|thuc hien|bao dam"
    r"|dam bao)\b|dieu \d+\b|phan (?:[ivx]+|thu)\b|chuong [ivx\d]+\b"
    r"|[ivx]+\s*[.)-]|\d+\s*[.)]\s|[a-z]\s*[.)]\s|dien\b.*:$|quyet dinh\s*:|quyet nghi\s*:"
    r"|\(?(?:ban hanh )?kem theo\b|-\s)"
)
BODY_FOR_SURE = re.compile(r"^\W*(?:can cu\b|\((?:ban hanh )?kem theo\b)")
NUMBERED = re.compile(r"^\W*(?:[ivx]+|\d+)\s*[.)]\s")
DECIDER = re.compile(
    r"^(?:chu tich|bo truong|thu tuong|chinh phu|uy ban nhan dan|ubnd|hoi dong|giam doc|cuc truong"
    r"|tong cuc truong|thuong truc|hieu truong"
    r"|truong|chanh|vien truong|tong giam doc|ban (?:thuong vu|chap hanh|chi dao|bi thu)|bo chinh tri|thong doc"
    r"|quoc hoi|uy ban thuong vu|lien)\b"
)
BROKEN_CODE = re.compile(r"(?<=[A-ZĐ\d][-/])\s(?=[A-ZĐ])")
MOST_LINES = 24
# The gap above the body, in line heights; subject lines stand closer.
BLOCK_GAP = 1.1
CENTRE_TOLERANCE = 14.0


def find_about(lines: Sequence[HeaderLine], *, after: int | None) -> int | None:
    """Find the "V/v" line; `after` is the index of the number line, whose next lines may hold a misread "V/v"."""
    for at, line in enumerate(lines):
        if ADDRESSED.match(line.folded):
            return None
        if ABOUT.match(line.folded) or (
            after is not None and after < at <= after + 2 and ABOUT_BY_OCR.match(line.folded)
        ):
            return at
    return None


def read_about(lines: Sequence[HeaderLine], at: int) -> tuple[HeaderLine, ...]:
    """The lines of a subject that begins with "V/v", without these letters."""
    label = ABOUT.match(lines[at].folded) or ABOUT_BY_OCR.match(lines[at].folded)
    first = rest_of_line(lines[at], label.end()) if label else lines[at]
    return tuple([first] if first is not None else []) + _lines_going_on(lines, at)


def read_below_number(lines: Sequence[HeaderLine], number_at: int) -> tuple[HeaderLine, ...]:
    """The lines below the number of an official letter whose "V/v" OCR could not read."""
    at = number_at + 1
    if (
        at >= len(lines)
        or _ends_heading(lines[at])
        or not lines[at].has_place
        or _is_far_below(lines[at], lines[number_at])
    ):
        return ()
    garbage = MISREAD_ABOUT.match(lines[at].text)
    first = split_line(lines[at], garbage.end())[1] if garbage else lines[at]
    return tuple([first] if first is not None else []) + _lines_going_on(lines, at)


def _lines_going_on(lines: Sequence[HeaderLine], at: int) -> tuple[HeaderLine, ...]:
    found: list[HeaderLine] = []
    above = lines[at]
    for line in lines[at + 1 : at + MOST_LINES]:
        if _ends_about(line) or _is_far_below(line, above) or _is_beside(line, above):
            break
        found.append(line)
        above = line
    return tuple(found)


def _ends_about(line: HeaderLine) -> bool:
    return _ends_heading(line) or (bool(BODY.match(line.folded)) and not line.has_place)


def _ends_heading(line: HeaderLine) -> bool:
    folded = line.folded
    return bool(ADDRESSED.match(folded) or line.is_national_heading or is_stamp(line))


def _is_far_below(line: HeaderLine, above: HeaderLine) -> bool:
    return line.has_place and line.box.top - above.box.bottom > BLOCK_GAP * above.height


def _is_beside(line: HeaderLine, above: HeaderLine) -> bool:
    """The next line stands higher, or right of the column: it belongs to another column."""
    return line.has_place and (line.box.top < above.box.top - above.height or line.box.left > above.box.right)


def read_below_type(lines: Sequence[HeaderLine], kind: TypeLine) -> tuple[HeaderLine, ...]:
    """The lines below the type line up to the body or a gap; a title that begins with its type is kept whole."""
    at = kind.at
    found: list[HeaderLine] = [] if kind.is_alone else [lines[at]]
    for below in range(at + 1, min(len(lines), at + 1 + MOST_LINES)):
        line, above = lines[below], lines[below - 1]
        begins_body = _begins_body if line.has_place else _begins_body_in_bare_text
        # The national heading never stands below the type: "… của / ĐẢNG CỘNG SẢN VIỆT NAM" is the end of a title.
        ends = ADDRESSED.match(line.folded) or is_stamp(line) if line.has_place else _ends_heading(line)
        if ends or BODY_FOR_SURE.match(line.folded) or begins_body(line, above, found):
            break
        if found and not line.has_place and _is_decider(line, lines[below + 1] if below + 1 < len(lines) else None):
            break
        found.append(line)
    return tuple(found)


def _begins_body(line: HeaderLine, above: HeaderLine, subject: Sequence[HeaderLine]) -> bool:
    is_centred = abs(_centre(line) - _centre(above)) <= CENTRE_TOLERANCE
    return not is_centred or (bool(subject) and _is_far_below(line, above))


def _begins_body_in_bare_text(line: HeaderLine, above: HeaderLine, subject: Sequence[HeaderLine]) -> bool:
    if not subject:
        return bool(NUMBERED.match(line.folded))
    return not line.is_capitals and (above.is_capitals or bool(BODY.match(line.folded)))


def _is_decider(line: HeaderLine, below: HeaderLine | None) -> bool:
    """ "CHỦ TỊCH ỦY BAN NHÂN DÂN ..." right above the legal bases decides; further up it belongs to the subject."""
    ends = below is None or BODY_FOR_SURE.match(below.folded) or not below.is_capitals
    return bool(ends and line.is_capitals and DECIDER.match(line.folded))


def _centre(line: HeaderLine) -> float:
    return (line.box.left + line.box.right) / 2


def words_of(lines: Sequence[HeaderLine]) -> str | None:
    """Join the lines by a space, but "QĐ-" and "UBND" at a line end without."""
    words = BROKEN_CODE.sub("", " ".join(line.text for line in lines)).strip(" _-–:*")
    # The opening mark stood before "V/v".
    for opening, closing in ("“”", "()"):
        if words.count(closing) > words.count(opening):
            words = words.rstrip(closing)
    return words or None
