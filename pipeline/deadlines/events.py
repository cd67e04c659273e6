"""A moment or range without a word that binds -> a meeting with its place, a window of days, or nothing."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from pipeline.deadlines.atoms import DayAtom, TimeAtom
from pipeline.deadlines.contract import VIETNAM_TIME
from pipeline.deadlines.due import resolve_day, resolve_span
from pipeline.deadlines.finding import ALREADY, LIKELY, SURE, UNSURE, Finding, Place
from pipeline.deadlines.moments import Moment, Range
from pipeline.deadlines.obligations import day_of
from pipeline.documents import DeadlineKind, EventAnswer, WindowAnswer

MEETING_WORDS = re.compile(
    r"(?<!\w)(?:thời\s+gian|khai\s+mạc|bế\s+mạc|tổ\s+chức|họp|hội\s+nghị|hội\s+thảo|toạ\s+đàm|lễ|mời|tập\s+huấn|tiếp\s+xúc\s+cử\s+tri|bầu\s+cử"
    r"|làm\s+việc|tham\s+dự|dự|có\s+mặt|bắt\s+đầu|kỳ\s+họp|diễn\s+ra|đối\s+thoại|tiếp\s+(?:công\s+)?dân|giao\s+ban|xét\s+xử|hội\s+trường"
    r"|phòng\s+họp|tập\s+trung|phát\s+động|ra\s+quân|hội\s+thi|gặp\s+mặt|triệu\s+tập|khảo\s+sát|kiểm\s+tra|phát\s+sóng|trực\s+tuyến|thi)(?!\w)"
)
# Things that happened or are forecast: a storm's centre, a fire, a time of signing, a price that changes.
NO_MEETING = re.compile(
    r"(?<!\w)(?:xảy\s+ra|tâm\s+bão|mực\s+nước|vĩ\s+(?:độ|bắc)|kinh\s+(?:độ|đông)|ký\s+(?:số|bởi)|thời\s+gian\s+ký|giờ\s+ký|đo\s+được|phát\s+hiện"
    r"|cháy|tai\s+nạn|dự\s+báo|cảnh\s+báo|từ\s+trần|tử\s+vong|giá\s+bán|giá\s+xăng|mưa|bão|lũ|áp\s+thấp|không\s+khí\s+lạnh|triều\s+cường"
    r"|thiệt\s+hại|phạm\s+tội|khởi\s+tố|xử\s+phạt|lấy\s+ngày|kỷ\s+niệm|sinh\s+ngày|thông\s+qua|cấp\s+ngày|có\s+hiệu\s+lực|phạm\s+vi\s+thời\s+gian)(?!\w)"
)
LEGAL_BASIS = re.compile(
    r"\s*(?:căn\s+cứ|thực\s+hiện|theo|tiếp\s+theo|xét|ban\s+hành\s+kèm\s+theo)[^,;]{0,40}(?:luật|nghị|quyết\s+định|kế\s+hoạch|công\s+văn|thông|tờ\s+trình|chỉ\s+thị|văn\s+bản)"
)
AS_OF = re.compile(r"(?<!\w)(?:thời\s+điểm|tính\s+đến|từ|sau|trước|kể\s+từ)\s*$")
PLANNED = re.compile(
    r"(?<!\w)(?:sẽ\s|dự\s+kiến|tổ\s+chức\s+(?:vào|trong)?\s*(?:ngày\s*)?$|diễn\s+ra\s+(?:vào\s+)?$|khai\s+mạc\s+(?:vào\s+)?$|được\s+tổ\s+chức)"
)
LABEL = re.compile(r"\s*(?:thời\s+gian|ngày\s+[^\s.;:,]+)(?:\s+[^.;:,]{0,60})?:[^.;]{0,60}$")
TELLING = re.compile(r"\s*(?:vào\s+|hồi\s+)?(?:(?:buổi\s+)?(?:sáng|chiều|tối|đêm)\s*)?,?\s*$")
PLACE_LABEL = re.compile(r"(?<!\w)địa\s+điểm(?:\s+[^\n.;:]{0,30})?\s*:\s*(?P<place>[^\n;]{3,140})")
PLACE_AT = re.compile(r"(?<!\w)tại\s+(?P<place>(?:hội\s+trường|phòng|trụ\s+sở|nhà|trung\s+tâm|ubnd|uỷ\s+ban|số|trường|khách\s+sạn|sân|quảng\s+trường)[^.;\n]{2,120})")
HORIZON_OF_PLACE = 400

WINDOW_WORDS = re.compile(
    r"(?<!\w)(?:niêm\s+yết|treo\s+cờ|nhận\s+(?:hồ\s+sơ|đơn|ý\s+kiến|đăng\s+ký)|tiếp\s+nhận|lấy\s+ý\s+kiến|đăng\s+ký|tổ\s+chức|thời\s+gian|dự\s+kiến"
    r"|tuyển\s+sinh|kỳ\s+họp|khai\s+mạc|diễn\s+ra|triển\s+khai|thực\s+hiện|tập\s+huấn|cao\s+điểm|chiến\s+dịch|tiêm|ra\s+quân|nghỉ|đăng\s+tải"
    r"|công\s+khai|tạm\s+dừng|cấm|phân\s+luồng|trưng\s+bày|hội\s+chợ|hội\s+thi|kiểm\s+tra|rà\s+soát|tổng\s+điều\s+tra|treo|trực)(?!\w)"
)
NO_WINDOW = re.compile(
    r"(?<!\w)(?:số\s+liệu|kỳ\s+(?:báo\s+cáo|công\s+bố|tính|kế\s+toán)|giai\s+đoạn|áp\s+dụng|dư\s+nợ|thiệt\s+hại|mưa|lũ|bão|lãi\s+suất|căn\s+cứ"
    r"|tính\s+từ|tổng\s+hợp\s+từ|phát\s+sinh|trong\s+kỳ|nhiệm\s+kỳ|năm\s+học|hợp\s+đồng|thời\s+kỳ|thanh\s+tra\s+từ|hiệu\s+lực|uỷ\s+quyền|báo\s+cáo\s+(?:quý|tháng|năm)"
    r"|miễn|giảm|mức|giá|thuế|lệ\s+phí|hỗ\s+trợ|bồi\s+thường|dự\s+báo|kỳ\s+trước|lương|công\s+tác\s+tại|sinh)(?!\w)"
)
TENTATIVE = re.compile(r"(?<!\w)dự\s+kiến(?!\w)")
LONGEST_WINDOW_DAYS = 400


def find_meeting(place: Place, moment: Moment) -> Finding | None:
    """Read "14 giờ 00, ngày 25/12/2025 tại …", or a day that something is planned for."""
    sentence = place.whole_sentence
    if NO_MEETING.search(sentence) or LEGAL_BASIS.match(sentence):
        return None
    if AS_OF.search(place.before) and moment.end_time is None:
        return None
    day, flags = day_of(moment, place.reference, place.folded, place.sentence.start)
    if day is None or place.is_past(day) or (place.issued_on is None and ALREADY.search(place.before)):
        return None
    if moment.time is None and not _is_planned(place, day):
        return None
    if moment.time is not None and not _is_meeting(place, sentence):
        return None
    tentative = TENTATIVE.search(sentence) is not None
    if moment.time is None:
        answer = EventAnswer(day, all_day=True, tentative=tentative, place=_place(place))
    else:
        end = _at(day, moment.end_time) if moment.end_time else None
        answer = EventAnswer(_at(day, moment.time), end, tentative=tentative, place=_place(place))
    return Finding(DeadlineKind.MEETING, answer, place.start, place.end, SURE if moment.time else LIKELY, flags)


def find_window(place: Place, span: Range) -> Finding | None:
    """Read "từ ngày 03/02 đến ngày 15/03/2026" when something is open or running then."""
    if span.last.time and span.first.time and (span.last.day or span.last.today):
        return _event_between(place, span)
    sentence = place.whole_sentence
    first, last = days_of_range(span, place.reference)
    if first is None or last is None or last < first:
        return None
    if (last - first).days > LONGEST_WINDOW_DAYS or place.is_past(last):
        return None
    if NO_WINDOW.search(sentence) or NO_MEETING.search(sentence) or not WINDOW_WORDS.search(sentence):
        return None
    if ALREADY.search(place.before):
        return None
    if span.first.span and not re.search(r"thời\s+gian", place.before):
        return None
    return Finding(DeadlineKind.WINDOW, WindowAnswer(first, last), place.start, place.end, LIKELY)


def days_of_range(span: Range, reference: date) -> tuple[date | None, date | None]:
    """First and last day; the first takes the month and year it does not name from the last."""
    if span.first.span and span.last.span:
        last_span = span.last.span
        _, last = resolve_span(last_span, reference)
        first_span = span.first.span
        near = reference if first_span.year else date(last.year, 1, 1)
        first, _ = resolve_span(first_span, near)
        return first, last
    if span.first.day is None or span.last.day is None:
        return None, None
    last_day = resolve_day(span.last.day, reference)
    if last_day is None:
        return None, None
    first_atom = span.first.day
    month = first_atom.month or last_day.month
    year = first_atom.year or last_day.year
    first_day = resolve_day(DayAtom(first_atom.start, first_atom.end, first_atom.days, month, year), reference)
    if first_day and first_day > last_day and first_atom.year is None:
        first_day = resolve_day(DayAtom(first_atom.start, first_atom.end, first_atom.days, month, year - 1), reference)
    return first_day, last_day


def _event_between(place: Place, span: Range) -> Finding | None:
    first, last = days_of_range(span, place.reference)
    if first is None or last is None or span.first.time is None or span.last.time is None:
        return None
    if place.is_past(last) or NO_MEETING.search(place.whole_sentence) or ALREADY.search(place.before):
        return None
    answer = EventAnswer(_at(first, span.first.time), _at(last, span.last.time), place=_place(place))
    return Finding(DeadlineKind.MEETING, answer, place.start, place.end, LIKELY)


def _is_planned(place: Place, day: date) -> bool:
    if LABEL.match(place.before):
        return True
    if place.issued_on is not None and day == place.issued_on:
        return False
    return PLANNED.search(place.before) is not None and MEETING_WORDS.search(place.whole_sentence) is not None


def _is_meeting(place: Place, sentence: str) -> bool:
    if MEETING_WORDS.search(sentence):
        return True
    # A list of sessions: "- 19h30' ngày 08/7 …"
    return place.sentence.opens_item and TELLING.fullmatch(place.before) is not None


def _place(place: Place) -> str | None:
    horizon = min(len(place.folded), place.end + HORIZON_OF_PLACE)
    match = PLACE_AT.search(place.folded, place.end, place.sentence.end) or PLACE_LABEL.search(
        place.folded, place.end, horizon
    )
    if match is None:
        return None
    return " ".join(place.text[match.start("place") : match.end("place")].split()).rstrip(" .,;")


def _at(day: date, atom: TimeAtom) -> datetime:
    return datetime.combine(day, time(atom.hour, atom.minute), VIETNAM_TIME)
