"""A moment in its clause -> a duty with its kind, an effective date, or nothing: does this date oblige anybody?"""

from __future__ import annotations

import re
from datetime import date, datetime, time

from pipeline.deadlines.contract import VIETNAM_TIME
from pipeline.deadlines.due import is_impossible, resolve_day, resolve_span
from pipeline.deadlines.finding import (
    ALREADY,
    FINISHING,
    LIKELY,
    REPORTING,
    SURE,
    UNSURE,
    Finding,
    LastVerb,
    Place,
    first_verb_kind,
    last_verb,
)
from pipeline.deadlines.moments import Moment
from pipeline.documents import Bound, DateAnswer, DatetimeAnswer, DeadlineKind, EffectiveAnswer

# ---------------------------------------------------------------- how the words bind
LINK = r"(?:\s+(?:là|vào|đến|trong|cũng|phải|hết|lúc|khoảng|cuối|thời\s+hạn|thời\s+điểm|buổi|các|cả))*[\s:,(]*$"
TRUOC = re.compile(r"(?<!\w)trước(?:\s+(?:thời\s+điểm|thời\s+hạn|lúc|khoảng|cuối|các|buổi|và\s+trong))?[\s:(]*$")
AT_LATEST = re.compile(r"(?<!\w)(?:(?:chậm|muộn|trễ)\s+nhất|không\s+(?:được\s+)?(?:muộn|chậm|trễ|quá)(?:\s+(?:hơn|quá))?)" + LINK)
UNTIL_END = re.compile(r"(?<!\w)(?:(?:cho\s+)?(?:đến|tới|trong)\s+)?hết(?:\s+ngày)?[\s:(]*$")
FINISHED_ON = re.compile(
    r"(?<!\w)(?:hoàn\s+thành|xong|kết\s+thúc\s+(?:vào|trong|:))(?:\s+(?:vào|trong|đến|tại|dứt\s+điểm|ngay|toàn\s+bộ))*[\s:(]*$"
)
LAST_TERM = re.compile(r"(?<!\w)hạn\s+(?:cuối(?:\s+cùng)?|chót)(?:[^.;,:]{0,60}?(?:là|vào|đến|:))?" + LINK)
TERM_LABEL = re.compile(
    r"(?<!\w)(?:thời\s+hạn|hạn\s+(?:nộp|gửi|báo\s+cáo|hoàn\s+thành|trả\s+lời|đăng\s+ký|xử\s+lý|giải\s+quyết)|tiến\s+độ|thời\s+gian\s+(?:hoàn\s+thành|thực\s+hiện|triển\s+khai|báo\s+cáo|gửi|nộp|trình|nhận|ban\s+hành|đăng\s+ký"
    r"|tổ\s+chức\s+thực\s+hiện|xong|phản\s+hồi|chốt))(?!\w)[^.;]{0,80}?(?::|\s(?:là|đến|vào|xong|trong|trước)(?=\s))?" + LINK
)
WITHIN = re.compile(r"(?<!\w)(?:ngay\s+)?trong(?:\s+(?:thời\s+gian|buổi|cả|và\s+sau))?\s*$")
UP_TO = re.compile(r"(?<!\w)(?:đến|tới)\s*(?:cuối\s*)?$")
ON_THE = re.compile(r"(?<!\w)(?:vào|lúc|hồi|đúng)(?:\s+(?:ngày|lúc|các|hồi))*\s*$")

# ---------------------------------------------------------------- what obliges nobody
STARTING = re.compile(r"(?<!\w)(?:từ|sau|qua|thời\s+điểm|kể\s+từ)(?:\s+(?:ngày|đầu|các|thời\s+điểm))?[\s:(]*$")
COUNTED_TO = re.compile(
    r"(?<!\w)(?:tính|luỹ\s+kế|lũy\s+kế|thống\s+kê|số\s+liệu|dữ\s+liệu|cộng\s+dồn|chốt)(?:\s+[^\s.;,]+){0,4}?\s+(?:đến|từ|tới)(?:\s+hết)?\s*$"
    r"|(?<!\w)tính\s+(?:cho\s+)?(?:đến|tới)[^.;]{0,24}$"
)
# "phát sinh trước ngày", "được cấp Giấy chứng nhận trước ngày": which cases a rule covers.
CONDITION = re.compile(
    r"(?<!\w)(?:phát\s+sinh|xảy\s+ra|hình\s+thành|tồn\s+tại|có\s+hiệu\s+lực|sinh(?:\s+ra)?|được\s+(?:cấp|giao|phê\s+duyệt|ban\s+hành|xây\s+dựng"
    r"|tuyển\s+dụng|bổ\s+nhiệm|tiếp\s+nhận|công\s+nhận|thành\s+lập|thụ\s+lý|quyết\s+định|hưởng|cho\s+thuê|sử\s+dụng|ký)|ký\s+kết|giao\s+kết"
    r"|sử\s+dụng\s+đất|đang|nghỉ\s+hưu|khởi\s+tố|thụ\s+lý|đưa\s+vào\s+sử\s+dụng|tiếp\s+nhận\s+hồ\s+sơ|nhận\s+hồ\s+sơ|nộp\s+hồ\s+sơ|ban\s+hành\s+văn\s+bản)"
    r"(?:\s+[^\s.;,]+){0,14}?\s*(?:từ\s+)?(?:trước|đến|tới|đến\s+hết|trong)\s*$"
)
CONDITION_OPENS = re.compile(
    r"\s*(?:đối\s+với|trường\s+hợp|khi|nếu|người\s+|hộ\s+|các\s+(?:dự\s+án|hồ\s+sơ|công\s+trình|trường\s+hợp|khoản|hợp\s+đồng))"
)
CITED = re.compile(r"\s*(?:căn\s+cứ|xét|theo\s+đề\s+nghị|tiếp\s+theo)(?!\w)")
TERM_OF_VALIDITY = re.compile(
    r"(?:có\s+thời\s+hạn|uỷ\s+quyền|hiệu\s+lực|thí\s+điểm|giấy\s+phép|chứng\s+chỉ|hợp\s+đồng|lãi\s+suất|dư\s+nợ|miễn|giảm\s+thuế|áp\s+dụng|nhiệm\s+kỳ|giai\s+đoạn"
    r"|thời\s+kỳ|bảo\s+hành|cho\s+thuê|thời\s+hạn\s+(?:sử\s+dụng|công\s+tác|giữ\s+chức|thuê|vay))"
)
IN_FORCE = re.compile(r"(?<!hết )hiệu\s+lực(?:\s+(?:thi\s+hành|áp\s+dụng|pháp\s+luật))?(?:\s*[,:]?\s*(?:kể|bắt\s+đầu))?\s*(?:từ|vào|:|là)[\s:]*$")
IN_FORCE_BEFORE = re.compile(r"(?:trước|khi|sau)\s[^.;,]{0,60}có\s+hiệu\s+lực[^.;,]{0,12}$")
THIS_PAPER = re.compile(r"(?<!\w)này(?!\w)")
DELEGATED = re.compile(r"(?:thời\s+hạn|thời\s+gian)\s+(?:uỷ\s+quyền|có\s+hiệu\s+lực|hiệu\s+lực|phân\s+cấp)[^.;]*$")
FROM_SIGNING = re.compile(r"hiệu\s+lực(?:\s+(?:thi\s+hành|áp\s+dụng))?\s*(?:kể\s*)?từ\s+ngày\s+(?:ký|ban\s+hành)")
# The noun phrase before "trong năm": "kết quả đạt được trong năm 2025", "nhiệm vụ trọng tâm trong tháng 12".
NOT_ORDERED = re.compile(
    r"(?<!\w)(?:đạt|kết\s+quả|tình\s+hình|số\s+lượng|công\s+tác|nhiệm\s+vụ(?:\s+\w+){0,3}|tổng\s+số|tăng|giảm|so\s+với|phát\s+sinh|xảy\s+ra|dự\s+báo"
    r"|được\s+(?:giao|cấp|phê\s+duyệt|bố\s+trí|ban\s+hành|công\s+bố|tổ\s+chức)|như|của|có|diễn\s+ra)(?:\s+[^\s.;,]+){0,6}\s+trong\s*$"
)
# Words of an order that is late already when the letter is written.
ORDERED = re.compile(r"(?<!\w)(?:(?:chậm|muộn)\s+nhất|bảo\s+đảm|đảm\s+bảo|(?:thời\s+)?hạn|yêu\s+cầu|khẩn\s+trương)(?!\w)")
ALL_ALONG = re.compile(r"(?<!\w)(?:thường\s+xuyên|liên\s+tục|hiệu\s+lực|áp\s+dụng)(?!\w)")
OPENS_PART = re.compile(r"(?:^|[,:(]|(?<!\w)(?:và|để|phải|cần|triển\s+khai|tổ\s+chức))\s*$")
LONG_AGO_DAYS = 400  # a duty "due" longer ago than this is history, not a typing error
NARRATED = re.compile(
    r"(?<!\w)đã\s+(?:có\s+)?(?:[^\s.;,]+\s+){0,3}?(?:chỉ\s+đạo|yêu\s+cầu|giao|ban\s+hành|đề\s+nghị|thống\s+nhất|quy\s+định|hướng\s+dẫn)"
)


def read_bound(place: Place) -> tuple[Bound, float] | None:
    """How the words right before the moment bind, and how sure that makes a duty. None: they do not."""
    before = place.before[-160:]
    if COUNTED_TO.search(before) or STARTING.search(before):
        return None
    if TRUOC.search(before):
        return Bound.BEFORE, SURE
    for pattern in (AT_LATEST, LAST_TERM):
        if pattern.search(before):
            return Bound.BY, SURE
    if FINISHED_ON.search(before) or _is_label(before):
        return Bound.BY, LIKELY
    if UNTIL_END.search(before) or WITHIN.search(before) or UP_TO.search(before):
        return Bound.DURING, LIKELY
    if ON_THE.search(before):
        return Bound.ON, UNSURE
    return None


def _is_label(before: str) -> bool:
    return TERM_LABEL.search(before) is not None and not TERM_OF_VALIDITY.search(before)


def find_effective(place: Place, first: date | None, last: date | None) -> Finding | None:
    """Read "có hiệu lực (thi hành) (kể) từ ngày …" and terms of delegation."""
    before = place.before
    in_force = IN_FORCE.search(before[-60:]) and not IN_FORCE_BEFORE.search(before[-100:])
    delegated = DELEGATED.search(before[-160:])
    if not in_force and not delegated:
        return None
    if first is not None and place.is_past(first) and not delegated and not THIS_PAPER.search(before):
        return None
    answer = EffectiveAnswer(None if delegated and first == last else first, last if last != first or delegated else None)
    return Finding(DeadlineKind.EFFECTIVE, answer, place.start, place.end, SURE)


def find_effective_from_signing(folded: str, start: int, end: int, issued_on: date | None) -> Finding | None:
    match = FROM_SIGNING.search(folded, start, end)
    if not match or issued_on is None:
        return None
    return Finding(DeadlineKind.EFFECTIVE, EffectiveAnswer(issued_on), match.start(), match.end(), SURE)


def find_duty(place: Place, moment: Moment, bound: Bound, sureness: float) -> Finding | None:
    """Read a moment that a word binds ("trước ngày 05/12", "trong quý I/2026") as a report or a task."""
    verb = last_verb(place.before)
    if _binds_nobody(place, moment, bound, verb):
        return None
    if moment.span is not None:
        return _span_duty(place, moment, bound, verb, sureness)
    day, flags = _day_of(moment, place)
    if day is None:
        return None
    if _is_history(place, day, verb, bound):
        return None
    kind = _kind(place, verb)
    if kind is None:
        if not _stands_alone(place):
            return None
        kind, sureness = DeadlineKind.TASK, UNSURE
    if place.is_past(day):
        flags = (*flags, "before_issue")
    answer: DateAnswer | DatetimeAnswer
    if moment.time:
        at = time(moment.time.hour, moment.time.minute)
        answer = DatetimeAnswer(datetime.combine(day, at, VIETNAM_TIME), _of_day(bound))
    else:
        answer = DateAnswer(day, _of_day(bound))
    return Finding(kind, answer, place.start, place.end, sureness, flags)


def _binds_nobody(place: Place, moment: Moment, bound: Bound, verb: LastVerb) -> bool:
    before = place.before
    if CITED.match(before) and verb.at < 0:
        return True
    if bound is Bound.DURING and not moment.span:
        # "đến hết ngày 31/12/2030" ends a validity more often than a duty.
        return bool(TERM_OF_VALIDITY.search(before)) or verb.at < 0
    return bound is Bound.ON and (verb.kind is not DeadlineKind.REPORT or len(before) - verb.at > 160)


def _span_duty(place: Place, moment: Moment, bound: Bound, verb: LastVerb, sureness: float) -> Finding | None:
    if moment.span is None or bound is Bound.ON:
        return None
    first, last = resolve_span(moment.span, place.reference)
    if _is_history(place, last, verb, bound) or not _span_is_ordered(place, bound, verb, last):
        return None
    kind = _kind(place, verb) or DeadlineKind.TASK
    flags = ("before_issue",) if place.is_past(last) else ()
    if bound is Bound.BEFORE:
        return Finding(kind, DateAnswer(first, Bound.BEFORE, moment.span.unit), place.start, place.end, sureness, flags)
    return Finding(kind, DateAnswer(last, Bound.BY, moment.span.unit), place.start, place.end, sureness, flags)


def _span_is_ordered(place: Place, bound: Bound, verb: LastVerb, last: date) -> bool:
    """ "Hoàn thành trong quý I/2026" orders; "kết quả đạt được trong năm 2025" tells."""
    before = place.before
    if verb.at < 0:
        return bound is not Bound.DURING and _stands_alone(place)
    if bound is not Bound.DURING:
        return True
    if UP_TO.search(before) or UNTIL_END.search(before):
        return verb.finishes
    ordered = ORDERED.search(before)
    if (ordered or FINISHING.search(before)) and not ALREADY.search(before):
        # "được khởi công năm 2023 và hoàn thành trong năm 2024" tells what was.
        return ordered is not None or FINISHING.match(before.lstrip()) is not None or not place.is_past(last)
    if NOT_ORDERED.search(before) or ALREADY.search(before) or ALL_ALONG.search(before):
        return False
    if verb.kind is not DeadlineKind.REPORT and not OPENS_PART.search(before[: verb.at]):
        return False
    return not place.is_past(last) and _closes_clause(place)


def _closes_clause(place: Place) -> bool:
    return re.match(r"\s*(?:[.;,)]|$|và(?!\w)|để(?!\w)|theo(?!\w))", place.after) is not None


def _is_history(place: Place, day: date, verb: LastVerb, bound: Bound) -> bool:
    """A past day is a duty only when somebody is told to do something by it."""
    before = place.before
    already = ALREADY.search(before)
    if place.issued_on is None:
        if already or (CONDITION.search(before) and not _orders(before, verb)):
            return True
        return (place.received_on - day).days > LONG_AGO_DAYS and not _orders(before, verb) and bound is Bound.BEFORE
    if day > place.issued_on and _is_label(before):
        return False
    if day > place.issued_on:
        return bool(CONDITION.search(before)) and not (verb.finishes or REPORTING.search(before))
    if already or (place.issued_on - day).days > LONG_AGO_DAYS:
        return True
    return day < place.issued_on and not _orders(before, verb)


def _orders(before: str, verb: LastVerb) -> bool:
    return (
        verb.finishes
        or verb.kind is DeadlineKind.REPORT
        or bool(FINISHING.search(before))
        or ORDERED.search(before) is not None
    )


def _kind(place: Place, verb: LastVerb) -> DeadlineKind | None:
    if verb.kind is not None:
        return verb.kind
    return first_verb_kind(place.after) or last_verb(place.folded[place.sentence.start : place.start]).kind


def _stands_alone(place: Place) -> bool:
    """A table cell or list item that is little more than the date."""
    longest = 48
    return len(place.before) + len(place.after) < longest


def _of_day(bound: Bound) -> Bound:
    return Bound.BY if bound is Bound.DURING else Bound.AT if bound is Bound.ON else bound


def _day_of(moment: Moment, place: Place) -> tuple[date | None, tuple[str, ...]]:
    return day_of(moment, place.reference, place.folded, place.sentence.start)


def day_of(moment: Moment, reference: date, folded: str, sentence_start: int) -> tuple[date | None, tuple[str, ...]]:
    """The day of a moment, and what is odd about it."""
    if moment.day is not None:
        day = resolve_day(moment.day, reference)
        flags: tuple[str, ...] = ("no_such_day",) if is_impossible(moment.day) else ()
        if day and moment.weekdays and day.weekday() != moment.weekdays[0].weekday:
            flags = (*flags, "weekday_mismatch")
        return day, flags
    if moment.today is not None:
        ordinal = reference.toordinal() + moment.today.offset
        return date.fromordinal(min(ordinal, date.max.toordinal())), ()
    return None, ()
