"""The type of one sample: a letter, the name of its file and what a careful clerk reads in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from pipeline.documents import DocumentHeader, Secrecy, Signer
from tests.letters.letter import SampleLetter, on_one_line

# Days off on weekdays that fall on the same day each year; Tết, Giỗ Tổ and swaps lie outside the samples' weeks.
HOLIDAYS = {(1, 1), (4, 30), (5, 1), (9, 2), (11, 24)}
SATURDAY = 5


class Form(Enum):
    TEXT = "text"
    SCAN = "scan"


@dataclass(frozen=True, slots=True)
class ExpectedReading:
    """What reading the letter should give when it is received on `today`.

    `due_dates` are the last days of the duties and meetings that oblige this ward, sorted, each once.
    """

    field: str
    unit: str
    header: DocumentHeader
    due_dates: tuple[date, ...] = ()
    also_fields: tuple[str, ...] = ()  # other fields a careful clerk could defend
    is_doubtful: bool = False  # the clerk should be asked

    @property
    def due_on(self) -> date | None:
        return self.due_dates[0] if self.due_dates else None


@dataclass(frozen=True, slots=True)
class Sample:
    name: str
    letter: SampleLetter
    expected: ExpectedReading
    form: Form = Form.TEXT


@dataclass(frozen=True, slots=True)
class Days:
    """Days around `today`, counted in working days."""

    today: date

    def ahead(self, count: int) -> date:
        return self._walk(count, timedelta(days=1))

    def ago(self, count: int) -> date:
        return self._walk(count, timedelta(days=-1))

    def monthly_before(self, day: int) -> date:
        """The first such day of a month whose eve has not passed: what "trước ngày <day> hằng tháng" means today."""
        here = self.today.replace(day=day)
        if here > self.today:
            return here
        return (self.today.replace(day=28) + timedelta(days=4)).replace(day=day)

    def _walk(self, count: int, step: timedelta) -> date:
        day = self.today
        while count:
            day += step
            count -= is_working_day(day)
        return day


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and (day.month, day.day) not in HOLIDAYS


def eve_of(day: date) -> date:
    """The last day of "trước ngày <day>"."""
    return day - timedelta(days=1)


def sample(
    name: str,
    letter: SampleLetter,
    *,
    field: str,
    unit: str,
    due: tuple[date, ...] = (),
    also: tuple[str, ...] = (),
    is_doubtful: bool = False,
    form: Form = Form.TEXT,
) -> Sample:
    """Put a letter together with the reading expected of it; the header parts follow from the letter."""
    expected = ExpectedReading(field, unit, _header_of(letter), tuple(sorted(set(due))), also, is_doubtful)
    return Sample(name, letter, expected, form)


def _header_of(letter: SampleLetter) -> DocumentHeader:
    authority = (letter.signer_authority or "").splitlines()
    return DocumentHeader(
        issuing_body=on_one_line(letter.issuing_body),
        parent_body=on_one_line(letter.parent_body) if letter.parent_body else None,
        code=letter.code,
        code_number=letter.number,
        code_notation=letter.notation[1:],
        place=letter.place,
        issued_on=letter.issued_on,
        document_type=letter.document_type or "Công văn",
        subject=on_one_line(letter.subject),
        urgency=letter.urgency,
        secrecy=Secrecy.CONFIDENTIAL if letter.secrecy_mark else Secrecy.NONE,
        addressees=letter.addressees,
        recipients=letter.recipients,
        signer=Signer(letter.signer_name, letter.signer_position, authority[-1].split()[0] if authority else None),
    )
