"""What goes over the wire, as JSON. Field names are those of `vanthu read` (docs/contract.md) where both have them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, Field

from web.register.models import RegisterEntry, State


def _printable(text: str) -> str:
    if any(character < " " and character not in "\n\r\t" for character in text):
        raise ValueError("control characters are not text")
    return text


Text = Annotated[str, AfterValidator(_printable)]
Key = Annotated[int, Field(ge=1, le=10**18)]  # what the database can compare


class Message(Schema):
    message: str


class Submitted(Schema):
    receipt: str = Field(description="Ask /submissions/{receipt} what became of the file.")


class DeadlineOut(Schema):
    id: int
    kind: str
    due_on: date | None
    quote: str
    page: int | None
    applies_to_us: bool | None


class LetterOut(Schema):
    """One line of the register; `field` and `lead_unit` are the machine's proposal until `is_decided`."""

    id: int
    year: int
    arrival_number: int | None
    received_at: datetime
    state: State
    issuing_body: str
    code: str
    issued_on: date | None
    document_type: str
    subject: str
    urgency: int
    field: str
    lead_unit: str | None
    cooperating_units: list[str]
    is_decided: bool
    due_on: date | None
    completed_at: datetime | None
    cancelled_at: datetime | None

    @staticmethod
    def resolve_lead_unit(entry: RegisterEntry) -> str | None:
        return entry.lead_unit.code if entry.lead_unit else None

    @staticmethod
    def resolve_cooperating_units(entry: RegisterEntry) -> list[str]:
        return [unit.code for unit in entry.cooperating_units.all()]


class LetterDetails(LetterOut):
    parent_body: str
    place: str
    signer_name: str
    signer_position: str
    addressees: list[Any]
    recipients: list[Any]
    proposed_field: str
    confidence: float | None
    routing_reason: str
    evidence_words: list[Any]
    outcome: str
    deadlines: list[DeadlineOut]

    @staticmethod
    def resolve_deadlines(entry: RegisterEntry) -> list[Any]:
        from web.register.queries import standing_deadlines

        return list(standing_deadlines(entry.pk))


class Letters(Schema):
    count: int
    letters: list[LetterOut]


class Submission(Schema):
    """`letter` is null while the file waits, and when it was not accepted: `message` then says why, in Vietnamese."""

    status: Literal["waiting", "accepted", "not_accepted"]
    message: str
    letter: LetterOut | None


class RoutingIn(Schema):
    field: Text = Field(max_length=60)
    lead_unit: Text = Field(max_length=60)
    cooperating_units: list[Text] = Field(default=[], max_length=50)
    reason: Text = Field(default="", max_length=1000)


class HeaderIn(Schema):
    """What is given is set; what is left out stays."""

    code: Text | None = Field(default=None, max_length=100)
    issued_on: date | None = None
    document_type: Text | None = Field(default=None, max_length=100)
    issuing_body: Text | None = Field(default=None, max_length=300)
    parent_body: Text | None = Field(default=None, max_length=300)
    subject: Text | None = Field(default=None, max_length=5000)
    urgency: Annotated[int, Field(ge=0, le=4)] | None = None
    signer_name: Text | None = Field(default=None, max_length=100)
    signer_position: Text | None = Field(default=None, max_length=200)


class CompletionIn(Schema):
    outcome: Text = Field(default="", max_length=5000)
    reply_code: Text = Field(default="", max_length=100)
    reply_issued_on: date | None = None
