"""Durations in a clause -> periods with their event ("trong thời hạn 05 ngày làm việc, kể từ ngày nhận được …")."""

from __future__ import annotations

import re
from datetime import date

from pipeline.deadlines.atoms import DayAtom, DurationAtom
from pipeline.deadlines.clauses import fold
from pipeline.deadlines.due import resolve_day
from pipeline.deadlines.finding import LIKELY, SURE, UNSURE, Finding, Place, first_verb_kind, last_verb
from pipeline.documents import DeadlineKind, DurationUnit, RelativeAnswer

# "trong thời hạn", "chậm nhất", "không quá", "chậm nhất là sau", "trong vòng tối đa"
TERM = re.compile(
    r"(?:trong(?:\s+(?:vòng|thời\s+hạn|thời\s+gian|khoảng\s+thời\s+gian))?"
    r"|(?:chậm|muộn|trễ)\s+nhất|(?:thời\s+hạn|thời\s+gian)[^.;,\d]{0,60}|không\s+(?:được\s+)?quá|tối\s+đa)"
    r"(?:\s+(?:là|trong|sau|vào|vòng|thời\s+hạn|không\s+quá|chậm\s+nhất|tối\s+đa|cũng|phải|:))*[\s:]*$"
)
# Without an event only these make a period: "Thời hạn giải quyết: 05 ngày làm việc"
TERM_ALONE = re.compile(
    r"(?:trong(?:\s+(?:vòng|thời\s+hạn))|(?:chậm|muộn|trễ)\s+nhất|thời\s+hạn[^.;,\d]{0,60}|không\s+(?:được\s+)?quá|tối\s+đa)"
    r"(?:\s+(?:là|trong|sau|vòng|thời\s+hạn|không\s+quá|tối\s+đa|:))*[\s:]*$"
)
# "kể từ ngày nhận được văn bản", "từ khi", "sau khi", "tính từ thời điểm"
FROM = re.compile(
    r"\s*(?:\([^()]{1,80}\)\s*)?,?\s*(?:(?:được\s+)?(?:kể|tính)(?:\s+từ)?|từ|ngay\s+sau|sau|bắt\s+đầu\s+từ)\s*"
    r"(?P<event>(?:ngày|khi|thời\s+điểm|lúc|có|nhận)\s[^.;:,]{2,160})"
)
# "trước ngày khai mạc 05 ngày", "trước khi tổ chức ít nhất 3 ngày làm việc"
BEFORE_EVENT = re.compile(
    r"trước\s+(?P<event>(?:ngày|khi|thời\s+điểm)\s[^.;:,\d]{3,80}?)\s*,?\s*(?:ít\s+nhất|tối\s+thiểu|chậm\s+nhất|không\s+dưới)?"
    r"(?:\s+(?:là|trong))?\s*$"
)
# "(chậm nhất) 03 ngày trước ngày họp"
EVENT_AFTER = re.compile(r"\s*,?\s*trước\s+(?P<event>(?:ngày|khi|thời\s+điểm)\s[^.;:,]{3,100})")
AT_LEAST = re.compile(r"(?:ít\s+nhất|tối\s+thiểu|chậm\s+nhất|muộn\s+nhất|trước)(?:\s+(?:là|trong))?\s*$")
# A rule that starts when the period is over ("quá 30 ngày kể từ … mà"), or a term that is no duty.
NO_DUTY_BEFORE = re.compile(
    r"(?:(?<!không )(?<!không được )quá(?:\s+thời\s+hạn)?|sau(?:\s+thời\s+hạn)?|mỗi|cứ|hiệu\s+lực(?:\s+thi\s+hành)?(?:\s+trong)?"
    r"|đủ|được\s+nghỉ|nghỉ)\s*$"
)
NO_DUTY_TERM = re.compile(
    r"(?:thời\s+hạn|thời\s+gian)\s+(?:uỷ\s+quyền|hiệu\s+lực|sử\s+dụng|vay|thuê|bảo\s+hành|hợp\s+đồng|công\s+tác|giữ\s+chức"
    r"|bảo\s+lưu|sở\s+hữu|khiếu\s+nại|khởi\s+kiện|bổ\s+nhiệm|hưởng|đào\s+tạo|thử\s+việc|áp\s+dụng|lưu\s+trữ|cư\s+trú)"
)
# "Nếu trùng ngày nghỉ thì … là ngày làm việc tiếp theo" only says how a day moves.
ROLLS = re.compile(r"(?:nếu|trường\s+hợp)[^.;]{0,80}trùng")
NO_DUTY_AFTER = re.compile(r"\s*(?:tới|qua|gần đây|tuổi|liên tục|trở lên|/)")
AFTER_LATEST = re.compile(r"(?:chậm|muộn)\s+nhất\s+(?:là\s+)?sau\s*$")
# Events that happen when this letter reaches the office.
RECEIPT = re.compile(
    r"(?:nhận|tiếp nhận)\s+(?:được\s+)?(?:công\s+văn|văn\s+bản|thông\s+báo|giấy\s+mời|quyết\s+định|kế\s+hoạch|công\s+điện|phiếu|chỉ\s+thị|đề\s+nghị"
    r"|yêu\s+cầu)\s*(?:này|trên|nêu\s+trên)?\s*(?:$|của|\))"
)
ISSUE = re.compile(
    r"(?:ban\s+hành|ký(?:\s+ban\s+hành)?)(?:\s+(?:công\s+văn|văn\s+bản|quyết\s+định|kế\s+hoạch|thông\s+báo|chỉ\s+thị)(?:\s+này)?)?\s*$"
)
# Without an event the period runs from arrival only when somebody is told so in this letter.
ADDRESSED = re.compile(r"(?<!\w)(?:đề\s+nghị|yêu\s+cầu|giao|khẩn\s+trương|chỉ\s+đạo)(?!\w)")
HORIZON = 140  # characters looked at on either side
THIS_PAPER = re.compile(r"(?<!\w)này\s*$")
SIGNED_OR_MADE = re.compile(r"(?:ban\s+hành|ký|phát\s+hành)(?!\w)")


def find_period(place: Place, duration: DurationAtom, day_after: DayAtom | None) -> Finding | None:
    """Read one duration; `day_after` is a date written right after it ("05 ngày kể từ ngày 01/12/2025")."""
    before, after = place.before[-HORIZON:], place.after[: 2 * HORIZON]
    if NO_DUTY_AFTER.match(after) or NO_DUTY_TERM.search(before) or ROLLS.search(place.whole_sentence):
        return None
    event = _before_event(place)
    if event is not None:
        answer = RelativeAnswer(-duration.count, duration.unit, event)
        return Finding(DeadlineKind.RELATIVE, answer, duration.start, duration.end, LIKELY)
    if NO_DUTY_BEFORE.search(before) and not AFTER_LATEST.search(before):
        return None
    origin = FROM.match(place.folded, place.end, min(place.clause_end, place.end + 2 * HORIZON))
    if not _is_duty(place, duration, has_origin=origin is not None):
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


def _before_event(place: Place) -> str | None:
    """The event that a duty comes before: "trước ngày khai mạc 05 ngày", "05 ngày trước ngày khai mạc"."""
    match = BEFORE_EVENT.search(place.folded, max(place.clause_start, place.start - HORIZON), place.start)
    if match is None and AT_LEAST.search(place.before[-HORIZON:]):
        match = EVENT_AFTER.match(place.folded, place.end, place.clause_end)
    return _words(place, match) if match else None


def _is_duty(place: Place, duration: DurationAtom, *, has_origin: bool) -> bool:
    before = place.before[-HORIZON:]
    ordered = last_verb(place.before).at >= 0 or first_verb_kind(place.after) is not None
    if duration.unit in {DurationUnit.MONTH, DurationUnit.YEAR}:
        # "Tối đa 05 năm kể từ ngày cấp" is how long a card is valid.
        return has_origin and TERM.search(before) is not None and ordered
    if has_origin:
        return ordered or TERM.search(before) is not None or not place.before.strip(" (")
    return TERM_ALONE.search(before) is not None and ordered


def _anchor(place: Place, event: str, day_after: DayAtom | None) -> tuple[date | None, tuple[str, ...]]:
    if day_after is not None and day_after.year is not None:
        return resolve_day(day_after, place.reference), ()
    if RECEIPT.search(event) or (not event and ADDRESSED.search(place.whole_sentence)):
        return place.received_on, ("counted_from_arrival",)
    if ISSUE.search(event) or (THIS_PAPER.search(event) and SIGNED_OR_MADE.search(event)):
        return place.issued_on, ()
    return None, ()


def _words(place: Place, match: re.Match[str]) -> str:
    return " ".join(place.text[match.start("event") : match.end("event")].split())
