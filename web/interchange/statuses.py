"""The part of the timer that tells senders what becomes of their documents, as messages in a folder (status 01-06)."""

from __future__ import annotations

import logging
import os
from datetime import datetime, timedelta
from pathlib import Path

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.utils import timezone

from pipeline.config import Office
from pipeline.edxml import Document, Status, Teller, status_message
from pipeline.originals import sync_folder
from web.register.edxml_fields import columns_of
from web.register.models import RegisterEntry, State

logger = logging.getLogger(__name__)

EVERY = timedelta(seconds=10)
AT_ONCE = 200
STATUS_OF_STATE = {
    State.RECEIVED: Status.ARRIVED,
    State.PROCESSING: Status.ARRIVED,
    State.NEEDS_REVIEW: Status.ARRIVED,
    State.FAILED: Status.ARRIVED,
    State.REGISTERED: Status.RECEIVED,
    State.ASSIGNED: Status.ASSIGNED,
    State.IN_PROGRESS: Status.IN_PROGRESS,
    State.COMPLETED: Status.COMPLETED,
    State.REFUSED: Status.REFUSED,
}


class StatusSchedule:
    def __init__(self, office: Office) -> None:
        self._office = office
        self._looked_at: datetime | None = None

    def step(self, now: datetime) -> None:
        if self._office.edxml is None:
            return
        if self._looked_at is not None and self._looked_at <= now < self._looked_at + EVERY:
            return
        self._looked_at = now
        try:
            tell_senders(self._office, now)
        except OSError as error:
            logger.warning("status messages wait: %s", error.strerror)


def tell_senders(office: Office, now: datetime) -> int:
    """Write a message for each document whose status changed; how many. Cut off, the same file is written again."""
    config = office.edxml
    if config is None:
        return 0
    config.status_folder.mkdir(parents=True, exist_ok=True)
    teller = Teller(config.organ_id, office.identity.name)
    told = list(untold()[:AT_ONCE])
    for entry in told:
        status = Status(entry.status)  # type: ignore[attr-defined]  # annotated
        unit = entry.lead_unit.name if entry.lead_unit else ""
        staff = str(entry.officer) if entry.officer else ""
        content = status_message(
            status,
            _document(entry),
            Teller(teller.organ_id, teller.organ_name, unit, staff),
            at=timezone.localtime(now),
            reason=_reason(entry, status),
        )
        _lay_down(content, config.status_folder / f"{entry.year}-{entry.pk}-{status.value}.edxml")
        RegisterEntry.objects.filter(pk=entry.pk).update(edxml_status=status.value)
    return len(told)


def untold() -> QuerySet[RegisterEntry]:
    """Documents that came with a message and whose sender does not know yet where they stand."""
    of_state = [When(state=state, then=Value(status.value)) for state, status in STATUS_OF_STATE.items()]
    cancelled = When(cancelled_at__isnull=False, then=Value(Status.REFUSED.value))
    return (
        RegisterEntry.objects.filter(~Q(edxml_document=""))
        .annotate(status=Case(cancelled, *of_state, output_field=CharField()))
        .exclude(edxml_status=F("status"))
        .select_related("lead_unit", "officer")
        .order_by("pk")
    )


def _document(entry: RegisterEntry) -> Document:
    told = columns_of(entry.edxml)
    return Document(entry.edxml_document, entry.edxml.get("organ_id", ""), told.get("code", ""), told.get("issued_on"))


def _reason(entry: RegisterEntry, status: Status) -> str:
    """Why it was refused; of everything else the usual words."""
    return (entry.cancel_reason or entry.trouble) if status is Status.REFUSED else ""


def _lay_down(content: bytes, target: Path) -> None:
    """Whole under its name or not there at all: the gateway may look at any moment."""
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
    with unfinished.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.replace(target)
    sync_folder(target.parent)
