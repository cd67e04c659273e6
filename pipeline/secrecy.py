"""ExtractedText and file name -> the secrecy mark, before anything else is done with the letter.

Luật Bảo vệ bí mật nhà nước 117/2025/QH15, Điều 5: no secret on a computer with a network. Only marks count: a stamp
line of capitals on page 1, "Độ mật: ...", or a mark in the file name. Words of a sentence ("bảo mật") never do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from pipeline.documents import ExtractedText, Page, Secrecy, Word
from pipeline.spelling import fold

STAMP = re.compile(r"^[\W_]*(?P<level>TUYỆT\s*MẬT|TỐI\s*MẬT|MẬT)[\W_]*$")
LABELLED = re.compile(r"^\W*(?:độ|mức độ|mức)\s+mật\s*[:.]\s*(?P<level>tuyệt\s*mật|tối\s*mật|mật)\W*$", re.IGNORECASE)
# The same as OCR may read it: the frame as bars, marks lost or changed; "MẶT", "MẮT", "MẤT" are other words.
STAMP_BY_OCR = re.compile(
    r"^[\W_IlL1]*(?:(?P<high>TUY[EÊỆẸÉẾỀÈẺẼỂỄ]{1,2}T|T[OÔỐÓỒÒỔỎỖÕ]{1,2}I)[\W_]*)?M[AÂẠẬẨẦẪÃẢÀ]T[\W_IlL1]*$"
)
LONG_MARKS = (("TUYỆT MẬT", "tuyetmat", 2), ("TỐI MẬT", "toimat", 1))
MOST_EDITS, CAPITALS_SHARE = 2, 0.7
# The word before a line that holds only "MẬT" when both are one word of a heading: "QUY CHẾ BẢO / MẬT".
FIRST_HALVES = {"bao", "bi", "co", "thu", "than", "can", "trong", "ma", "chu", "nguyen", "trao", "duong", "hoa"}
# Words apart by this many letter heights stand in different places of the row.
APART = 1.5
# Marks stand in this upper part of page 1.
HEAD_SHARE = 0.5

NAME_TOKEN = re.compile(r"[^\W_]+")
# ASCII "MAT" is also mặt, mắt, mất: what stands beside it tells (mặt trận, mặt bằng, có mặt, ra mắt, mật độ, bảo
# mật).
AFTER_OTHER_MAT = {
    "tran",
    "bang",
    "duong",
    "cat",
    "hang",
    "nuoc",
    "dat",
    "tien",
    "phang",
    "san",
    "ong",
    "do",
    "khau",
    "ma",
    "uoc",
    "vu",
    "rung",
    "kinh",
}
BEFORE_OTHER_MAT = {
    "bao",
    "bi",
    "co",
    "gap",
    "ra",
    "thu",
    "than",
    "be",
    "mang",
    "ngay",
    "vang",
    "giap",
    "nuoc",
    "ong",
    "hoa",
    "tien",
    "chong",
    "xoa",
}
LEVEL_OF_TOKEN = {"toimat": Secrecy.SECRET, "tuyetmat": Secrecy.TOP_SECRET, "bmnn": Secrecy.CONFIDENTIAL}
ORDER = (Secrecy.NONE, Secrecy.CONFIDENTIAL, Secrecy.SECRET, Secrecy.TOP_SECRET)


def mark_in_stamp(text: str) -> str | None:
    """What OCR read of a stamp -> "MẬT", "TỐI MẬT", "TUYỆT MẬT"; None when it is no mark of secrecy."""
    match = STAMP_BY_OCR.match(unicodedata.normalize("NFC", text))
    if match is not None:
        high = match["high"]
        return "MẬT" if high is None else "TUYỆT MẬT" if high.startswith("TU") else "TỐI MẬT"
    letters = "".join(letter for letter in text if letter.isalpha())
    if sum(map(str.isupper, letters)) < CAPITALS_SHARE * len(letters):
        return None
    # The longer marks are known by most of their letters, whatever the frame or the ink cost; no other word is so near.
    folded = fold(letters)
    return next((mark for mark, plain, wrong in LONG_MARKS if _edits(folded, plain) <= wrong), None)


def _edits(text: str, other: str) -> int:
    """How many letters must be changed, added or dropped (Levenshtein 1965)."""
    if abs(len(text) - len(other)) > MOST_EDITS:
        return MOST_EDITS + 1
    row = list(range(len(other) + 1))
    for at, letter in enumerate(text, start=1):
        before, row[0] = row[0], at
        for position, wanted in enumerate(other, start=1):
            before, row[position] = (
                row[position],
                min(row[position] + 1, row[position - 1] + 1, before + (letter != wanted)),
            )
    return row[-1]


def find_secrecy_mark(text: ExtractedText, file_name: str) -> Secrecy:
    """Return the highest secrecy mark of page 1 and of the file name."""
    marks = [_mark_of_name(file_name)]
    if text.pages:
        marks += _marks_of_page(text.pages[0])
    return max(marks, key=ORDER.index)


def _marks_of_page(page: Page) -> list[Secrecy]:
    marks: list[Secrecy] = []
    above = ""
    for line in page.lines:
        labelled = LABELLED.match(line.text)
        if labelled:
            marks.append(_level(labelled["level"]))
        is_from_ocr = any(word.confidence is not None for word in line.words)
        is_in_head = bool(line.words) and line.box.bottom < HEAD_SHARE * page.height
        for group in _groups(line.words):
            stamp = STAMP.match(mark_in_stamp(group) or group) if is_from_ocr and is_in_head else STAMP.match(group)
            if stamp is None:
                continue
            half = fold(above).strip()
            if half in {"tuyet", "toi"}:
                marks.append(_level(half))
            elif group != line.text or half.rsplit(" ")[-1] not in FIRST_HALVES:
                marks.append(_level(stamp["level"]))
        above = line.text
    return marks


def _groups(words: Sequence[Word]) -> list[str]:
    """Texts that stand apart from each other in a row: a stamp may be level with "Kính gửi"."""
    groups: list[list[Word]] = []
    for word in words:
        last = groups[-1][-1].box if groups else None
        height = word.box.bottom - word.box.top
        if last is not None and (height <= 0 or word.box.left - last.right <= APART * height):
            groups[-1].append(word)
        else:
            groups.append([word])
    return [" ".join(word.text for word in group) for group in groups]


def _level(words: str) -> Secrecy:
    folded = fold(words)
    if folded.startswith("tuyet"):
        return Secrecy.TOP_SECRET
    return Secrecy.SECRET if folded.startswith("toi") else Secrecy.CONFIDENTIAL


def _mark_of_name(file_name: str) -> Secrecy:
    tokens = NAME_TOKEN.findall(unicodedata.normalize("NFC", file_name))
    folded = [fold(token) for token in tokens]
    marks = [LEVEL_OF_TOKEN.get(token, Secrecy.NONE) for token in folded]
    for at, token in enumerate(tokens):
        before, after = folded[at - 1] if at else "", folded[at + 1] if at + 1 < len(folded) else ""
        if token not in {"MAT", "MẬT", "mật", "Mật"} or after in AFTER_OTHER_MAT or before in BEFORE_OTHER_MAT:
            continue
        marks.append(_level(before if before in {"toi", "tuyet"} else "mat"))
    return max(marks, key=ORDER.index, default=Secrecy.NONE)
