"""The whole register as a folder that another system can read: a BagIt bag (RFC 8493), described in docs/archive.md.

Letters with the field names of Nghị định 30/2020, Phụ lục VI, everything else under our own names, the originals beside
them, and a sha256 of every file.
"""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any

import bagit
from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from pipeline.config import Office
from pipeline.errors import OriginalMissingError, StorageError
from web.originals import Originals
from web.register.audit import record
from web.register.audit_export import FORMULA_SIGNS
from web.register.models import AuditRecord, Event, RegisterEntry

SCHEMA = "1"
DESCRIPTION = Path(__file__).resolve().parents[2] / "docs" / "archive.md"
UNFINISHED = ".vanthu-archive-"
AT_ONCE = 500
SIGNER = "SignerInfo"


class ArchiveProblemError(Exception):
    """The text is a sentence for the administrator."""


def write_archive(target: Path, office: Office, originals: Originals, *, now: datetime, year: int | None = None) -> int:
    """Make the bag `target`, all of it or one year, and read it back; how many letters it holds.

    Raises ArchiveProblemError and StorageError; nothing half-written has the name `target`.
    """
    if target.exists():
        raise ArchiveProblemError(f"{target} đã có. Hãy chọn tên khác.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=target.parent) as work:
            folder = Path(work) / "bag"
            folder.mkdir()
            count, missing = _fill(folder, originals, year)
            bag = bagit.make_bag(folder, _about(office, now, count, missing, year), checksums=["sha256"])
            bag.validate()
            folder.rename(target)
    except bagit.BagError as error:
        raise ArchiveProblemError(f"Kho lưu trữ ghi ra không đúng: {error}.") from error
    except OSError as error:
        raise StorageError(f"archive not written: {error.strerror}") from error
    with transaction.atomic():
        record(Event.EXPORTED, what="archive", form="bagit", count=count, year=year)
    return count


def _fill(folder: Path, originals: Originals, year: int | None) -> tuple[int, int]:
    """Letters and missing originals."""
    if DESCRIPTION.is_file():
        shutil.copy(DESCRIPTION, folder / "archive.md")
    count = missing = 0
    with (
        (folder / "letters.jsonl").open("w", encoding="utf-8") as letters,
        (folder / "register.csv").open("w", encoding="utf-8-sig", newline="") as table,
    ):
        writer: csv.DictWriter[str] | None = None
        for entry in _entries(year):
            fields = annex_fields(entry)
            if writer is None:
                writer = csv.DictWriter(table, list(_flat(fields)))
                writer.writeheader()
            writer.writerow(_flat(fields))
            file = _copy_original(entry, folder, originals)
            missing += bool(entry.sha256) and file is None
            letter = {**fields, "File": file, "vanthu": _ours(entry)}
            letters.write(json.dumps(letter, ensure_ascii=False, default=str) + "\n")
            count += 1
    _write_audit(folder / "audit.jsonl", year)
    return count, missing


def _entries(year: int | None) -> Iterator[RegisterEntry]:
    # No transaction: on SQLite it would keep everybody from writing for as long as this takes. What comes in meanwhile
    # is left out; each letter is as it stood when its turn came.
    last = RegisterEntry.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    entries = RegisterEntry.objects.filter(pk__lte=last, **({} if year is None else {"year": year}))
    entries = entries.select_related("lead_unit", "officer", "decided_by").prefetch_related(
        "cooperating_units", "deadlines", "pages", "replies", "directives", Prefetch("history", _history())
    )
    return entries.order_by("pk").iterator(chunk_size=AT_ONCE)


def annex_fields(entry: RegisterEntry) -> dict[str, Any]:
    """Phụ lục VI, the input data of an incoming document, in its order and with its names."""
    number, _, notation = entry.code.partition("/")
    places = [entry.lead_unit.name] if entry.lead_unit else []
    return {
        "TypeName": entry.document_type,
        "CodeNumber": number,
        "CodeNotation": notation,
        "IssuedDate": entry.issued_on,
        "OrganName": entry.issuing_body,
        "Subject": entry.subject,
        "Language": "Tiếng Việt",
        "PageAmount": entry.page_count,
        "Description": entry.cancel_reason or entry.trouble,
        "ArrivalDate": timezone.localdate(entry.received_at),
        "ArrivalNumber": entry.arrival_number,
        SIGNER: {"Position": entry.signer_position, "FullName": entry.signer_name},
        "Priority": entry.urgency,
        "ToPlaces": "; ".join([*places, *(unit.name for unit in entry.cooperating_units.all())]),
        "TraceHeaderList": entry.get_state_display(),
        "DueDate": entry.due_on,
    }


def _flat(fields: Mapping[str, Any]) -> dict[str, Any]:
    """For a table: the signer in two columns."""
    signer = fields[SIGNER]
    flat = {name: value for name, value in fields.items() if name != SIGNER}
    flat |= {"SignerPosition": signer["Position"], "SignerFullName": signer["FullName"]}
    return {name: _no_formula(value) for name, value in flat.items()}


def _no_formula(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value


def _ours(entry: RegisterEntry) -> dict[str, Any]:
    columns = {field.attname: getattr(entry, field.attname) for field in entry._meta.concrete_fields}
    return {
        **columns,
        "lead_unit": entry.lead_unit.code if entry.lead_unit else None,
        "cooperating_units": [unit.code for unit in entry.cooperating_units.all()],
        "officer": str(entry.officer) if entry.officer else None,
        "decided_by": str(entry.decided_by) if entry.decided_by else None,
        "pages": [page.text for page in entry.pages.all()],
        "deadlines": [_row(deadline) for deadline in entry.deadlines.all()],
        "directives": [_row(directive) for directive in entry.directives.all()],
        "replies": [_row(reply) for reply in entry.replies.all()],
        "history": [_event(one) for one in entry.history.all()],
    }


def _row(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def _event(one: AuditRecord) -> dict[str, Any]:
    return {"at": one.at, "by": str(one.by) if one.by else None, "event": one.event, "details": one.details}


def _history() -> Any:
    return AuditRecord.objects.select_related("by").order_by("pk")


def _write_audit(file: Path, year: int | None) -> None:
    """The whole record of one year, or of all: also what belongs to no letter."""
    records = _history() if year is None else _history().filter(at__year=year)
    with file.open("w", encoding="utf-8") as stream:
        for one in records.iterator(chunk_size=2000):
            stream.write(json.dumps({**_event(one), "entry": one.entry_id}, ensure_ascii=False, default=str) + "\n")


def _copy_original(entry: RegisterEntry, folder: Path, originals: Originals) -> str | None:
    """A duplicate points to the original of the first; a lost one is told in bag-info.txt and stops nothing."""
    if not entry.sha256:
        return None
    name = f"originals/{entry.sha256[:2]}/{entry.sha256}.pdf"
    target = folder / name
    if target.exists():
        return f"data/{name}"
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with originals.at_hand(entry.sha256) as path:
            shutil.copyfile(path, target)
    except OriginalMissingError:
        return None
    return f"data/{name}"


def _about(office: Office, now: datetime, count: int, missing: int, year: int | None) -> dict[str, str]:
    return {
        "Source-Organization": office.identity.name,
        "External-Description": f"Incoming documents, {year or 'all years'}",
        "Bagging-Date": f"{now:%Y-%m-%d}",
        "Bag-Software-Agent": f"vanthu {installed_version('vanthu')}",
        "Vanthu-Archive-Schema": SCHEMA,
        "Vanthu-Letters": str(count),
        "Vanthu-Missing-Originals": str(missing),
    }
