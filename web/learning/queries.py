"""What the office has labelled, as examples and as figures; and the trainings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils import timezone

from classifiers.deidentify import without_personal_data
from classifiers.examples import OFFICE, Example, read_jsonl
from classifiers.predict import Letter
from web.learning.models import LabelKind, LabelledLetter, RunState, TrainingRun
from web.register.models import PageText, RegisterEntry, State

PAGES_LEARNED = 3  # the substance of a letter stands in its first pages
DRIFT_WEEKS = 12
RUNS_SHOWN = 10
BARS_HIGH = 50
# Not for every eye (Luật Tố cáo 2018; Nghị định 30/2020, Phụ lục I): such letters do not leave their page.
RESTRICTED_SUBJECT = re.compile(r"\btố cáo\b", re.IGNORECASE)
RESTRICTED_MARK = re.compile(r"^\W*(?:LƯU HÀNH NỘI BỘ|XEM XONG TRẢ LẠI)\W*$", re.MULTILINE)


def labels_that_count() -> QuerySet[LabelledLetter]:
    """The newest label of each entry whose decision still stands: not returned, refused or cancelled since."""
    newest = LabelledLetter.objects.filter(entry=OuterRef("entry")).order_by("-pk").values("pk")[:1]
    return LabelledLetter.objects.filter(
        pk=Subquery(newest), entry__decided_at__isnull=False, entry__cancelled_at__isnull=True
    ).exclude(entry__state=State.REFUSED)


def office_examples() -> tuple[Example, ...]:
    """Confirmed and corrected letters, oldest decision first, without what points to a person."""
    first_pages = Prefetch("entry__pages", PageText.objects.filter(number__lte=PAGES_LEARNED).order_by("number"))
    labels = labels_that_count().select_related("entry").prefetch_related(first_pages).order_by("at", "pk")
    return tuple(
        Example(
            letter,
            field=label.field,
            also=tuple(label.also),
            origin=OFFICE,
            decided_on=timezone.localdate(label.at),
            arrival=f"{label.entry.arrival_number}/{label.entry.year}",
        )
        for label in labels.iterator(chunk_size=200)
        if (letter := _letter(label.entry)) is not None
    )


def _letter(entry: RegisterEntry) -> Letter | None:
    """What the classifier learns of an entry; None for a restricted one, or one without a word."""
    body = "\n".join(page.text for page in entry.pages.all())
    if entry.is_restricted or RESTRICTED_SUBJECT.search(entry.subject) or RESTRICTED_MARK.search(body):
        return None
    if not (entry.subject.strip() or body.strip()):
        return None
    return Letter(
        subject=without_personal_data(entry.subject),
        body=without_personal_data(body),
        code=entry.code,
        issuing_body=entry.issuing_body,
        document_type=entry.document_type,
    )


def imported_examples(folder: Path) -> tuple[Example, ...]:
    """The office's own history, as `vanthu import-labelled` has written it."""
    files = sorted(folder.glob("*.jsonl")) if folder.is_dir() else []
    return tuple(example for file in files for example in read_jsonl(file))


# --- trainings --------------------------------------------------------------------------------------------------------


def open_run() -> TrainingRun | None:
    return TrainingRun.objects.filter(state__in=[RunState.QUEUED, RunState.RUNNING]).order_by("-state").first()


def recent_runs() -> QuerySet[TrainingRun]:
    return TrainingRun.objects.select_related("started_by")[:RUNS_SHOWN]


def has_new_labels() -> bool:
    """Whether people decided anything since the last training that was finished began."""
    last = TrainingRun.objects.filter(state=RunState.DONE).order_by("-pk").first()
    labels = LabelledLetter.objects.all()
    if last is not None and last.started_at is not None:
        labels = labels.filter(at__gt=last.started_at)
    return labels.exists()


def label_counts() -> tuple[int, int]:
    """How many entries carry a standing label, and how many of those corrected the machine."""
    counts = Counter(labels_that_count().values_list("kind", flat=True))
    return sum(counts.values()), counts[LabelKind.CORRECTED]


# --- drift ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WeekShare:
    monday: date
    decided: int
    corrected: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.corrected / self.decided) if self.decided else None

    @property
    def bar_height(self) -> int:
        """Of a picture BARS_HIGH high; a week without corrections still shows that letters were decided."""
        return max(1, round(BARS_HIGH * self.corrected / self.decided)) if self.decided else 0

    @property
    def bar_top(self) -> int:
        return BARS_HIGH - self.bar_height


@dataclass(frozen=True, slots=True)
class Drift:
    """Share of corrections a week; oldest week first."""

    name: str
    weeks: tuple[WeekShare, ...]


def drift(today: date, unit_names: Mapping[str, str]) -> tuple[Drift, ...]:
    """For the whole office and for each unit: of the letters decided for it in a week, how many were corrected."""
    this_monday = today - timedelta(days=today.weekday())
    mondays = [this_monday - timedelta(weeks=back) for back in range(DRIFT_WEEKS - 1, -1, -1)]
    start = timezone.make_aware(datetime.combine(mondays[0], datetime.min.time()))
    decided: Counter[tuple[str | None, date]] = Counter()
    corrected: Counter[tuple[str | None, date]] = Counter()
    for unit, kind, at in LabelledLetter.objects.filter(at__gte=start).values_list("unit_code", "kind", "at"):
        day = timezone.localdate(at)
        monday = day - timedelta(days=day.weekday())
        for whose in (None, unit):
            decided[whose, monday] += 1
            corrected[whose, monday] += kind == LabelKind.CORRECTED
    units = {unit for unit, _ in decided if unit is not None}

    def row(name: str, unit: str | None) -> Drift:
        return Drift(name, tuple(WeekShare(day, decided[unit, day], corrected[unit, day]) for day in mondays))

    if not decided:
        return ()
    return (row("Cả cơ quan", None), *(row(unit_names.get(unit, unit), unit) for unit in _in_order(units, unit_names)))


def _in_order(units: Iterable[str], names: Mapping[str, str]) -> list[str]:
    order = list(names)
    return sorted(units, key=lambda unit: (order.index(unit) if unit in order else len(order), unit))
