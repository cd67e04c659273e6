"""Header lines -> urgency (Nghị định 30/2020, Phụ lục I, III.2b), and which lines are stamps at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.documents import Urgency
from pipeline.header.lines import HeaderLine
from pipeline.spelling import fold

URGENCY_STAMP = re.compile(r"^\W*(?:(?:do|muc do) khan\W*)?(?P<level>hoa toc\W*hen gio.*|hoa toc|thuong khan|khan)\W*$")
STAMP_BY_OCR = re.compile(r"^[\W_il1]*(?P<level>h[o0]a\s*t[o0]c|thu[o0]ng\s*khan|khan)[\W_il1]*$")
BY_FIRST_LETTER = {"h": "HỎA TỐC", "t": "THƯỢNG KHẨN", "k": "KHẨN"}
# Lines of the left column that belong to no name and no subject.
OTHER_STAMP = re.compile(
    r"^\W*(?:mat|toi mat|tuyet mat|den|d ?e ?n|luu hanh noi bo|xem xong tra lai|tai lieu thu hoi|ban so\b.*"
    r"|du thao\b.*|sao y\b.*"
    r"|ban sao\b.*|cong van den\b.*|ngay den\b.*|so den\b.*|chuyen\s*:.*|ngay\s*[:.]\s*[\d/.\s-]*|do (?:mat"
    r"|khan)\b.*|gio\s*:.*|den so\b.*"
    r"|den\s+(?:so|ngay|gio)\b.*)\W*$"
)


def urgency_in_stamp(text: str) -> str | None:
    """What OCR read of a stamp -> "HỎA TỐC", "THƯỢNG KHẨN", "KHẨN"; None: none of them."""
    match = STAMP_BY_OCR.match(fold(text))
    return BY_FIRST_LETTER[match["level"][0]] if match else None


def read_urgency(lines: Sequence[HeaderLine]) -> tuple[Urgency, HeaderLine | None]:
    """The most urgent stamp among the header lines; words of a sentence are no stamp."""
    found: list[tuple[Urgency, HeaderLine]] = []
    for line in lines:
        match = URGENCY_STAMP.match(line.folded)
        if match and (line.is_capitals or ":" in line.text or line.text[:1].isupper()):
            found.append((_level(match["level"]), line))
    if not found:
        return Urgency.NORMAL, None
    return max(found, key=lambda pair: pair[0])


def _level(words: str) -> Urgency:
    if words.startswith("hoa toc"):
        return Urgency.TIMED_EXPRESS if "hen" in words else Urgency.EXPRESS
    return Urgency.VERY_URGENT if words.startswith("thuong") else Urgency.URGENT


def is_stamp(line: HeaderLine) -> bool:
    return bool(URGENCY_STAMP.match(line.folded) or OTHER_STAMP.match(line.folded))
