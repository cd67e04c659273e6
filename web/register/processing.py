"""ProcessedDocument -> rows: the only bridge. Every write shows the claim; a lost lease changes nothing."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.utils import timezone

from pipeline.complaints import is_complaint
from pipeline.contract import arrival_stamp_to_json, header_evidence_to_json, signature_to_json
from pipeline.deadlines.contract import answer_to_json, evidence_to_json
from pipeline.documents import Deadline, DeadlineKind, DocumentHeader, ProcessedDocument
from pipeline.errors import IntakeError, SecretDocumentError, StoreUnreachableError
from web.organization.models import Unit
from web.originals import Originals
from web.register import search
from web.register.audit import record
from web.register.edxml_fields import columns_of, differences
from web.register.models import AuditRecord, DeadlineOrigin, EntryDeadline, Event, PageText, RegisterEntry, State
from web.register.queue import MAX_ATTEMPTS, Claim, give_back, held
from web.register.workflow import state_once_routed

logger = logging.getLogger(__name__)

DUE_OF_MESSAGE = "Hạn ghi trong thông điệp edXML của nơi gửi"
RETRY_AFTER = timedelta(seconds=10)
NO_PROPOSAL: Mapping[str, Any] = MappingProxyType(
    {
        "page_count": None,
        "signatures": (),
        "proposed_field": "",
        "proposed_unit": None,
        "confidence": None,
        "runners_up": (),
        "evidence_words": (),
        "words_against": (),
        "routing_reason": "",
        "field": "",
        "lead_unit": None,
        "due_on": None,
        "forwarded_at": None,
        "edxml_document": "",
        "edxml": {},
        "edxml_differences": (),
    }
)


@transaction.atomic
def save_reading(claim: Claim, document: ProcessedDocument) -> bool:
    """Write what was read. Sure enough: on its way to the unit, marked as a proposal; else into the review queue."""
    units = {unit.code: unit for unit in Unit.objects.filter(is_active=True)}
    routing, prediction = document.routing, document.prediction
    lead = units.get(routing.lead_unit or "")
    to_review = routing.needs_review or lead is None
    state = State.NEEDS_REVIEW if to_review else state_once_routed()
    edxml = held(claim).values_list("edxml", flat=True).first() or {}
    read = {**_header_columns(document.header), "due_on": document.due_on}
    saved = held(claim).update(
        **read | columns_of(edxml),
        edxml_differences=differences(edxml, read),
        state=state,
        lease_until=None,
        trouble="",
        trouble_code="",
        page_count=document.text.page_count,
        signatures=[signature_to_json(signature) for signature in document.signatures],
        proposed_field=prediction.field if prediction else "",
        proposed_unit=lead,
        confidence=routing.confidence,
        runners_up=[list(pair) for pair in prediction.runners_up] if prediction else [],
        evidence_words=list(prediction.evidence) if prediction else [],
        words_against=list(prediction.evidence_against) if prediction else [],
        routing_reason=routing.reason,
        model_version=prediction.model_version if prediction else "",
        field=prediction.field if prediction else "",
        lead_unit=lead,
        forwarded_at=timezone.now() if state == State.ASSIGNED else None,
    )
    if not saved:
        return False
    entry = RegisterEntry.objects.get(pk=claim.entry_id)
    entry.cooperating_units.set([units[code] for code in routing.cooperating_units if code in units])
    _replace_pages(entry, document)
    _replace_deadlines(entry, document.deadlines)
    _add_due_of_message(entry, edxml)
    search.index_entry(entry.pk)
    record(Event.READ, entry_id=entry.pk, attempt=claim.attempt, model=entry.model_version, needs_review=to_review)
    if not to_review and lead is not None:
        event = Event.FORWARDED if state == State.ASSIGNED else Event.REGISTERED
        record(event, entry_id=entry.pk, unit=lead.code, confidence=routing.confidence)
    _restrict_complaint(entry, document)
    return True


def _add_due_of_message(entry: RegisterEntry, edxml: Mapping[str, Any]) -> None:
    """A duty of its own, so that the day stands when other deadlines are rejected or met."""
    due_on = columns_of(edxml).get("due_on")
    if due_on is not None:
        EntryDeadline.objects.create(
            entry=entry,
            kind=DeadlineKind.TASK.value,
            answer={"type": "date", "op": "by", "date": due_on.isoformat()},
            due_on=due_on,
            quote=DUE_OF_MESSAGE,
            origin=DeadlineOrigin.MESSAGE,
            applies_to_us=True,
        )


def _restrict_complaint(entry: RegisterEntry, document: ProcessedDocument) -> None:
    """One person's complaint is not for every eye; what a person of the office said about it holds."""
    header = document.header
    field = document.prediction.field if document.prediction else None
    if not is_complaint(document.text, subject=header.subject, document_type=header.document_type, field=field):
        return
    switched = AuditRecord.objects.filter(entry=entry, event__in=[Event.RESTRICTED, Event.UNRESTRICTED])
    if not switched.exists():
        RegisterEntry.objects.filter(pk=entry.pk).update(is_restricted=True)
        record(Event.RESTRICTED, entry_id=entry.pk, reason="đơn thư")


def save_failure(claim: Claim, error: IntakeError, *, originals: Originals, page_cache: Path) -> bool:
    """Try again later when that can help, else show the clerk the sentence. A secret document is purged."""
    if isinstance(error, SecretDocumentError):
        return purge_secret(claim, originals=originals, page_cache=page_cache)
    if error.retryable and claim.attempt < MAX_ATTEMPTS:
        return give_back(claim, not_before=timezone.now() + RETRY_AFTER * claim.attempt)
    with transaction.atomic():
        failed = held(claim).update(
            state=State.FAILED, lease_until=None, trouble=error.sentence, trouble_code=error.code
        )
        if failed:
            record(Event.READING_FAILED, entry_id=claim.entry_id, code=error.code, attempt=claim.attempt)
    return bool(failed)


def purge_secret(claim: Claim, *, originals: Originals, page_cache: Path) -> bool:
    """A mark that only the full reading found: the number stays, cancelled; everything of the content goes."""
    trouble = originals.trouble()
    if trouble is not None:  # asked before: nobody else could write while we wait for a store that is down
        raise StoreUnreachableError("secret original not removed yet", sentence=trouble)
    with transaction.atomic():
        entry = held(claim).first()
        if entry is None:
            return False
        sha256 = entry.sha256
        now = timezone.now()
        held(claim).update(
            **_header_columns(DocumentHeader()),
            **NO_PROPOSAL,
            state=State.REFUSED,
            lease_until=None,
            file_name="",
            sha256="",
            size=0,
            source_key="",
            trouble=SecretDocumentError.sentence,
            trouble_code=SecretDocumentError.code,
            cancelled_at=now,
            cancel_reason="Có dấu chỉ độ mật, không lưu trên máy nối mạng.",
        )
        entry.cooperating_units.clear()
        PageText.objects.filter(entry_id=entry.pk).delete()
        search.forget_entry(entry.pk)
        search.scrub()
        EntryDeadline.objects.filter(entry_id=entry.pk).delete()
        RegisterEntry.objects.filter(duplicate_of_id=entry.pk).update(file_name="", sha256="", size=0)
        record(Event.SECRET_STOPPED, entry_id=entry.pk)
        # Before the commit: cut off here, the entry is claimed again; no secret original stays without a row.
        shutil.rmtree(page_cache / sha256, ignore_errors=True)
        originals.remove(sha256)
    search.empty_log()
    logger.info("entry %s purged: secrecy mark", claim.entry_id)
    return True


def _header_columns(header: DocumentHeader) -> dict[str, object]:
    signer = header.signer
    return {
        "issuing_body": (header.issuing_body or "")[:300],
        "parent_body": (header.parent_body or "")[:300],
        "code": (header.code or "")[:100],
        "place": (header.place or "")[:100],
        "issued_on": header.issued_on,
        "issued_on_source": header.issued_on_source or "",
        "document_type": (header.document_type or "")[:100],
        "subject": header.subject or "",
        "urgency": int(header.urgency),
        "signer_name": ((signer.name if signer else "") or "")[:100],
        "signer_position": ((signer.position if signer else "") or "")[:200],
        "signer_authority": ((signer.authority if signer else "") or "")[:10],
        "addressees": list(header.addressees),
        "recipients": list(header.recipients),
        "in_reply_to": list(header.in_reply_to),
        "arrival_stamp": arrival_stamp_to_json(header) or {},
        "header_evidence": header_evidence_to_json(header),
    }


def _replace_pages(entry: RegisterEntry, document: ProcessedDocument) -> None:
    entry.pages.all().delete()
    PageText.objects.bulk_create(
        PageText(
            entry=entry,
            number=page.number,
            width=page.width,
            height=page.height,
            source=page.source.value,
            text=page.text,
            unrepaired=page.unrepaired or "",
        )
        for page in document.text.pages
    )


def _replace_deadlines(entry: RegisterEntry, deadlines: tuple[Deadline, ...]) -> None:
    entry.deadlines.exclude(origin=DeadlineOrigin.PERSON).delete()
    EntryDeadline.objects.bulk_create(
        EntryDeadline(
            entry=entry,
            kind=deadline.kind.value,
            answer=answer_to_json(deadline.answer),
            due_on=deadline.due_on,
            quote=deadline.quote,
            page=deadline.evidence[0].page if deadline.evidence else None,
            evidence=[evidence_to_json(evidence) for evidence in deadline.evidence],
            obliged=deadline.obliged or "",
            applies_to_us=deadline.applies_to_us,
            confidence=deadline.confidence,
            flags=list(deadline.flags),
        )
        for deadline in deadlines
    )
