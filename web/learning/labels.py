"""A person's decision on a letter -> a labelled letter. Called inside the transaction of the decision."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.utils import timezone

from web.learning.models import LabelKind, LabelledLetter
from web.offices import current_office
from web.organization.models import Staff, Unit
from web.register.models import RegisterEntry


def note_label(
    entry: RegisterEntry, *, by: Staff, field: str, unit: Unit | None, cooperating: Iterable[Unit] = ()
) -> None:
    """Keep what was decided beside what the machine had proposed. `entry` is the row before the change."""
    if not field or unit is None:
        return
    same = entry.proposed_field == field and entry.proposed_unit_id == unit.pk
    LabelledLetter.objects.create(
        entry=entry,
        field=field,
        unit_code=unit.code,
        also=_defensible(entry, field, {other.code for other in cooperating}),
        kind=LabelKind.CONFIRMED if same else LabelKind.CORRECTED,
        by=by,
        at=timezone.now(),
        text_sha256=text_sha256(entry),
        model_version=entry.model_version,
        proposed_field=entry.proposed_field,
    )


def text_sha256(entry: RegisterEntry) -> str:
    """Of the pages as they stand now; a reading made again may give another text."""
    digest = hashlib.sha256()
    for text in entry.pages.order_by("number").values_list("text", flat=True):
        digest.update(text.encode("utf-8", "surrogatepass") + b"\f")
    return digest.hexdigest()


def _defensible(entry: RegisterEntry, field: str, cooperating: set[str]) -> list[str]:
    """Fields the machine weighed too, of units that the person made cooperate: they are not learned against."""
    office = current_office()
    weighed = [entry.proposed_field, *(code for code, _ in entry.runners_up)]
    return [code for code in weighed if code and code != field and office.unit_of_field(code) in cooperating]
