"""A PDF file -> its digital signatures: who signed, when, whether the file changed since, whom the office trusts.

Offline and without a trace: nothing is fetched, the file is only read. pyHanko is imported when there is a signature.
"""

from __future__ import annotations

import ctypes
import logging
import re
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.documents import SignatureReport, SignatureStatus
from pipeline.trust import TrustStore

# A letter has up to ten; a file with thousands is no letter, and checking one may take half a second.
MOST_SIGNATURES = 30
SECONDS_FOR_ALL = 15.0
# ISO 32000-1, 7.9.4
PDF_DATE = re.compile(r"D:(?P<digits>\d{14})(?:Z|(?P<sign>[+-])(?P<hours>\d\d)'?(?P<minutes>\d\d)?'?)", re.ASCII)
FLAG_OF_PROBLEM = {
    "CRYPTO_CONSTRAINTS_FAILURE": "weak_algorithm",
    "CRYPTO_CONSTRAINTS_FAILURE_NO_POE": "weak_algorithm",
    "EXPIRED": "expired",
    "NOT_YET_VALID": "expired",
    "OUT_OF_BOUNDS_NO_POE": "expired",
    "REVOKED": "revoked",
    "REVOKED_NO_POE": "revoked",
    "REVOKED_CA_NO_POE": "revoked",
}
UNKNOWN_CHAIN = {"NO_CERTIFICATE_CHAIN_FOUND", "NO_CERTIFICATE_CHAIN_FOUND_NO_POE"}

logger = logging.getLogger(__name__)


def read_signatures(path: Path, *, trust: TrustStore | None) -> tuple[SignatureReport, ...]:
    """List the signatures in the order of signing. Never raises: what cannot be checked is UNCHECKED.

    `trust` None: nobody is trusted, so a sound signature is of UNKNOWN_ISSUER. Certificates count as they stood at
    the time of signing; whether one was revoked is not asked, because that would take a connection.
    """
    signed = _signatures_in(path)
    if not signed:
        return ()
    try:
        return _checked(path, trust)
    # A hostile file can make a parser raise anything; the letter itself is read all the same.
    except Exception as error:
        logger.info("%s signatures cannot be checked: %s", len(signed), type(error).__name__)
        return tuple(_unchecked(signature) for signature in signed)


@dataclass(frozen=True, slots=True)
class _Signed:
    """A signature as pdfium sees it: its CMS message and the time written beside it."""

    message: bytes
    signed_at: datetime | None


def _signatures_in(path: Path) -> list[_Signed]:
    """Fields without a message are the blanks that e-offices draw number and day into."""
    try:
        document = pypdfium2.PdfDocument(path)
    except (OSError, pypdfium2.PdfiumError):
        return []
    try:
        count = min(pdfium.FPDF_GetSignatureCount(document.raw), MOST_SIGNATURES)
        found = [_signed(pdfium.FPDF_GetSignatureObject(document.raw, position)) for position in range(count)]
    finally:
        document.close()
    return [signature for signature in found if signature is not None]


def _signed(raw: object) -> _Signed | None:
    message = _bytes_of(pdfium.FPDFSignatureObj_GetContents, raw)
    if not message:
        return None
    written = _bytes_of(pdfium.FPDFSignatureObj_GetTime, raw).rstrip(b"\0").decode("latin-1")
    return _Signed(message, _pdf_date(written))


def _bytes_of(read: Any, raw: object) -> bytes:
    size = read(raw, None, 0)
    buffer = ctypes.create_string_buffer(size)
    read(raw, buffer, size)
    return buffer.raw


def _pdf_date(written: str) -> datetime | None:
    found = PDF_DATE.match(written)
    if found is None:
        return None
    offset = timedelta(hours=int(found["hours"] or 0), minutes=int(found["minutes"] or 0))
    try:
        zone = timezone(-offset if found["sign"] == "-" else offset)
        return datetime.strptime(found["digits"], "%Y%m%d%H%M%S").replace(tzinfo=zone)
    except ValueError:
        return None


def _unchecked(signature: _Signed) -> SignatureReport:
    certificate = _certificate_in(signature.message)
    return SignatureReport(
        _name(certificate.subject) if certificate else None,
        signature.signed_at,
        None,
        SignatureStatus.UNCHECKED,
        _name(certificate.issuer) if certificate else None,
    )


def _certificate_in(message: bytes) -> Any:
    """The signer's certificate, also out of a message that pyHanko cannot check."""
    from asn1crypto import cms

    try:
        content = cms.ContentInfo.load(message)["content"]
        serial = content["signer_infos"][0]["sid"].chosen["serial_number"].native
        certificates = (choice.chosen for choice in content["certificates"])
        return next((certificate for certificate in certificates if certificate.serial_number == serial), None)
    except Exception:  # hostile bytes: see read_signatures
        return None


def _checked(path: Path, trust: TrustStore | None) -> tuple[SignatureReport, ...]:
    from asn1crypto import x509
    from pyhanko.pdf_utils.reader import PdfFileReader

    for library in ("pyhanko", "pyhanko_certvalidator"):
        # They log names of signers, and a traceback for everyone who is not trusted.
        logging.getLogger(library).setLevel(logging.CRITICAL + 1)
    anchors = [x509.Certificate.load(certificate) for certificate in trust.certificates] if trust else []
    give_up_at = time.monotonic() + SECONDS_FOR_ALL
    reports: list[SignatureReport] = []
    with path.open("rb") as file:
        for signature in PdfFileReader(file, strict=False).embedded_regular_signatures[:MOST_SIGNATURES]:
            has_time = time.monotonic() < give_up_at
            reports.append(_check(signature, anchors) if has_time else _report(signature, SignatureStatus.UNCHECKED))
    return _with_cover(reports)


def _check(signature: Any, anchors: list[Any]) -> SignatureReport:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko_certvalidator import ValidationContext

    try:
        signed_at = _signed_at(signature)
        moment = min(signed_at.astimezone(UTC), datetime.now(UTC)) if signed_at else None
        context = ValidationContext(trust_roots=anchors, moment=moment, allow_fetching=False)
        usage = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)
        found: Any = validate_pdf_signature(signature, context, key_usage_settings=usage)
        problem = found.trust_problem_indic.name if found.trust_problem_indic else None
        return replace(
            _report(signature, _status(found, problem)),
            covers_whole_file=found.coverage.name == "ENTIRE_FILE",
            flags=(FLAG_OF_PROBLEM[problem],) if problem in FLAG_OF_PROBLEM else (),
        )
    except Exception:  # hostile bytes: see read_signatures
        return _report(signature, SignatureStatus.UNCHECKED)


def _status(found: Any, problem: str | None) -> SignatureStatus:
    """Further signatures, and what their fields draw, are no change; anything else after a signature is one."""
    is_sound = found.intact and found.valid and found.coverage.name in {"ENTIRE_FILE", "ENTIRE_REVISION"}
    if not is_sound or not found.docmdp_ok or found.modification_level.name == "OTHER":
        return SignatureStatus.CHANGED_SINCE
    if found.trusted:
        return SignatureStatus.VALID
    return SignatureStatus.UNKNOWN_ISSUER if problem in UNKNOWN_CHAIN else SignatureStatus.UNCHECKED


def _report(signature: Any, status: SignatureStatus) -> SignatureReport:
    certificate = _certificate_in(bytes(signature.pkcs7_content))
    return SignatureReport(
        _name(certificate.subject) if certificate else None,
        _signed_at(signature),
        None,
        status,
        _name(certificate.issuer) if certificate else None,
    )


def _signed_at(signature: Any) -> datetime | None:
    """The time in the PDF before that in the message: Vietnamese programs write local time as UTC into the message."""
    try:
        stamp: datetime | None = _pdf_date(str(signature.sig_object.get("/M"))) or signature.self_reported_timestamp
    except Exception:  # hostile bytes: see read_signatures
        return None
    return stamp.replace(tzinfo=UTC) if stamp is not None and stamp.tzinfo is None else stamp


def _name(name: Any) -> str | None:
    try:
        common = name.native.get("common_name")
    except Exception:  # hostile bytes: see read_signatures
        return None
    return " ".join(str(common).split())[:200] or None if common else None


def _with_cover(reports: list[SignatureReport]) -> tuple[SignatureReport, ...]:
    """Say of an early signature that a later one, itself sound, covers the file as it is now."""
    is_covered = any(
        report.covers_whole_file and report.status is not SignatureStatus.CHANGED_SINCE for report in reports
    )
    if not is_covered:
        return tuple(reports)
    return tuple(
        report
        if report.covers_whole_file or report.status is SignatureStatus.UNCHECKED
        else replace(report, flags=(*report.flags, "covered_by_later"))
        for report in reports
    )
