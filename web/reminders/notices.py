"""Somebody did something that others must know: a reminder in the app, made in the transaction of the change."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from web.organization.models import Role, Staff
from web.reminders.models import Reminder, Stage
from web.reminders.recipients import People, Recipient, merged


def notify(people: Iterable[Staff], stage: Stage, *, entry_id: int, by: Staff | None, note: str = "") -> None:
    """Tell these people, or their stand-ins today; never the one who did it. `note`: the reason that was given.

    Call it inside the transaction of the change. Each call tells once: a letter may be returned twice.
    """
    everybody = People(timezone.localdate())
    _tell(everybody.present([person.pk for person in people]), stage, entry_id=entry_id, by=by, note=note)


def notify_heads(unit_id: int | None, stage: Stage, *, entry_id: int, by: Staff | None, note: str = "") -> None:
    """Tell the heads of the unit, or who stands in for them."""
    _tell(People(timezone.localdate()).heads(unit_id), stage, entry_id=entry_id, by=by, note=note)


def notify_unit(
    unit_id: int, officer_id: int | None, stage: Stage, *, entry_id: int, by: Staff | None, note: str = ""
) -> None:
    """Tell the heads of the unit and the officer who has the letter, or their stand-ins; each once."""
    people = People(timezone.localdate())
    officer = people.present([officer_id] if officer_id is not None else [])
    _tell(merged(people.heads(unit_id), officer), stage, entry_id=entry_id, by=by, note=note)


def notify_clerks(stage: Stage, *, entry_id: int, by: Staff | None, note: str = "") -> None:
    clerks = Staff.objects.filter(role=Role.CLERK, is_active=True)
    notify(clerks, stage, entry_id=entry_id, by=by, note=note)


def close_notices(entry_id: int, stage: Stage) -> None:
    """What was told is answered: nobody need do anything about it any more."""
    told = Reminder.objects.filter(entry=entry_id, stage=stage, closed_at__isnull=True)
    told.update(closed_at=timezone.now())


def _tell(recipients: Iterable[Recipient], stage: Stage, *, entry_id: int, by: Staff | None, note: str) -> None:
    now = timezone.now()
    Reminder.objects.bulk_create(
        Reminder(
            entry_id=entry_id,
            person_id=recipient.person,
            instead_of_id=recipient.instead_of,
            stage=stage,
            key=f"{stage}:{now.isoformat()}",
            note=note,
            made_at=now,
        )
        for recipient in recipients
        if by is None or recipient.person != by.pk
    )
