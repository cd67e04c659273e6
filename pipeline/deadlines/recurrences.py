"""A moment that comes back -> an RFC 5545 rule ("trước ngày 20 hằng tháng" -> FREQ=MONTHLY;BYMONTHDAY=20)."""

from __future__ import annotations

from datetime import date

from pipeline.deadlines.atoms import DayAtom, RecurrenceAtom
from pipeline.deadlines.due import WEEKDAY_CODES
from pipeline.deadlines.moments import Moment, Range


def rule_of(moment: Moment, recurrence: RecurrenceAtom, *, until: date | None = None) -> str | None:
    """Write the rule, None when the words do not fit together ("ngày 15/8 hằng tuần")."""
    fits = _day_parts(moment, recurrence)
    if fits is None:
        return None
    frequency, parts = fits
    rule = [f"FREQ={frequency}"]
    if recurrence.interval > 1 and not parts:
        rule.append(f"INTERVAL={recurrence.interval}")
    rule += parts
    if moment.time:
        rule += [f"BYHOUR={moment.time.hour}", f"BYMINUTE={moment.time.minute}"]
    if until:
        rule.append(f"UNTIL={until:%Y%m%d}T165959Z")  # the end of that day in Viet Nam, in UTC
    return ";".join(rule)


def fits(moment: Moment, recurrence: RecurrenceAtom) -> bool:
    """True when a recurrence elsewhere in the sentence completes this moment: "hằng năm …, trước ngày 31/01"."""
    if moment.has_year or moment.today or moment.span or moment.recurrence:
        return False
    if moment.day is None and not moment.weekdays:
        return recurrence.frequency == "DAILY" and moment.time is not None
    fitting = _day_parts(moment, recurrence)
    return fitting is not None and bool(fitting[1])


def window_of(span: Range) -> tuple[str, str] | None:
    """ "từ ngày 1 đến ngày 5 hằng tháng", "từ tháng 3 đến tháng 11 hằng năm": the rules of its two edges."""
    recurrence = span.last.recurrence
    first, last = span.first, span.last
    if recurrence is None or first.has_year or last.has_year:
        return None
    if first.day is not None and last.day is not None:
        first = Moment(first.start, first.end, day=_with_month(first.day, last.day))
    elif first.span is None or last.span is None:
        return None
    starts, ends = _day_parts(first, recurrence), _day_parts(last, recurrence)
    if starts is None or ends is None or not (starts[1] and ends[1]):
        return None
    return ";".join([f"FREQ={starts[0]}", *starts[1]]), ";".join([f"FREQ={ends[0]}", *ends[1]])


def _with_month(first: DayAtom, last: DayAtom) -> DayAtom:
    if first.month is not None or last.month is None:
        return first
    return DayAtom(first.start, first.end, first.days, last.month)


def _day_parts(moment: Moment, recurrence: RecurrenceAtom) -> tuple[str, list[str]] | None:
    """The frequency that the words mean together, and the parts that name the day."""
    if moment.day is not None:
        return _by_day(moment.day, recurrence)
    if moment.weekdays:
        return _by_weekday(moment, recurrence)
    if moment.span is not None:
        in_month = moment.span.unit == "month" and recurrence.frequency == "YEARLY"
        return ("YEARLY", [f"BYMONTH={moment.span.number}"]) if in_month and moment.span.number else None
    return recurrence.frequency, [f"BYMONTH={_joined(recurrence.months)}"] if recurrence.months else []


def _by_day(day: DayAtom, recurrence: RecurrenceAtom) -> tuple[str, list[str]] | None:
    if day.is_new_year:
        return None
    month_day = f"BYMONTHDAY={_joined(day.days)}"
    if day.month is not None:
        # "Định kỳ 6 tháng (trước ngày 10/6)" comes back once a year too.
        if recurrence.months or (recurrence.frequency != "YEARLY" and recurrence.interval == 1):
            return None
        return "YEARLY", [f"BYMONTH={day.month}", month_day]
    if recurrence.months:
        return "YEARLY", [f"BYMONTH={_joined(recurrence.months)}", month_day]
    if recurrence.frequency == "MONTHLY" and recurrence.interval == 1:
        return "MONTHLY", [month_day]
    return None


def _by_weekday(moment: Moment, recurrence: RecurrenceAtom) -> tuple[str, list[str]] | None:
    codes = [f"{atom.week or ''}{WEEKDAY_CODES[atom.weekday]}" for atom in moment.weekdays]
    nth = any(atom.week for atom in moment.weekdays)
    if recurrence.frequency == ("MONTHLY" if nth else "WEEKLY") and recurrence.interval == 1:
        return recurrence.frequency, ["BYDAY=" + ",".join(codes)]
    return None


def _joined(numbers: tuple[int, ...]) -> str:
    return ",".join(str(number) for number in numbers)
