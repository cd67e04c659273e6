"""The JSON of `vanthu read`, schema 1: scripts depend on every key."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

from classifiers.predict import Prediction
from pipeline.contract import SCHEMA, document_to_json, error_to_json, header_evidence_to_json, text_to_json
from pipeline.documents import (
    ArrivalStamp,
    Bound,
    Box,
    DateAnswer,
    Deadline,
    DeadlineKind,
    DocumentHeader,
    Evidence,
    ExtractedText,
    Line,
    Page,
    ProcessedDocument,
    Routing,
    SignatureReport,
    SignatureStatus,
    Signer,
    TextSource,
    Urgency,
    Word,
)
from pipeline.errors import EncryptedFileError

BOX = Box(72.04, 410.25, 520.0, 424.0)
EVIDENCE = Evidence(1, (BOX,))
DEADLINE = Deadline(
    kind=DeadlineKind.REPORT,
    answer=DateAnswer(date(2025, 12, 5), Bound.BEFORE),
    due_on=date(2025, 12, 4),
    quote="trước ngày 05/12/2025",
    start=0,
    obliged="UBND phường",
    applies_to_us=True,
    confidence=0.9,
    evidence=(EVIDENCE,),
)
DOCUMENT = ProcessedDocument(
    text=ExtractedText((Page(1, 595, 842, (Line((Word("Kính", BOX),)),), TextSource.TEXT_LAYER),), page_count=1),
    header=DocumentHeader(
        issuing_body="Ủy ban nhân dân tỉnh Bắc Ninh",
        code="471/QĐ-UBND",
        code_number="471",
        code_notation="QĐ-UBND",
        place="Bắc Ninh",
        issued_on=date(2025, 11, 28),
        document_type="Quyết định",
        subject="Tổ chức hội chợ",
        urgency=Urgency.VERY_URGENT,
        addressees=("Các sở",),
        recipients=("Như trên",),
        signer=Signer("Nguyễn Văn A", "PHÓ CHỦ TỊCH", "KT."),
        in_reply_to=("12/SCT-QLTM",),
        arrival_stamp=ArrivalStamp("4707", date(2025, 12, 1)),
        evidence={"code": EVIDENCE},
    ),
    deadlines=(DEADLINE,),
    prediction=Prediction("y-te", 0.94001, (("giao-duc", 0.03),), ("hội chợ",), "0003"),
    routing=Routing("van-hoa-xa-hoi", ("van-phong",), 0.97, needs_review=False, reason="Vì thế."),
    due_on=date(2025, 12, 4),
    signatures=(SignatureReport("UBND", datetime(2025, 11, 28, 3, 0, tzinfo=UTC), True, SignatureStatus.VALID),),  # noqa: FBT003
)
KEYS = [
    "schema",
    "file",
    "sha256",
    "pages",
    "text",
    "header",
    "prediction",
    "routing",
    "deadlines",
    "due_on",
    "signatures",
    "error",
]


def written() -> dict[str, Any]:
    """As a script sees it: through JSON and back."""
    answer: dict[str, Any] = json.loads(json.dumps(document_to_json("a.pdf", "ab", DOCUMENT)))
    return answer


def test_a_reading_has_the_documented_keys_in_their_order() -> None:
    assert list(written()) == KEYS


def test_a_reading_names_schema_file_and_pages() -> None:
    answer = written()
    assert (answer["schema"], answer["file"], answer["sha256"], answer["pages"]) == (SCHEMA, "a.pdf", "ab", 1)
    assert answer["text"] == {"sources": ["text_layer"], "repaired": None, "unrepaired": None}
    assert answer["error"] is None


def test_a_repaired_page_shows_what_the_file_holds_beside_it() -> None:
    repaired = Page(1, 595.0, 842.0, (), TextSource.REPAIRED, encodings=("tcvn3",), unrepaired="Céng hßa")
    other = Page(2, 595.0, 842.0, (), TextSource.TEXT_LAYER)
    assert text_to_json(ExtractedText((repaired, other), 2, "tcvn3")) == {
        "sources": ["repaired", "text_layer"],
        "repaired": "tcvn3",
        "unrepaired": ["Céng hßa", None],
    }


def test_the_header_has_the_documented_keys_and_values() -> None:
    assert written()["header"] == {
        "issuing_body": "Ủy ban nhân dân tỉnh Bắc Ninh",
        "parent_body": None,
        "code": "471/QĐ-UBND",
        "place": "Bắc Ninh",
        "issued_on": "2025-11-28",
        "issued_on_source": None,
        "document_type": "Quyết định",
        "subject": "Tổ chức hội chợ",
        "urgency": "very_urgent",
        "secrecy": "none",
        "addressees": ["Các sở"],
        "recipients": ["Như trên"],
        "signer": {"name": "Nguyễn Văn A", "position": "PHÓ CHỦ TỊCH", "authority": "KT."},
        "in_reply_to": ["12/SCT-QLTM"],
        "arrival_stamp": {"number": "4707", "date": "2025-12-01"},
    }


def test_the_prediction_has_the_documented_keys_and_values() -> None:
    assert written()["prediction"] == {
        "field": "y-te",
        "confidence": 0.94,
        "runners_up": [["giao-duc", 0.03]],
        "evidence": ["hội chợ"],
        "evidence_against": [],
        "model": "0003",
    }


def test_the_routing_has_the_documented_keys_and_values() -> None:
    assert written()["routing"] == {
        "lead_unit": "van-hoa-xa-hoi",
        "cooperating_units": ["van-phong"],
        "confidence": 0.97,
        "needs_review": False,
        "reason": "Vì thế.",
    }


def test_a_deadline_has_the_documented_keys_and_values() -> None:
    (deadline,) = written()["deadlines"]
    documented = {
        "kind": "report",
        "answer": {"type": "date", "op": "before", "date": "2025-12-05"},
        "due_on": "2025-12-04",
        "quote": "trước ngày 05/12/2025",
        "page": 1,
        "boxes": [[72.0, 410.2, 520.0, 424.0]],
        "obliged": "UBND phường",
        "applies_to_us": True,
        "confidence": 0.9,
    }
    assert {key: deadline[key] for key in documented} == documented
    assert written()["due_on"] == "2025-12-04"


def test_a_signature_tells_who_when_and_whether_the_file_changed() -> None:
    (signature,) = written()["signatures"]
    assert (signature["signer"], signature["covers_whole_file"], signature["status"]) == ("UBND", True, "valid")
    assert datetime.fromisoformat(signature["signed_at"]) == datetime(2025, 11, 28, 3, 0, tzinfo=UTC)


def test_what_the_letter_does_not_show_is_null() -> None:
    bare = ProcessedDocument(
        ExtractedText((), page_count=1),
        DocumentHeader(),
        (),
        None,
        Routing(None, (), 0.0, needs_review=True, reason=""),
        None,
    )
    answer = document_to_json("a.pdf", "ab", bare)
    header = answer["header"]
    assert isinstance(header, dict)
    assert (answer["prediction"], answer["due_on"], header["signer"], header["code"]) == (None, None, None, None)


def test_an_error_has_the_keys_of_a_reading() -> None:
    answer = error_to_json("a.pdf", None, EncryptedFileError())
    assert list(answer) == KEYS
    assert answer["error"] == {"code": "encrypted", "message": EncryptedFileError.sentence}


def test_an_error_keeps_its_own_sentence() -> None:
    answer = error_to_json("a.pdf", "ab", EncryptedFileError(sentence="Tệp này khóa."))
    assert answer["error"] == {"code": "encrypted", "message": "Tệp này khóa."}


def test_the_places_of_the_header_are_given_by_part() -> None:
    assert header_evidence_to_json(DOCUMENT.header) == {"code": {"page": 1, "boxes": [[72.0, 410.2, 520.0, 424.0]]}}
