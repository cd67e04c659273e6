"""A letter -> the words the model looks at. Saved models call this module: never move it, and retrain after a change of it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from classifiers.predict import Letter

# underthesea costs 45 microseconds a syllable; the substance of a letter stands in its first page.
SUBJECT_SYLLABLES = 100
BODY_SYLLABLES = 240
HEADER_CHARACTERS = 2500  # the subject is looked for this far into the body
FIRST_PAGE_LINES = 60


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
# What offices write short, in lower case. Only those with one meaning in administrative letters.
ABBREVIATIONS = {
    "antt": "an ninh trật tự", "anqp": "an ninh quốc phòng", "attp": "an toàn thực phẩm", "atvstp": "an toàn vệ sinh thực phẩm",
    "vsattp": "vệ sinh an toàn thực phẩm", "atgt": "an toàn giao thông", "ttatgt": "trật tự an toàn giao thông",
    "atvslđ": "an toàn vệ sinh lao động", "bhtn": "bảo hiểm thất nghiệp", "bhxh": "bảo hiểm xã hội", "bhyt": "bảo hiểm y tế",
    "btxh": "bảo trợ xã hội", "bvmt": "bảo vệ môi trường", "cbcc": "cán bộ công chức", "cbccvc": "cán bộ công chức viên chức",
    "cchc": "cải cách hành chính", "ccvc": "công chức viên chức", "cntt": "công nghệ thông tin", "csdl": "cơ sở dữ liệu",
    "cđs": "chuyển đổi số", "dqtv": "dân quân tự vệ", "dvc": "dịch vụ công", "dvctt": "dịch vụ công trực tuyến",
    "gcn": "giấy chứng nhận", "gdnn": "giáo dục nghề nghiệp", "gdtx": "giáo dục thường xuyên", "gdđt": "giáo dục đào tạo",
    "gpmb": "giải phóng mặt bằng", "gtvt": "giao thông vận tải", "htx": "hợp tác xã", "hssv": "học sinh sinh viên",
    "khcn": "khoa học công nghệ", "khhgđ": "kế hoạch hóa gia đình", "dskhhgđ": "dân số kế hoạch hóa gia đình",
    "kntc": "khiếu nại tố cáo", "ktxh": "kinh tế xã hội", "lđtbxh": "lao động thương binh xã hội", "mtqg": "mục tiêu quốc gia",
    "mttq": "mặt trận tổ quốc", "ncc": "người có công", "nct": "người cao tuổi", "nkt": "người khuyết tật", "nstw": "ngân sách trung ương",
    "ntm": "nông thôn mới", "nvqs": "nghĩa vụ quân sự", "pbgdpl": "phổ biến giáo dục pháp luật", "pccc": "phòng cháy chữa cháy",
    "cnch": "cứu nạn cứu hộ", "pccccr": "phòng cháy chữa cháy rừng", "pclb": "phòng chống lụt bão", "pctt": "phòng chống thiên tai",
    "tkcn": "tìm kiếm cứu nạn", "pctn": "phòng chống tham nhũng", "qlnn": "quản lý nhà nước", "qppl": "quy phạm pháp luật",
    "vbqppl": "văn bản quy phạm pháp luật", "qsdđ": "quyền sử dụng đất", "gcnqsdđ": "giấy chứng nhận quyền sử dụng đất",
    "qsh": "quyền sở hữu", "skss": "sức khỏe sinh sản", "sxd": "sở xây dựng", "tdtt": "thể dục thể thao", "tđkt": "thi đua khen thưởng",
    "thcs": "trung học cơ sở", "thpt": "trung học phổ thông", "thtk": "thực hành tiết kiệm", "clp": "chống lãng phí",
    "tnmt": "tài nguyên môi trường", "tnxh": "tệ nạn xã hội", "tthc": "thủ tục hành chính", "tttt": "thông tin truyền thông",
    "ubmttq": "ủy ban mặt trận tổ quốc", "vhtt": "văn hóa thông tin", "vhttdl": "văn hóa thể thao du lịch", "vlxd": "vật liệu xây dựng",
    "vpqđ": "vi phạm quy định", "vphc": "vi phạm hành chính", "xdcb": "xây dựng cơ bản", "xklđ": "xuất khẩu lao động",
    "xlvphc": "xử lý vi phạm hành chính", "đtc": "đầu tư công", "đkkd": "đăng ký kinh doanh", "đvhc": "đơn vị hành chính",
    "ubnd": "ủy ban nhân dân", "hđnd": "hội đồng nhân dân",
}  # fmt: skip
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

HEADING = re.compile(
    r"\W*(?:cộng h[òo]a xã hội|độc lập\W+tự do|đảng cộng sản việt nam\W*$|số\s*:|kính gửi|(?:quyết định|nghị quyết|kế hoạch"
    r"|thông báo|báo cáo|tờ trình|chỉ thị|công điện|giấy mời|hướng dẫn|chương trình|thông tư|nghị định|kết luận|quy định"
    r"|quy chế)\W*$|(?:tm|kt|tl|tuq|q)\.\s|(?:ủy ban|hội đồng) nhân dân\W*$"
    r"|.{0,60}, ngày\s.{0,6}\s*tháng\s.{0,6}\s*năm\s*\d{0,4}\W*$)"
)
RECIPIENTS = re.compile(r"\W*nơi nhận\s*:")
# Citations of laws and of letters answered: they name many fields and are no matter of the letter.
CITATION = re.compile(
    r"\W*(?:căn cứ\b|theo đề nghị của\b|xét (?:đề nghị|tờ trình)\b|xét báo cáo thẩm tra\b)"
)
CITATION_END = re.compile(r"[;.]\s*$")
LONGEST_CITATION = 8  # lines


def substance_of(body: str, *, subject: str = "") -> str:
    """The body's own words: without heading, addressees, citations, recipients and what stands above the subject."""
    text = _after_subject(fold_spelling(body), fold_spelling(subject))
    kept: list[str] = []
    cited = 0  # lines of the citation being left out
    for number, line in enumerate(text.splitlines()):
        if RECIPIENTS.match(line):
            if number > FIRST_PAGE_LINES or len(kept) > 2:  # noqa: PLR2004  in the left column it can stand before the text
                break
            continue
        if CITATION.match(line):
            cited = 1
        elif cited:
            cited += 1
        if cited:
            if CITATION_END.search(line) or cited >= LONGEST_CITATION:
                cited = 0
            continue
        if not HEADING.match(line):
            kept.append(line)
    return plain_text("\n".join(kept))


def _after_subject(body: str, subject: str) -> str:
    """What follows the subject, when the body of a scanned or typeset letter repeats it in its heading."""
    syllables = subject.split()
    if len(syllables) < 4:  # noqa: PLR2004  too short to be sure that it is the heading
        return body
    found = re.search(r"\s+".join(map(re.escape, syllables)), body[:HEADER_CHARACTERS])
    return body[found.end() :] if found else body
