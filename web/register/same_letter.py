"""Entries -> which of them are perhaps one letter that came twice: a re-scan, or a scan of what came as text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache

from django.db.models import Q, QuerySet
from rapidfuzz import fuzz

from pipeline.spelling import fold
from web.register.models import RegisterEntry

# A letter whose number could not be read is looked for among those that came around the same time.
AROUND = timedelta(days=14)
SUBJECT_ALIKE = 90.0
WORD_ALIKE = 75.0
SHORTEST_SUBJECT = 20
# Columns that neither the comparison nor a list needs.
HEAVY = (
    "header_evidence", "signatures", "addressees", "recipients", "in_reply_to",
    "runners_up", "evidence_words", "words_against", "routing_reason",
)  # fmt: skip
ABBREVIATIONS = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "ubmttq": "uy ban mat tran to quoc",
    "tp": "thanh pho",
    "tphcm": "thanh pho ho chi minh",
    "hcm": "ho chi minh",
    "tw": "trung uong",
}


class Likeness(StrEnum):
    """Why two entries may be one letter; the value is the sentence people read."""

    SAME = "cùng số, ký hiệu, cơ quan và ngày"
    BODY_DIFFERS = "cùng số, ký hiệu và ngày, tên cơ quan đọc ra hơi khác"
    DATE_MISSING = "cùng số, ký hiệu và trích yếu, một bản không đọc được ngày"
    CODE_MISSING = "cùng ngày, cơ quan và trích yếu, một bản không đọc được số"


@dataclass(frozen=True, slots=True)
class Twin:
    """Another entry that may be the same letter."""

    entry: RegisterEntry
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class LetterGroup:
    """Entries that may be one letter, the first number first. Most groups have one entry and no twins."""

    entries: tuple[RegisterEntry, ...]
    likeness: Likeness | None = None

    @property
    def first(self) -> RegisterEntry:
        return self.entries[0]


def twins_of(entry: RegisterEntry) -> tuple[Twin, ...]:
    """The other standing entries that may be this letter, in order of their numbers."""
    if entry.arrival_number is None:
        return ()
    found = ((other, likeness_of(entry, other)) for other in _candidates([entry]).exclude(pk=entry.pk))
    return tuple(Twin(other, likeness) for other, likeness in found if likeness is not None)


def group_entries(entries: Sequence[RegisterEntry]) -> tuple[LetterGroup, ...]:
    """The entries in their order, those that may be one letter together where the first of them stood.

    Twins that came on another day are brought along. One query, however many entries.
    """
    standing = [entry for entry in entries if entry.cancelled_at is None]
    known: defaultdict[object, list[RegisterEntry]] = defaultdict(list)
    for other in _candidates(standing) if standing else ():
        for place in _places(other):
            known[place].append(other)
    grouped: set[int] = set()
    groups = []
    for entry in entries:
        if entry.pk in grouped:
            continue
        others = {other.pk: other for place in _places(entry) for other in known[place]}
        twins = [] if entry.cancelled_at else _twins_among(others.values(), entry, grouped)
        members = sorted([entry, *(twin.entry for twin in twins)], key=lambda one: (one.year, one.arrival_number or 0))
        grouped.update(member.pk for member in members)
        groups.append(LetterGroup(tuple(members), twins[0].likeness if twins else None))
    return tuple(groups)


def likeness_of(one: RegisterEntry, other: RegisterEntry) -> Likeness | None:
    """None when they are two letters, as far as their headers tell. What costs little is compared first."""
    has_both_codes = bool(one.code and other.code)
    has_both_days = one.issued_on is not None and other.issued_on is not None
    is_other_code = has_both_codes and _code_key(one.code) != _code_key(other.code)
    is_other_day = has_both_days and one.issued_on != other.issued_on
    if is_other_code or is_other_day or not (has_both_codes or has_both_days):
        return None
    if has_both_codes and has_both_days:
        if _folded(one.issuing_body) == _folded(other.issuing_body):
            return Likeness.SAME
        is_same = _is_same_body(one, other) or _is_same_subject(one, other)
        return Likeness.BODY_DIFFERS if is_same else None
    if not (_is_same_subject(one, other) and _is_same_body(one, other)):
        return None
    return Likeness.DATE_MISSING if has_both_codes else Likeness.CODE_MISSING


def _twins_among(others: Iterable[RegisterEntry], entry: RegisterEntry, grouped: set[int]) -> list[Twin]:
    free = (other for other in others if other.pk != entry.pk and other.pk not in grouped)
    found = ((other, likeness_of(entry, other)) for other in free)
    return [Twin(other, likeness) for other, likeness in found if likeness is not None]


def _places(entry: RegisterEntry) -> tuple[object, ...]:
    """Under what an entry is looked up: its number, or its day, which also finds one whose number was not read."""
    by_day = (entry.issued_on,) if entry.issued_on is not None else ()
    return (*by_day, _code_key(entry.code)) if entry.code else by_day


def _candidates(entries: Sequence[RegisterEntry]) -> QuerySet[RegisterEntry]:
    """What could be a twin of one of the entries, by indexed columns only; `likeness_of` decides."""
    codes = {spelling for entry in entries if entry.code for spelling in _spellings(entry.code)}
    days = {entry.issued_on for entry in entries if entry.issued_on is not None}
    without_code = {entry.issued_on for entry in entries if not entry.code and entry.issued_on is not None}
    around = Q(
        received_at__gte=min(entry.received_at for entry in entries) - AROUND,
        received_at__lte=max(entry.received_at for entry in entries) + AROUND,
    )
    wanted = Q(code__in=codes)
    if days:
        wanted |= Q(code="", issued_on__in=days) & around
    if without_code:
        wanted |= Q(issued_on__in=without_code) & around
    standing = RegisterEntry.objects.filter(wanted, arrival_number__isnull=False, cancelled_at__isnull=True)
    return standing.select_related("lead_unit").defer(*HEAVY).order_by("year", "arrival_number")


def _spellings(code: str) -> set[str]:
    """OCR takes Đ for D and back."""
    return {code, code.replace("Đ", "D"), code.replace("D", "Đ")}


def _code_key(code: str) -> str:
    return _folded(code).replace(" ", "")


def _is_same_body(one: RegisterEntry, other: RegisterEntry) -> bool:
    """The words of the shorter name all stand in the longer one, give or take a letter read wrongly."""
    shorter, longer = sorted((_words_of_body(one.issuing_body), _words_of_body(other.issuing_body)), key=len)
    return all(any(fuzz.ratio(word, candidate) >= WORD_ALIKE for candidate in longer) for word in shorter)


def _words_of_body(name: str) -> list[str]:
    words = _folded(name).replace(".", " ").replace(",", " ").split()
    return " ".join(ABBREVIATIONS.get(word, word) for word in words).split()


def _is_same_subject(one: RegisterEntry, other: RegisterEntry) -> bool:
    first, second = _folded(one.subject), _folded(other.subject)
    if min(len(first), len(second)) < SHORTEST_SUBJECT:
        return False
    return fuzz.ratio(first, second, score_cutoff=SUBJECT_ALIKE) > 0


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    """Kept, because «Hôm nay» compares the same few letters every few seconds."""
    return fold(text)
