"""Bytes -> EdxmlMessage. Tolerant of names and layouts, strict about what could hurt.

Programs of many makers write these messages: any namespace, other upper and lower case, misspelt names (`Bussiness`,
`Organld`), the envelope with and without the prefix edXML. Names are therefore compared without namespace, case and
the letters that are confused. A DTD, entities or anything external is refused (defusedxml), and so is a message that is
too large or too deep.
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

import defusedxml.ElementTree
from defusedxml.common import DefusedXmlException

from pipeline.documents import Urgency
from pipeline.edxml.message import Attachment, EdxmlMessage
from pipeline.errors import EdxmlError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_BYTES = 200 * 1024 * 1024
MOST_ELEMENTS = 20_000
MOST_DEPTH = 40
MOST_ATTACHMENTS = 50
TEXT_LENGTH = 5000
DATE_FORMS = ("%Y/%m/%d", "%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y")
# Letters that fonts and typists confuse: Organld for OrganId, Signerlnfo for SignerInfo.
CONFUSED = str.maketrans({"l": "i", "1": "i"})
# Amendment 1:2022 to QCVN 102, group B: the administrative documents whose code the senders really use.
TYPES = {
    "1": "Nghị quyết", "2": "Quyết định", "3": "Chỉ thị", "4": "Quy chế", "5": "Quy định", "6": "Thông cáo",
    "7": "Thông báo", "8": "Hướng dẫn", "9": "Chương trình", "18": "Công văn", "19": "Công điện",
    "20": "Bản ghi nhớ", "21": "Bản cam kết", "22": "Bản thỏa thuận", "23": "Giấy chứng nhận",
    "24": "Giấy ủy quyền", "25": "Giấy mời", "26": "Giấy giới thiệu",
}  # fmt: skip


def read_edxml(data: bytes) -> EdxmlMessage:
    """Raises EdxmlError, and nothing else, for what is no such message."""
    if len(data) > MOST_BYTES:
        raise EdxmlError("message too large")
    try:
        root = defusedxml.ElementTree.fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise EdxmlError(f"not readable as XML: {type(error).__name__}") from error
    elements = _checked(root)
    header = _first(elements, "messageheader")
    if header is None:
        raise EdxmlError("no MessageHeader")
    return _message(header, _attachments(elements))


def _message(header: Element, attachments: tuple[Attachment, ...]) -> EdxmlMessage:
    sender, code = _child(header, "from"), _child(header, "code")
    issue, kind = _child(header, "promulgationinfo"), _child(header, "documenttype")
    signer, other = _child(header, "signerinfo"), _child(header, "otherinfo")
    places = _child(header, "toplaces")
    return EdxmlMessage(
        document_id=_text(header, "documentid")[:200],
        organ_id=_text(sender, "organid")[:35],
        issuing_body=_text(sender, "organname"),
        parent_body=_text(sender, "organizationincharge"),
        code_number=_text(code, "codenumber"),
        code_notation=_text(code, "codenotation"),
        place=_text(issue, "place"),
        issued_on=_date(_text(issue, "promulgationdate")),
        document_type=_text(kind, "typename") or TYPES.get(_text(kind, "type").lstrip("0"), ""),
        subject=_text(header, "subject"),
        signer_name=_text(signer, "fullname"),
        signer_position=_text(signer, "position"),
        signer_authority=_text(signer, "competence"),
        due_on=_date(_text(header, "duedate")),
        urgency=_urgency(_text(other, "priority")),
        recipients=tuple(filter(None, (_clean(place.text) for place in (places if places is not None else ()))))[:200],
        attachments=attachments,
    )


def _checked(root: Element) -> list[Element]:
    """All elements; without recursion, which a deep message would exhaust."""
    found: list[Element] = []
    waiting = [(root, 1)]
    while waiting:
        element, depth = waiting.pop()
        found.append(element)
        if depth > MOST_DEPTH or len(found) + len(waiting) > MOST_ELEMENTS:
            raise EdxmlError("too deep or too many elements")
        waiting += [(child, depth + 1) for child in reversed(element)]
    return found


def _attachments(elements: list[Element]) -> tuple[Attachment, ...]:
    """Inside or outside the envelope; those without content are only named."""
    found: list[Attachment] = []
    for element in elements:
        if _name(element) != ATTACHMENT:
            continue
        encoded = next((_raw(child) for child in element if _name(child) in ENCODED), "") or _raw(element)
        if not encoded:
            continue
        if len(found) == MOST_ATTACHMENTS:
            raise EdxmlError("too many attachments")
        try:
            content = base64.b64decode("".join(encoded.split()), validate=True)
        except (binascii.Error, ValueError) as error:
            raise EdxmlError("an attachment is not base64") from error
        found.append(Attachment(_text(element, "attachmentname")[:200] or _text(element, "description")[:200], content))
    return tuple(found)


def _first(elements: list[Element], name: str) -> Element | None:
    return next((element for element in elements if _name(element) == _plain(name)), None)


def _child(parent: Element | None, name: str) -> Element | None:
    return next((child for child in _children(parent) if _name(child) == _plain(name)), None)


def _children(parent: Element | None) -> Iterator[Element]:
    return iter(parent) if parent is not None else iter(())


def _text(parent: Element | None, name: str) -> str:
    child = _child(parent, name)
    return _clean(child.text) if child is not None else ""


def _clean(text: str | None) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text or "")).strip()[:TEXT_LENGTH]


def _raw(element: Element) -> str:
    return (element.text or "").strip()


def _name(element: Element) -> str:
    """Without namespace and case, confused letters alike."""
    return _plain(element.tag.rpartition("}")[2]) if isinstance(element.tag, str) else ""


def _plain(name: str) -> str:
    return name.lower().replace("_", "").translate(CONFUSED)


def _date(text: str) -> date | None:
    day = text.split("T", maxsplit=1)[0].split(" ", maxsplit=1)[0]
    for form in DATE_FORMS:
        try:
            return datetime.strptime(day, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    return None


def _urgency(text: str) -> Urgency | None:
    return Urgency(int(text)) if text.isdecimal() and text.isascii() and int(text) in set(Urgency) else None


ATTACHMENT = _plain("Attachment")
ENCODED = frozenset(map(_plain, ("ContentTransferEncoded", "AttachmentContent", "Content")))
