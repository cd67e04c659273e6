"""A leader's direction (bút phê): who leads, who cooperates, by when. A later one changes it; the first stays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from web.learning.labels import note_label
from web.offices import current_office
from web.organization.models import Staff, Unit
from web.register import permissions
from web.register.actions.extensions import drop_request
from web.register.actions.rows import as_seen, change, entry_of
from web.register.audit import record
from web.register.models import DIRECTED, DeadlineOrigin, Directive, EntryDeadline, Event, RegisterEntry, State
from web.register.permissions import require
from web.register.queries import due_on_of_entry
from web.reminders.models import Stage
from web.reminders.notices import notify_unit


@transaction.atomic
def direct(
    entry_id: int,
    *,
    by: Staff,
    lead_unit: Unit,
    cooperating: Iterable[Unit] = (),
    text: str = "",
    due_on: date | None = None,
) -> None:
    """Send the letter to its unit with the direction. On work under way: the same unit goes on, another one begins."""
    entry = entry_of(entry_id)
    require(permissions.can_direct(by, entry))
    now = timezone.now()
    moves = entry.state == State.REGISTERED or entry.lead_unit_id != lead_unit.pk
    sent = {"state": State.ASSIGNED, "forwarded_at": now, "officer": None} if moves else {}
    field = _field_for(entry, lead_unit)
    change(as_seen(entry), field=field, lead_unit=lead_unit, decided_by=by, decided_at=now, **sent)
    others = [unit for unit in cooperating if unit.pk != lead_unit.pk]
    entry.cooperating_units.set(others)
    directive = Directive.objects.create(
        entry=entry, leader=by, text=text, lead_unit=lead_unit, due_on=due_on, given_at=now
    )
    directive.cooperating_units.set(others)
    if due_on is not None:
        _set_due(directive)
    if moves:
        drop_request(entry_id, by=by, answer="Lãnh đạo đã giao văn bản cho đơn vị khác.")
    note_label(entry, by=by, field=field, unit=lead_unit, cooperating=others)
    record(
        Event.DIRECTED,
        entry_id=entry_id,
        by=by,
        unit=lead_unit.code,
        cooperating=[unit.code for unit in others],
        due_on=due_on.isoformat() if due_on else None,
        was=entry.lead_unit.code if entry.lead_unit else "",
    )
    if moves:
        record(Event.FORWARDED, entry_id=entry_id, by=by, unit=lead_unit.code)
    officer_id = None if moves else entry.officer_id
    notify_unit(lead_unit.pk, officer_id, Stage.DIRECTED, entry_id=entry_id, by=by, note=text)


def _set_due(directive: Directive) -> None:
    """The leader's day is a duty of the letter; an earlier day of a leader no longer holds."""
    assert directive.due_on is not None  # noqa: S101  the caller asked
    entry_id = directive.entry_id
    given = EntryDeadline.objects.filter(entry_id=entry_id, origin=DeadlineOrigin.PERSON, rejected_at__isnull=True)
    earlier = [deadline.pk for deadline in given if DIRECTED in deadline.flags]
    EntryDeadline.objects.filter(pk__in=earlier).update(rejected_at=directive.given_at, rejected_by=directive.leader)
    EntryDeadline.objects.create(
        entry_id=entry_id,
        kind="task",
        due_on=directive.due_on,
        quote=directive.text or f"Lãnh đạo giao hạn {directive.due_on:%d/%m/%Y}.",
        applies_to_us=True,
        origin=DeadlineOrigin.PERSON,
        flags=[DIRECTED],
        answer={"type": "date", "op": "by", "date": directive.due_on.isoformat()},
    )
    RegisterEntry.objects.filter(pk=entry_id).update(due_on=due_on_of_entry(entry_id))


def _field_for(entry: RegisterEntry, unit: Unit) -> str:
    """A leader names a unit, not a field. For another unit: its likeliest field, or its only one; else none."""
    if entry.lead_unit_id == unit.pk and entry.field:
        return entry.field
    office = current_office()
    weighed = [entry.proposed_field, *(code for code, _ in entry.runners_up)]
    of_unit = [code for code, field in office.fields.items() if field.unit == unit.code]
    likeliest = next((code for code in weighed if code in of_unit), "")
    return likeliest or (of_unit[0] if len(of_unit) == 1 else "")
