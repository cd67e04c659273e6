"""Lines of the letter -> addressees (Kính gửi), recipients (Nơi nhận), signer, and the letters it answers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.documents import Signer
from pipeline.header.codes import codes_in
from pipeline.header.lines import ADDRESSED, HeaderLine, split_line

# "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH ... điện:" of an official telegram.
TELEGRAPHED = re.compile(r"^.{0,90}\bdien\s*:\s*")
RECIPIENTS = re.compile(r"^\W*noi nhan\b\s*:?\s*")
LIST_MARK = re.compile(r"^[-–+•*]\s*|^\d+[.)]\s+")
BLANKS = re.compile(r"[._…]{4,}")
GOES_ON = re.compile(r"(?:[,:&]|[-–]|\b(?:và|của|các|thuộc))$")
KEPT_COPY = re.compile(r"^l\s?uu\b")
MOST_ADDRESSEES = 60
LONGEST_ADDRESSEE = 90
MOST_RECIPIENTS = 60

# Thẩm quyền ký: Nghị định 30/2020, Điều 13; the full stop is often forgotten.
# Party documents write T/M, K/T, T/L (Hướng dẫn 36-HD/VPTW).
AUTHORITY = re.compile(r"^(?P<authority>TM|KT|TL|TUQ|Q|T/M|K/T|T/L)(?![A-ZĐÀ-Ỹ])\s?[.,:]?\s?(?=[A-ZĐÀ-Ỹ])")
POSITION = re.compile(
    r"^(?:q\.? ?)?(?:pho |quyen )?(?:chu tich|giam doc|bo truong|thu truong|cuc truong|chi cuc truong"
    r"|tong cuc truong|vu truong|truong|chanh"
    r"|hieu truong|vien truong|chu nhiem|bi thu|thu tuong|tong giam doc|tong bi thu|tong thu ky|doi truong"
    r"|to truong|hat truong|thong doc"
    r"|tong kiem toan|tong thanh tra|uy vien|chi huy truong|chinh uy|tu lenh|kiem sat vien|thuong truc|dai dien)\b"
)
NAME = re.compile(
    r"^(?:(?:[A-ZĐ][\w.]{0,6}\.\s?)+|(?:Thiếu|Trung|Thượng|Đại)\s+(?:tướng|tá"
    r"|úy)\s+)?(?P<name>(?:[A-ZĐÀ-Ỹ][a-zà-ỹđ]*\s){1,5}[A-ZĐÀ-Ỹ][a-zà-ỹđ]*)$"
)
LINES_TO_NAME = 14
ANSWERING = re.compile(r"^\W*(?:tra loi|phuc dap)\b")
ANSWERED = re.compile(r"\b(?:tra loi|phuc dap)\b(?P<letters>.{0,200}?)(?:\bve\b|;|\.\s|$)")
LINES_TO_ANSWER = 25


def read_addressees(lines: Sequence[HeaderLine]) -> tuple[tuple[str, ...], tuple[HeaderLine, ...]]:
    """The bodies after "Kính gửi", one an item; dotted blanks are no addressee."""
    at = next((i for i, line in enumerate(lines) if _address_label(line)), None)
    if at is None:
        return (), ()
    label = _address_label(lines[at])
    first = lines[at].text[label.end() :].strip() if label else ""
    items, used = ([first] if first else []), [lines[at]]
    for line in lines[at + 1 : at + MOST_ADDRESSEES]:
        mark = LIST_MARK.match(line.text)
        above = items[-1] if items else ""
        if mark and not above.endswith((".", "./.")):
            items.append(line.text[mark.end() :])
        elif items and (line.starts_low or GOES_ON.search(above)) and not above.endswith((".", ";")):
            items[-1] = f"{above} {line.text}"
        elif not items or (
            above.endswith(";") and line.text.endswith((";", ".")) and len(line.text) < LONGEST_ADDRESSEE
        ):
            items.append(line.text)
        else:
            break
        used.append(line)
    return _cleaned(items), tuple(used)


def _address_label(line: HeaderLine) -> re.Match[str] | None:
    return ADDRESSED.match(line.folded) or TELEGRAPHED.match(line.folded)


def read_recipients(lines: Sequence[HeaderLine]) -> tuple[tuple[str, ...], tuple[HeaderLine, ...]]:
    """The list below "Nơi nhận", up to the kept copy ("Lưu: VT")."""
    at = next((i for i, line in enumerate(lines) if RECIPIENTS.match(line.folded)), None)
    if at is None:
        return (), ()
    items: list[str] = []
    used = [lines[at]]
    for line in lines[at + 1 : at + MOST_RECIPIENTS]:
        mark = LIST_MARK.match(line.text)
        is_signature = AUTHORITY.match(line.text) or (line.is_capitals and POSITION.match(line.folded))
        if is_signature or (items and not mark and _is_other_column(line, used[-1])):
            break
        if mark or not items:
            if items and KEPT_COPY.match(items[-1].casefold().replace("ư", "u")):
                break
            items.append(line.text[mark.end() :] if mark else line.text)
        elif items[-1].endswith((".", "./.")):
            break
        else:
            items[-1] = f"{items[-1]} {line.text}"
        used.append(line)
    return _cleaned(items), tuple(used)


def _is_other_column(line: HeaderLine, above: HeaderLine) -> bool:
    return line.has_place and (
        line.page != above.page or line.box.top < above.box.top or line.box.left > above.box.right
    )


def _cleaned(items: Sequence[str]) -> tuple[str, ...]:
    texts = (BLANKS.sub("", item).strip(" ;.,:/-–") for item in items)
    return tuple(text for text in texts if any(letter.isalpha() for letter in text))


def read_signer(lines: Sequence[HeaderLine]) -> tuple[Signer | None, tuple[HeaderLine, ...]]:
    """Authority, position and name of who signed; None when the letter shows no position."""
    noted = next((i for i, line in enumerate(lines) if RECIPIENTS.match(line.folded)), len(lines))
    starts = [*range(max(0, noted - 8), len(lines))] if noted < len(lines) else [*range(max(0, noted - 60), noted)]
    for at in starts:
        line = lines[at]
        if line.is_capitals and (AUTHORITY.match(line.text) or POSITION.match(line.folded)):
            return _signer(lines, at)
    return None, ()


def _signer(lines: Sequence[HeaderLine], at: int) -> tuple[Signer | None, tuple[HeaderLine, ...]]:
    authority: str | None = None
    position: list[str] = []
    used: list[HeaderLine] = []
    for line in lines[at : at + LINES_TO_NAME]:
        match = AUTHORITY.match(line.text)
        if match and line.is_capitals:
            authority, position = _authority(match["authority"]), []
            rest = split_line(line, match.end())[1]
            # "Q. GIÁM ĐỐC" signs as acting director; after the other marks stands whom the signer stands for.
            if match["authority"] == "Q" and rest is not None:
                position = [line.text[match.end() :]]
        elif line.is_capitals and (POSITION.match(line.folded) or position):
            position.append(line.text)
        elif name := NAME.match(line.text):
            used.append(line)
            return Signer(name[0].strip(), " ".join(position) or None, authority), tuple(used)
        elif not line.is_capitals:
            continue
        used.append(line)
    return Signer(None, " ".join(position) or None, authority), tuple(used)


def _authority(mark: str) -> str:
    return mark if "/" in mark else f"{mark}."


def read_answered(lines: Sequence[HeaderLine]) -> tuple[tuple[str, ...], tuple[HeaderLine, ...]]:
    """Codes of the letters that this one answers: "Trả lời Công văn số 12/UBND-VX ngày ..."."""
    opening = lines[:LINES_TO_ANSWER]
    for at, line in enumerate(opening):
        if ANSWERING.match(line.folded) is None:
            continue
        used = tuple(opening[at : at + 4])
        folded = " ".join(part.folded for part in used)
        text = " ".join(part.text for part in used)
        match = ANSWERED.search(folded)
        codes = codes_in(text[match.start("letters") : match.end("letters")]) if match else ()
        if codes:
            shown = (part for part in used if any(code[:6] in part.text.replace(" ", "") for code in codes))
            return codes, tuple(shown)
    return (), ()
