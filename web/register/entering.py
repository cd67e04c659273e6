"""A settled file -> its row: the next number, the first of the same bytes, or what stops it."""

from __future__ import annotations

import logging
import unicodedata
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from pipeline.documents import Urgency
from pipeline.edxml import EdxmlMessage
from pipeline.errors import SecretDocumentError
from pipeline.inbox import SettledFile
from pipeline.originals import StoredOriginal
from web.register.audit import record
from web.register.edxml_fields import message_to_json
from web.register.jobs import announce
from web.register.models import ArrivalCounter, Event, RegisterEntry, State

logger = logging.getLogger(__name__)

FILE_NAME_LENGTH = 300


@transaction.atomic
def enter(file: SettledFile, stored: StoredOriginal, urgency: Urgency, message: EdxmlMessage | None) -> RegisterEntry:
    """Commit the row: with the next number, or, for bytes that are already in the register, pointing to the first."""
    _hold_numbers()
    first = (
        RegisterEntry.objects.filter(sha256=stored.sha256, duplicate_of__isnull=True, cancelled_at__isnull=True)
        .exclude(arrival_number__isnull=True)
        .order_by("id")
        .first()
    )
    told = {"edxml_document": message.document_id, "edxml": message_to_json(message)} if message else {}
    if message is not None:
        urgency = max(urgency, message.urgency or urgency)
    common = {
        **arrival_of(file),
        **told,
        "file_name": file_name_of(file.path),
        "sha256": stored.sha256,
        "size": stored.size,
    }
    if first is not None:
        entry = RegisterEntry.objects.create(
            **common,
            state=State.REFUSED,
            duplicate_of=first,
            trouble_code="duplicate",
            trouble=f"Trùng hoàn toàn với văn bản đến số {first.arrival_number}/{first.year}, không vào sổ lần nữa.",
        )
        record(Event.DUPLICATE, entry_id=entry.pk, first=first.pk)
    else:
        number = next_arrival_number(common["year"])
        entry = RegisterEntry.objects.create(
            **common,
            state=State.RECEIVED,
            arrival_number=number,
            urgency=int(urgency),
        )
        announce(entry.pk, urgency=entry.urgency)
        record(Event.RECEIVED, entry_id=entry.pk, number=number)
    return entry


def _hold_numbers() -> None:
    """One file at a time, whichever machine takes it in: numbers run in order of receipt, and no file enters twice."""
    if not connection.features.has_select_for_update:
        return  # SQLite: a transaction has the whole database to itself from its beginning
    year = timezone.localdate().year
    ArrivalCounter.objects.get_or_create(year=year)
    ArrivalCounter.objects.select_for_update().get(year=year)


def next_arrival_number(year: int) -> int:
    """The next number of the year; call inside the transaction that uses it, so none is skipped or given twice."""
    counter = ArrivalCounter.objects.filter(year=year)
    if not counter.update(last_number=F("last_number") + 1):
        ArrivalCounter.objects.get_or_create(year=year)
        counter.update(last_number=F("last_number") + 1)
    return counter.values_list("last_number", flat=True).get()


def stop_secret(file: SettledFile, error: SecretDocumentError) -> None:
    """Keep nothing, not even the name; neither move nor copy it (Luật Bảo vệ bí mật nhà nước 117/2025, Điều 5)."""
    with transaction.atomic():
        entry = RegisterEntry.objects.create(
            **arrival_of(file),
            state=State.REFUSED,
            trouble_code=error.code,
            trouble=error.sentence,
        )
        record(Event.SECRET_STOPPED, entry_id=entry.pk)
    logger.info("entry %s stopped: secrecy mark", entry.pk)


def arrival_of(file: SettledFile) -> dict[str, Any]:
    now = timezone.now()
    return {
        "received_at": now,
        "year": timezone.localtime(now).year,
        "source_key": file.stamp.key,
        "size": file.stamp.size,
    }


def file_name_of(path: Path) -> str:
    return printable(unicodedata.normalize("NFC", path.name))[:FILE_NAME_LENGTH]


def printable(name: str) -> str:
    """Names from old Vietnamese code pages are no UTF-8, and no database takes them as they are."""
    return name.encode(errors="replace").decode()
