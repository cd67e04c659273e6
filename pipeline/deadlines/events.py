"""A moment or range without a word that binds -> a meeting with its place, a window of days, or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from textwrap import shorten

from pipeline.deadlines.atoms import DayAtom, TimeAtom
from pipeline.deadlines.bounds import PART_OF_DAY
from pipeline.deadlines.due import resolve_day, resolve_span
from pipeline.deadlines.finding import ALREADY, LIKELY, SURE, Finding, Place
from pipeline.deadlines.moments import Moment, Range
from pipeline.deadlines.obligations import day_of
from pipeline.deadlines.phrases import phrase
from pipeline.documents import DeadlineKind, EventAnswer, WindowAnswer
from pipeline.time_zone import VIETNAM_TIME

MEETING_WORDS = phrase(
    r"(?<!\w)(?:thời gian|(?:khai|bế) (?:mạc|giảng)"
    r"|tổ chức|họp|hội nghị|hội thảo|toạ đàm|lễ|mời|tập huấn|tiếp xúc cử tri"
    r"|bầu cử"
    r"|làm việc|tham dự|dự|có mặt|bắt đầu|kỳ họp|diễn ra|đối thoại|tiếp (?:công )?dân|giao ban|xét xử|hội trường"
    r"|phòng họp|tập trung|phát động|ra quân|(?:tổng|dọn(?: dẹp)?) vệ sinh"
    r"|hội thi|gặp mặt|triệu tập|khảo sát|kiểm tra|phát sóng|trực tuyến"
    r"|thi)(?!\w)"
)
# Things that happened, are signed or are measured: a fire, a time of signing, a storm's centre.
NO_MEETING = phrase(
    r"(?<!\w)(?:xảy ra|tâm (?:bão|áp thấp)|mực nước|vĩ (?:độ|bắc)|kinh (?:độ|đông)|ký (?:số|bởi)|thời gian ký|giờ ký"
    r"|đo được|từ trần|tử vong|giá bán|giá xăng|phạm tội|lấy ngày|sinh ngày|cấp ngày|có hiệu lực|phạm vi thời gian"
    r"|biên bản)(?!\w)"
)
# "Cuộc họp kết thúc lúc 11 giờ 30": the minutes of a meeting that was.
ENDED = phrase(
    r"(?<!\w)(?:cuộc họp|buổi (?:họp|làm việc)|hội nghị|phiên họp)(?: [^\W\d_]+){0,3}"
    r" (?:kết thúc|hoàn thành) (?:vào|lúc|hồi)(?!\w)"
)
# A meeting may be about these; without an invitation they are news.
NEWS = phrase(
    r"(?<!\w)(?:phát hiện|cháy|tai nạn|dự báo|cảnh báo|áp dụng|mưa|bão|lũ|áp thấp|không khí lạnh|triều cường|thiệt hại"
    r"|khởi tố|xử phạt|kỷ niệm|thông qua (?:ngày|vào|tại))(?!\w)"
)
LEGAL_BASIS = phrase(
    r"\s*(?:căn cứ|thực hiện|theo|tiếp theo|xét|ban hành kèm theo)[^,;]{0,40}(?:luật|nghị|quyết định|kế hoạch(?!,)"
    r"|công văn|thông|tờ trình|chỉ thị|văn bản)"
)
AS_OF = phrase(r"(?<!\w)(?:thời điểm|tính đến|sau|trước|kể từ)\s*$")
PLANNED = phrase(
    r"(?<!\w)(?:sẽ\s|dự kiến|tổ chức (?:vào|trong)?\s*(?:các\s*)?(?:ngày\s*)?$|diễn ra (?:vào )?(?:các\s*)?$"
    r"|(?:khai|bế) (?:mạc|giảng) (?:vào )?$"
    r"|được tổ chức)"
)
# "tổ chức buổi đối thoại vào sáng ngày 05/12/2025"
ON_A_DAY = phrase(rf"(?<!\w)vào (?:các )?(?:{PART_OF_DAY}\s*)?,?\s*$")
GATHERING = phrase(
    r"(?<!\w)(?:tổ chức|kính mời|mời|dự|tham dự) [^.;]{0,120}?(?:hội nghị|họp|buổi|lễ|đối thoại|tập huấn|hội thảo"
    r"|toạ đàm|hội thi|tiếp xúc|kỳ họp|phiên|ra quân|phát động|diễn tập|ngày hội|hội chợ|lớp học|khai giảng)(?!\w)"
    r"|(?<!\w)(?:lễ|buổi|hội nghị|chương trình|ngày hội|đại hội) [^.;,]{0,80}?(?<!\w)tổ chức (?:vào|lúc|từ)(?!\w)"
)
# "cử đại diện tham dự Hội nghị tập huấn ngày 04/12/2025"
ATTENDED = phrase(
    r"(?<!\w)(?:tham dự|dự|tham gia|mời) [^.;]{0,120}?(?:hội nghị|họp|buổi|lễ|đối thoại|tập huấn|hội thảo|toạ đàm"
    r"|hội thi|kỳ họp|lớp)(?!\w)[^.;,]{0,80}$"
)
LABEL = phrase(
    r"\s*(?:thời gian|ngày (?!bắt đầu|hết|kết thúc)[^\s.;:,]+)(?: [^.;:,]{0,60})?(?::| là )[^.;]{0,60}$"
    r"|\s*thời gian (?:tổ chức|diễn ra|họp|thi|kiểm tra|khai mạc) [^.;:]{0,60}$"
)
TELLING = phrase(
    r"\s*(?:(?:theo (?:đó|kế hoạch)|cụ thể|dự kiến)[\s,:]*)?(?:vào |hồi )?"
    r"(?:(?:buổi )?(?:sáng|chiều|tối|đêm)\s*)?,?\s*$"
)
PLACE_LABEL = phrase(r"(?<!\w)địa điểm(?: [^\n.;:]{0,30})?\s*:\s*(?=[^\s;])")
PLACE_AT = phrase(
    r"(?<!\w)tại (?=(?:hội trường|phòng|trụ sở|nhà|trung tâm|ubnd|uỷ ban|số|trường|khách sạn|sân|quảng trường)(?!\w))"
)
# "…, TP. Hồ Chí Minh": a stop after an abbreviation ends no place.
# Nor does a comma inside an address, but one before who does something there.
END_OF_PLACE = phrase(
    r";|(?<!tp)(?<![ .,][qp])\.(?:\s|$)|\s*\((?:có |theo |kèm )|, (?:để|do|với|nhằm|theo)(?!\w)"
    r"| và (?:diễn ra|kéo dài)(?!\w)"
    r"|,(?= [^,.;]{0,80}(?<!\w)(?:đã|sẽ|tổ chức|phối hợp|diễn ra|chủ trì)(?!\w))"
)
LONGEST_PLACE = 160  # characters
HORIZON_OF_PLACE = 400

WINDOW_WORDS = phrase(
    r"(?<!\w)(?:niêm yết|treo cờ|(?:nhận|nộp) (?:hồ sơ|đơn|bài|ý kiến|đăng ký)|tiếp nhận|lấy ý kiến|đăng ký|tổ chức"
    r"|xét tuyển|thời gian|dự kiến"
    r"|tuyển sinh|kỳ họp|khai mạc|diễn ra|triển khai|thực hiện|tập huấn|cao điểm|chiến dịch|tiêm|ra quân|nghỉ"
    r"|đăng tải"
    r"|công khai|tạm dừng|hoãn|(?<!không )ngừng|cấm|phân luồng|trưng bày|hội chợ"
    r"|hội thi|kiểm tra|rà soát|tổng điều tra|treo|trực"
    r"|làm việc|giám sát|khảo sát|tổng vệ sinh"
    r"|hồ sơ đề nghị|làm thủ tục|bắt đầu từ"
    r"|bồi dưỡng|lớp học|tham quan|diễn tập|huấn luyện|phát động|ra mắt|vận động)(?!\w)"
)
# Something that is open to people or that people go to, whatever it is about.
OPEN_OR_HELD = phrase(
    r"(?<!\w)(?:niêm yết|treo c[ờơ]|nhận (?:hồ sơ|đơn|ý kiến|đăng ký)|lấy ý kiến|công khai|tập huấn|ra quân|hội chợ"
    r"|hội thi|trưng bày|kiểm tra|giám sát|khảo sát|diễn tập|tổ chức thu)(?!\w)"
)
# "Thời gian nhận hồ sơ: từ 8 giờ ngày 25/11 đến 16 giờ 30 ngày 30/11": days on which nobody meets.
STANDS_OPEN = phrase(
    r"(?<!\w)(?:nhận (?:hồ sơ|đơn|bài|ý kiến|đăng ký)|tiếp nhận|đăng ký|nộp|niêm yết|lấy ý kiến|bình chọn|treo cờ)"
    r"(?!\w)"
)
NO_WINDOW = phrase(
    r"(?<!\w)(?:số liệu|so với|kỳ (?:báo cáo|công bố|tính|kế toán)|dư nợ|lãi suất|căn cứ"
    r"|tính (?:bắt đầu )?từ|tổng hợp từ|phát sinh|trong kỳ|hợp đồng|thanh tra từ|hiệu lực"
    r"|(?:giai đoạn|nhiệm kỳ|năm học|thời kỳ)(?! \d)"  # "Hội đồng nhân dân nhiệm kỳ 2021 - 2026" only names it
    r"|uỷ quyền|báo cáo (?:quý|tháng|năm)|lệ phí|kỳ trước|lương|công tác tại"
    r"|(?<!vệ )(?<!học )(?<!thí )(?<!tuyển )sinh(?! hoạt| viên| học))(?!\w)"
)
# A posting or a fair may be about these; else it is a tariff, an allowance or the weather.
NO_WINDOW_OF_ITS_OWN = phrase(
    r"(?<!\w)(?:áp dụng|thiệt hại|mưa|lũ|bão|miễn|giảm|mức|(?<!đánh )(?<!đấu )giá|thuế|hỗ trợ|bồi thường|dự báo)(?!\w)"
)
TIME_LABEL = phrase(r"thời gian")
HEADED_BY_TIME = phrase(r"\W*(?:\d{1,2}[.)]\s*)?thời gian(?!\w)")
# "có thể vận hành từ ngày 1/9": what starts then is no meeting of that day
STARTS = phrase(r"(?<!\w)từ(?: ngày)?\s*$")
# "Kỳ báo cáo năm: tính bắt đầu từ 0 giờ ngày 01/01 đến 24 giờ ngày 31/12": what figures cover.
FIGURES_OF = phrase(r"(?<!\w)tính (?:bắt đầu )?từ\s*$")
# "Ngày 18 tháng 9 vừa qua, Thường trực đã họp": without a year the day would be looked for ahead.
JUST_WAS = phrase(r"\W{0,3}(?:vừa qua|vừa rồi|năm ngoái)(?!\w)")
# "Vào lúc 14h00, ngày 16/4, tại …, Đoàn phường đã tổ chức Hội nghị": news of a letter without a date.
WAS_HELD = phrase(
    r"[^.;]{0,240}?(?<!\w)(?:đã (?:được )?|long trọng )"
    r"(?:tổ chức|diễn ra|họp|làm việc|khai mạc|bế mạc|kiểm tra|tham dự|dự|chủ trì)(?!\w)"
)
# "Cuộc họp 8 giờ 00 ngày 24/11/2026 (thứ Ba) chuyển sang 14 giờ 00 ngày 26/11/2026": the first time is off.
MOVED = phrase(
    r"[\s,)]*(?:\([^()]{1,40}\)[\s,]*)?(?:(?:được|nay|sẽ) ){0,2}"
    r"(?:(?:chuyển|dời|lùi|đổi|thay đổi|điều chỉnh|thay)(?: lại)? (?:sang|thành|đến|tới)|sang)"
    r" (?:(?:ngày|lúc|hồi|vào|thứ|buổi|sáng|chiều|tối|tuần|tháng)(?!\w)|\d)"
)
# "thay đổi thời gian họp từ ngày 29/12/2026 sang ngày 30/12/2026": and this one is on.
MOVED_TO = phrase(
    r"(?<!\w)(?:(?:chuyển|dời|lùi|đổi|điều chỉnh|hoãn)(?!\w)[^.;]{0,160}? (?:sang|thành)"
    r"|(?:dời|lùi)(?!\w)[^.;]{0,160}? (?:đến|tới))(?: (?:vào|lúc|hồi))?[\s,]*$"
)
TENTATIVE = phrase(r"(?<!\w)dự kiến(?!\w)")
LONGEST_WINDOW_DAYS = 400
LAST_MINUTE = (23, 59)  # also what "24 giờ" is read as


def find_meeting(place: Place, moment: Moment) -> Finding | None:
    """Read "14 giờ 00, ngày 25/12/2025 tại …", or a day that something is planned for."""
    sentence = place.whole_sentence
    day, flags = day_of(moment, place.reference)
    if day is None or not (_is_planned(place, day) if moment.time is None else _is_meeting(place, moment)):
        return None
    if MOVED.match(place.after) or _tells_what_was(place, day, moment) or LEGAL_BASIS.match(sentence):
        return None
    if AS_OF.search(place.before) and moment.end_time is None:
        return None
    tentative = TENTATIVE.search(sentence) is not None
    if moment.time is None:
        answer = EventAnswer(day, all_day=True, tentative=tentative, place=_place(place))
    else:
        end = _at(day, moment.end_time) if moment.end_time else None
        answer = EventAnswer(_at(day, moment.time), end, tentative=tentative, place=_place(place))
    return Finding(DeadlineKind.MEETING, answer, place.start, place.end, SURE if moment.time else LIKELY, flags)


def find_another_day(place: Place, moment: Moment, previous: Finding) -> Finding | None:
    """Read on in "8 giờ 00 các ngày 10 và 20/12/2025": the meeting just found, on one more day."""
    answer = previous.answer
    if not isinstance(answer, EventAnswer) or moment.day is None or moment.time is not None or moment.recurrence:
        return None
    day, flags = day_of(moment, place.reference)
    if day is None:
        return None
    start, end = _on(day, answer.start), _on(day, answer.end) if answer.end else None
    return replace(
        previous, answer=replace(answer, start=start, end=end), start=place.start, end=place.end, flags=flags
    )


def _on(day: date, moment: date) -> date:
    return datetime.combine(day, moment.timetz()) if isinstance(moment, datetime) else day


def find_window(place: Place, span: Range) -> Finding | None:
    """Read "từ ngày 03/02 đến ngày 15/03/2026" when something is open or running then."""
    if span.last.time and span.first.time and (span.last.day or span.last.today):
        return _event_between(place, span)
    first, last = days_of_range(span, place.reference)
    if first is None or last is None or not 0 <= (last - first).days <= LONGEST_WINDOW_DAYS:
        return None
    if _tells_what_was(place, last, span.last) or not _is_open(place, span):
        return None
    return Finding(DeadlineKind.WINDOW, WindowAnswer(first, last), place.start, place.end, LIKELY)


def _is_open(place: Place, span: Range) -> bool:
    sentence = place.whole_sentence
    if NO_WINDOW.search(sentence) or not WINDOW_WORDS.search(sentence):
        return False
    if NO_WINDOW_OF_ITS_OWN.search(sentence) and not OPEN_OR_HELD.search(sentence):
        return False
    return span.first.span is None or TIME_LABEL.search(place.before) is not None


def _tells_what_was(place: Place, day: date, moment: Moment) -> bool:
    """Things that happened, are forecast, or are over."""
    sentence = place.whole_sentence
    if place.is_past(day) or JUST_WAS.match(place.after) or NO_MEETING.search(sentence) or ENDED.search(sentence):
        return True
    is_news = NEWS.search(sentence) and not HEADED_BY_TIME.match(sentence)
    if is_news and not (GATHERING.search(sentence) or OPEN_OR_HELD.search(sentence)):
        return True
    was_held = WAS_HELD.match(place.after) is not None
    if place.issued_on is not None:
        return was_held and not moment.has_year  # the day was looked for ahead
    return was_held or ALREADY.search(place.before) is not None


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
    if _tells_what_was(place, last, span.last) or FIGURES_OF.search(place.before):
        return None
    if first < last and (STANDS_OPEN.search(place.before) or _are_whole_days(span)):
        return Finding(DeadlineKind.WINDOW, WindowAnswer(first, last), place.start, place.end, LIKELY)
    answer = EventAnswer(_at(first, span.first.time), _at(last, span.last.time), place=_place(place))
    return Finding(DeadlineKind.MEETING, answer, place.start, place.end, LIKELY)


def _are_whole_days(span: Range) -> bool:
    """ "từ 0 giờ ngày 01/4 đến 24 giờ ngày 30/4": a contest, a campaign."""
    first, last = span.first.time, span.last.time
    starts = first is not None and (first.hour, first.minute) == (0, 0)
    ends = last is not None and (last.hour, last.minute) == LAST_MINUTE
    return starts or ends


def _is_planned(place: Place, day: date) -> bool:
    if LABEL.match(place.before):
        return True
    if STARTS.search(place.before) or (place.issued_on is not None and day == place.issued_on):
        return False
    if place.issued_on and place.sentence.opens_item and TELLING.fullmatch(place.before):
        return MEETING_WORDS.search(place.after) is not None  # "- Sáng ngày 28/11: tổ chức tập huấn"
    if place.issued_on and day > place.issued_on:
        before = place.before
        if (ON_A_DAY.search(before) and GATHERING.search(before)) or ATTENDED.search(before):
            return True
        if MOVED_TO.search(before) and MEETING_WORDS.search(before):
            return True
    return PLANNED.search(place.before) is not None and MEETING_WORDS.search(place.whole_sentence) is not None


def _is_meeting(place: Place, moment: Moment) -> bool:
    if moment.end_time or MEETING_WORDS.search(place.whole_sentence):
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
    end = place.letter.sentence_end(match.end())
    if stop := END_OF_PLACE.search(place.folded, match.end(), end):
        end = stop.start()
    return shorten(place.text[match.end() : end], LONGEST_PLACE, placeholder="").strip(" .,;") or None


def _at(day: date, atom: TimeAtom) -> datetime:
    return datetime.combine(day, time(atom.hour, atom.minute), VIETNAM_TIME)
