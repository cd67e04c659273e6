"""A duty that comes back -> the RRULE that calendar programs count as the office does; None when they would not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from icalendar import vRecur

from pipeline.deadlines.contract import next_due_of_answer

LATEST_DAY_OF_EVERY_MONTH = 28
OF_THE_HOUR = ("BYHOUR", "BYMINUTE")
SAME_DAY = ("by", "on")  # «trước ngày 20» is due on the 19th, which no rule of the 20th says


def calendar_rule(answer: Mapping[str, object], due_on: date) -> vRecur | None:
    """For an all-day event that starts on `due_on`, the last day on which this time's duty is met."""
    written = answer.get("end") if answer.get("type") == "rrule_window" else answer.get("rrule")
    if not isinstance(written, str) or (answer.get("type") == "rrule" and answer.get("op") not in SAME_DAY):
        return None
    parts = dict(part.split("=", 1) for part in written.split(";") if "=" in part)
    if not _says_its_day(parts) or next_due_of_answer(answer, due_on - timedelta(days=1)) != due_on:
        return None
    kept = {name: value for name, value in parts.items() if name not in OF_THE_HOUR}
    if "UNTIL" in kept:
        kept["UNTIL"] = kept["UNTIL"][:8]  # a day like the start of the event
    rule: vRecur = vRecur.from_ical(";".join(f"{name}={value}" for name, value in kept.items()))
    return rule


def _says_its_day(parts: Mapping[str, str]) -> bool:
    """RFC 5545 skips 30 February, the office means the last day of the month."""
    if "BYMONTHDAY" in parts:
        return all(1 <= int(day) <= LATEST_DAY_OF_EVERY_MONTH for day in parts["BYMONTHDAY"].split(","))
    return "BYDAY" in parts or parts.get("FREQ") == "DAILY"
