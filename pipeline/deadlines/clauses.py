"""Text -> sentences with the headings they stand under. Offsets are those of the text that came in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

# One old-style spelling for hòa/hoà, ủy/uỷ, quí/quý; OCR's "ngàỵ". Every pair has equal length: offsets stay true.
SPELLINGS = (
    *zip(("òa", "óa", "ỏa", "õa", "ọa"), ("oà", "oá", "oả", "oã", "oạ"), strict=True),
    *zip(("òe", "óe", "ỏe", "õe", "ọe"), ("oè", "oé", "oẻ", "oẽ", "oẹ"), strict=True),
    *zip(("ùy", "úy", "ủy", "ũy", "ụy"), ("uỳ", "uý", "uỷ", "uỹ", "uỵ"), strict=True),
    ("quí", "quý"),
    ("định kì", "định kỳ"),
    ("ngàỵ", "ngày"),
    ("nám 2", "năm 2"),
    ("nàm 2", "năm 2"),
    # What OCR and hasty typing make of the words that bind a date.
    *((damaged, "trước") for damaged in ("truớc", "trưóc", "trưoc", "truóc", "trườc", "trứớc")),
    *((damaged, "chậm nhất") for damaged in ("chậm nhât", "châm nhất", "chậm nhắt", "chậm nhât", "chàm nhất")),
    ("thảng 1", "tháng 1"),
    ("bảo cáo", "báo cáo"),
    ("báo cảo", "báo cáo"),
)
# What OCR makes of digits: "O5/12/2O25", "l5". Folded text is lower case.
OCR_DIGIT = re.compile(r"[oli](?=[0-9])|(?<=[0-9])[oli](?![^\W\d])")
OCR_DIGITS = {"o": "0", "l": "1", "i": "1"}
SAME_LENGTH = str.maketrans(
    {
        **dict.fromkeys("\t\r\v\f\u00a0\u2002\u2003\u2009\u202f\u3000\u00ad", " "),
        **dict.fromkeys("‐‑‒–—−", "-"),
        **dict.fromkeys("’‘′´ʼ`", "'"),
        **dict.fromkeys("“”„″", '"'),
        "ð": "đ",
        "ɖ": "đ",
        "ː": ":",
    }
)

# The mark of a list item; the groups are in the order of their level, 0 the highest.
MARKER = re.compile(
    r"((?:Điều|Bước|Phần|Chương|Mục)\s+[\dIVX]{1,4}\b[.:]?)"
    r"|([IVX]{1,5}[.)](?=\s|$))"
    r"|(\d{1,2}[.)](?=\s|$|[^\W\d]))"
    r"|(\d{1,2}(?:\.\d{1,2}){1,3}[.)]?(?=\s|$))"
    r"|([(\[]\d{1,2}[)\]])"
    r"|(\(?[a-zđ][.)](?=\s))"
    r"|([-–—•*·](?=\s|[^\W\d]))"
    r"|(\+(?=\s|[^\W\d]))"
)
PARAGRAPH = 8
ORDERS_A_BODY = re.compile(
    r"(?<!\w)(?:giao|yêu cầu|đề nghị)\s+(?!thực hiện|triển khai|tập trung|như|sau|các nội dung)\w"
)
ABOVE_ITS_ITEMS = 0.5  # the level of a paragraph that a list follows, over that of the list

# These open a line of their own also after a full one; any other word before a colon may just stand there.
LABEL = re.compile(
    r"(?:Thời (?:gian|hạn|điểm)|Địa (?:điểm|chỉ)|Thành phần|Nội dung|Đơn vị|Cơ quan|Chủ trì|Phối hợp|Hình thức|Kinh phí"
    r"|Tiến độ|Điện thoại|Email|Ghi chú|Chủ đề|Mục đích|Yêu cầu|Đối tượng|Chương trình)[^\n:.;/]{0,40}:\s"
)
LETTER_PARTS = re.compile(r"(?:Kính gửi|Nơi nhận|Căn cứ|Theo đề nghị|Xét đề nghị)\b")
# What stands under a task of a plan: when, and who.
TIME_LABEL = re.compile(
    r"(?:Thời gian|Thời hạn|Tiến độ|Hạn)(?:\s+[^\W\d_]+){0,4}\s*:|(?:Thời gian|Thời hạn) hoàn thành\b"
    r"|Hoàn thành (?:trước|trong)\b"
)
TASK_LABEL = re.compile(
    r"(?:Thời gian|Thời hạn|Tiến độ|Hạn|Hoàn thành|Đơn vị|Cơ quan|Chủ trì|Phối hợp|Lãnh đạo|Người|Địa điểm|Kinh phí"
    r"|Sản phẩm|Kết quả)[^:.;]{0,60}:"
)
MOST_LABELS = 5
LONGEST_ITEM = 700  # characters
SENTENCE_STOP = re.compile(r"[.!?…]\s+")
# "TP. Hồ Chí Minh", "ThS. Nguyễn", "v.v." do not end a sentence.
ABBREVIATION = re.compile(r"(?:^|[\s(])(?:TP|Tp|KT|TM|TL|TUQ|[QPĐT]|ThS|TS|PGS|GS|BS|Nxb|tr|đ/c|Đ/c|v\.v|\.\.)\.$")
# Words that no sentence ends with: the next line goes on, whatever it begins with.
HANGING = re.compile(
    r"(?:^|\s)(?:và|của|về|tại|cho|với|các|những|theo|đến|trong|từ|hoặc|để|là|do|bởi|ngày|tháng|năm|số|trước|sau|thuộc)$",
    re.IGNORECASE,
)
LONGEST_HANGING = 8  # characters, with the space before
NARROW_LINE = 0.7  # of a full line (the upper quartile; tables have wider ones): a paragraph ended here
LONGEST_LEAD = 240
LONGEST_SENTENCE = 2000  # more is a table or no text at all; every rule below works within one sentence
# A gap this wide is no gap between two words, and would make patterns with \s* slow.
WIDE_GAP = re.compile(r"\s{9,}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, the headings and lead-ins above it (nearest first), and whether it opens its list item."""

    start: int
    end: int
    leads: tuple[str, ...]
    opens_item: bool
    block_start: int  # of the list item or paragraph it stands in
    item_start: int  # of a "Thời gian thực hiện: …": where the task begins that it stands under; else `start`


def fold(text: str) -> str:
    """Lower case, one spelling, one kind of dash, quote and space; the same length as `text`.

    The diacritics stay: «năm» (year) is not «nằm». `pipeline.spelling.fold` drops them.
    """
    folded = text.lower()
    if len(folded) != len(text):
        folded = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    folded = folded.translate(SAME_LENGTH)
    for spelling, old in SPELLINGS:
        folded = folded.replace(spelling, old)
    folded = WIDE_GAP.sub(lambda gap: "\0" * len(gap.group()), folded)
    return OCR_DIGIT.sub(_digit, folded)


def _digit(match: re.Match[str]) -> str:
    start = match.start()
    if start and match.string[start - 1].isalpha():
        return match.group()
    return OCR_DIGITS[match.group()]


def split_sentences(text: str) -> tuple[Sentence, ...]:
    sentences: list[Sentence] = []
    stack: list[tuple[float, str]] = []
    lead_in = ""  # right before a list: "Sở đề nghị Ủy ban nhân dân các phường:"
    for level, start, end in _blocks(text):
        above = level - ABOVE_ITS_ITEMS if lead_in and level < PARAGRAPH else level
        while stack and stack[-1][0] >= above:
            stack.pop()
        if above < level:
            stack.append((above, lead_in))
        leads = tuple(lead for _, lead in reversed(stack))
        first = True
        for sentence_start, sentence_end in _split_block(text, start, end):
            for piece_start, piece_end in _pieces(text, sentence_start, sentence_end):
                item_start = _item_start(text, sentences, piece_start, piece_end)
                sentences.append(Sentence(piece_start, piece_end, leads, first, start, item_start))
                first = False
        opening = text[start : min(end, start + LONGEST_LEAD)]
        if level < PARAGRAPH or text[start:end].rstrip().endswith(":"):
            stack.append((level, opening))
        lead_in = _lead_in(text, sentences[-1], end) if level == PARAGRAPH and sentences else ""
    return tuple(sentences)


def _lead_in(text: str, last: Sentence, end: int) -> str:
    """The order itself, without who gives it."""
    sentence = text[max(last.start, end - LONGEST_LEAD) : end].rstrip()
    order = ORDERS_A_BODY.search(fold(sentence)) if sentence.endswith(":") else None
    return sentence[order.start() :] if order else ""


def _item_start(text: str, sentences: Sequence[Sentence], start: int, end: int) -> int:
    """Plans write "- Rà soát …", "Đơn vị chủ trì: …", "Thời gian: …" in lines of their own: the first is the task."""
    if not TIME_LABEL.match(text, start, end):
        return start
    for sentence in reversed(sentences[-MOST_LABELS:]):
        if start - sentence.start > LONGEST_ITEM:
            break
        if not TASK_LABEL.match(text, sentence.start, sentence.end):
            return sentence.item_start
    return start


def _blocks(text: str) -> list[tuple[int, int, int]]:
    """(level, start, end) of each list item or paragraph; the mark of the item is left out."""
    blocks: list[tuple[int, int, int]] = []
    lines = _lines(text)
    widths = sorted(end - start for start, end in lines)
    narrow = NARROW_LINE * widths[3 * len(widths) // 4] if widths else 0.0
    previous: tuple[int, int] | None = None
    for start, end in lines:
        level, content = _marker(text, start, end)
        wraps = previous is not None and level == PARAGRAPH and not _starts_anew(text, previous, (start, end), narrow)
        if blocks and (wraps or (level == PARAGRAPH and blocks[-1][1] == blocks[-1][2])):
            blocks[-1] = (blocks[-1][0], blocks[-1][1], end)
        else:
            blocks.append((level, content, end))
        previous = (start, end)
    return blocks


def _lines(text: str) -> list[tuple[int, int]]:
    """Lines that are not blank, without their outer spaces."""
    lines = []
    offset = 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            start = offset + line.index(stripped[0])
            lines.append((start, start + len(stripped)))
        offset += len(line) + 1
    return lines


def _marker(text: str, start: int, end: int) -> tuple[int, int]:
    """The level of the item that a line opens, and where its words begin."""
    match = MARKER.match(text, start, end)
    if match is None:
        return PARAGRAPH, start
    content = match.end()
    while content < end and text[content].isspace():
        content += 1
    return (match.lastindex or 1) - 1, content


def _starts_anew(text: str, previous: tuple[int, int], line: tuple[int, int], narrow: float) -> bool:
    start, end = line
    if text.count("\n", previous[1], start) > 1:
        return True  # a blank line
    if not text[start].isupper():
        return False
    if HANGING.search(text[max(previous[0], previous[1] - LONGEST_HANGING) : previous[1]]):
        return False
    last = text[previous[1] - 1]
    if last in ".!?;:" or LETTER_PARTS.match(text, start, end) or LABEL.match(text, start, end):
        return True
    return last != "," and previous[1] - previous[0] < narrow


def _split_block(text: str, start: int, end: int) -> list[tuple[int, int]]:
    parts = []
    opening = start
    for stop in SENTENCE_STOP.finditer(text, start, end):
        following = text[stop.end() : stop.end() + 1]
        if not (following.isupper() or following.isdigit() or following in '"“(-–+'):
            continue
        if ABBREVIATION.search(text[max(start, stop.start() - 6) : stop.start() + 1]):
            continue
        parts.append((opening, stop.start() + 1))
        opening = stop.end()
    if opening < end:
        parts.append((opening, end))
    return parts


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut an endless sentence at spaces."""
    pieces = []
    while end - start > LONGEST_SENTENCE:
        cut = max(text.rfind(" ", start, start + LONGEST_SENTENCE), text.rfind("\n", start, start + LONGEST_SENTENCE))
        cut = cut if cut > start else start + LONGEST_SENTENCE
        pieces.append((start, cut))
        start = cut
    return [*pieces, (start, end)]
