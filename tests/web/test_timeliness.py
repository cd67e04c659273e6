"""The definitions on their edge days: due today, done on the due day, extended, ticked off, cancelled, refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.web.conftest import CULTURE, ECONOMY, NOW, MakeEntry, People
from web.books.timeliness import Timeliness, timeliness
from web.organization.models import Unit
from web.register import actions
from web.register.audit import record
from web.register.models import AuditRecord, EntryDeadline, Event, RegisterEntry, State
from web.statistics import queries
from web.statistics.counts import Counts, total
from web.statistics.periods import Period, Span, period_of

TODAY = date(2026, 11, 20)
NOVEMBER = period_of(Span.MONTH, TODAY)
DUE = date(2026, 11, 10)
LAST_MINUTE = datetime(2026, 11, 10, 16, 59, 59, tzinfo=UTC)  # 23:59:59 of the 10th in Hà Nội


def counts(units: set[int] | None = None, period: Period = NOVEMBER) -> Counts:
    return total(queries.breakdown(period, TODAY, units).by_unit.values())


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"state": State.COMPLETED, "due_on": DUE, "completed_at": LAST_MINUTE}, Timeliness.IN_TIME),
        (
            {"state": State.COMPLETED, "due_on": DUE, "completed_at": LAST_MINUTE + timedelta(seconds=1)},
            Timeliness.LATE,
        ),
        ({"state": State.COMPLETED, "completed_at": LAST_MINUTE}, Timeliness.DONE_NO_DUE),
        ({"state": State.IN_PROGRESS, "due_on": TODAY}, Timeliness.OPEN),
        ({"state": State.ASSIGNED, "due_on": TODAY - timedelta(days=1)}, Timeliness.OVERDUE),
        ({"state": State.ASSIGNED}, Timeliness.OPEN_NO_DUE),
        ({"state": State.NEEDS_REVIEW, "unit": None, "due_on": TODAY - timedelta(days=1)}, Timeliness.OVERDUE),
        ({"state": State.FAILED, "unit": None}, Timeliness.OPEN_NO_DUE),
    ],
)
def test_each_letter_is_one_of_six(columns: dict[str, Any], expected: Timeliness, make_entry: MakeEntry) -> None:
    make_entry(**columns)
    (found,) = RegisterEntry.objects.annotate(timeliness=timeliness(TODAY))
    assert found.timeliness == expected
    assert counts() == Counts(**{expected.value: 1})


def test_cancelled_and_refused_letters_are_counted_apart(make_entry: MakeEntry) -> None:
    make_entry()
    make_entry(cancelled_at=NOW)
    make_entry(State.REFUSED)
    make_entry(State.REFUSED, cancelled_at=NOW)
    make_entry(State.REFUSED, arrival_number=None)  # a file that was not taken in
    assert counts().received == 1
    left_out = queries.left_out(NOVEMBER, TODAY, None)
    assert (left_out.cancelled, left_out.refused) == (2, 1)


def test_an_extended_letter_is_measured_by_the_new_day(make_entry: MakeEntry) -> None:
    entry = make_entry(State.COMPLETED, due_on=DUE + timedelta(days=5), completed_at=LAST_MINUTE + timedelta(days=3))
    EntryDeadline.objects.create(entry=entry, kind="report", due_on=DUE + timedelta(days=5), extended_from=DUE)
    assert counts() == Counts(in_time=1)


def duty(entry: RegisterEntry, **columns: Any) -> EntryDeadline:
    return EntryDeadline.objects.create(entry=entry, kind="report", applies_to_us=True, **columns)


def test_a_letter_whose_only_duty_was_ticked_off_in_time_is_in_time(make_entry: MakeEntry) -> None:
    entry = make_entry(State.COMPLETED, completed_at=LAST_MINUTE + timedelta(days=9))
    duty(entry, due_on=DUE, met_at=LAST_MINUTE)
    assert counts() == Counts(in_time=1)


def test_a_letter_with_a_duty_ticked_off_late_is_late(make_entry: MakeEntry) -> None:
    entry = make_entry(State.COMPLETED, due_on=DUE + timedelta(days=30), completed_at=LAST_MINUTE)
    duty(entry, due_on=DUE, met_at=LAST_MINUTE + timedelta(minutes=1))
    duty(entry, due_on=DUE + timedelta(days=30))
    assert counts() == Counts(late=1)


def test_a_rejected_duty_makes_nothing_late(make_entry: MakeEntry) -> None:
    entry = make_entry(State.COMPLETED, completed_at=LAST_MINUTE)
    duty(entry, due_on=DUE, met_at=LAST_MINUTE + timedelta(days=1), rejected_at=NOW)
    assert counts() == Counts(done_no_due=1)


def test_a_letter_that_was_opened_again_is_open(make_entry: MakeEntry, people: People) -> None:
    entry = make_entry(State.COMPLETED, due_on=DUE, completed_at=LAST_MINUTE, officer=people["officer"])
    actions.reopen(entry.pk, by=people["head"], reason="Thiếu phụ lục")
    assert counts() == Counts(overdue=1)


def test_the_period_ends_at_midnight_in_viet_nam(make_entry: MakeEntry) -> None:
    for received_at in (
        datetime(2026, 10, 31, 16, 59, 59, tzinfo=UTC),
        datetime(2026, 10, 31, 17, 0, tzinfo=UTC),
        datetime(2026, 11, 30, 16, 59, 59, tzinfo=UTC),
        datetime(2026, 11, 30, 17, 0, tzinfo=UTC),
    ):
        make_entry(received_at=received_at)
    assert counts().received == 2
    year = period_of(Span.YEAR, TODAY)
    months = queries.breakdown(year, TODAY, None).by_month
    assert {month: found.received for month, found in months.items()} == {"2026-10": 1, "2026-11": 2, "2026-12": 1}


def test_the_six_parts_add_up_in_every_breakdown(make_entry: MakeEntry, units: dict[str, Unit]) -> None:
    make_entry(State.COMPLETED, due_on=DUE, completed_at=LAST_MINUTE)
    make_entry(due_on=DUE, unit=CULTURE, field="y-te")
    make_entry(State.NEEDS_REVIEW, unit=None, field="")
    found = queries.breakdown(NOVEMBER, TODAY, None)
    assert found.by_unit == {
        units[ECONOMY].pk: Counts(in_time=1),
        units[CULTURE].pk: Counts(overdue=1),
        None: Counts(open_no_due=1),
    }
    assert found.by_field == {"dat-dai": Counts(in_time=1), "y-te": Counts(overdue=1), "": Counts(open_no_due=1)}
    assert found.by_month == {"2026-11": Counts(in_time=1, overdue=1, open_no_due=1)}


def test_a_unit_counts_what_it_leads_and_nothing_else(make_entry: MakeEntry, units: dict[str, Unit]) -> None:
    make_entry(unit=ECONOMY)
    make_entry(unit=CULTURE).cooperating_units.add(units[ECONOMY])
    make_entry(State.NEEDS_REVIEW, unit=ECONOMY)  # only proposed
    assert counts({units[ECONOMY].pk}).received == 1


def test_a_letter_that_waits_for_the_clerk_belongs_to_no_unit_yet(make_entry: MakeEntry) -> None:
    make_entry(State.NEEDS_REVIEW, unit=ECONOMY)
    assert queries.breakdown(NOVEMBER, TODAY, None).by_unit == {None: Counts(open_no_due=1)}


def test_letters_from_before_the_period_that_still_wait_are_told(make_entry: MakeEntry) -> None:
    before = {"received_at": NOW - timedelta(days=40)}
    make_entry(**before, due_on=TODAY - timedelta(days=1))
    make_entry(**before, due_on=TODAY)
    make_entry(**before, state=State.COMPLETED, completed_at=NOW)
    make_entry(**before, cancelled_at=NOW)
    make_entry(**before, state=State.REFUSED)
    left_out = queries.left_out(NOVEMBER, TODAY, None)
    assert (left_out.older_open, left_out.older_overdue) == (2, 1)


def test_bodies_are_counted_together_however_they_write_their_name(make_entry: MakeEntry) -> None:
    for name in ("Sở Nội vụ", "Sở Nội vụ", "SỞ NỘI VỤ", "Sở  Nội vụ ", "Sở Y tế"):
        make_entry(issuing_body=name)
    assert queries.by_issuer(NOVEMBER, TODAY, None) == [
        ("Sở Nội vụ", Counts(open_no_due=4)),
        ("Sở Y tế", Counts(open_no_due=1)),
    ]


def test_offices_of_different_bodies_are_told_apart(make_entry: MakeEntry) -> None:
    for parent in ("UBND Thành phố", "HĐND Thành phố"):
        make_entry(issuing_body="VĂN PHÒNG", parent_body=parent)
    names = [name for name, _ in queries.by_issuer(NOVEMBER, TODAY, None)]
    assert names == ["VĂN PHÒNG, HĐND Thành phố", "VĂN PHÒNG, UBND Thành phố"]


def test_only_the_twenty_bodies_that_sent_most_are_named(make_entry: MakeEntry) -> None:
    for number in range(22):
        for _ in range(2 if number == 21 else 1):
            make_entry(issuing_body=f"Cơ quan {number:02d}")
    names = [name for name, _ in queries.by_issuer(NOVEMBER, TODAY, None)]
    assert names == ["Cơ quan 21", *(f"Cơ quan {number:02d}" for number in range(19))]


def test_the_workload_is_what_one_holds_now_and_what_one_finished_in_the_period(
    make_entry: MakeEntry, people: People
) -> None:
    officer = {"officer": people["officer"]}
    done = {**officer, "state": State.COMPLETED}
    old = {"received_at": NOW - timedelta(days=90)}
    make_entry(**officer, **old, due_on=TODAY - timedelta(days=1))  # held, though it came long ago
    make_entry(State.IN_PROGRESS, **officer)
    make_entry(**done, **old, due_on=DUE, completed_at=LAST_MINUTE)
    make_entry(**done, due_on=DUE, completed_at=LAST_MINUTE + timedelta(days=1))
    make_entry(**done, completed_at=LAST_MINUTE)
    make_entry(**done, **old, completed_at=NOW - timedelta(days=60))  # finished before the period
    make_entry(**officer, cancelled_at=NOW)
    make_entry()
    found = queries.workloads(NOVEMBER, TODAY, None)
    (load,) = found.loads
    assert (load.name, load.unit) == ("Officer", "Phòng Kinh tế, Hạ tầng và Đô thị")
    assert (load.open, load.overdue) == (2, 1)
    assert (load.done, load.done_in_time, load.done_late, load.done_no_due) == (3, 1, 1, 1)
    assert found.unassigned == 1


def test_a_recurring_duty_counts_each_time_it_is_finished(
    make_entry: MakeEntry, people: People, units: dict[str, Unit]
) -> None:
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"])
    EntryDeadline.objects.create(
        entry=entry, kind="periodic", due_on=date(2026, 1, 25), applies_to_us=True,
        answer={"type": "rrule", "rrule": "FREQ=MONTHLY;BYMONTHDAY=25", "op": "by"},
    )  # fmt: skip
    actions.complete_period(entry.pk, by=people["officer"], outcome="x", next_due_on=date(2999, 1, 25))
    actions.complete_period(entry.pk, by=people["officer"], outcome="x", next_due_on=date(2999, 2, 25))
    done = AuditRecord.objects.filter(event=Event.PERIOD_COMPLETED).first()
    assert done is not None
    day = done.at.date()
    around = Period(day - timedelta(days=2), day + timedelta(days=2), "")
    assert queries.recurrences(around, None) == queries.Recurrences(in_time=1, late=1)
    assert queries.recurrences(around, {units[CULTURE].pk}) == queries.Recurrences(0, 0)
    assert queries.recurrences(Period(date(2020, 1, 1), date(2020, 1, 31), ""), None) == queries.Recurrences(0, 0)


def test_a_period_record_of_a_letter_without_recurring_duty_is_not_counted(make_entry: MakeEntry) -> None:
    record(Event.PERIOD_COMPLETED, entry_id=make_entry().pk, due_on="2026-11-01")
    assert queries.recurrences(Period(date(2000, 1, 1), date(2999, 1, 1), ""), None) == queries.Recurrences(0, 0)


def test_the_share_leaves_out_what_has_no_day_and_what_still_has_time() -> None:
    assert Counts(in_time=2, late=1, overdue=1, open=50, done_no_due=50, open_no_due=50).in_time_share == 0.5
    assert Counts(open=3).in_time_share is None
