"""The lists that pages show."""

from __future__ import annotations

from datetime import date

from tests.web.conftest import CULTURE, ECONOMY, MakeEntry, People
from web.organization.models import Unit
from web.register import queries
from web.register.models import EntryDeadline, State
from web.register.search import index_entry

MONDAY = date(2026, 11, 2)


def test_a_queue_is_cut_by_due_date_with_express_letters_on_top(
    people: People, units: dict[str, Unit], make_entry: MakeEntry
) -> None:
    later = make_entry(due_on=date(2026, 11, 20))
    undated = make_entry(due_on=None)
    overdue = make_entry(due_on=date(2026, 10, 30))
    today = make_entry(due_on=MONDAY)
    week = make_entry(due_on=date(2026, 11, 6))
    express = make_entry(due_on=None, urgency=3)
    groups = queries.by_due_date(queries.unit_queue(units[ECONOMY], seen_by=people["head"]), MONDAY)
    assert [(group.css, [entry.pk for entry in group.entries]) for group in groups] == [
        ("express", [express.pk]),
        ("overdue", [overdue.pk]),
        ("today", [today.pk]),
        ("week", [week.pk]),
        ("later", [later.pk]),
        ("none", [undated.pk]),
    ]


def test_a_units_queue_holds_only_its_own_open_letters(
    people: People, units: dict[str, Unit], make_entry: MakeEntry
) -> None:
    mine = make_entry(State.ASSIGNED, unit=ECONOMY)
    make_entry(State.ASSIGNED, unit=CULTURE)
    make_entry(State.COMPLETED, unit=ECONOMY)
    make_entry(State.NEEDS_REVIEW, unit=ECONOMY)
    assert list(queries.unit_queue(units[ECONOMY], seen_by=people["head"])) == [mine]


def test_search_finds_words_typed_without_diacritics(make_entry: MakeEntry) -> None:
    wanted = make_entry(subject="Phòng chống sốt xuất huyết tại phường")
    for entry in (wanted, make_entry(subject="Nạo vét kênh")):
        index_entry(entry.pk)
    assert list(queries.register_entries(text="sot xuat phuong")) == [wanted]


def test_our_own_deadline_wins_over_an_earlier_one_of_others(make_entry: MakeEntry) -> None:
    entry = make_entry()
    EntryDeadline.objects.create(entry=entry, kind="report", due_on=date(2026, 11, 3), applies_to_us=False)
    EntryDeadline.objects.create(entry=entry, kind="report", due_on=date(2026, 11, 9), applies_to_us=True)
    EntryDeadline.objects.create(entry=entry, kind="effective", due_on=date(2026, 11, 1), applies_to_us=True)
    assert queries.due_on_of_entry(entry.pk) == date(2026, 11, 9)


def test_a_letter_lists_duties_by_day_then_those_without_one_and_effective_dates_last(
    make_entry: MakeEntry,
) -> None:
    entry = make_entry()
    wanted = [("task", date(2026, 11, 5)), ("report", date(2026, 11, 9)), ("task", None), ("effective", None)]
    for kind, due_on in reversed(wanted):
        EntryDeadline.objects.create(entry=entry, kind=kind, due_on=due_on)
    assert list(queries.deadlines_of(entry).values_list("kind", "due_on")) == wanted
