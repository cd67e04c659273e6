"""Durations in a clause -> periods with their event ("trong thời hạn 05 ngày làm việc, kể từ ngày nhận được …")."""

from __future__ import annotations

import re
from datetime import date

from pipeline.deadlines.atoms import DayAtom, DurationAtom
from pipeline.deadlines.clauses import fold
from pipeline.deadlines.due import resolve_day
from pipeline.deadlines.finding import LIKELY, SURE, UNSURE, Finding, Place
from pipeline.deadlines.obligations import ASKED
from pipeline.deadlines.phrases import phrase
from pipeline.documents import DeadlineKind, DurationUnit, RelativeAnswer

# "trong thời hạn", "chậm nhất", "không quá", "chậm nhất là sau", "trong vòng tối đa"
TERM = phrase(
    r"(?:trong(?: (?:vòng|thời hạn|thời gian|khoảng thời gian))?"
    r"|(?:chậm|muộn|trễ) nhất|(?:thời hạn|thời gian)[^.;,\d]{0,60}|không (?:được )?quá|tối đa)"
    r"(?: (?:là|trong|sau|vào|vòng|thời hạn|không quá|chậm nhất|tối đa|cũng|phải|:))*[\s:]*$"
)
# Without an event only these make a period: "Thời hạn giải quyết: 05 ngày làm việc"
TERM_ALONE = phrase(
    r"(?:trong(?: (?:vòng|thời hạn|thời gian))|(?:chậm|muộn|trễ) nhất|thời hạn[^.;,\d]{0,60}|không (?:được )?quá"
    r"|tối đa)(?: (?:là|trong|sau|vòng|thời hạn|không quá|tối đa|:))*[\s:]*$"
)
PLAIN_WITHIN = phrase(r"(?<!\w)trong\s*$")
# "kể từ ngày nhận được văn bản", "từ khi", "sau khi", "tính từ thời điểm"
FROM = phrase(
    r"\s*(?:\([^()]{1,80}\)\s*)?,?\s*(?:(?:được )?(?:kể|tính)(?: từ)?|từ|ngay sau|sau|bắt đầu từ)\s*"
    r"(?P<event>(?:ngày|khi|thời điểm|lúc|có|nhận)\s"
    r"(?:[^.;:,]{2,160}?(?=[.;:,]| (?:để|nhằm) |$)|[^.;:,]{160}))"
)
# "trước ngày khai mạc 05 ngày", "trước khi tổ chức ít nhất 3 ngày làm việc"
BEFORE_EVENT = phrase(
    r"trước (?P<event>(?:ngày|khi|thời điểm)\s[^.;:,\d]{3,80}?)\s*,?\s*(?:ít nhất|tối thiểu|chậm nhất|không dưới)?"
    r"(?: (?:là|trong))?\s*$"
)
# "(chậm nhất) 03 ngày trước ngày họp"
EVENT_AFTER = phrase(r"\s*,?\s*(?:trước|so với) (?P<event>(?:ngày|khi|thời điểm)\s[^.;:,]{3,100})")
AT_LEAST = phrase(r"(?:ít nhất|tối thiểu|chậm nhất|muộn nhất|trước)(?: (?:là|trong))?\s*$")
# A rule that starts when the period is over ("quá 30 ngày kể từ … mà"), or a term that is no duty.
NO_DUTY_BEFORE = phrase(
    r"(?:(?<!không )(?<!không được )quá(?: thời hạn)?(?: từ)?|(?<!ngay )sau(?: thời hạn)?|mỗi|cứ"
    r"|hiệu lực(?: thi hành)?(?: trong)?|đủ|được nghỉ|nghỉ|không (?:ít|dưới|ngắn) hơn"
    r"|(?<!không )(?:nhiều|dài|lâu) hơn)\s*$|(?<!\w)có quyền [^.;,]{0,60}$"
)
NO_DUTY_TERM = phrase(
    r"(?:thời hạn|thời gian) (?:uỷ quyền|hiệu lực|sử dụng|vay|thuê|bảo hành|hợp đồng|công tác|giữ chức"
    r"|bảo lưu|sở hữu|khiếu nại|khởi kiện|bổ nhiệm|hưởng|đào tạo|thử việc|áp dụng|lưu trữ|cư trú)"
)
# "Nếu trùng ngày nghỉ thì … là ngày làm việc tiếp theo" only says how a day moves.
ROLLS = phrase(r"(?:nếu|trường hợp)[^.;]{0,80}trùng")
NO_DUTY_AFTER = phrase(r"\s*(?:qua|gần đây|tuổi|liên tục|trở lên|/)")
# "Trong vòng 07 ngày tới, yêu cầu … hoàn thành": from the day of issue; else it is a forecast.
COMING = phrase(r"\s*(?:sắp )?tới(?!\w)")
ORDERED_SOON = phrase(r"(?<!\w)(?:đề nghị|yêu cầu|phải|hoàn thành|hoàn tất|xong)(?!\w)")
# "Sau 30 ngày kể từ ngày …, đơn vị phải hoàn thành", "…, các phường gửi báo cáo": a rule, but one that orders
MUST_AFTER = phrase(
    r"[^.;]{0,200}?(?<!\w)phải (?:hoàn thành|báo cáo|gửi|nộp|ban hành|trình|bàn giao|trả lời)(?!\w)"
    r"|[^.;,]{0,120},(?: [^.;,]{0,80}?)? (?:gửi|nộp) (?:văn bản )?báo cáo(?!\w)"
)
AFTER_LATEST = phrase(r"(?:(?:chậm|muộn) nhất|tối đa) (?:là )?sau\s*$")
# Events that happen when this letter reaches the office.
RECEIPT = phrase(
    r"(?:nhận|tiếp nhận) (?:được )?(?:công văn|văn bản|thông báo|giấy mời|quyết định|kế hoạch|công điện|phiếu"
    r"|chỉ thị|đề nghị"
    r"|yêu cầu)\s*(?:này|trên|nêu trên)?\s*(?:$|của|\))"
)
ISSUE = phrase(
    r"(?:ban hành|ký(?: ban hành)?)(?: (?:công văn|văn bản|quyết định|kế hoạch|thông báo|chỉ thị)(?: này)?)?\s*$"
)
# Without an event the period runs from arrival only when somebody is told so in this letter.
ADDRESSED = phrase(
    r"(?:^|[,;:]\s*|(?<!\w)(?:ubnd|uỷ ban nhân dân|sở|bộ|phòng|văn phòng) [^,;.]{0,40}?)(?:trân trọng |kính )?"
    r"(?:đề nghị|yêu cầu|giao|khẩn trương|chỉ đạo)(?!\w)"
)
# "Phạt tiền … đối với hành vi nộp hồ sơ quá thời hạn 61 ngày", "được gia hạn không quá 30 ngày"
PENALTY_OR_LEAVE = phrase(
    r"(?<!\w)(?:phạt (?:tiền|cảnh cáo)|đối với hành vi|(?:được|có thể) (?:gia hạn|kéo dài|nghỉ|hưởng|nợ))(?!\w)"
)
# "Theo quy định tại khoản 2 Điều 10 …, thời hạn giải quyết là 15 ngày": the law says so, the letter orders nothing.
LAW_SAYS = phrase(r"\s*theo (?:quy định (?:tại|của)|(?:điểm|khoản|điều) \w)")
HORIZON = 140  # characters looked at on either side
THIS_PAPER = phrase(r"(?<!\w)này\s*$")
SIGNED_OR_MADE = phrase(r"(?:ban hành|ký|phát hành)(?!\w)")


def find_period(place: Place, duration: DurationAtom, day_after: DayAtom | None) -> Finding | None:
    """Read one duration; `day_after` is a date written right after it ("05 ngày kể từ ngày 01/12/2025")."""
    before, after = place.before[-HORIZON:], place.after[: 2 * HORIZON]
    if NO_DUTY_AFTER.match(after) or NO_DUTY_TERM.search(before) or _is_of_a_rule(place):
        return None
    if coming := COMING.match(after):
        return _coming(place, duration, place.end + coming.end())
    event = _before_event(place, duration)
    if event is not None:
        answer = RelativeAnswer(-duration.count, duration.unit, event)
        return Finding(DeadlineKind.RELATIVE, answer, duration.start, duration.end, LIKELY)
    if NO_DUTY_BEFORE.search(before) and not AFTER_LATEST.search(before) and not _orders_after(before, after):
        return None
    origin = FROM.match(place.folded, place.end, min(place.clause_end, place.end + 2 * HORIZON))
    if not _is_duty(place, duration, origin):
        return None
    words = _words(place, origin) if origin else ""
    anchor, flags = _anchor(place, fold(words), day_after)
    sureness = SURE if origin and TERM.search(before) else UNSURE
    return Finding(
        DeadlineKind.RELATIVE,
        RelativeAnswer(duration.count, duration.unit, words),
        duration.start,
        origin.end() if origin else duration.end,
        sureness,
        flags,
        anchor,
    )


def _coming(place: Place, duration: DurationAtom, end: int) -> Finding | None:
    clause = place.folded[max(place.clause_start, place.start - HORIZON) : min(place.clause_end, place.end + HORIZON)]
    if not TERM.search(place.before[-HORIZON:]) or not ORDERED_SOON.search(clause):
        return None
    answer = RelativeAnswer(duration.count, duration.unit, "")
    return Finding(DeadlineKind.RELATIVE, answer, duration.start, end, UNSURE, anchor=place.issued_on)


def _is_of_a_rule(place: Place) -> bool:
    """How a day moves, what a penalty is for, what the law says."""
    if ROLLS.search(place.whole_sentence) or PENALTY_OR_LEAVE.search(place.before):
        return True
    return _cites_a_law(place)


def _cites_a_law(place: Place) -> bool:
    folded, sentence = place.folded, place.sentence
    near = max(sentence.start, place.start - 2 * HORIZON), min(sentence.end, place.end + HORIZON)
    return LAW_SAYS.match(folded, sentence.start) is not None and ASKED.search(folded, *near) is None


def _orders_after(before: str, after: str) -> bool:
    return before.strip() == "sau" and MUST_AFTER.match(after) is not None


def _before_event(place: Place, duration: DurationAtom) -> str | None:
    """The event that a duty comes before: "trước ngày khai mạc 05 ngày", "05 ngày trước ngày khai mạc"."""
    match = BEFORE_EVENT.search(place.folded, max(place.clause_start, place.start - HORIZON), place.start)
    if match is None and (AT_LEAST.search(place.before[-HORIZON:]) or _is_sent_days_before(place, duration)):
        match = EVENT_AFTER.match(place.folded, place.end, place.clause_end)
    return _words(place, match) if match else None


def _is_sent_days_before(place: Place, duration: DurationAtom) -> bool:
    """ "gửi danh sách 03 ngày trước ngày khai mạc"; not "báo cáo 06 tháng trước ngày 05 tháng 6"."""
    in_days = duration.unit in {DurationUnit.CALENDAR_DAY, DurationUnit.WORKING_DAY}
    return in_days and place.last_verb.kind is DeadlineKind.REPORT


def _is_duty(place: Place, duration: DurationAtom, origin: re.Match[str] | None) -> bool:
    before = place.before[-HORIZON:]
    has_origin = origin is not None
    ordered = place.last_verb.at >= 0 or place.next_verb_kind() is not None
    if duration.unit in {DurationUnit.MONTH, DurationUnit.YEAR}:
        # "Tối đa 05 năm kể từ ngày cấp" is how long a card is valid.
        acts = place.last_verb.at >= 0 or place.next_verb_kind(origin.end() if origin else None) is not None
        return has_origin and TERM.search(before) is not None and acts
    if has_origin:
        return ordered or TERM.search(before) is not None or not place.before.strip(" (")
    if duration.unit is DurationUnit.WORKING_DAY and PLAIN_WITHIN.search(before):
        return ordered
    return TERM_ALONE.search(before) is not None and ordered


def _anchor(place: Place, event: str, day_after: DayAtom | None) -> tuple[date | None, tuple[str, ...]]:
    if day_after is not None and day_after.year is not None:
        return resolve_day(day_after, place.reference), ()
    if RECEIPT.search(event) or (not event and ADDRESSED.search(place.whole_sentence)):
        return place.letter.received_on, ("counted_from_arrival",)
    if ISSUE.search(event) or (THIS_PAPER.search(event) and SIGNED_OR_MADE.search(event)):
        return place.issued_on, ()
    return None, ()


def _words(place: Place, match: re.Match[str]) -> str:
    return " ".join(place.text[match.start("event") : match.end("event")].split())
