"""What a message says."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from pipeline.documents import Urgency


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class EdxmlMessage:
    """Empty text and None: the message does not say."""

    document_id: str = ""
    organ_id: str = ""  # of the sender
    issuing_body: str = ""
    parent_body: str = ""
    code_number: str = ""
    code_notation: str = ""
    place: str = ""
    issued_on: date | None = None
    document_type: str = ""
    subject: str = ""
    signer_name: str = ""
    signer_position: str = ""
    signer_authority: str = ""  # TM., KT., TL. …
    due_on: date | None = None
    urgency: Urgency | None = None
    recipients: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    @property
    def code(self) -> str:
        return f"{self.code_number}/{self.code_notation}" if self.code_notation else self.code_number


class Status(Enum):
    """What becomes of a document, told to its sender."""

    ARRIVED = "01"
    REFUSED = "02"
    RECEIVED = "03"
    ASSIGNED = "04"
    IN_PROGRESS = "05"
    COMPLETED = "06"
