"""What people corrected, added or rejected -> examples of deadlines, in the form of the test set."""

from __future__ import annotations

from collections.abc import Iterator

from web.register.models import DIRECTED, DeadlineOrigin, EntryDeadline
from web.register.queries import judged_deadlines

NO_DUTY: dict[str, object] = {"type": "none"}


def deadline_examples() -> Iterator[dict[str, object]]:
    """One example a judged deadline: the sentence, and what is right according to the people of the office.

    A day that a leader gave stands in no letter, so it is no example.
    """
    for deadline in judged_deadlines().iterator():
        if DIRECTED not in deadline.flags:
            yield _example(deadline)


def _example(deadline: EntryDeadline) -> dict[str, object]:
    rejected = deadline.rejected_at is not None
    issued_on = deadline.entry.issued_on
    due_on = deadline.extended_from or deadline.due_on  # what the letter says, not the time that was given on top
    return {
        "id": f"{deadline.entry_id}-{deadline.pk}",
        "text": deadline.quote,
        "issued_on": issued_on.isoformat() if issued_on else None,
        "kind": "none" if rejected else deadline.kind,
        "answer": NO_DUTY if rejected else deadline.answer,
        "due_on": due_on.isoformat() if due_on and not rejected else None,
        "obliged": deadline.obliged or None,
        "applies_to_us": None if rejected else deadline.applies_to_us,
        "verdict": _verdict(deadline, rejected=rejected),
        "machine": deadline.machine or _as_read(deadline),
    }


def _verdict(deadline: EntryDeadline, *, rejected: bool) -> str:
    if rejected:
        return "rejected"
    return "added" if deadline.origin == DeadlineOrigin.PERSON else "corrected"


def _as_read(deadline: EntryDeadline) -> dict[str, object] | None:
    """What the machine said about a sentence that was only rejected; None for one that a person added."""
    if deadline.origin == DeadlineOrigin.PERSON:
        return None
    return {"kind": deadline.kind, "answer": deadline.answer, "applies_to_us": deadline.applies_to_us}
