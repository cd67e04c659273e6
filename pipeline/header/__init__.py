"""ExtractedText -> DocumentHeader.

Pure. Reading order: here, lines.py, codes.py, kinds.py, bodies.py (agency_names.py), stamps.py, subjects.py, foot.py,
arrival.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.documents import DocumentHeader, Evidence, ExtractedText, Page, TextSource, Urgency
from pipeline.header.arrival import read_arrival_stamp
from pipeline.header.bodies import name_of, read_bodies
from pipeline.header.codes import Code, Issue, cut_number_lines, find_code, find_issue, is_number_line
from pipeline.header.foot import read_addressees, read_answered, read_recipients, read_signer
from pipeline.header.kinds import OFFICIAL_LETTER, TypeLine, find_type_line, type_of_code
from pipeline.header.lines import (
    ADDRESSED,
    GAZETTE,
    MOTTO,
    NATIONAL_HEADING,
    HeaderLine,
    evidence_of,
    lines_of_page,
)
from pipeline.header.stamps import is_stamp, read_urgency
from pipeline.header.subjects import (
    ABOUT,
    BODY,
    find_about,
    read_about,
    read_below_number,
    read_below_type,
    words_of,
)
from pipeline.secrecy import find_secrecy_mark

# The header of the longest letters ends well before this line of page 1.
HEADER_LINES = 45
# A type line that names its body runs over two or three lines above the subject.
LINES_OF_A_TITLE = 3

__all__ = ["read_header", "urgency_of"]


def read_header(text: ExtractedText) -> DocumentHeader:
    """Read the parts of a letter (Nghị định 30/2020, Phụ lục I) from page 1, the signature from where it stands.

    Works on lines with geometry, and on bare text whose boxes are all empty. A first page that nobody
    read gives no header.
    """
    if not text.pages or text.pages[0].source is TextSource.NONE:
        return DocumentHeader(secrecy=find_secrecy_mark(text, ""))
    first_page = cut_number_lines(lines_of_page(text.pages[0]))
    letter = [*first_page, *(line for page in text.pages[1:] for line in lines_of_page(page))]
    head = first_page[: _body_start(first_page)]
    code, issue = find_code(head), find_issue(head)
    kind, subject = _type_and_subject(head, code, issue)
    parent, body = read_bodies(_body_lines(head, code, kind))
    urgency, stamp = read_urgency(head)
    addressees, addressee_lines = read_addressees(first_page)
    recipients, recipient_lines = read_recipients(letter)
    signer, signer_lines = read_signer(letter)
    answered, answer_lines = read_answered(first_page[len(addressee_lines) :])
    arrival, arrival_place = read_arrival_stamp(text.pages[0])
    evidence = {
        "issuing_body": body,
        "parent_body": parent,
        "code": code.lines if code else (),
        "place": issue.lines if issue else (),
        "issued_on": issue.lines if issue and issue.issued_on else (),
        "document_type": (head[kind.at],) if isinstance(kind, TypeLine) else (),
        "subject": subject,
        "urgency": (stamp,) if stamp else (),
        "addressees": addressee_lines,
        "recipients": recipient_lines,
        "signer": signer_lines,
        "in_reply_to": answer_lines,
    }
    return DocumentHeader(
        issuing_body=name_of(body),
        parent_body=name_of(parent),
        code=code.printed if code else None,
        code_number=code.number if code else None,
        code_notation=code.notation if code else None,
        place=issue.place if issue else None,
        issued_on=issue.issued_on if issue else None,
        document_type=kind.name if isinstance(kind, TypeLine) else kind,
        subject=words_of(subject),
        urgency=urgency,
        secrecy=find_secrecy_mark(text, ""),
        addressees=addressees,
        recipients=recipients,
        signer=signer,
        in_reply_to=answered,
        arrival_stamp=arrival,
        evidence=_evidence(evidence) | ({"arrival_stamp": arrival_place} if arrival_place else {}),
    )


def urgency_of(page: Page) -> Urgency:
    """What the header of page 1 says, for a tenth of the work of `read_header`."""
    lines = cut_number_lines(lines_of_page(page))
    return read_urgency(lines[: _body_start(lines)])[0]


def _evidence(found: Mapping[str, Sequence[HeaderLine]]) -> dict[str, Evidence]:
    boxes = {name: evidence_of(lines) for name, lines in found.items() if lines}
    return {name: evidence for name, evidence in boxes.items() if evidence is not None}


def _body_start(lines: Sequence[HeaderLine]) -> int:
    """The header ends where the legal bases begin; number and date never stand below them."""
    for at, line in enumerate(lines[:HEADER_LINES]):
        if at > 2 and line.folded.startswith("can cu "):  # noqa: PLR2004  a stray line above the header may begin so
            return at
    return min(len(lines), HEADER_LINES)


def _type_and_subject(
    head: Sequence[HeaderLine], code: Code | None, issue: Issue | None
) -> tuple[TypeLine | str | None, tuple[HeaderLine, ...]]:
    """The type as its line, or as a name when no line bears it; and the lines of the subject."""
    start = max(code.at + 1 if code else 0, issue.at + 1 if issue else 0)
    about_at = find_about(head, after=code.at if code else None)
    about = read_about(head, about_at) if about_at is not None else ()
    kind = find_type_line(head, start=start)
    is_of_title = about_at is not None and head[about_at].folded.lstrip(' (“"').startswith("ve viec")
    if kind is not None and not kind.is_alone and about_at is not None and is_of_title:
        # "NGHỊ QUYẾT CỦA HỘI ĐỒNG QUẢN LÝ QUỸ / (Về việc ...)"
        kind = kind if 0 < about_at - kind.at <= LINES_OF_A_TITLE else None
        return kind or type_of_code(code) or OFFICIAL_LETTER, about
    if kind is not None and about_at is not None and (not kind.is_alone or 0 < kind.at - about_at < len(about)):
        kind = None  # a line of the subject, such as "V/v báo cáo / KẾ HOẠCH NĂM 2026"
    if kind is not None and not _is_body_line(head, kind.at):
        return kind, read_below_type(head, kind) or about
    if about:
        # "Về việc" also begins the subject below a type line that cannot be read; "V/v" does not.
        return (type_of_code(code) if is_of_title else None) or OFFICIAL_LETTER, about
    if any(ADDRESSED.match(line.folded) for line in head):
        return type_of_code(code) or OFFICIAL_LETTER, read_below_number(head, code.at) if code else ()
    return type_of_code(code), ()


def _is_body_line(head: Sequence[HeaderLine], at: int) -> bool:
    """A line below "Kính gửi" belongs to the body of an official letter."""
    return any(ADDRESSED.match(line.folded) for line in head[:at])


def _body_lines(head: Sequence[HeaderLine], code: Code | None, kind: TypeLine | str | None) -> list[HeaderLine]:
    """The lines of the top left cell: those above the number, or without a number those before the other parts."""
    end = code.at if code else kind.at if isinstance(kind, TypeLine) else len(head)
    found: list[HeaderLine] = []
    for line in head[:end]:
        if any(part.match(line.folded) for part in (ADDRESSED, BODY, ABOUT)) or is_number_line(line):
            break
        is_heading = NATIONAL_HEADING.search(line.folded) or MOTTO.search(line.folded) or GAZETTE.match(line.folded)
        if is_heading and code is None:
            break
        if not is_heading and not is_stamp(line) and (line.is_capitals or found or line.text[:1].isupper()):
            found.append(line)
    return [line for line in found if find_issue([line]) is None]
