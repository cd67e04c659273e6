"""What the tests of deadlines share: one office, one calendar, one short way to read a sentence."""

from __future__ import annotations

from datetime import date, time

from pipeline.config import OfficeIdentity
from pipeline.deadlines import VIETNAM_CALENDAR, find_deadlines_in_text
from pipeline.deadlines.contract import answer_to_json
from pipeline.documents import Deadline

ISSUED_ON = date(2025, 11, 20)
OFFICE = OfficeIdentity(
    name="Ủy ban nhân dân phường An Thạnh",
    kind="phường",
    province="Thành phố Hồ Chí Minh",
    also_called=("UBND phường An Thạnh", "phường An Thạnh"),
    units=("Phòng Văn hóa - Xã hội",),
)


def read(
    text: str,
    *,
    issued_on: date | None = ISSUED_ON,
    received_on: date | None = None,
    addressees: tuple[str, ...] = (),
) -> tuple[Deadline, ...]:
    return find_deadlines_in_text(
        text,
        issued_on=issued_on,
        received_on=received_on or issued_on or ISSUED_ON,
        calendar=VIETNAM_CALENDAR,
        office=OFFICE,
        end_of_day=time(17),
        addressees=addressees,
    )


def only(text: str, *, issued_on: date | None = ISSUED_ON, received_on: date | None = None) -> Deadline:
    (deadline,) = read(text, issued_on=issued_on, received_on=received_on)
    return deadline


def in_short(deadline: Deadline) -> str:
    """ "report before 2025-12-05", "relative 5 working_day", "meeting 2025-12-05T08:30"."""
    answer = answer_to_json(deadline.answer)
    match answer["type"]:
        case "date":
            words = f"{answer['op']} {answer['date']}"
        case "datetime":
            words = f"{answer['op']} {str(answer['value'])[:16]}"
        case "relative":
            words = f"{answer['n']} {answer['unit']}"
        case "event":
            words = "/".join(str(answer[key])[:16] for key in ("start", "end") if key in answer)
        case "window":
            words = f"{str(answer['start'])[:10]}/{str(answer['end'])[:10]}"
        case "rrule_window":
            words = f"{answer['start']} - {answer['end']}"
        case "effective":
            words = f"{answer['start']}/{answer['end']}" if "end" in answer else str(answer["start"])
        case _:
            words = str(answer["rrule"])
    return f"{deadline.kind.value} {words}"
