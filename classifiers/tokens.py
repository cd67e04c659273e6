"""A letter -> the words the model looks at. Saved models call this module: never move it, retrain after a change."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from classifiers.abbreviations import ABBREVIATIONS
from classifiers.predict import Letter

# Raise it when the same letter gives other words than before: older models are then refused instead of misled.
WORDS_VERSION = 1
# underthesea costs 45 microseconds a syllable; the substance of a letter stands in its first page.
SUBJECT_SYLLABLES = 100
BODY_SYLLABLES = 240
HEADER_CHARACTERS = 2500  # the subject is looked for this far into the body
FEWEST_LINES = 3  # of substance before the recipients
SURE_SUBJECT = 4  # syllables; a shorter subject may occur anywhere


@dataclass(frozen=True, slots=True)
class LetterWords:
    """Words are lower case, syllables of one word joined by "_"."""

    subject: tuple[str, ...]
    body: tuple[str, ...]
    notation: tuple[str, ...]  # "2025/QĐ-UBND" -> qđ, ubnd
    issuing_body: tuple[str, ...]  # syllables


def read_words(letter: Letter) -> LetterWords:
    """Cut a letter down to its substance and into words, each part tokenized once."""
    return LetterWords(
        subject=split_words(_first_syllables(plain_text(letter.subject), SUBJECT_SYLLABLES)),
        body=split_words(_first_syllables(substance_of(letter.body, subject=letter.subject), BODY_SYLLABLES)),
        notation=notation_parts(letter.code),
        issuing_body=tuple(_without_places(fold_spelling(letter.issuing_body)).split()),
    )


def split_words(text: str) -> tuple[str, ...]:
    """Segment plain text with underthesea; punctuation and single letters are left out."""
    if not text:
        return ()
    from underthesea import word_tokenize  # 0.5 s and 100 MB: only who reads a letter pays

    # Segmented in lower case: a subject in capitals must give the words of the same subject in small letters.
    words = (fold_spelling(word).strip("-_.'") for word in word_tokenize(text, format="text").split())
    return tuple(word for word in words if len(word) > 1 and WORD.fullmatch(word))


# --- spelling ---------------------------------------------------------------------------------------------------------

# Đ is often typed as the Icelandic or African letter that looks like it.
LOOKALIKES = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "\u00ad": None, "\u200b": None, "\ufeff": None})
OLD_TONES = {
    old: new
    for base, last in (("o", "a"), ("o", "e"), ("u", "y"))
    for mark in "\u0300\u0301\u0309\u0303\u0323"
    for old, new in [
        (unicodedata.normalize("NFC", base + last + mark), unicodedata.normalize("NFC", base + mark + last))
    ]
}
# Only a final oa, oe, uy has two spellings, and the u of "qu" belongs to the consonant: "quý" has one.
OLD_TONE = re.compile(rf"(?<!q)(?P<rhyme>{'|'.join(OLD_TONES)})(?!\w)")


def fold_spelling(text: str) -> str:
    """Lower case, NFC, one placement of the tone mark: "HOÀ" and "hòa" both give "hòa"."""
    folded = unicodedata.normalize("NFC", text.translate(LOOKALIKES)).lower()
    return OLD_TONE.sub(lambda found: OLD_TONES[found["rhyme"]], folded)


# --- what says nothing about the field --------------------------------------------------------------------------------

WORD = re.compile(r"[^\W\d]+(?:[-_][^\W\d]+)*")
# Numbers, dates and the codes of cited documents: "01/12/2025", "6356/ubnd-nnmt", "1.250.000", "25%".
NUMBERED = re.compile(r"\d[\w/.,:%-]*")
ADDRESS = re.compile(r"https?:\S+|www\.\S+|\S+@\S+|\b[\w-]+\.(?:vn|com)\b\S*")
BLANKS = re.compile(r"\s+")
ABBREVIATION = re.compile(rf"\b(?:{'|'.join(ABBREVIATIONS)})\b")
SUBJECT_OPENING = re.compile(r"^\W*(?:v/v|về việc|trích yếu)\b[\s:]*")
# Where a letter comes from must not decide what it is about. "Hòa Bình" is left out: it is also the word for peace.
PLACES = re.compile(
    r"\b(?:an giang|bà rịa(?: - vũng tàu)?|vũng tàu|bắc giang|bạc liêu|bắc kạn|bắc ninh|bến tre|bình định|bình dương"
    r"|bình phước|bình thuận|cà mau|cần thơ|cao bằng|đà nẵng|đắk lắk|đắk nông|điện biên|đồng nai|đồng tháp|gia lai"
    r"|hà giang|hà nam|hà nội|hà tĩnh|hải dương|hải phòng|hậu giang|(?:thành phố |tp\.? ?)hồ chí minh|hưng yên"
    r"|khánh hòa|kiên giang|kon tum|lai châu|lâm đồng|lạng sơn|lào cai|long an|nam định|nghệ an|ninh bình|ninh thuận"
    r"|phú thọ|phú yên|quảng bình|quảng nam|quảng ngãi|quảng ninh|quảng trị|sóc trăng|sơn la|tây ninh|thái bình"
    r"|thái nguyên|thanh hóa|thừa thiên huế|thành phố huế|tiền giang|trà vinh|tuyên quang|vĩnh long|vĩnh phúc|yên bái"
    r"|an thạnh)\b"
)


def plain_text(text: str) -> str:
    """Fold the spelling; drop numbers, codes, dates, addresses and names of provinces."""
    text = SUBJECT_OPENING.sub("", fold_spelling(text))
    text = NUMBERED.sub(" ", ADDRESS.sub(" ", text))
    text = ABBREVIATION.sub(lambda found: ABBREVIATIONS[found[0]], text.replace("&", ""))
    return BLANKS.sub(" ", _without_places(text)).strip()


def _without_places(text: str) -> str:
    return PLACES.sub(" ", text)


def _first_syllables(text: str, count: int) -> str:
    return " ".join(text.split()[:count])


def notation_parts(code: str) -> tuple[str, ...]:
    """The letters of a code: who issued it and which of its offices drafted it."""
    return tuple(part for part in re.split(r"[\d\s/.\-&_]+", fold_spelling(code)) if len(part) > 1)


# --- the substance of a body ------------------------------------------------------------------------------------------

# Lines of the frame of Nghị định 30/2020, Phụ lục I; each is told by its beginning, some only when nothing follows.
FRAME = re.compile(
    r"\W*(?:cộng h[òo]a xã hội|độc lập\W+tự do|số\s*:|kính gửi|(?:tm|kt|tl|tuq|q)\.\s)"  # "KT. CHỦ TỊCH"
)
TITLE = re.compile(
    r"\W*(?:quyết định|nghị quyết|kế hoạch|thông báo|báo cáo|tờ trình|chỉ thị|công điện|giấy mời|hướng dẫn|chương trình"
    r"|thông tư|nghị định|kết luận|quy định|quy chế|đảng cộng sản việt nam|(?:ủy ban|hội đồng) nhân dân)\W*"
)
PLACE_AND_DATE = re.compile(r".{0,60}, ngày\s.{0,6}\s*tháng\s.{0,6}\s*năm\s*\d{0,4}\W*")
RECIPIENTS = re.compile(r"\W*nơi nhận\s*:")
# Citations of laws and of letters answered: they name many fields and are no matter of the letter.
CITATION = re.compile(r"\W*(?:căn cứ\b|theo đề nghị của\b|xét (?:đề nghị|tờ trình)\b|xét báo cáo thẩm tra\b)")
CITATION_END = re.compile(r"[;.]\s*$")
LONGEST_CITATION = 8  # lines


def substance_of(body: str, *, subject: str = "") -> str:
    """The body's own words: without heading, addressees, citations, recipients and what stands above the subject."""
    text = _after_subject(fold_spelling(body), fold_spelling(subject))
    kept: list[str] = []
    cited = 0  # lines of the citation being left out
    for line in text.splitlines():
        if RECIPIENTS.match(line):
            if len(kept) < FEWEST_LINES:  # of a short letter the recipients can be read before the text beside them
                continue
            break
        if CITATION.match(line):
            cited = 1
        elif cited:
            cited += 1
        if cited:
            if CITATION_END.search(line) or cited >= LONGEST_CITATION:
                cited = 0
            continue
        if not _is_heading(line):
            kept.append(line)
    return plain_text("\n".join(kept))


def _is_heading(line: str) -> bool:
    return bool(FRAME.match(line) or TITLE.fullmatch(line) or PLACE_AND_DATE.fullmatch(line))


def _after_subject(body: str, subject: str) -> str:
    """What follows the subject, when the body of a scanned or typeset letter repeats it in its heading."""
    syllables = subject.split()
    if len(syllables) < SURE_SUBJECT:
        return body
    found = re.search(r"\s+".join(map(re.escape, syllables)), body[:HEADER_CHARACTERS])
    return body[found.end() :] if found else body
