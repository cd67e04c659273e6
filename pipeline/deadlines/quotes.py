"""The place of an expression -> the words to show: the clause that sets the duty, not much more."""

from __future__ import annotations

from pipeline.deadlines.finding import Place

LONGEST_BEFORE = 400  # characters; a longer clause is cut at a comma
LONGEST_AFTER = 300
LEAST_AFTER = 80


def quote_of(place: Place) -> tuple[int, str]:
    """Offset and words; they stand in the text exactly as quoted."""
    start, end = place.clause_start, place.clause_end
    item = place.sentence.item_start
    if start == place.sentence.start and place.start - item <= LONGEST_BEFORE:
        start = item  # "Thời gian thực hiện: Tháng 12/2025" says nothing without its task
    if place.start - start > LONGEST_BEFORE:
        cut = place.folded.find(",", place.start - LONGEST_BEFORE, place.start)
        start = cut + 1 if cut >= 0 else _word_start(place.text, place.start - LONGEST_BEFORE)
    if end - place.end > LONGEST_AFTER:
        # Not at the first comma: "Trước ngày 31/12 hằng năm, …" would lose what must be done.
        cut = place.folded.rfind(",", place.end + LEAST_AFTER, place.end + LONGEST_AFTER)
        end = cut if cut >= 0 else _word_end(place.text, place.end + LONGEST_AFTER)
    part = place.text[start:end]
    quote = part.strip(" \t\r\n,;:")
    return start + part.find(quote), quote


def _word_start(text: str, offset: int) -> int:
    while offset > 0 and not text[offset - 1].isspace():
        offset -= 1
    return offset


def _word_end(text: str, offset: int) -> int:
    while offset < len(text) and not text[offset].isspace():
        offset += 1
    return offset
