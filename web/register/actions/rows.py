"""What every change has in common: the row as it was seen, changed only while it still stands so."""

from __future__ import annotations

from django.db.models.query import QuerySet
from django.shortcuts import get_object_or_404

from web.organization.models import Unit
from web.register.models import RegisterEntry


class StateChangedError(Exception):
    """Somebody else was faster; the text is a sentence for the page."""

    def __init__(self) -> None:
        super().__init__("Văn bản vừa được người khác thay đổi. Hãy xem lại rồi làm tiếp.")


def entry_of(entry_id: int) -> RegisterEntry:
    return get_object_or_404(RegisterEntry.objects.select_related("lead_unit"), pk=entry_id)


def as_seen(entry: RegisterEntry) -> QuerySet[RegisterEntry]:
    """The row, if it still is in the state in which permission was given."""
    return RegisterEntry.objects.filter(
        pk=entry.pk,
        state=entry.state,
        lead_unit=entry.lead_unit,
        cancelled_at=entry.cancelled_at,
        decided_at=entry.decided_at,
    )


def change(rows: QuerySet[RegisterEntry], **values: object) -> None:
    if rows.update(**values) != 1:
        raise StateChangedError


def code_of(unit: Unit | None) -> str:
    return unit.code if unit else ""
