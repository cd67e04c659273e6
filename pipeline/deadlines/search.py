"""Folded letter -> findings, sentence by sentence: the one place where all rules meet."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from pipeline.deadlines.atoms import Atom, DayAtom, DurationAtom, RecurrenceAtom, find_atoms
from pipeline.deadlines.clauses import Sentence, clause_of
from pipeline.deadlines.due import resolve_day
from pipeline.deadlines.events import days_of_range, find_meeting, find_window
from pipeline.deadlines.finding import LIKELY, SURE, UNSURE, Finding, Place, first_verb_kind, last_verb
from pipeline.deadlines.moments import Moment, Range, find_moments
from pipeline.deadlines.obligations import find_duty, find_effective, find_effective_from_signing, read_bound
from pipeline.deadlines.periods import find_period
from pipeline.deadlines.recurrences import fits, rule_of, window_of
from pipeline.documents import Bound, DeadlineKind, RecurrenceAnswer, RecurrenceWindowAnswer

PERIODIC = re.compile(r"(?<!\w)định\s+kỳ(?!\w)")
AND = re.compile(r"(?:và|,|hoặc)\s*$")
REPEATED_ACT = re.compile(
    r"(?<!\w)(?:báo\s+cáo|gửi|tổng\s+hợp|sơ\s+kết|tổng\s+kết|kiểm\s+tra|giao\s+ban|rà\s+soát|đánh\s+giá|cập\s+nhật|họp|tiếp\s+(?:công\s+)?dân|thống\s+kê|lập)(?!\w)"
)
# A day that is celebrated, data that are counted, money that is paid: no duty comes back.
NOTHING_REPEATED = re.compile(
    r"(?:lấy\s+ngày|là\s+ngày|kỷ\s+niệm|ngày\s+truyền\s+thống|số\s+liệu|tính\s+từ|(?<!định )kỳ\s+báo\s+cáo|mức|đồng/|triệu\s+đồng|trợ\s+cấp|phụ\s+cấp|lương)"
)

# "đến đăng ký sau ngày 15 thì …", "số liệu từ ngày 15 của tháng trước": which cases, which period.
CASE_DIVIDED = re.compile(r"(?<!\w)(?:sau|từ|trùng(?:\s+vào)?|quá|nếu)\s*$")
REPORT_OF_PERIOD = re.compile(r"báo\s+cáo\s+(?:quý|tháng|năm|tuần|6\s+tháng|định\s+kỳ)(?!\w)[^.;]{0,60}từ\s*$")
IN_FORCE = "hiệu lực"  # "có hiệu lực kể từ ngày ký" has no word of time


def find_in_sentence(
    text: str, folded: str, sentence: Sentence, atoms: Sequence[Atom], *, issued_on: date | None, received_on: date
) -> Iterator[Finding]:
    """All duties and effective dates of one sentence, in no particular order."""

    def place_of(start: int, end: int) -> Place:
        left, right = clause_of(folded, sentence, start, end)
        return Place(text, folded, sentence, left, right, start, end, issued_on, received_on)

    moments = find_moments(folded, atoms)
    recurrences = [atom for atom in atoms if isinstance(atom, RecurrenceAtom)]
    taken = {_recurrence_of(moment, recurrences) for moment in moments if isinstance(moment, Moment)}
    if any(isinstance(moment, Moment) and moment.recurrence and _names_a_day(moment) for moment in moments):
        taken.update(recurrences)
    period_days: set[int] = set()
    for atom in atoms:
        if isinstance(atom, DurationAtom):
            day_after = _next_day(folded, atoms, atom)
            finding = find_period(place_of(atom.start, atom.end), atom, day_after)
            if finding:
                yield finding
                period_days.update(day.start for day in [day_after] if day)
    until = _until(moments, recurrences, issued_on or received_on)
    previous: Finding | None = None
    for moment in moments:
        if moment.start in period_days or _is_taken(moment, taken):
            continue
        place = place_of(moment.start, moment.end)
        finding = _read(place, moment, recurrences, until, previous)
        if finding:
            previous = finding
            yield finding
    signing = find_effective_from_signing(folded, sentence.start, sentence.end, issued_on)
    if signing:
        yield signing


def _read(
    place: Place,
    moment: Moment | Range,
    recurrences: list[RecurrenceAtom],
    until: date | None,
    previous: Finding | None,
) -> Finding | None:
    if isinstance(moment, Range):
        return _read_range(place, moment, until)
    recurrence = moment.recurrence or _recurrence_of(moment, recurrences)
    if recurrence is not None and not moment.has_year:
        return _repeated(place, moment, recurrence, until, previous)
    if not (moment.is_dated):
        return None
    effective = _effective(place, moment)
    if effective:
        return effective
    bound = read_bound(place)
    if bound is not None and (duty := find_duty(place, moment, *bound)):
        return duty
    if bound is None or bound[0] in {Bound.ON, Bound.DURING}:
        return find_meeting(place, moment)
    return None


def _recurrence_of(moment: Moment, recurrences: Sequence[RecurrenceAtom]) -> RecurrenceAtom | None:
    """The recurrence elsewhere in the sentence that completes the moment."""
    return next((atom for atom in recurrences if fits(moment, atom)), None)


def _is_taken(moment: Moment | Range, taken: Collection[RecurrenceAtom | None]) -> bool:
    """A lone "hằng năm" that completes another moment says nothing by itself."""
    return isinstance(moment, Moment) and not _names_a_day(moment) and moment.recurrence in taken


def _names_a_day(moment: Moment) -> bool:
    return moment.is_dated or bool(moment.weekdays) or moment.time is not None


def _read_range(place: Place, span: Range, until: date | None) -> Finding | None:
    window = window_of(span)
    if window:
        if NOTHING_REPEATED.search(place.whole_sentence) or REPORT_OF_PERIOD.search(place.before):
            return None
        if not first_verb_kind(place.whole_sentence):
            return None
        return Finding(DeadlineKind.PERIODIC, RecurrenceWindowAnswer(*window), span.start, span.end, LIKELY)
    if span.last.recurrence:
        return None
    first, last = days_of_range(span, place.reference)
    effective = find_effective(place, first, last)
    if effective:
        return effective
    if until is not None:
        return None  # the bounds of a recurrence
    return find_window(place, span)


def _effective(place: Place, moment: Moment) -> Finding | None:
    if moment.day is None:
        return None
    day = resolve_day(moment.day, place.reference)
    return find_effective(place, day, day)


def _repeated(
    place: Place, moment: Moment, recurrence: RecurrenceAtom, until: date | None, previous: Finding | None
) -> Finding | None:
    if NOTHING_REPEATED.search(place.before) or CASE_DIVIDED.search(place.before):
        return None
    rule = rule_of(moment, recurrence, until=until)
    if rule is None:
        return None
    bound = read_bound(place)
    named = moment.day or moment.weekdays or moment.time
    if named:
        if bound is None and not first_verb_kind(place.whole_sentence):
            return None
        op = bound[0] if bound else Bound.ON
        if op is Bound.DURING:
            op = Bound.BY
        if moment.time and op is Bound.ON:
            op = Bound.AT
        return Finding(DeadlineKind.PERIODIC, RecurrenceAnswer(rule, op), place.start, place.end, SURE)
    if not _is_ordered_again(place, previous, recurrence.interval):
        return None
    return Finding(DeadlineKind.PERIODIC, RecurrenceAnswer(rule, Bound.UNSPECIFIED), place.start, place.end, UNSURE)


def _is_ordered_again(place: Place, previous: Finding | None, moment_interval: int) -> bool:
    """ "Định kỳ hằng quý, báo cáo …" orders; "kế hoạch hoạt động hằng năm" only names a plan."""
    if previous is not None and AND.search(place.folded, max(previous.end, place.start - 8), place.start):
        return True
    near = place.folded[max(place.clause_start, place.start - 24) : min(place.clause_end, place.end + 16)]
    if PERIODIC.search(near) and moment_interval > 1:
        return first_verb_kind(place.whole_sentence) is not None
    if PERIODIC.search(near):
        return REPEATED_ACT.search(place.folded, place.clause_start, place.clause_end) is not None
    opens = not place.before.strip(" ,")
    following = REPEATED_ACT.search(place.after[:60])
    return opens and following is not None and last_verb(place.before).at < 0


def _until(moments: Sequence[Moment | Range], recurrences: Sequence[RecurrenceAtom], reference: date) -> date | None:
    """ "Từ 16/4 - 31/10/2025, định kỳ … hằng tuần": the last day of a recurrence."""
    if not recurrences:
        return None
    for moment in moments:
        if isinstance(moment, Range) and moment.last.has_year and moment.last.day and not moment.last.recurrence:
            return days_of_range(moment, reference)[1]
    return None


def _next_day(folded: str, atoms: Sequence[Atom], duration: DurationAtom) -> DayAtom | None:
    """The date that a period is counted from: "05 ngày kể từ ngày 01/12/2025"."""
    for atom in atoms:
        if isinstance(atom, DayAtom) and atom.start >= duration.end:
            gap = folded[duration.end : atom.start]
            return atom if re.fullmatch(r"\s*,?\s*(?:(?:kể|tính)\s+)?(?:từ|sau)\s*(?:ngày\s*)?", gap) else None
    return None


def atoms_by_sentence(
    folded: str, sentences: Sequence[Sentence]
) -> Iterator[tuple[Sentence, list[Atom]]]:
    """Hand each sentence its words of time; a word that a sentence break cuts in two is left out."""
    atoms = find_atoms(folded)
    starts = [atom.start for atom in atoms]
    for sentence in sentences:
        first = bisect_left(starts, sentence.start)
        last = bisect_left(starts, sentence.end)
        inside = [atom for atom in atoms[first:last] if atom.end <= sentence.end]
        if inside or folded.find(IN_FORCE, sentence.start, sentence.end) >= 0:
            yield sentence, inside
