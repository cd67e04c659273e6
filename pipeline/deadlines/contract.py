"""Deadline -> the JSON object of the `vanthu read` contract, schema 1."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from pipeline.deadlines.due import next_due
from pipeline.documents import (
    Answer,
    Bound,
    DateAnswer,
    DatetimeAnswer,
    Deadline,
    DurationUnit,
    EffectiveAnswer,
    EventAnswer,
    Evidence,
    MultiAnswer,
    RecurrenceAnswer,
    RecurrenceWindowAnswer,
    RelativeAnswer,
    WindowAnswer,
)
from pipeline.time_zone import VIETNAM_TIME

LAST_SECOND = time(23, 59, 59)
DAYS_OF_WEEK = 7
BOUNDS = frozenset(bound.value for bound in Bound)


def next_due_of_answer(answer: Mapping[str, object], after: date) -> date | None:
    """The next last day after `after` of a recurring answer as JSON keeps it; None when its rule names no day."""
    rule = answer.get("end") if answer.get("type") == "rrule_window" else answer.get("rrule")
    if not isinstance(rule, str) or after == date.max:
        return None
    bound = Bound(answer["op"]) if answer.get("op") in BOUNDS else Bound.BY
    return next_due(RecurrenceAnswer(rule, bound), after + timedelta(days=1))


def deadline_to_json(deadline: Deadline) -> dict[str, object]:
    """Write one deadline; `page` and `boxes` are those of the first page it stands on, `evidence` has them all."""
    first = deadline.evidence[0] if deadline.evidence else None
    return {
        "kind": deadline.kind.value,
        "answer": answer_to_json(deadline.answer),
        "due_on": day_to_json(deadline.due_on),
        "quote": deadline.quote,
        "page": first.page if first else None,
        "boxes": _boxes(first) if first else [],
        "evidence": [evidence_to_json(evidence) for evidence in deadline.evidence],
        "obliged": deadline.obliged,
        "applies_to_us": deadline.applies_to_us,
        "confidence": round(deadline.confidence, 2),
        "flags": list(deadline.flags),
    }


def evidence_to_json(evidence: Evidence) -> dict[str, object]:
    return {"page": evidence.page, "boxes": _boxes(evidence)}


def _boxes(evidence: Evidence) -> list[list[float]]:
    return [[round(side, 1) for side in (box.left, box.top, box.right, box.bottom)] for box in evidence.boxes]


def answer_to_json(answer: Answer) -> dict[str, object]:
    written: dict[str, object]
    match answer:
        case DateAnswer():
            written = _date(answer)
        case DatetimeAnswer():
            written = {"type": "datetime", "op": answer.bound.value, "value": answer.value.isoformat()}
        case EventAnswer():
            written = _event(answer)
        case WindowAnswer():
            end = _moment(answer.end, at=LAST_SECOND) if answer.end else None
            written = {"type": "window", "start": _moment(answer.start), "end": end}
        case RecurrenceAnswer():
            written = {"type": "rrule", "rrule": answer.rrule, "op": answer.bound.value}
        case RecurrenceWindowAnswer():
            written = {"type": "rrule_window", "start": answer.start, "end": answer.end}
        case RelativeAnswer():
            written = _relative(answer)
        case EffectiveAnswer():
            written = _effective(answer)
        case MultiAnswer():
            written = {"type": "multi", "items": [answer_to_json(part) for part in answer.items]}
    return written


def _date(answer: DateAnswer) -> dict[str, object]:
    written: dict[str, object] = {"type": "date", "op": answer.bound.value, "date": answer.date.isoformat()}
    if answer.granularity:
        written["granularity"] = answer.granularity
    return written


def _effective(answer: EffectiveAnswer) -> dict[str, object]:
    written: dict[str, object] = {"type": "effective", "start": day_to_json(answer.start)}
    if answer.end:
        written["end"] = day_to_json(answer.end)
    return written


def _event(answer: EventAnswer) -> dict[str, object]:
    written: dict[str, object] = {"type": "event", "start": _moment(answer.start)}
    if answer.end is not None:
        written["end"] = _moment(answer.end)
    if answer.all_day:
        written["all_day"] = True
    if answer.tentative:
        written["tentative"] = True
    if answer.place:
        written["place"] = answer.place
    return written


def _relative(answer: RelativeAnswer) -> dict[str, object]:
    count, unit = answer.count, answer.unit
    if unit is DurationUnit.WEEK:  # the contract knows no week; both end on the same weekday (Civil Code 148.3)
        count, unit = count * DAYS_OF_WEEK, DurationUnit.CALENDAR_DAY
    return {"type": "relative", "n": count, "unit": unit.value, "from": answer.counted_from}


def _moment(value: datetime | date, *, at: time = time.min) -> str:
    if not isinstance(value, datetime):
        value = datetime.combine(value, at, VIETNAM_TIME)
    return value.isoformat()


def day_to_json(day: date | None) -> str | None:
    return day.isoformat() if day else None
