"""Start here: the text of a letter -> its deadlines (hạn xử lý), each with its words, its day and who must act.

    fold and split (clauses) -> words of time (time_words, atoms) -> moments and ranges (moments)
    -> does it oblige, and how (obligations, periods, recurrences, events; joined in search)
    -> without the standing rules of procedures and regulations (standards)
    -> who must act (obliged) -> the last day (due, workdays) -> JSON (contract)

Everything is pure: the clock, the calendar and the office come in as arguments.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING

from pipeline.deadlines.clauses import fold, split_sentences
from pipeline.deadlines.due import Due, due_of, due_of_period, due_on_of
from pipeline.deadlines.evidence import LineIndex
from pipeline.deadlines.finding import Finding, Letter, Place
from pipeline.deadlines.obliged import OfficeInLetter, find_invited, find_obliged, office_in
from pipeline.deadlines.quotes import quote_of
from pipeline.deadlines.search import atoms_by_sentence, find_in_sentence
from pipeline.deadlines.standards import is_standing_rule, sets_standing_rules
from pipeline.deadlines.workdays import VIETNAM_CALENDAR, WorkCalendar
from pipeline.documents import Deadline, DeadlineKind, ExtractedText, RelativeAnswer

if TYPE_CHECKING:
    from pipeline.config import OfficeIdentity

__all__ = [
    "VIETNAM_CALENDAR",
    "WorkCalendar",
    "due_on_of",
    "find_deadlines",
    "find_deadlines_in_text",
]


def find_deadlines(
    text: ExtractedText,
    *,
    issued_on: date | None,
    received_on: date,
    calendar: WorkCalendar,
    office: OfficeIdentity,
    end_of_day: time,
    addressees: tuple[str, ...] = (),
) -> tuple[Deadline, ...]:
    """Find every duty of the letter with its boxes on paper, in the order of the text, then its effective dates.

    `issued_on` None: the letter shows no date; years are then resolved from `received_on`.
    Effective dates come along as DeadlineKind.EFFECTIVE and never count as a duty.
    """
    words = text.full_text
    found = find_deadlines_in_text(
        _without_page_numbers(words, text),
        issued_on=issued_on,
        received_on=received_on,
        calendar=calendar,
        office=office,
        end_of_day=end_of_day,
        addressees=addressees,
    )
    index = LineIndex(text)
    return tuple(
        replace(
            deadline,
            quote=words[deadline.start : deadline.end],
            evidence=index.locate(deadline.start, deadline.end),
        )
        for deadline in found
    )


def _without_page_numbers(words: str, text: ExtractedText) -> str:
    """Blank the number at the head of a page: a sentence runs on past it. Offsets stay true."""
    offset = 0
    for page in text.pages:
        number = page.lines[0].text if page.lines else ""
        if offset and number.strip("-– ") == str(page.number):
            end = offset + len(number) + 1
            words = words[: offset - 1] + " " * (end - offset) + words[end - 1 :]
        offset += len(page.text) + 1
    return words


def find_deadlines_in_text(
    text: str,
    *,
    issued_on: date | None,
    received_on: date,
    calendar: WorkCalendar,
    office: OfficeIdentity,
    end_of_day: time,
    addressees: tuple[str, ...] = (),
) -> tuple[Deadline, ...]:
    """The same on a plain string: `text[deadline.start:deadline.end] == deadline.quote`, no boxes."""
    folded = fold(text)
    ours = office_in(text, folded, names=(office.name, *office.also_called), units=office.units, addressees=addressees)
    found: list[tuple[int, Deadline]] = []
    sentences = split_sentences(text)
    letter = Letter(text, folded, issued_on, received_on, end_of_day, sentences)
    in_standing_rules = sets_standing_rules(folded, len(sentences))
    for sentence, atoms in atoms_by_sentence(folded, sentences):
        for finding in find_in_sentence(letter, sentence, atoms):
            place = letter.place(sentence, finding.start, finding.end)
            if is_standing_rule(finding, place, in_standing_rules=in_standing_rules, sentence_count=len(sentences)):
                continue
            found.append((finding.start, _deadline(place, finding, ours, calendar)))
    # Duties in the order of the text, then the effective dates: they are for information.
    found.sort(key=lambda pair: (pair[1].kind is DeadlineKind.EFFECTIVE, pair[0]))
    return tuple(deadline for _, deadline in found)


def _deadline(place: Place, finding: Finding, office: OfficeInLetter, calendar: WorkCalendar) -> Deadline:
    start, quote = quote_of(place)
    due = _due(finding, place.letter.received_on, calendar)
    find = find_invited if finding.kind is DeadlineKind.MEETING else find_obliged
    obliged, applies_to_us = find(place, office)
    return Deadline(
        kind=finding.kind,
        answer=finding.answer,
        due_on=due.on,
        quote=quote,
        start=start,
        obliged=obliged,
        applies_to_us=applies_to_us,
        confidence=finding.confidence,
        flags=(*finding.flags, *due.flags),
    )


def _due(finding: Finding, received_on: date, calendar: WorkCalendar) -> Due:
    if finding.kind is DeadlineKind.EFFECTIVE:
        return Due(None)
    if isinstance(finding.answer, RelativeAnswer):
        return due_of_period(finding.answer, finding.anchor, calendar) if finding.anchor else Due(None)
    return due_of(finding.answer, received_on=received_on, calendar=calendar)
