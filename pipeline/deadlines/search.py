"""Folded letter -> findings, sentence by sentence: the one place where all rules meet."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, time

from pipeline.deadlines.atoms import Atom, DayAtom, DurationAtom, RecurrenceAtom, TimeAtom
from pipeline.deadlines.bounds import read_bound, read_bound_of_span, runs_until
from pipeline.deadlines.clauses import Sentence
from pipeline.deadlines.due import resolve_day
from pipeline.deadlines.edges import find_report_when_over, find_start
from pipeline.deadlines.effective import find_effective, find_effective_from_signing, names_effect
from pipeline.deadlines.events import days_of_range, find_another_day, find_meeting, find_window
from pipeline.deadlines.finding import LIKELY, SURE, UNSURE, Finding, Letter, Place
from pipeline.deadlines.moments import Moment, Range, find_moments
from pipeline.deadlines.obligations import find_duty, find_scheduled
from pipeline.deadlines.periods import find_period
from pipeline.deadlines.phrases import phrase
from pipeline.deadlines.recurrences import fits, rule_of, window_of
from pipeline.deadlines.time_words import find_atoms
from pipeline.documents import Bound, DeadlineKind, RecurrenceAnswer, RecurrenceWindowAnswer

PERIODIC = phrase(r"(?<!\w)định kỳ(?!\w)")
AND = phrase(r"(?:và|,|hoặc)\s*$")
SERIES_RUNS_TO = phrase(r"(?:h[ằà]ng|mỗi) (?:ngày|tuần|tháng|quý|năm),? (?:cho|kéo dài) (?:đến|tới)(?: hết)?\s*$")
GATHERED = phrase(r"(?<!\w)(?:dự|hội ý|tham gia|chào cờ|trực|giao ban|sinh hoạt|vệ sinh|ra quân)(?!\w)")
# "các trạm báo cáo hằng ngày.", "báo cáo tổng hợp hằng ngày gửi UBND tỉnh"; not "báo cáo tài chính hằng năm"
REPORTS_EVERY = phrase(
    r"(?<!\w)(?<!theo )(?<!tại )(?<!của )báo cáo(?: (?:nhanh|tổng hợp|định kỳ|kết quả|tình hình|tiến độ)){0,2}\s*$"
)
# "báo cáo Chủ tịch Ủy ban nhân dân phường hằng tuần"
REPORTS_TO_SOMEBODY = phrase(
    r"(?<!\w)(?<!theo )(?<!tại )(?<!của )báo cáo (?:bộ|sở|uỷ ban|ubnd|thủ tướng|chủ tịch|hội đồng|ban|thường trực"
    r"|lãnh đạo|cấp|phòng|văn phòng)(?: [^\W\d_]+){0,8}\s*$"
)
REPORT_GOES_TO = phrase(r"\s*(?:[.;]|$|(?:gửi|về|cho|trong|theo|với)(?!\w))")
REPEATED_ACT = phrase(
    r"(?<!\w)(?:báo cáo|gửi|tổng hợp|sơ kết|tổng kết|kiểm tra|giao ban|rà soát|đánh giá|cập nhật|họp"
    r"|tiếp (?:công )?dân|thống kê|lập)(?!\w)"
)
# "Giao Văn phòng tổ chức giao ban hằng tháng"
ORDERS = phrase(r"\s*(?:đề nghị|yêu cầu|giao)(?!\w)")
ACT_JUST_BEFORE = phrase(r"(?<!\w)(?:báo cáo|giao ban|họp|kiểm tra|rà soát|đánh giá|cập nhật|tổng hợp)[\s:]*$")
IMPERATIVE = phrase(
    r"\s*,\s*(?:bố trí|xây dựng|tổ chức|rà soát|lập|ban hành|cân đối|phân bổ|triển khai|thực hiện)(?!\w)"
)
# A day that is celebrated, data that are counted, money that is paid: no duty comes back.
NOTHING_REPEATED = phrase(
    r"(?:lấy ngày|là ngày|(?<!dịp )(?<!lễ )kỷ niệm|ngày truyền thống"
    r"|(?<!cập nhật )(?<!gửi )(?<!nhập )(?<!chốt )(?<!rà soát )(?<!kiểm tra )số liệu"
    r"|tính từ|(?<!định )kỳ báo cáo|mức|đồng/|triệu đồng"
    r"|trợ cấp|phụ cấp|lương)"
)

# "đến đăng ký sau ngày 15 thì …", "số liệu từ ngày 15 của tháng trước": which cases, which period.
CASE_DIVIDED = phrase(r"(?<!\w)(?:sau|từ|trùng(?: vào)?|quá|nếu)\s*$")
REPORT_OF_PERIOD = phrase(r"báo cáo (?:quý|tháng|năm|tuần|6 tháng|định kỳ)(?!\w)[^.;]{0,60}từ\s*$")
# "chậm nhất ngày 06 của tháng cuối quý đối với báo cáo định kỳ hằng quý": names what the day before it is for.
OF_REPORTS = phrase(r"(?<!\w)đối với (?:các )?báo cáo(?: định kỳ)?\s*$")
COUNTED_FROM = phrase(r"\s*[,(]?\s*(?:(?:kể|tính) )?(?:từ|sau)\s*(?:ngày\s*)?")
# "Đến 17 giờ chiều nay, các phường hoàn thành …", "…, để đến ngày 1/7 …": nobody meets then
BY_THEN = phrase(r"(?:^\W*|[,;]\s*|(?<!\w)để )(?:cho )?(?:đến|tới)\s*(?:hết\s*)?$")
AND_GAP = phrase(r"\s*(?:,|và|&|hoặc)\s*(?:trong\s*)?")
HORIZON = 160  # characters; nobody's name is longer
MOST_TIMES = 16  # words of time in a sentence; more is a table
IN_FORCE = "hiệu lực"  # "có hiệu lực kể từ ngày ký" has no word of time


def find_in_sentence(letter: Letter, sentence: Sentence, atoms: Sequence[Atom]) -> Iterator[Finding]:
    """All duties and effective dates of one sentence, in no particular order."""
    atoms = [_in_office_hours(atom, letter.end_of_day) for atom in atoms]
    moments = find_moments(letter.folded, atoms)
    counted_from: set[int] = set()
    for duration, day_after in _durations(letter.folded, atoms, moments):
        finding = find_period(letter.place(sentence, duration.start, duration.end), duration, day_after)
        if finding:
            yield finding
            if day_after:
                counted_from.add(day_after.start)
    yield from _find_dated(letter, sentence, [moment for moment in moments if moment.start not in counted_from], atoms)
    signing = find_effective_from_signing(letter, sentence.start, sentence.end)
    if signing:
        yield signing


def _find_dated(
    letter: Letter, sentence: Sentence, moments: Sequence[Moment | Range], atoms: Sequence[Atom]
) -> Iterator[Finding]:
    until = _until(letter, sentence, moments) if any(isinstance(atom, RecurrenceAtom) for atom in atoms) else None
    repeats = _Repeats(moments, atoms, until)
    previous: Finding | None = None
    bound: tuple[Bound, float] | None = None
    for moment in moments:
        place = letter.place(sentence, moment.start, moment.end)
        meant_as = previous if previous is not None and _goes_on(place, previous) else None
        bound = (bound[0], LIKELY) if meant_as and bound else _bound_of(place, moment)
        finding = find_another_day(place, moment, meant_as) if meant_as and isinstance(moment, Moment) else None
        if finding is None:
            finding = _read(place, moment, repeats, previous, bound)
        if finding and not (until is not None and _ends_a_series(letter, sentence, moment)):
            previous = finding
            yield finding


def _bound_of(place: Place, moment: Moment | Range) -> tuple[Bound, float] | None:
    if isinstance(moment, Moment) and moment.span:
        return read_bound_of_span(place, moment.span.part)
    return read_bound(place)


def _goes_on(place: Place, previous: Finding) -> bool:
    """ "trước ngày 30/6 và ngày 31/12", "các ngày 10 và 20/12": the second day is meant as the first."""
    return AND_GAP.fullmatch(place.folded, previous.end, place.start) is not None


class _Repeats:
    """The recurrences of one sentence: which moment each completes, and until when they run."""

    def __init__(self, moments: Sequence[Moment | Range], atoms: Sequence[Atom], until: date | None) -> None:
        self._recurrences = [atom for atom in atoms if isinstance(atom, RecurrenceAtom)]
        single = [moment for moment in moments if isinstance(moment, Moment)]
        # A lone "hằng năm" that completes another moment says nothing by itself.
        self._taken = {self.of(moment) for moment in single if not moment.recurrence}
        if any(moment.recurrence and moment.names_a_day for moment in single):
            self._taken.update(self._recurrences)
        self.until = until

    def of(self, moment: Moment) -> RecurrenceAtom | None:
        """The recurrence that completes the moment: its own, else the last before it, else the next."""
        if moment.recurrence:
            return moment.recurrence
        fitting = [atom for atom in self._recurrences if fits(moment, atom)]
        earlier = [atom for atom in fitting if atom.start < moment.start]
        return earlier[-1] if earlier else fitting[0] if fitting else None

    def has_used(self, moment: Moment) -> bool:
        return not moment.names_a_day and moment.recurrence in self._taken


def _in_office_hours(atom: Atom, end_of_day: time) -> Atom:
    if isinstance(atom, TimeAtom) and atom.closes_office:
        return replace(atom, hour=end_of_day.hour, minute=end_of_day.minute)
    return atom


def _read(
    place: Place,
    moment: Moment | Range,
    repeats: _Repeats,
    previous: Finding | None,
    bound: tuple[Bound, float] | None,
) -> Finding | None:
    if isinstance(moment, Range):
        return _read_range(place, moment, repeats.until)
    if repeats.has_used(moment):
        return None
    recurrence = repeats.of(moment)
    if recurrence is not None and not moment.has_year:
        if moment.names_a_day:
            return _repeated(place, moment, recurrence, repeats.until, bound)
        return _repeated_someday(place, recurrence, repeats.until, previous)
    return _read_once(place, moment, bound) if moment.is_dated or moment.weekdays else None


def _read_once(place: Place, moment: Moment, bound: tuple[Bound, float] | None) -> Finding | None:
    if moment.day is not None and names_effect(place):
        day = resolve_day(moment.day, place.reference)
        if effective := find_effective(place, day, day):
            return effective
    if bound is not None and (duty := find_duty(place, moment, *bound)):
        return duty
    if bound is None:
        return (
            find_start(place, moment)
            or find_meeting(place, moment)
            or find_scheduled(place, moment)
            or find_report_when_over(place, moment)
        )
    if BY_THEN.search(place.before):
        return None
    return find_meeting(place, moment) if bound[0] in {Bound.ON, Bound.DURING} else None


def _read_range(place: Place, span: Range, until: date | None) -> Finding | None:
    if window := window_of(span):
        covers_figures = NOTHING_REPEATED.search(place.whole_sentence) or REPORT_OF_PERIOD.search(place.before)
        if covers_figures or not place.has_verb:
            return None
        return Finding(DeadlineKind.PERIODIC, RecurrenceWindowAnswer(*window), span.start, span.end, LIKELY)
    if span.last.recurrence:
        return None
    if effective := find_effective(place, *days_of_range(span, place.reference)):
        return effective
    # With a recurrence in the sentence the range only bounds it.
    return find_window(place, span) if until is None else None


def _repeated(
    place: Place, moment: Moment, recurrence: RecurrenceAtom, until: date | None, bound: tuple[Bound, float] | None
) -> Finding | None:
    """ "trước ngày 20 hằng tháng", "thứ Sáu hằng tuần"."""
    is_sent = bound is not None and bound[0] in {Bound.BEFORE, Bound.BY} and place.last_verb.kind is DeadlineKind.REPORT
    if (NOTHING_REPEATED.search(place.before) and not is_sent) or CASE_DIVIDED.search(place.before):
        return None
    if moment.span is not None and (bound is None or runs_until(place.before)):
        return None  # "từ tháng 10 của năm trước đến hết tháng 4 của năm sau"
    rule = rule_of(moment, recurrence, until=until)
    if rule is None or not (bound or place.has_verb or GATHERED.search(place.whole_sentence)):
        return None
    answer = RecurrenceAnswer(rule, _repeated_bound(bound[0] if bound else Bound.ON, moment))
    return Finding(DeadlineKind.PERIODIC, answer, place.start, place.end, SURE)


def _repeated_someday(
    place: Place, recurrence: RecurrenceAtom, until: date | None, previous: Finding | None
) -> Finding | None:
    """ "Định kỳ hằng quý, báo cáo …": no day is named."""
    if recurrence.is_named_only:
        return None
    if NOTHING_REPEATED.search(place.before) or OF_REPORTS.search(place.before):
        return None
    if not _is_ordered_again(place, previous, recurrence):
        return None
    rule = rule_of(Moment(place.start, place.end), recurrence, until=until)
    if rule is None:
        return None
    return Finding(DeadlineKind.PERIODIC, RecurrenceAnswer(rule, Bound.UNSPECIFIED), place.start, place.end, UNSURE)


def _repeated_bound(bound: Bound, moment: Moment) -> Bound:
    if bound is Bound.DURING:
        return Bound.BY
    return Bound.AT if moment.time and bound is Bound.ON else bound


def _is_ordered_again(place: Place, previous: Finding | None, recurrence: RecurrenceAtom) -> bool:
    """ "Định kỳ hằng quý, báo cáo …" orders; "kế hoạch hoạt động hằng năm" only names a plan."""
    if previous is not None and AND.search(place.folded, max(previous.end, place.start - 8), place.start):
        return True
    if _acts_every(place) or (recurrence.says_once and place.last_verb.at >= 0):
        return True
    near = place.folded[max(place.clause_start, place.start - 24) : min(place.clause_end, place.end + 16)]
    if PERIODIC.search(near) and recurrence.interval > 1:
        return place.has_verb
    if PERIODIC.search(near):
        return REPEATED_ACT.search(place.folded, place.clause_start, place.clause_end) is not None
    if place.before.strip(" ,"):
        return False
    # "Hằng năm, bố trí kinh phí …" orders; with a subject it may tell what comes to pass every year.
    return IMPERATIVE.match(place.after) is not None or REPEATED_ACT.search(place.after[:60]) is not None


def _acts_every(place: Place) -> bool:
    """The act stands right before: "báo cáo hằng ngày", "báo cáo Chủ tịch hằng tuần", "giao … giao ban hằng tháng"."""
    before = place.before
    if REPORTS_EVERY.search(before) and REPORT_GOES_TO.match(place.after):
        return True
    if REPORTS_TO_SOMEBODY.search(before[-HORIZON:]):
        return True
    return ORDERS.match(before) is not None and ACT_JUST_BEFORE.search(before) is not None


def _until(letter: Letter, sentence: Sentence, moments: Sequence[Moment | Range]) -> date | None:
    """ "Từ 16/4 - 31/10/2025, định kỳ … hằng tuần", "thứ Sáu hằng tuần cho đến hết ngày 31/12/2025": its last day."""
    reference = letter.issued_on or letter.received_on
    for moment in moments:
        if isinstance(moment, Range) and moment.last.has_year and moment.last.day and not moment.last.recurrence:
            return days_of_range(moment, reference)[1]
        if isinstance(moment, Moment) and moment.day and _ends_a_series(letter, sentence, moment):
            return resolve_day(moment.day, reference)
    return None


def _ends_a_series(letter: Letter, sentence: Sentence, moment: Moment | Range) -> bool:
    if isinstance(moment, Range) or moment.day is None or not moment.has_year or moment.recurrence:
        return False
    return SERIES_RUNS_TO.search(letter.folded, sentence.start, moment.start) is not None


def _durations(
    folded: str, atoms: Sequence[Atom], moments: Sequence[Moment | Range]
) -> Iterator[tuple[DurationAtom, DayAtom | None]]:
    """Each duration with the date it is counted from; "02 ngày, từ ngày 08 đến ngày 09/12" is a window."""
    windows = {moment.first.start for moment in moments if isinstance(moment, Range)}
    for atom in atoms:
        if isinstance(atom, DurationAtom):
            day_after = _next_day(folded, atoms, atom)
            if day_after is None or day_after.start not in windows:
                yield atom, day_after


def _next_day(folded: str, atoms: Sequence[Atom], duration: DurationAtom) -> DayAtom | None:
    """The date that a period is counted from: "05 ngày kể từ ngày 01/12/2025"."""
    for atom in atoms:
        if isinstance(atom, DayAtom) and atom.start >= duration.end:
            return atom if COUNTED_FROM.fullmatch(folded, duration.end, atom.start) else None
    return None


def atoms_by_sentence(folded: str, sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, list[Atom]]]:
    """Hand each sentence its words of time; a word that a sentence break cuts in two is left out."""
    atoms = find_atoms(folded)
    starts = [atom.start for atom in atoms]
    for sentence in sentences:
        first = bisect_left(starts, sentence.start)
        last = bisect_left(starts, sentence.end)
        inside = [atom for atom in atoms[first:last] if atom.end <= sentence.end]
        if len(inside) > MOST_TIMES:
            yield from _rows_of_table(sentence, inside)
        elif inside or folded.find(IN_FORCE, sentence.start, sentence.end) >= 0:
            yield sentence, inside


def _rows_of_table(sentence: Sentence, atoms: Sequence[Atom]) -> Iterator[tuple[Sentence, list[Atom]]]:
    """Cut a text of nothing but times; each of them looks at the whole piece, which must stay short."""
    start, item_start = sentence.start, sentence.item_start
    for first in range(0, len(atoms), MOST_TIMES):
        part = list(atoms[first : first + MOST_TIMES])
        end = part[-1].end if first + MOST_TIMES < len(atoms) else sentence.end
        yield replace(sentence, start=start, end=end, item_start=item_start), part
        start = item_start = end
