"""Every export and print leaves an audit record: who took what part of which book, in which form, how many letters."""

from __future__ import annotations

from web.organization.models import Staff
from web.register.audit import record
from web.register.models import Event


def note_export(
    *,
    by: Staff,
    what: str,
    form: str,
    count: int,
    chosen: dict[str, object] | None = None,
    entry_id: int | None = None,
) -> None:
    """`what`: the book or table by its code; `form`: pdf, xlsx or csv. The caller has asked for the right."""
    details = {"what": what, "form": form, "count": count, **(chosen or {})}
    record(Event.EXPORTED, entry_id=entry_id, by=by, **details)
