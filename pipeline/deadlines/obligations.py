"""A moment that words bind -> a report or a task, or nothing: does this date oblige anybody?"""

from __future__ import annotations

from datetime import date, datetime, time

from pipeline.deadlines.bounds import (
    PART_OF_DAY,
    has_label,
    heads_its_clause,
    names_last_term,
    names_validity,
    runs_until,
)
from pipeline.deadlines.due import is_impossible, resolve_day, resolve_span
from pipeline.deadlines.finding import (
    ALREADY,
    UNSURE,
    Finding,
    Place,
)
from pipeline.deadlines.moments import Moment
from pipeline.deadlines.phrases import phrase
from pipeline.deadlines.verbs import FINISHING, REPORTING, LastVerb
from pipeline.documents import Bound, DateAnswer, DatetimeAnswer, DeadlineKind
from pipeline.time_zone import VIETNAM_TIME

# A legal basis: "Căn cứ …", "Xét …".
CITED = phrase(r"\s*(?:căn cứ|xét|theo đề nghị|tiếp theo)(?!\w)")
# "nhận được Công văn số 12/SNV-VP ngày 05/11/2025 của Sở Nội vụ về việc … trong năm 2025": the title of a paper
CITED_TITLE = phrase(
    r"(?<!\w)(?:công văn|văn bản|quyết định|kế hoạch|thông báo|chỉ thị|tờ trình|nghị quyết|công điện) số \d"
    r"[^;]{4,160}? (?:về(?: việc)?|v/v) [^,;]*$"
)
# A clause that opens with a paper is its title: "Công văn số 12/SXD-QLN ngày … về việc …"
PAPER = phrase(
    r"\s*(?:công văn|văn bản|quyết định|kế hoạch|thông báo|chỉ thị|tờ trình|nghị quyết|công điện|giấy mời) số \d"
)
# "Phấn đấu đến 31/12/2025, tỷ lệ … đạt …"
AIMED_AT = phrase(r"(?<!\w)(?:phấn đấu|mục tiêu|bảo đảm|đảm bảo|yêu cầu)(?: là| đặt ra)?:? (?:đến|tới)(?: hết)?\s*$")
# "phát sinh trước ngày", "được cấp Giấy chứng nhận trước ngày": which cases a rule covers.
CONDITION = phrase(
    r"(?<!\w)(?:phát sinh|xảy ra|hình thành|tồn tại|có hiệu lực|sinh(?: ra)?|được (?:cấp|giao|phê duyệt"
    r"|ban hành|xây dựng"
    r"|tuyển dụng|bổ nhiệm|tiếp nhận|công nhận|thành lập|thụ lý|quyết định|hưởng|cho thuê|sử dụng|ký)|ký kết"
    r"|giao kết"
    r"|sử dụng đất(?! năm| \d)|đang|nghỉ hưu|khởi tố|thụ lý|đưa vào sử dụng|tiếp nhận hồ sơ|nhận hồ sơ|nộp hồ sơ"
    r"|ban hành văn bản)"
    r"(?P<gap>(?: [^\s.;,]+){0,14}?)\s*(?:từ )?(?:trước|đến|tới|đến hết|trong)\s*$"
)
# The noun phrase before "trong năm": "kết quả đạt được trong năm 2025", "nhiệm vụ trọng tâm trong tháng 12".
NOT_ORDERED = phrase(
    r"(?<!\w)(?:đạt|kết quả|tình hình|số lượng|công tác|nhiệm vụ(?: \w+){0,3}|tổng số|tăng|giảm|so với"
    r"|phát sinh|xảy ra|dự báo"
    r"|được (?:giao|cấp|phê duyệt|bố trí|ban hành|công bố|tổ chức)|như|của|có|diễn ra)(?: [^\s.;,]+){0,6} trong\s*$"
)
# "báo cáo Thủ tướng Chính phủ kết quả thực hiện trong tháng 12" orders; "báo cáo kết quả thực hiện trong năm" names.
TO_SOMEBODY = phrase(
    r"(?<!\w)(?:báo cáo|gửi|trình|nộp)(?: (?:về|cho|đến|tới|lên))? (?:bộ|sở|uỷ ban|ubnd|thủ tướng|chính phủ"
    r"|chủ tịch|hđnd"
    r"|hội đồng|văn phòng|ban|thành uỷ|tỉnh uỷ|đảng uỷ|cấp|cục|phòng|thường trực|phó|quốc hội|bí thư)(?!\w)"
)
# Words of an order; with them a day may even be over when the letter is written.
ORDERED = phrase(r"(?<!\w)(?:(?:chậm|muộn) nhất|bảo đảm|đảm bảo|(?:thời )?hạn|yêu cầu|khẩn trương|ngay trong)(?!\w)")
# "…, một số đơn vị chưa gửi báo cáo (trước ngày 05/11)": a duty that was not kept.
NOT_KEPT = phrase(r"(?<!\w)(?:chưa|không) (?:gửi|nộp|báo cáo|hoàn thành|thực hiện|có|triển khai)(?!\w)")
# "Theo Thông báo số 77/TB-UBND …, hạn nộp hồ sơ là ngày 30/11": what another paper had set.
RECALLED = phrase(r"\s*(?:theo|tại|thực hiện) (?:công văn|văn bản|thông báo|kế hoạch|quyết định|công điện) số \d")
ASKED = phrase(r"(?<!\w)(?:đề nghị|yêu cầu|phải|cần|có trách nhiệm|khẩn trương|giao)(?!\w)")
# "Để trình Thủ tướng phê duyệt trong tháng 6, Bộ Tư pháp đề nghị …": what for, not by when.
PURPOSE = phrase(r"[\s\"(]*(?:để|nhằm)(?!\w)[^,;]*$")
ORDERS_FIRST = phrase(r"\s*(?:trân trọng |kính )?(?:đề nghị|yêu cầu|giao)(?!\w)")
ALL_ALONG = phrase(r"(?<!\w)(?:thường xuyên|liên tục|hiệu lực|áp dụng)(?!\w)")
# What stands before a verb that opens its part of the sentence.
OPENS_PART = phrase(r"(?:^|[,:(]|(?<!\w)\w{1,2}\)|(?<!\w)(?:và|để|phải|cần|triển khai|tổ chức))\s*$")
OPEN_FOR = phrase(r"(?<!\w)(?:nhận|niêm yết|treo|lấy ý kiến|tiếp nhận|thu|bổ sung|khắc phục)(?!\w)")
# "…, trình cấp có thẩm quyền phê duyệt trong 6 tháng đầu năm"
SUBMITS = phrase(r"\s*(?:trình|tham mưu|ban hành)(?!\w)")
CLOSES_PART = phrase(r"\s*(?:[.;,)]|$|(?:và|để|theo)(?!\w))")
# "giá cả tăng cao trước Tết" tells; "chi trả quà trước Tết" orders
DONE_BY_NEW_YEAR = phrase(
    r"(?<!\w)(?:hoàn thành|xong|dứt điểm|phải|đề nghị|yêu cầu|chi trả|thanh toán|cấp phát|trao|tặng|thăm hỏi|gửi|nộp"
    r"|trình|báo cáo|ban hành|bàn giao|tổ chức|thực hiện)(?!\w)"
)
OPENS_LINE = phrase(rf"[\s\"(+•*.-]*(?:{PART_OF_DAY}\s+)?")
TELLS_WHAT = phrase(r"\s*(?:\([^()]{1,30}\)\s*)?[:,]\s*")
MUST_THEN = phrase(r"\s*(?:\([^()]{1,30}\)\s*)?,[^.;:]{1,120}?(?<!\w)phải\s+")
LONG_AGO_DAYS = 400  # a duty "due" longer ago than this is history, not a typing error
YEARS_OF_HISTORY = 5
WORDS_OF_A_CASE = 4
ALONE = 48  # characters; a table cell or list item that is little more than its date
NEAR = 160
DAYS_OF_WEEK = 7
# "Đến hết ngày 31/12/2025 phải hoàn thành chi trả": the verb comes after.
THEN_FINISH = phrase(
    r"\s*[,:]? ?(?:[^\s.;,]+ ){0,4}?(?:hoàn thành|hoàn tất|xong|báo cáo)(?!\w)"
    r"|\s*,? ?(?:(?!đã )[^\s.;,]+ ){1,14}?(?:phải|bảo đảm|đảm bảo|phấn đấu|cần) (?:hoàn thành|hoàn tất|xong"
    r"|báo cáo)(?!\w)"
)
# "chậm nhất trong tháng 10 phải giải quyết dứt điểm …"
THEN_MUST = phrase(r"\s*,? ?(?:(?!đã )[^\s.;,]+ ){0,8}?phải(?!\w)")
# "Hồ sơ tiếp nhận trước ngày 01/7/2025 thì …"
IN_THAT_CASE = phrase(r"\s*,?\s*thì(?!\w)")
# "… trước ngày 15/10/2025 nhưng đến nay chưa nhận được"
STILL_OPEN = phrase(r"\s*,? ?(?:nhưng|tuy nhiên|đến nay|mà chưa|song)(?!\w)")


def find_duty(place: Place, moment: Moment, bound: Bound, sureness: float) -> Finding | None:
    """Read a moment that a word binds: "trước ngày 05/12", "trong quý I/2026"."""
    verb = place.last_verb
    if _binds_nobody(place, moment, bound, verb):
        return None
    if moment.span is not None:
        return _duty_in_span(place, moment, bound, verb, sureness)
    day, flags = day_of(moment, place.reference)
    if day is None or _is_history(place, day, verb):
        return None
    kind = _kind(place, verb)
    if kind is None and not _is_ordered_anyway(place, bound, day):
        return None
    if kind is None:
        kind, sureness = DeadlineKind.TASK, UNSURE
    if place.is_past(day):
        flags = (*flags, "before_issue")
    if moment.time and moment.time.closes_office:
        flags = (*flags, "office_hours")
    return Finding(kind, _answer(moment, day, bound), place.start, place.end, sureness, flags)


def find_scheduled(place: Place, moment: Moment) -> Finding | None:
    """Read a line that opens with its day: "- Ngày 10/12: Niêm yết danh sách.", "Ngày 10/12, các xã phải gửi …"."""
    if (
        place.issued_on is None
        or moment.day is None
        or moment.time is not None
        or not OPENS_LINE.fullmatch(place.before)
    ):
        return None
    openings = [opening.match(place.after) for opening in (TELLS_WHAT, MUST_THEN)]
    kinds = [place.verb_kind_at(place.end + opening.end()) for opening in openings if opening]
    kind = next((kind for kind in kinds if kind), None)
    day, flags = day_of(moment, place.reference)
    if kind is None or day is None or day <= place.issued_on:
        return None
    return Finding(kind, DateAnswer(day, Bound.ON), place.start, place.end, UNSURE, flags)


def _is_ordered_anyway(place: Place, bound: Bound, day: date) -> bool:
    """No verb of ours, yet the words around oblige: a label, a list item, "đề nghị … trước ngày"."""
    before = place.before
    if _stands_alone(place) or names_last_term(before) or has_label(before):
        return True
    binds = bound in {Bound.BEFORE, Bound.BY} and place.issued_on is not None and day >= place.issued_on
    return binds and ASKED.search(before) is not None


def day_of(moment: Moment, reference: date) -> tuple[date | None, tuple[str, ...]]:
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
    if moment.weekdays:
        ahead = moment.weekdays[0].weekday - reference.weekday()
        weeks = moment.weekdays[0].weeks_ahead
        ahead = ahead % DAYS_OF_WEEK if weeks is None else max(ahead + DAYS_OF_WEEK * weeks, 0)
        return date.fromordinal(min(reference.toordinal() + ahead, date.max.toordinal())), ()
    return None, ()


def _answer(moment: Moment, day: date, bound: Bound) -> DateAnswer | DatetimeAnswer:
    if bound is Bound.DURING:
        bound = Bound.BY
    if moment.time is None:
        return DateAnswer(day, bound)
    at = time(moment.time.hour, moment.time.minute)
    return DatetimeAnswer(datetime.combine(day, at, VIETNAM_TIME), Bound.AT if bound is Bound.ON else bound)


def _binds_nobody(place: Place, moment: Moment, bound: Bound, verb: LastVerb) -> bool:
    before = place.before
    if IN_THAT_CASE.match(place.after) or _is_basis_or_purpose(place, moment, verb):
        return True
    if _tells_of_new_year(place, moment):
        return True
    if moment.span is None and AIMED_AT.search(before[-NEAR:]):
        return False  # a year ("phấn đấu đến năm 2030 đạt 50%") is an aim of policy
    if bound is Bound.DURING and verb.at < 0 and THEN_FINISH.match(place.after):
        return False
    if bound is Bound.DURING and moment.span is None:
        # "hỗ trợ kể từ ngày ban hành … cho đến ngày 31/12/2026" is how long something lasts.
        lasts = runs_until(before) and not verb.finishes and verb.kind is not DeadlineKind.REPORT
        unsaid = verb.at < 0 and not has_label(before)
        return names_validity(before) or unsaid or (lasts and not OPEN_FOR.search(before))
    # "hoàn thiện kết quả vào 30/6"; "cuộc họp hoàn thành lúc 11 giờ 15" is the end of the minutes.
    finishes = verb.finishes and moment.span is None and moment.time is None and len(before) - verb.at < ALONE
    acts = verb.kind is DeadlineKind.REPORT or finishes
    return bound is Bound.ON and (not acts or len(before) - verb.at > NEAR)


def _tells_of_new_year(place: Place, moment: Moment) -> bool:
    if moment.day is None or not moment.day.is_new_year:
        return False
    return DONE_BY_NEW_YEAR.search(place.folded, place.clause_start, place.clause_end) is None


def _is_basis_or_purpose(place: Place, moment: Moment, verb: LastVerb) -> bool:
    """The day of a paper that is cited, or what for something is asked."""
    before = place.before
    is_cited = CITED.match(before) is not None
    if is_cited and verb.at < 0:
        return True
    if (moment.span is not None or is_cited or PAPER.match(before)) and CITED_TITLE.search(before):
        return True
    return moment.span is not None and PURPOSE.match(before) is not None and ASKED.search(place.after) is not None


def _duty_in_span(place: Place, moment: Moment, bound: Bound, verb: LastVerb, sureness: float) -> Finding | None:
    if moment.span is None or bound is Bound.ON:
        return None
    first, last = resolve_span(moment.span, place.reference)
    if _is_history(place, last, verb) or not _span_is_ordered(place, bound, verb, last):
        return None
    # "Tháng 11/2025, phường hoàn thành 120 hồ sơ" of a letter of that month tells; a year is a plan.
    if heads_its_clause(place) and (moment.span.unit in {"year", "half_year"} or first <= place.reference):
        return None
    kind = _kind(place, verb) or DeadlineKind.TASK
    flags = ("before_issue",) if place.is_past(last) else ()
    if bound is Bound.BEFORE and moment.span.part not in {"middle", "end"}:  # "trước cuối tháng 12" is in the month
        answer = DateAnswer(first, Bound.BEFORE, moment.span.unit)
    else:
        answer = DateAnswer(last, Bound.BY, moment.span.unit)
    return Finding(kind, answer, place.start, place.end, sureness, flags)


def _span_is_ordered(place: Place, bound: Bound, verb: LastVerb, last: date) -> bool:
    """ "Hoàn thành trong quý I/2026" orders; "kết quả đạt được trong năm 2025" tells."""
    before = place.before
    if bound is Bound.DURING and verb.at < 0 and last >= place.reference and _then_finishes(place):
        return not _is_aim(place, last)
    if verb.at < 0:
        return bound is not Bound.DURING and bool(_stands_alone(place) or THEN_MUST.match(place.after))
    if bound is Bound.DURING and runs_until(before):
        return verb.finishes
    if bound is Bound.DURING and not _finishes(before, verb):
        return not place.is_past(last) and _asks_in_span(place, verb)
    # "được khởi công năm 2023 và hoàn thành trong năm 2024" tells what was.
    return not place.is_past(last) or ORDERED.search(before) is not None or FINISHING.match(before.lstrip()) is not None


def _then_finishes(place: Place) -> bool:
    """ "Đến cuối năm 2025, các phường phải hoàn thành …"."""
    match = THEN_FINISH.match(place.after)
    return match is not None and ALREADY.search(match.group()) is None


def _is_aim(place: Place, last: date) -> bool:
    """ "Đến năm 2030, hoàn thành …" is an aim of policy, years ahead."""
    return runs_until(place.before) and last.year > place.reference.year + 1


def _finishes(before: str, verb: LastVerb) -> bool:
    if ALREADY.search(before):
        return False
    return verb.finishes or bool(FINISHING.search(before) or ORDERED.search(before))


def _asks_in_span(place: Place, verb: LastVerb) -> bool:
    """A weaker verb orders when it opens its part of the sentence and the span closes it."""
    before = place.before
    if ALREADY.search(before) or ALL_ALONG.search(before):
        return False
    closes = CLOSES_PART.match(place.after) is not None
    if ORDERS_FIRST.match(before):
        return closes
    if NOT_ORDERED.search(before) and not TO_SOMEBODY.search(before):
        return False
    opens = (
        verb.kind is DeadlineKind.REPORT
        or OPENS_PART.search(before[: verb.at])
        or SUBMITS.match(before[before.rfind(",") + 1 :])
    )
    return bool(opens) and closes


def _is_history(place: Place, day: date, verb: LastVerb) -> bool:
    """A past day is a duty only when somebody is told to do something by it."""
    before = place.before
    if place.issued_on is None:
        # The arrival says little about the letter's age: "vanthu deadlines" reads sentences of any year.
        unordered = not _orders(before, verb)
        long_ago = place.letter.received_on.year - day.year > YEARS_OF_HISTORY
        already = ALREADY.search(before)
        # "Yêu cầu các sở rà soát nhiệm vụ đã giao, báo cáo trước ngày …" orders; "… đã yêu cầu … báo cáo" tells.
        recounted = (already and not ASKED.search(before, 0, already.start())) or STILL_OPEN.match(place.after)
        told = verb.kind is DeadlineKind.TASK and len(before) - verb.at < NEAR
        return bool(recounted) or (unordered and ((long_ago and not told) or bool(CONDITION.search(before))))
    if day > place.issued_on:
        if ALREADY.search(before) and STILL_OPEN.match(place.after):
            return True
        return _covers_cases(before, verb) and not (_orders(before, verb) or REPORTING.search(before))
    if ALREADY.search(before) or STILL_OPEN.match(place.after) or (place.issued_on - day).days > LONG_AGO_DAYS:
        return True
    if day < place.issued_on and (NOT_KEPT.search(before) or RECALLED.match(before)):
        return True
    return day < place.issued_on and not _orders(before, verb)


def _covers_cases(before: str, verb: LastVerb) -> bool:
    """ "công trình được phê duyệt trước ngày", not "giải ngân vốn được giao cho các chủ đầu tư trước ngày"."""
    case = CONDITION.search(before)
    if case is None or has_label(before):
        return False
    return not (0 <= verb.at < case.start() and len(case["gap"].split()) > WORDS_OF_A_CASE)


def _orders(before: str, verb: LastVerb) -> bool:
    if verb.finishes or verb.kind is DeadlineKind.REPORT:
        return True
    return FINISHING.search(before) is not None or ORDERED.search(before) is not None


def _kind(place: Place, verb: LastVerb) -> DeadlineKind | None:
    if verb.kind is not None:
        return verb.kind
    if AIMED_AT.search(place.before[-NEAR:]):
        return DeadlineKind.TASK
    following = place.next_verb_kind()
    if following is not None or place.clause_start == place.sentence.start:
        return following
    return place.last_verb_of_sentence.kind


def _stands_alone(place: Place) -> bool:
    return len(place.before) + len(place.after) < ALONE
