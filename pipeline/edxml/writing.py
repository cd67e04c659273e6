"""A status -> the message that tells it to the sender of a document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from pipeline.edxml.message import Status

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
DESCRIPTIONS = {
    Status.ARRIVED: "Đã đến",
    Status.REFUSED: "Từ chối tiếp nhận",
    Status.RECEIVED: "Đã tiếp nhận",
    Status.ASSIGNED: "Phân công xử lý",
    Status.IN_PROGRESS: "Đang xử lý",
    Status.COMPLETED: "Hoàn thành",
}


@dataclass(frozen=True, slots=True)
class Document:
    """How the sender knows the document that came."""

    document_id: str
    organ_id: str
    code: str
    issued_on: date | None


@dataclass(frozen=True, slots=True)
class Teller:
    """Who tells: the office, and the unit and person that have the document now."""

    organ_id: str
    organ_name: str
    department: str = ""
    staff: str = ""


def status_message(status: Status, document: Document, teller: Teller, *, at: datetime, reason: str = "") -> bytes:
    """UTF-8 XML. `at`: in the time zone of Việt Nam."""
    register_namespace("edXML", NAMESPACE)
    root = Element(f"{{{NAMESPACE}}}edXML")
    envelope = _sub(root, "edXMLEnvelope")
    header = _sub(_sub(envelope, "edXMLHeader"), "Status")
    answered = _sub(header, "ResponseFor")
    _sub(answered, "OrganId", document.organ_id)
    _sub(answered, "Code", document.code)
    _sub(answered, "PromulgationDate", f"{document.issued_on:%Y/%m/%d}" if document.issued_on else "")
    _sub(answered, "DocumentId", document.document_id)
    sender = _sub(header, "From")
    _sub(sender, "OrganId", teller.organ_id)
    _sub(sender, "OrganName", teller.organ_name)
    _sub(header, "StatusCode", status.value)
    _sub(header, "Description", reason or DESCRIPTIONS[status])
    _sub(header, "Timestamp", at.strftime("%Y/%m/%d %H:%M:%S"))
    person = _sub(header, "StaffInfo")
    _sub(person, "Department", teller.department)
    _sub(person, "Staff", teller.staff)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _sub(parent: Element, name: str, text: str = "") -> Element:
    child = SubElement(parent, f"{{{NAMESPACE}}}{name}")
    child.text = "".join(character for character in text if character >= " " or character in "\t\n") or None
    return child
