"""A time of which one edge counts -> an open window ("Thời gian thực hiện: Từ 01/12/2025"), a report at its end."""

from __future__ import annotations

from datetime import date

from pipeline.deadlines.due import resolve_day, resolve_span
from pipeline.deadlines.finding import UNSURE, Finding, Place
from pipeline.deadlines.moments import Moment
from pipeline.deadlines.obliged import names_who_organizes
from pipeline.deadlines.phrases import phrase
from pipeline.deadlines.verbs import REPORTING
from pipeline.documents import Bound, DateAnswer, DeadlineKind, WindowAnswer

# "Thời gian thực hiện: Từ tháng 11/2025 đến khi kết thúc"
LABELLED = phrase(
    r"[\s\"(]*(?:thời gian|thời hạn|tiến độ)(?: (?:thực hiện|triển khai|tổ chức|tiến hành|bắt đầu|hoàn thành)){0,2}"
    r"\s*:\s*(?:bắt đầu )?(?:kể )?từ(?: (?:ngày|đầu))?\s*$"
)
# "Từ ngày 01/12/2025, Trung tâm … tổ chức thực hiện"; "kể từ ngày" is how rules come into force.
OPENS = phrase(r"[\s\"(]*từ\s*$")
# "Lễ hội sẽ được tổ chức từ ngày 10/5/2026"
HELD_FROM = phrase(r"(?<!\w)(?:được tổ chức|diễn ra)(?: [^.;:,]{1,40})?,?\s*(?:bắt đầu )?từ(?: ngày)?\s*$")
# "Kết thúc năm 2026, …, Ủy ban nhân dân phường báo cáo, đề xuất …"
WHEN_OVER = phrase(r"[\s\"(]*(?:khi |sau khi )?kết thúc\s*$")
FAR = 300  # characters to the verb
LONG_RUNNING_DAYS = 400


def find_start(place: Place, moment: Moment) -> Finding | None:
    """Read a start that somebody is told to keep; a start long past is history."""
    if moment.time is not None:
        return None  # "Thời gian: từ 8 giờ 00 ngày 05/12" is a meeting
    is_labelled = LABELLED.match(place.before) is not None
    is_told = HELD_FROM.search(place.before) or (OPENS.match(place.before) and names_who_organizes(place))
    if not is_labelled and not (is_told and place.issued_on):
        return None
    first = _first_day(place, moment)
    if first is None or (place.reference - first).days > LONG_RUNNING_DAYS:
        return None
    if place.is_past(first) and not is_labelled:
        return None
    return Finding(DeadlineKind.WINDOW, WindowAnswer(first, None), place.start, place.end, UNSURE, ("no_last_day",))


def find_report_when_over(place: Place, moment: Moment) -> Finding | None:
    """Read a report that is asked for when a month, quarter or year is over."""
    if moment.span is None or not WHEN_OVER.match(place.before) or not REPORTING.search(place.after[:FAR]):
        return None
    _, last = resolve_span(moment.span, place.reference)
    if place.is_past(last):
        return None
    answer = DateAnswer(last, Bound.BY, moment.span.unit)
    return Finding(DeadlineKind.REPORT, answer, place.start, place.end, UNSURE)


def _first_day(place: Place, moment: Moment) -> date | None:
    if moment.day is not None:
        return resolve_day(moment.day, place.reference)
    return resolve_span(moment.span, place.reference)[0] if moment.span is not None else None
