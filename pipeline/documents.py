"""The data objects that flow through the pipeline, from a file in the inbox to a processed document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, IntEnum

from classifiers.predict import Prediction


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page in PDF points, origin top left, y down."""

    left: float
    top: float
    right: float
    bottom: float

    def __reduce__(self) -> tuple[type[Box], tuple[float, float, float, float]]:
        """A letter has thousands of them, and what a slotted dataclass does by itself takes five times as long."""
        return Box, (self.left, self.top, self.right, self.bottom)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where on one page something was read: the boxes to highlight, one a line."""

    page: int
    boxes: tuple[Box, ...]


class TextSource(Enum):
    TEXT_LAYER = "text_layer"
    OCR = "ocr"
    REPAIRED = "repaired"
    NONE = "none"  # a scanned page that no engine read


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    box: Box
    confidence: float | None = None  # 0..1 from OCR; None for a text layer

    def __reduce__(self) -> tuple[type[Word], tuple[str, Box, float | None]]:
        return Word, (self.text, self.box, self.confidence)


@dataclass(frozen=True, slots=True)
class Line:
    """Words of one line of one column, left to right; their text is the words joined by one space."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        return Box(
            min(word.box.left for word in self.words),
            min(word.box.top for word in self.words),
            max(word.box.right for word in self.words),
            max(word.box.bottom for word in self.words),
        )


@dataclass(frozen=True, slots=True)
class Page:
    """One page in reading order: the left header column before the right one, then the body."""

    number: int  # from 1
    width: float  # points
    height: float
    lines: tuple[Line, ...]
    source: TextSource
    confidence: float | None = None  # mean word confidence of OCR
    encodings: tuple[str, ...] = ()  # the codes from before Unicode that were repaired: "tcvn3", "vni"
    unrepaired: str | None = None  # what the file really holds, of a repaired page
    stamps: tuple[Line, ...] = ()  # what stands in the coloured frames of a scan; no words of the letter

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """All pages. `full_text` joins lines and pages by one newline, so an offset in it has one place on paper."""

    pages: tuple[Page, ...]
    page_count: int  # pages of the file; more than len(pages) when a limit cut the reading
    repaired: str | None = None  # which legacy encoding was repaired: "tcvn3", "vni", ...

    @property
    def full_text(self) -> str:
        return "\n".join(page.text for page in self.pages)

    def locate(self, start: int, end: int) -> tuple[Evidence, ...]:
        """Find the boxes of `full_text[start:end]`, one box a line, grouped by page."""
        found: list[Evidence] = []
        offset = 0
        for page in self.pages:
            boxes: list[Box] = []
            page_end = offset
            for line in page.lines:
                line_words: list[Word] = []
                for word in line.words:
                    if offset < end and offset + len(word.text) > start:
                        line_words.append(word)
                    offset += len(word.text) + 1
                if not line.words:
                    offset += 1
                if line_words:
                    boxes.append(Line(tuple(line_words)).box)
            if boxes:
                found.append(Evidence(page.number, tuple(boxes)))
            # A page without lines still adds the newline that joins pages.
            if offset == page_end:
                offset += 1
            if offset >= end:
                break
        return tuple(found)


class Urgency(IntEnum):
    """edXML Priority 0-4 (QCVN 102:2016/BTTTT); the three levels are Nghị định 30/2020, Phụ lục I, III.2b."""

    NORMAL = 0
    URGENT = 1
    VERY_URGENT = 2
    EXPRESS = 3
    TIMED_EXPRESS = 4


class Secrecy(Enum):
    NONE = "none"
    CONFIDENTIAL = "confidential"
    SECRET = "secret"  # noqa: S105  a level of secrecy, not a password
    TOP_SECRET = "top_secret"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Signer:
    name: str | None
    position: str | None
    authority: str | None  # "TM.", "KT.", "TL.", "TUQ.", "Q."


@dataclass(frozen=True, slots=True)
class ArrivalStamp:
    """The "ĐẾN" stamp of an office that took the letter in before us; its number and day are not the letter's own."""

    number: str | None
    arrived_on: date | None


@dataclass(frozen=True, slots=True)
class DocumentHeader:
    """The parts of Nghị định 30/2020, Phụ lục I. None: the letter does not show it (or not legibly), never guessed."""

    issuing_body: str | None = None
    parent_body: str | None = None
    code: str | None = (
        None  # as printed, without spaces: "471/QĐ-UBND", "565-BC/BTCTW"; "/SYT-NVY" when the number is not legible
    )
    code_number: str | None = None  # "471", "12a", "66.7"
    code_notation: str | None = None  # "QĐ-UBND"; "2025/NQ-HĐND" when the year stands in the code
    place: str | None = None
    issued_on: date | None = None
    # The letter shows no date: "signature" is the day of its signing, "signing_note" the day that a signing program
    # printed on page 1 ("Thời gian ký: ...").
    issued_on_source: str | None = None
    document_type: str | None = None  # "Quyết định", "Công văn"
    subject: str | None = None
    urgency: Urgency = Urgency.NORMAL
    secrecy: Secrecy = Secrecy.NONE
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signer: Signer | None = None
    in_reply_to: tuple[str, ...] = ()  # codes of the letters answered, as printed
    arrival_stamp: ArrivalStamp | None = None
    evidence: Mapping[str, Evidence] = field(default_factory=dict)  # by the name of the part above


class DeadlineKind(Enum):
    REPORT = "report"
    TASK = "task"
    RELATIVE = "relative"
    MEETING = "meeting"
    PERIODIC = "periodic"
    WINDOW = "window"
    EFFECTIVE = "effective"


class Bound(Enum):
    """How the words bind: "trước ngày X" is met on the day before X, "chậm nhất ngày X" on X."""

    BEFORE = "before"
    BY = "by"
    ON = "on"
    AT = "at"
    DURING = "during"
    UNSPECIFIED = "unspecified"


class DurationUnit(Enum):
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    HOUR = "hour"


@dataclass(frozen=True, slots=True)
class DateAnswer:
    date: date
    bound: Bound
    granularity: str | None = None  # "month", "quarter", "half_year", "year" when the words name a span


@dataclass(frozen=True, slots=True)
class DatetimeAnswer:
    value: datetime  # aware, Asia/Ho_Chi_Minh
    bound: Bound


@dataclass(frozen=True, slots=True)
class EventAnswer:
    start: datetime | date  # a date when the words give no hour
    end: datetime | date | None = None
    all_day: bool = False
    tentative: bool = False
    place: str | None = None


@dataclass(frozen=True, slots=True)
class WindowAnswer:
    start: date
    end: date | None  # None: "từ ngày 01/12/2025" with no last day


@dataclass(frozen=True, slots=True)
class RecurrenceAnswer:
    rrule: str  # RFC 5545, without the "RRULE:" prefix
    bound: Bound


@dataclass(frozen=True, slots=True)
class RecurrenceWindowAnswer:
    """ "từ ngày 1 đến ngày 5 hằng tháng": the rule of the first day and the rule of the last."""

    start: str  # RFC 5545, without the "RRULE:" prefix
    end: str


@dataclass(frozen=True, slots=True)
class RelativeAnswer:
    count: int  # negative: before the event
    unit: DurationUnit
    counted_from: str  # the event in the letter's words


@dataclass(frozen=True, slots=True)
class EffectiveAnswer:
    start: date | None
    end: date | None = None


SingleAnswer = (
    DateAnswer
    | DatetimeAnswer
    | EventAnswer
    | WindowAnswer
    | RecurrenceAnswer
    | RecurrenceWindowAnswer
    | RelativeAnswer
    | EffectiveAnswer
)


@dataclass(frozen=True, slots=True)
class MultiAnswer:
    items: tuple[SingleAnswer, ...]


Answer = SingleAnswer | MultiAnswer


@dataclass(frozen=True, slots=True)
class Deadline:
    """One duty with its time. `due_on` is the last day on which it is still met, None when it cannot be known yet."""

    kind: DeadlineKind
    answer: Answer
    due_on: date | None
    quote: str  # the words of the letter that set it, as they stand in the text
    start: int  # offset of the quote in ExtractedText.full_text
    obliged: str | None  # who must act, in the letter's words
    applies_to_us: bool | None  # None: the letter does not say
    confidence: float
    # "day_off", "before_issue", "weekday_mismatch", "no_such_day", "calendar_unknown", "counted_from_arrival",
    # "office_hours", "no_last_day"
    flags: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def end(self) -> int:
        return self.start + len(self.quote)


@dataclass(frozen=True, slots=True)
class Routing:
    """A proposal: which unit leads, how sure, and the reason in a Vietnamese sentence."""

    lead_unit: str | None
    cooperating_units: tuple[str, ...]
    confidence: float
    needs_review: bool
    reason: str


class SignatureStatus(Enum):
    VALID = "valid"
    CHANGED_SINCE = "changed_since"
    UNKNOWN_ISSUER = "unknown_issuer"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """One digital signature of the file: who, when, whether the file changed since."""

    signer: str | None
    signed_at: datetime | None  # by the signer's own clock
    covers_whole_file: bool | None  # False: something was added after it, be it only another signature
    status: SignatureStatus
    issuer: str | None = None  # who issued the signer's certificate
    flags: tuple[str, ...] = ()  # "covered_by_later", "weak_algorithm", "expired", "revoked"


@dataclass(frozen=True, slots=True)
class ProcessedDocument:
    """The only thing `web` receives of a reading."""

    text: ExtractedText
    header: DocumentHeader
    deadlines: tuple[Deadline, ...]
    prediction: Prediction | None
    routing: Routing
    due_on: date | None
    signatures: tuple[SignatureReport, ...] = ()
