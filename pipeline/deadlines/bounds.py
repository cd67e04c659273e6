"""The words right before a moment -> how they bind ("trước", "chậm nhất", "trong"), or that they do not."""

from __future__ import annotations

from pipeline.deadlines.finding import LIKELY, SURE, UNSURE, Place
from pipeline.deadlines.phrases import phrase
from pipeline.deadlines.verbs import FINISHING
from pipeline.documents import Bound

PART_OF_DAY = r"(?:buổi )?(?:sáng|trưa|chiều|tối)"
LINK = (
    r"(?: (?:là|vào|đến|trong|cũng|phải|hết|lúc|khoảng|cuối|thời hạn|thời điểm|buổi|các|cả"
    rf"|{PART_OF_DAY}))*[\s:,(]*$"
)
# "trước ngày", "trước thời điểm", "trước giờ làm việc buổi sáng ngày"
TRUOC = phrase(
    r"(?<!\w)trước(?: (?:thời điểm|thời hạn|lúc|khoảng|cuối|các|buổi|và trong"
    rf"|giờ làm việc(?: {PART_OF_DAY})?|{PART_OF_DAY}))?[\s:(]*$"
)
# "trước khi kết thúc quý IV/2026"
BEFORE_THE_END = phrase(r"(?<!\w)trước khi (?:hết|kết thúc|qua)\s*$")
# "trước ngày Quốc khánh 02/9", "trước Tết Nguyên đán (17/02/2026)": an occasion named with its date
TRUOC_OCCASION = phrase(r"(?<!\w)trước (?:ngày|dịp|lễ|tết|kỳ nghỉ)(?: [^\W\d_]+){1,5}[\s:(]*$")
OF_A_LAW = phrase(r"(?<!\w)(?:luật|nghị|thông tư|quyết định|hiệu lực)(?!\w)")
# "chậm nhất là đến ngày", "không muộn hơn ngày"
AT_LATEST = phrase(r"(?<!\w)(?:(?:chậm|muộn|trễ) nhất|không (?:được )?(?:muộn|chậm|trễ|quá)(?: (?:hơn|quá))?)" + LINK)
# "hạn cuối:", "hạn chót nộp hồ sơ là ngày", "hạn chót đăng ký 17h00"
LAST_TERM = phrase(
    r"(?<!\w)hạn (?:cuối(?: cùng)?|chót)(?:[^.;,:]{0,60}?(?:là|vào|đến|:)"
    r"| (?:nộp|gửi|báo cáo|đăng ký|nhận|hoàn thành|trả lời|góp ý|phản hồi)(?: [^\W\d_]+){0,5})?"
    + LINK
    + r"|(?<!\w)ngày (?:hết hạn|kết thúc)(?: [^\W\d_]+){0,8}\s*:\s*$"
)
# "hoàn thành ngày", "xong trong"
FINISHED_ON = phrase(
    r"(?<!\w)(?:hoàn thành|xong|kết thúc (?:vào|trong|:))(?: (?:vào|trong|đến|tại|dứt điểm|ngay|toàn bộ))*[\s:(]*$"
)
# "Thời hạn hoàn thành:", "Hạn nộp:", "Thời gian thực hiện:"
TERM_LABEL = phrase(
    r"(?<!\w)(?:thời hạn|hạn(?=\s*:)|hạn (?:nộp|gửi|báo cáo|hoàn thành|trả lời|đăng ký|xử lý|giải quyết)|tiến độ"
    r"|thời gian (?:hoàn thành|thực hiện|triển khai|báo cáo|gửi|nộp|trình|nhận|ban hành|đăng ký"
    r"|tổ chức thực hiện|xong|phản hồi|chốt(?! số liệu(?: [^\W\d_]+){0,3}\s*$)))(?!\w)"
    r"(?:[^.;:(]{0,80}?(?::|\s(?:là|đến|vào|xong|trong)(?=\s))|[^.;:,(]{0,40}?)" + LINK
)
# "đến hết ngày", "hết ngày"
UNTIL_END = phrase(r"(?<!\w)(?:(?:cho )?(?:đến|tới|trong) )?hết(?: ngày)?[\s:(]*$")
# "trong ngày", "ngay trong tháng", "trong sáng thứ Tư"
WITHIN = phrase(rf"(?<!\w)(?:ngay )?trong(?: (?:thời gian|buổi|cả|và sau|ngày|{PART_OF_DAY}))?\s*$")
# "đến ngày", "đến cuối năm"
UP_TO = phrase(r"(?<!\w)(?:đến|tới)\s*(?:cuối\s*)?$")
# "vào ngày", "lúc"
ON_THE = phrase(r"(?<!\w)(?:vào|lúc|hồi|đúng)(?: (?:ngày|lúc|các|hồi))*\s*$")
# A day from which something runs is no limit.
STARTING = phrase(r"(?<!\w)(?:từ|sau|qua|thời điểm|kể từ)(?: (?:ngày|đầu|các|thời điểm))?[\s:(]*$")
# "tính đến hết ngày", "số liệu đến ngày": what a figure covers.
COUNTED_TO = phrase(
    r"(?<!\w)(?:tính|luỹ kế|lũy kế|thống kê|số liệu|dữ liệu|cộng dồn|chốt)(?: [^\s.;,]+){0,4}? (?:đến|từ"
    r"|tới)(?: hết)?\s*$"
    r"|(?<!\w)tính (?:cho )?(?:đến|tới)[^.;]{0,24}$"
    r"|(?<!\w)(?:số liệu|tính) từ [^.;]{0,80} (?:đến|tới)(?: hết)?(?: ngày)?\s*$"
)
# "Giấy phép có thời hạn đến hết ngày 31/12/2030"
TERM_OF_VALIDITY = phrase(
    r"(?:có thời hạn|được gia hạn|uỷ quyền|hiệu lực|thí điểm|giấy phép|chứng chỉ|hợp đồng|lãi suất|dư nợ|miễn|giảm thuế"
    r"|áp dụng|nhiệm kỳ|giai đoạn"
    r"|thời kỳ|bảo hành|cho thuê|thời hạn (?:sử dụng|công tác|giữ chức|thuê|vay))"
)

# "Thời gian: Trong tháng 12/2025", "Thời gian: Quý I/2026"; with a day it is a meeting
PLAIN_LABEL = phrase(r"[\s\"(]*thời gian(?: dự kiến)?\s*:\s*(?:dự kiến )?(?:trong )?$")

# "Ngày 13/3: Hạn cuối cùng nộp hồ sơ ứng cử"
LAST_DAY_OF = phrase(r"\s*[:,]?\s*(?:là )?(?:thời )?hạn (?:cuối|chót)(?!\w)")
HORIZON = 160  # characters; a label may stand that far before its date
NEAR = 48  # "trước", "trong", "đến hết" stand right before it


def read_bound(place: Place) -> tuple[Bound, float] | None:
    """How the words bind, and how sure that makes a duty. DURING covers "trong", "đến", "đến hết"."""
    if LAST_DAY_OF.match(place.after) and heads_its_clause(place):
        return Bound.BY, SURE
    before = place.before[-HORIZON:]
    if before.rstrip()[-1:].isdigit():  # every other word that binds stands right before it
        return (Bound.BY, LIKELY) if has_label(before) else None
    return _read_words(before)


def _read_words(before: str) -> tuple[Bound, float] | None:
    near = before[-NEAR:]
    if COUNTED_TO.search(before[-2 * NEAR :]) or STARTING.search(near):
        return None
    if TRUOC.search(near):
        return Bound.BEFORE, SURE
    if AT_LATEST.search(before) or LAST_TERM.search(before):
        return Bound.BY, SURE
    if FINISHED_ON.search(near) or has_label(before):
        return Bound.BY, LIKELY
    if runs_until(before) or WITHIN.search(near):
        return Bound.DURING, LIKELY
    return _before_occasion(before)


def read_bound_of_span(place: Place, part: str | None) -> tuple[Bound, float] | None:
    """How words bind a month, a quarter or a year; `part` is its start, middle or end when one is named."""
    if PLAIN_LABEL.match(place.before):
        return Bound.BY, UNSURE
    if BEFORE_THE_END.search(place.before[-NEAR:]):
        return Bound.BY, SURE
    if heads_its_clause(place):
        return Bound.DURING, UNSURE
    bound = read_bound(place)
    if bound is None and part is not None and FINISHING.search(place.before):
        return Bound.BY, UNSURE  # "hoàn thành việc bình xét giữa tháng 12/2025"
    if bound is not None and bound[0] is Bound.ON and part == "end":
        return Bound.DURING, LIKELY  # "báo cáo vào cuối quý IV/2026"
    return bound


def heads_its_clause(place: Place) -> bool:
    """True for "Quý I/2026: Hoàn thành …": no word binds the span."""
    return not place.before.strip(" \n-+•*.")


def _before_occasion(before: str) -> tuple[Bound, float] | None:
    occasion = TRUOC_OCCASION.search(before)
    if occasion and not OF_A_LAW.search(occasion.group()):
        return Bound.BEFORE, LIKELY
    return (Bound.ON, UNSURE) if ON_THE.search(before[-NEAR:]) else None


def names_last_term(before: str) -> bool:
    """True for "Hạn chót để các đơn vị … là": the word itself sets a duty."""
    return LAST_TERM.search(before[-HORIZON:]) is not None


def has_label(before: str) -> bool:
    """True for "Thời hạn hoàn thành: …", not for the term of a licence."""
    return TERM_LABEL.search(before[-HORIZON:]) is not None and not names_validity(before)


def runs_until(before: str) -> bool:
    """True for "đến ngày", "đến hết ngày"."""
    near = before[-NEAR:]
    return UNTIL_END.search(near) is not None or UP_TO.search(near) is not None


def names_validity(before: str) -> bool:
    return TERM_OF_VALIDITY.search(before) is not None
