"""A waiting letter decided in one step: header, deadlines and unit together, or nothing of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db import transaction

from web.organization.models import Staff, Unit
from web.register import permissions, queries
from web.register.actions.deadlines import add_deadline, correct_deadline, reject_deadline
from web.register.actions.routing import correct_header, decide_routing
from web.register.actions.rows import StateChangedError, entry_of
from web.register.permissions import require


class Verdict(StrEnum):
    """What the clerk says of a sentence that the machine took for a deadline."""

    OURS = "ours"
    OTHERS = "others"
    UNCLEAR = "unclear"  # as the machine left it
    NO_DEADLINE = "none"


@dataclass(frozen=True, slots=True)
class DeadlineDecision:
    deadline_id: int
    due_on: date | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class NewDeadline:
    due_on: date
    note: str


@dataclass(frozen=True, slots=True)
class Review:
    """Everything the review screen shows, as the clerk left it."""

    header: Mapping[str, object]
    deadlines: tuple[DeadlineDecision, ...]
    new_deadline: NewDeadline | None
    field: str
    unit: Unit
    cooperating: tuple[Unit, ...]


@transaction.atomic
def confirm_review(entry_id: int, review: Review, *, by: Staff, seen: int) -> None:
    """Apply what differs from the row, then send the letter to its unit.

    `seen`: the last change that the screen showed (`queries.last_change`); a screen that is older than the row would
    write old values over newer ones, so it changes nothing.
    """
    entry = entry_of(entry_id)
    require(permissions.is_reviewer(by))
    if not permissions.can_review(by, entry) or queries.last_change(entry_id) != seen:
        raise StateChangedError
    correct_header(entry_id, by=by, values=review.header)
    for decision in review.deadlines:
        _decide_deadline(entry_id, decision, by=by)
    if review.new_deadline is not None:
        add_deadline(entry_id, by=by, due_on=review.new_deadline.due_on, note=review.new_deadline.note)
    decide_routing(entry_id, by=by, field=review.field, unit=review.unit, cooperating=review.cooperating)


def _decide_deadline(entry_id: int, decision: DeadlineDecision, *, by: Staff) -> None:
    if decision.verdict is Verdict.NO_DEADLINE:
        reject_deadline(entry_id, decision.deadline_id, by=by)
    elif decision.verdict is not Verdict.UNCLEAR:
        is_ours = decision.verdict is Verdict.OURS
        correct_deadline(entry_id, decision.deadline_id, by=by, due_on=decision.due_on, is_ours=is_ours)
