"""The words of one sample letter, part by part, as Nghị định 30/2020 Phụ lục I names them; nothing is drawn here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.documents import Urgency


@dataclass(frozen=True, slots=True)
class ArrivalStamp:
    """The ĐẾN stamp of the receiving office (Phụ lục IV.V): its number and day are not the letter's own."""

    office: str
    number: str
    arrived_on: date


@dataclass(frozen=True, slots=True)
class SampleLetter:
    """One letter. A newline in a body or signer line breaks the line in print, as offices set long names by hand."""

    issuing_body: str
    code: str  # "1482/SXD-QLĐT"
    place: str
    issued_on: date
    subject: str
    body: tuple[str, ...]
    signer_position: str
    signer_name: str
    parent_body: str | None = None
    document_type: str | None = None  # None: công văn
    urgency: Urgency = Urgency.NORMAL
    secrecy_mark: str | None = None  # "MẬT"
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signer_authority: str | None = None  # "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH"
    number_in_widget: bool = False  # number and day stand only in /Sig widgets, as e-offices sign
    of_party: bool = False  # heading and number of a Party document
    arrival_stamp: ArrivalStamp | None = None
    sealed: bool = False  # a red seal and a pen stroke over the signer, for scans

    @property
    def number(self) -> str:
        return self.code[: len(self.code) - len(self.notation)]

    @property
    def notation(self) -> str:
        """What follows the number, with its mark: "/SXD-QLĐT", "-CV/ĐU"."""
        return self.code.lstrip("0123456789")


def on_one_line(text: str) -> str:
    return text.replace("\n", " ")


def long_date(day: date) -> str:
    """Decree 30/2020, Phụ lục I, II.4: days under 10 and months 1 and 2 take a leading 0."""
    return f"ngày {day.day:02d} tháng {_month(day)} năm {day.year}"


def short_date(day: date) -> str:
    return f"{day.day:02d}/{_month(day)}/{day.year}"


def _month(day: date) -> str:
    return f"{day.month:02d}" if day.month <= 2 else str(day.month)
