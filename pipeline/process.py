"""START HERE: the whole pipeline on one page. A PDF file -> ProcessedDocument."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from pathlib import Path

from classifiers.predict import Letter, Model, Prediction
from classifiers.tokens import split_words
from pipeline.calendar_file import load_calendar
from pipeline.config import Office, OfficeIdentity
from pipeline.deadlines import WorkCalendar, due_on_of, find_deadlines
from pipeline.documents import DocumentHeader, ExtractedText, Page, ProcessedDocument, Secrecy, SignatureReport
from pipeline.errors import OcrMissingError, SecretDocumentError
from pipeline.extract import extract_text
from pipeline.extract.ocr import OcrEngine, load_tesseract
from pipeline.header import read_header
from pipeline.header.signed import is_publisher, read_signing_day
from pipeline.routing import RoutingRules, choose_unit
from pipeline.secrecy import find_secrecy_mark
from pipeline.signatures import read_signatures
from pipeline.time_zone import VIETNAM_TIME
from pipeline.trust import TrustStore

# Of the time allowed for a file; a scan of hundreds of pages must not fail for the length of its annexes.
OCR_SHARE = 0.6
# Each page in work takes some 100 MB.
MOST_PAGES_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Reader:
    """Everything a reading needs, loaded once; `read` is the pipeline."""

    identity: OfficeIdentity
    max_pages: int
    end_of_day: time
    calendar: WorkCalendar
    rules: RoutingRules
    model: Model | None
    ocr: OcrEngine | None
    trust: TrustStore | None = None
    ocr_seconds: float = math.inf
    pages_at_once: int = 1  # scanned pages of one file that are recognised at the same time

    def read(
        self,
        file: Path,
        *,
        received_on: date,
        is_cleared_of_secrecy: bool = False,
        first_page: Page | None = None,
    ) -> ProcessedDocument:
        """Read one PDF. Raises IntakeError; SecretDocumentError before anything of the content is returned.

        `is_cleared_of_secrecy`: a clerk looked at this file and said that what looks like a mark is none.
        `first_page`: page 1 as the intake read it, so that it is not read twice.
        """
        text = extract_text(
            file,
            max_pages=self.max_pages,
            ocr=self.ocr,
            ocr_seconds=self.ocr_seconds,
            pages_at_once=self.pages_at_once,
            first_page=first_page,
        )
        if not is_cleared_of_secrecy and find_secrecy_mark(text, file.name) is not Secrecy.NONE:
            raise SecretDocumentError
        signatures = read_signatures(file, trust=self.trust)
        header = dated_by_signing(read_header(text), signatures, text)
        deadlines = find_deadlines(
            text,
            issued_on=header.issued_on,
            received_on=received_on,
            calendar=self.calendar,
            office=self.identity,
            end_of_day=self.end_of_day,
            addressees=header.addressees,
        )
        prediction = self.predict(letter_of(header, text))
        routing = choose_unit(text, header, prediction, received_on=received_on, rules=self.rules)
        return ProcessedDocument(text, header, deadlines, prediction, routing, due_on_of(deadlines), signatures)

    def predict(self, letter: Letter) -> Prediction | None:
        """The model's proposal; None when there is no model, or no word to judge by."""
        if self.model is None or not (letter.subject.strip() or letter.body.strip()):
            return None
        return self.model.predict(letter)


def dated_by_signing(
    header: DocumentHeader, signatures: Sequence[SignatureReport], text: ExtractedText
) -> DocumentHeader:
    """Give a letter without a legible date the day on which all its signers signed, marked as such.

    Without a signature in the file, as on a scan of a signed letter, the note that the signing program printed counts.
    """
    if header.issued_on is not None:
        return header
    days = {
        signature.signed_at.astimezone(VIETNAM_TIME).date()
        for signature in signatures
        if signature.signed_at is not None and not is_publisher(signature.signer or "")
    }
    if len(days) == 1:
        return replace(header, issued_on=days.pop(), issued_on_source="signature")
    noted = read_signing_day(text.pages[0]) if text.pages and not days else None
    return replace(header, issued_on=noted, issued_on_source="signing_note") if noted else header


def letter_of(header: DocumentHeader, text: ExtractedText) -> Letter:
    return Letter(
        subject=header.subject or "",
        body=text.full_text,
        code=header.code or "",
        issuing_body=header.issuing_body or "",
        document_type=header.document_type or "",
    )


def build_reader(
    office: Office, *, load_model: Callable[[Office], Model | None], load_ocr: Callable[[], OcrEngine | None]
) -> Reader:
    """Wire the configuration to the pipeline. The loaders are arguments: who needs no model or no OCR pays for none."""
    model = load_model(office)
    return Reader(
        identity=office.identity,
        max_pages=office.limits.max_pages,
        end_of_day=office.end_of_day,
        calendar=load_calendar(office.calendar_file),
        rules=rules_of(office, model),
        model=model,
        ocr=load_ocr(),
        trust=office.trust,
        ocr_seconds=office.limits.seconds_per_file * OCR_SHARE,
        pages_at_once=pages_at_once(jobs=1),
    )


def load_libraries() -> None:
    """Load what the first letter would load. Call before children are forked, or each of them loads it for itself.

    Half a second and 100 MB: the words of underthesea and the tables of pdfplumber.
    """
    import pdfplumber  # noqa: F401  for its effect

    split_words("văn thư")


def pages_at_once(*, jobs: int) -> int:
    """How many scanned pages one of `jobs` readings may recognise at the same time on the cores of this machine."""
    return max(1, min(len(os.sched_getaffinity(0)) // jobs, MOST_PAGES_AT_ONCE))


def find_ocr() -> OcrEngine | None:
    """The OCR engine of this machine; None when it is not installed: scans then wait in review."""
    try:
        return load_tesseract()
    except OcrMissingError:
        return None


def rules_of(office: Office, model: Model | None) -> RoutingRules:
    """The office's own threshold wins; else the one that cross-validation chose for this model."""
    threshold = office.auto_route_at
    if threshold is None:
        threshold = model.auto_route_at if model is not None else 1.0
    return RoutingRules(
        unit_of_field={code: field.unit for code, field in office.fields.items()},
        unit_names=office.units,
        field_names={code: field.name for code, field in office.fields.items()},
        auto_route_at=threshold,
    )
