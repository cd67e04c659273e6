"""Header lines -> number and notation, place and date of issue."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.header.lines import HeaderLine, split_line

# OCR may read the tone marks of "Số" into another letter.
LABEL = re.compile(r"^(?:luat\s+)?(?:so\b\s*[:.;]?|s[e06dcq]\s?:)\s*")
# "Nghị quyết số: 653/2025/UBTVQH15", where nothing else stands on the line: a sentence would go on.
TYPED_LABEL = re.compile(r"^(?:luat|phap lenh|lenh|nghi quyet|nghi dinh|quyet dinh|chi thi|thong tu)\s+so\s*[:.;]?\s*")
# "SỞ Y TẾ" begins with the same two letters.
NUMBER_LINE = re.compile(r"^(?:luat\s+)?(?:so\s*[:.;/…_\d]|s[e06dcq]\s?:)")
# "64 /QĐ-UBND", "84/2025/QĐ-UBND", "66.7/2025/NQ-CP", "565-BC/BTCTW", "/SYT-NVY" when the number is not there.
NUMBER = r"(?P<number>\d{1,5}(?:[.,]\d{1,3})?\s?[a-zđA-ZĐ]?(?![\wÀ-ỹ]))?"
YEAR = r"(?P<year>/\s*(?:19|20)\d{2}\s*)?"
SYMBOL = r"[A-ZĐƠƯĂÂÊÔÁÀ][\wÀ-ỹ&.]*(?:\s?[-–/&]\s?[\wÀ-ỹ&.]+)*"
CODE = re.compile(NUMBER + r"[\s.…_·]*" + YEAR + r"\s*[/\-–]+\s*(?P<symbol>" + SYMBOL + ")")
# A handwritten number that OCR turned into something else: the printed notation still counts.
ILLEGIBLE = re.compile(r".{1,14}?" + YEAR + r"/\s*(?P<symbol>" + SYMBOL + ")")
CODE_IN_TEXT = re.compile(
    r"(?P<number>\d{1,5}(?:\.\d{1,3})?[a-zđ]?)\s?(?P<year>/\s?(?:19"
    r"|20)\d{2})?\s?[/\-–]\s?(?P<symbol>[A-ZĐ][\wÀ-ỹ&.]*(?:\s?[-–/]\s?[\wÀ-ỹ&.]*\w)*)"
)
UNFINISHED = re.compile(r"[-–/&]$")
ISSUED = re.compile(
    r"^(?P<place>[^:;]{2,60}?)[\s,.]*\bngay\s*(?P<day>\d?\s?\d?)[\s._…]*thang\s*(?P<month>\d?\s?\d?)[\s._…]*nam\s*(?P<year>(?:\d\s?){4})?\W*"
    r"$"
)
# A day or month written by hand that OCR could not read: the place still counts, the date does not.
ILLEGIBLE_DATE = re.compile(
    r"^(?P<place>[^:;]{2,60}?)[\s,.]*\bngay(?P<day>.{0,9}?)thang(?P<month>.{0,6}?)nam\s*(?P<year>(?:19|20)\d{2})\W*$"
)
ISSUED_IN_DIGITS = re.compile(
    r"^(?P<place>[^:;\d]{2,60}?)[\s,.]+ngay\s*(?P<day>\d{1,2})\s?[/.-]\s?(?P<month>\d{1,2})\s?[/.-]\s?(?P<year>(?:\d\s?){4})\W*"
    r"$"
)
# A company's letter may name no place.
ISSUED_WITHOUT_PLACE = re.compile(
    r"^\W*ngay\s*(?P<day>\d{1,2})\s*thang\s*(?P<month>\d{1,2})\s*nam\s*(?P<year>\d{4})\W*$"
)
# "ngày O5 tháng l2": letters that OCR read for digits between the words of a date.
DIGITS_OF_DATE = re.compile(r"(?<=\bngay)\s*[\doil|\]]{1,2}(?=\s*thang\b)|(?<=\bthang)\s*[\doil|\]]{1,2}(?=\s*nam\b)")
DIGIT_OF_LETTER = str.maketrans("oil|]", "01111")
# What OCR makes of the slash between number and notation.
MISREAD_SLASH = re.compile(r"(?<=\d)\s?[|\\]\s?(?=[A-ZĐ]{2})")
# Notations that exist only with the bar, which OCR loses; of HD and HĐ, DA and ĐA both are in use.
BARRED = {
    "QD": "QĐ",
    "QyD": "QyĐ",
    "HDND": "HĐND",
    "BCD": "BCĐ",
    "GDDT": "GDĐT",
    "SGDDT": "SGDĐT",
    "BGDDT": "BGDĐT",
    "SLDTBXH": "SLĐTBXH",
}
LETTERS = re.compile(r"[^\W\d_]+")
YEAR_ALONE = re.compile(r"^(?:nam\s*)?(?:19|20)\d{2}\W*$")
# Handwritten digits that OCR takes for print come with less than this; notation letters beside them lower it more.
SURE_DIGITS, SURE_CODE = 0.6, 0.4
EDGES_OF_PLACE = re.compile(r"^[\W_]+|[\W_]+$")
MOST_WORDS_OF_A_PLACE = 8
YEARS = range(1945, 2100)


@dataclass(frozen=True, slots=True)
class Code:
    """`notation` holds everything after the number: "QĐ-UBND", "2025/NQ-HĐND", "BC/BTCTW"."""

    printed: str
    number: str | None
    notation: str
    lines: tuple[HeaderLine, ...]
    at: int  # index of its line


@dataclass(frozen=True, slots=True)
class Issue:
    place: str | None
    issued_on: date | None
    lines: tuple[HeaderLine, ...]
    at: int


def cut_number_lines(lines: Sequence[HeaderLine]) -> list[HeaderLine]:
    """Cut the date, or the subject, off a number line that holds both columns."""
    for at, line in enumerate(lines):
        label = LABEL.match(line.folded)
        code = CODE.match(line.text, label.end()) if label and is_number_line(line) else None
        if code is not None:
            pieces = [piece for piece in split_line(line, code.end()) if piece is not None]
            return [*lines[:at], *pieces, *lines[at + 1 :]]
    return list(lines)


def find_code(lines: Sequence[HeaderLine]) -> Code | None:
    """Find the number line. A number without a notation is that of an arrival stamp or a gazette."""
    for at, line in enumerate(lines):
        label = LABEL.match(line.folded)
        if label is None or not is_number_line(line):
            if (typed := _typed_code(line, at)) is not None:
                return typed
            continue
        used = [line]
        rest = line.text[label.end() :]
        if UNFINISHED.search(rest) and at + 1 < len(lines) and len(lines[at + 1].words) == 1:
            used.append(lines[at + 1])
            rest += lines[at + 1].text
        if line.is_from_ocr:
            rest = MISREAD_SLASH.sub("/", rest)
        match = CODE.match(rest) or ILLEGIBLE.match(rest)
        if match is not None:
            return _code(match, tuple(used), at)
    return None


def _typed_code(line: HeaderLine, at: int) -> Code | None:
    label = TYPED_LABEL.match(line.folded)
    match = CODE.fullmatch(line.text[label.end() :].rstrip()) if label else None
    return _code(match, (line,), at) if match is not None and match["number"] else None


def is_number_line(line: HeaderLine) -> bool:
    """True for "Số: ..." and "Số 12/..."; a small s, as OCR may read it, needs the colon."""
    return bool(NUMBER_LINE.match(line.folded)) and (line.text[:1].isupper() or ":" in line.text[:6])


def _code(match: re.Match[str], lines: tuple[HeaderLine, ...], at: int) -> Code:
    groups = match.groupdict()
    number = _packed(groups.get("number") or "") or None
    if number is not None and not _is_legible(number, lines):
        number = None
    year, symbol = _packed(groups["year"] or ""), _packed(groups["symbol"]).rstrip(".-/")
    if any(line.is_from_ocr for line in lines):
        symbol = LETTERS.sub(lambda part: BARRED.get(part[0], part[0]), symbol)
        symbol = f"NĐ{symbol[2:]}" if symbol.startswith("ND-") else symbol
    separator = "-" if re.search(r"[-–]\s*$", match.string[: match.start("symbol")]) else "/"
    printed = f"{number or ''}{year}{separator}{symbol}"
    notation = f"{year.lstrip('/')}/{symbol}" if year else symbol
    return Code(printed, number, notation, lines, at)


def _is_legible(digits: str, lines: Sequence[HeaderLine]) -> bool:
    """True for text layers, and for digits that the OCR engine was sure of: a wrong number is worse than none."""
    for word in (word for line in lines for word in line.words):
        text = word.text.strip(".,:/- ")
        is_alone = digits in {text, text.casefold().translate(DIGIT_OF_LETTER)}
        if (is_alone or digits in word.text) and word.confidence is not None:
            return word.confidence >= (SURE_DIGITS if is_alone else SURE_CODE)
    return True


def codes_in(text: str) -> tuple[str, ...]:
    """All codes with a number in running text, as printed without spaces."""
    found = (_packed(match[0]).rstrip(".-/") for match in CODE_IN_TEXT.finditer(text))
    return tuple(dict.fromkeys(found))


def _packed(text: str) -> str:
    return re.sub(r"\s+", "", text).replace("–", "-")


def find_issue(lines: Sequence[HeaderLine]) -> Issue | None:
    """Find place and date of issue; a blank day leaves the date None.

    Dates of the body never match: they stand in sentences.
    """
    for at, line in enumerate(lines):
        used, text, folded = [line], line.text, line.folded
        if at + 1 < len(lines) and YEAR_ALONE.match(lines[at + 1].folded):
            used.append(lines[at + 1])
            text, folded = f"{text} {lines[at + 1].text}", f"{folded} {lines[at + 1].folded}"
        if line.is_from_ocr:
            folded = DIGITS_OF_DATE.sub(lambda digits: digits[0].translate(DIGIT_OF_LETTER), folded)
        match = ISSUED.match(folded) or ISSUED_IN_DIGITS.match(folded)
        illegible = ILLEGIBLE_DATE.match(folded) if match is None and line.is_from_ocr else None
        match = match or illegible
        if match is None:
            continue
        place = EDGES_OF_PLACE.sub("", text[: match.end("place")])
        if not place[:1].isupper() or len(place.split()) > MOST_WORDS_OF_A_PLACE or place.isupper():
            continue
        return Issue(place, None if illegible else _date(match, used), tuple(used), at)
    return _issue_without_place(lines)


def _issue_without_place(lines: Sequence[HeaderLine]) -> Issue | None:
    for at, line in enumerate(lines):
        match = ISSUED_WITHOUT_PLACE.match(line.folded)
        if match is not None:
            return Issue(None, _date(match, [line]), (line,), at)
    return None


def _date(match: re.Match[str], lines: Sequence[HeaderLine]) -> date | None:
    day, month, year = (_packed(match[name] or "") for name in ("day", "month", "year"))
    if not (day and month and year) or int(year) not in YEARS:
        return None
    if not (_is_legible(day, lines) and _is_legible(month, lines)):
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
