"""Folded letter -> findings, sentence by sentence: the one place where all rules meet."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, time

from pipeline.deadlines.atoms import Atom, DayAtom, DurationAtom, RecurrenceAtom, TimeAtom, find_atoms
from pipeline.deadlines.bounds import read_bound
from pipeline.deadlines.clauses import Sentence
from pipeline.deadlines.due import resolve_day
from pipeline.deadlines.effective import find_effective, find_effective_from_signing
from pipeline.deadlines.events import days_of_range, find_meeting, find_window
from pipeline.deadlines.finding import LIKELY, SURE, UNSURE, Finding, Letter, Place, first_verb_kind, last_verb
from pipeline.deadlines.moments import Moment, Range, find_moments
from pipeline.deadlines.obligations import find_duty
from pipeline.deadlines.periods import find_period
from pipeline.deadlines.phrases import phrase
from pipeline.deadlines.recurrences import fits, rule_of, window_of
from pipeline.documents import Bound, DeadlineKind, RecurrenceAnswer, RecurrenceWindowAnswer

PERIODIC = phrase(r"(?<!\w)định kỳ(?!\w)")
AND = phrase(r"(?:và|,|hoặc)\s*$")
REPEATED_ACT = phrase(
    r"(?<!\w)(?:báo cáo|gửi|tổng hợp|sơ kết|tổng kết|kiểm tra|giao ban|rà soát|đánh giá|cập nhật|họp"
    r"|tiếp (?:công )?dân|thống kê|lập)(?!\w)"
)
# A day that is celebrated, data that are counted, money that is paid: no duty comes back.
NOTHING_REPEATED = phrase(
    r"(?:lấy ngày|là ngày|kỷ niệm|ngày truyền thống|số liệu|tính từ|(?<!định )kỳ báo cáo|mức|đồng/|triệu đồng"
    r"|trợ cấp|phụ cấp|lương)"
)

# "đến đăng ký sau ngày 15 thì …", "số liệu từ ngày 15 của tháng trước": which cases, which period.
CASE_DIVIDED = phrase(r"(?<!\w)(?:sau|từ|trùng(?: vào)?|quá|nếu)\s*$")
REPORT_OF_PERIOD = phrase(r"báo cáo (?:quý|tháng|năm|tuần|6 tháng|định kỳ)(?!\w)[^.;]{0,60}từ\s*$")
COUNTED_FROM = phrase(r"\s*,?\s*(?:(?:kể|tính) )?(?:từ|sau)\s*(?:ngày\s*)?")
IN_FORCE = "hiệu lực"  # "có hiệu lực kể từ ngày ký" has no word of time


def find_in_sentence(letter: Letter, sentence: Sentence, atoms: Sequence[Atom]) -> Iterator[Finding]:
    """All duties and effective dates of one sentence, in no particular order."""
    folded = letter.folded
    atoms = [_in_office_hours(atom, letter.end_of_day) for atom in atoms]
    moments = find_moments(folded, atoms)
    recurrences = [atom for atom in atoms if isinstance(atom, RecurrenceAtom)]
    taken = {_recurrence_of(moment, recurrences) for moment in moments if isinstance(moment, Moment)}
    if any(isinstance(moment, Moment) and moment.recurrence and _names_a_day(moment) for moment in moments):
        taken.update(recurrences)
    period_days: set[int] = set()
    for atom in atoms:
        if isinstance(atom, DurationAtom):
            day_after = _next_day(folded, atoms, atom)
            finding = find_period(letter.place(sentence, atom.start, atom.end), atom, day_after)
            if finding:
                yield finding
                period_days.update(day.start for day in [day_after] if day)
    until = _until(moments, recurrences, letter.issued_on or letter.received_on)
    previous: Finding | None = None
    for moment in moments:
        if moment.start in period_days or _is_taken(moment, taken):
            continue
        place = letter.place(sentence, moment.start, moment.end)
        finding = _read(place, moment, recurrences, until, previous)
        if finding:
            previous = finding
            yield finding
    signing = find_effective_from_signing(letter, sentence.start, sentence.end)
    if signing:
        yield signing


def _in_office_hours(atom: Atom, end_of_day: time) -> Atom:
    if isinstance(atom, TimeAtom) and atom.closes_office:
        return replace(atom, hour=end_of_day.hour, minute=end_of_day.minute)
    return atom


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
    return _read_once(place, moment) if moment.is_dated else None


def _read_once(place: Place, moment: Moment) -> Finding | None:
    if moment.day is not None:
        day = resolve_day(moment.day, place.reference)
        if effective := find_effective(place, day, day):
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
    if window := window_of(span):
        covers_figures = NOTHING_REPEATED.search(place.whole_sentence) or REPORT_OF_PERIOD.search(place.before)
        if covers_figures or not first_verb_kind(place.whole_sentence):
            return None
        return Finding(DeadlineKind.PERIODIC, RecurrenceWindowAnswer(*window), span.start, span.end, LIKELY)
    if span.last.recurrence:
        return None
    if effective := find_effective(place, *days_of_range(span, place.reference)):
        return effective
    # With a recurrence in the sentence the range only bounds it.
    return find_window(place, span) if until is None else None


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
    if named and (bound or first_verb_kind(place.whole_sentence)):
        answer = RecurrenceAnswer(rule, _repeated_bound(bound[0] if bound else Bound.ON, moment))
        return Finding(DeadlineKind.PERIODIC, answer, place.start, place.end, SURE)
    if named or not _is_ordered_again(place, previous, recurrence.interval):
        return None
    return Finding(DeadlineKind.PERIODIC, RecurrenceAnswer(rule, Bound.UNSPECIFIED), place.start, place.end, UNSURE)


def _repeated_bound(bound: Bound, moment: Moment) -> Bound:
    if bound is Bound.DURING:
        return Bound.BY
    return Bound.AT if moment.time and bound is Bound.ON else bound


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
            return atom if COUNTED_FROM.fullmatch(gap) else None
    return None


def atoms_by_sentence(folded: str, sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, list[Atom]]]:
    """Hand each sentence its words of time; a word that a sentence break cuts in two is left out."""
    atoms = find_atoms(folded)
    starts = [atom.start for atom in atoms]
    for sentence in sentences:
        first = bisect_left(starts, sentence.start)
        last = bisect_left(starts, sentence.end)
        inside = [atom for atom in atoms[first:last] if atom.end <= sentence.end]
        if inside or folded.find(IN_FORCE, sentence.start, sentence.end) >= 0:
            yield sentence, inside
