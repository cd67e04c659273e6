"""ProcessedDocument -> the JSON of `vanthu read`, schema 1 (docs/contract.md). Scripts depend on this shape."""

from __future__ import annotations

from classifiers.predict import Prediction
from pipeline.deadlines.contract import day_to_json, deadline_to_json, evidence_to_json
from pipeline.documents import DocumentHeader, ExtractedText, ProcessedDocument, Routing, SignatureReport
from pipeline.errors import IntakeError
from pipeline.time_zone import VIETNAM_TIME

SCHEMA = 1
Json = dict[str, object]


def document_to_json(file: str, sha256: str, document: ProcessedDocument) -> Json:
    return {
        "schema": SCHEMA,
        "file": file,
        "sha256": sha256,
        "pages": document.text.page_count,
        "text": text_to_json(document.text),
        "header": header_to_json(document.header),
        "prediction": prediction_to_json(document.prediction),
        "routing": routing_to_json(document.routing),
        "deadlines": [deadline_to_json(deadline) for deadline in document.deadlines],
        "due_on": day_to_json(document.due_on),
        "signatures": [signature_to_json(signature) for signature in document.signatures],
        "error": None,
    }


def error_to_json(file: str, sha256: str | None, error: IntakeError) -> Json:
    """The same keys as a reading, with what went wrong: a file that cannot be read still has its line."""
    return {
        "schema": SCHEMA,
        "file": file,
        "sha256": sha256,
        "pages": None,
        "text": None,
        "header": None,
        "prediction": None,
        "routing": None,
        "deadlines": [],
        "due_on": None,
        "signatures": [],
        "error": {"code": error.code, "message": error.sentence},
    }


def text_to_json(text: ExtractedText) -> Json:
    return {
        "sources": [page.source.value for page in text.pages],
        "repaired": text.repaired,
        "unrepaired": [page.unrepaired for page in text.pages] if text.repaired else None,
    }


def header_to_json(header: DocumentHeader) -> Json:
    signer = header.signer
    return {
        "issuing_body": header.issuing_body,
        "parent_body": header.parent_body,
        "code": header.code,
        "place": header.place,
        "issued_on": day_to_json(header.issued_on),
        "issued_on_source": header.issued_on_source,
        "document_type": header.document_type,
        "subject": header.subject,
        "urgency": header.urgency.name.lower(),
        "secrecy": header.secrecy.value,
        "addressees": list(header.addressees),
        "recipients": list(header.recipients),
        "signer": {"name": signer.name, "position": signer.position, "authority": signer.authority} if signer else None,
        "in_reply_to": list(header.in_reply_to),
        "arrival_stamp": arrival_stamp_to_json(header),
    }


def arrival_stamp_to_json(header: DocumentHeader) -> Json | None:
    stamp = header.arrival_stamp
    return {"number": stamp.number, "date": day_to_json(stamp.arrived_on)} if stamp else None


def header_evidence_to_json(header: DocumentHeader) -> Json:
    """Where on paper each part of the header stands; for the page that highlights it, not part of the contract."""
    return {name: evidence_to_json(evidence) for name, evidence in header.evidence.items()}


def prediction_to_json(prediction: Prediction | None) -> Json | None:
    if prediction is None:
        return None
    return {
        "field": prediction.field,
        "confidence": round(prediction.confidence, 4),
        "runners_up": [[field, round(probability, 4)] for field, probability in prediction.runners_up],
        "evidence": list(prediction.evidence),
        "evidence_against": list(prediction.evidence_against),
        "model": prediction.model_version,
    }


def routing_to_json(routing: Routing) -> Json:
    return {
        "lead_unit": routing.lead_unit,
        "cooperating_units": list(routing.cooperating_units),
        "confidence": routing.confidence,
        "needs_review": routing.needs_review,
        "reason": routing.reason,
    }


def signature_to_json(signature: SignatureReport) -> Json:
    return {
        "signer": signature.signer,
        "signed_at": signature.signed_at.astimezone(VIETNAM_TIME).isoformat() if signature.signed_at else None,
        "covers_whole_file": signature.covers_whole_file,
        "status": signature.status.value,
        "issuer": signature.issuer,
        "flags": list(signature.flags),
    }
