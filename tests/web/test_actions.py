"""Changes: what they do to the row, what they record, and that nobody else's change is overwritten."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.utils import DatabaseError

from tests.web.conftest import CULTURE, ECONOMY, MakeEntry, People
from web.organization.models import Unit
from web.register import actions
from web.register.actions import StateChangedError
from web.register.models import AuditRecord, EntryDeadline, Event, RegisterEntry, State
from web.register.search import find


def events(entry: RegisterEntry) -> list[str]:
    return list(entry.history.order_by("id").values_list("event", flat=True))


def test_confirming_the_proposal_is_recorded_as_a_confirmation(
    people: People, units: dict[str, Unit], make_entry: MakeEntry
) -> None:
    entry = make_entry(State.NEEDS_REVIEW)
    actions.decide_routing(entry.pk, by=people["clerk"], field="dat-dai", unit=units[ECONOMY])
    entry.refresh_from_db()
    assert (entry.state, entry.decided_by) == (State.ASSIGNED, people["clerk"])
    assert events(entry) == [Event.CONFIRMED, Event.FORWARDED]


def test_another_unit_is_recorded_as_a_correction(
    people: People, units: dict[str, Unit], make_entry: MakeEntry
) -> None:
    entry = make_entry(State.NEEDS_REVIEW)
    actions.decide_routing(entry.pk, by=people["clerk"], field="y-te", unit=units[CULTURE])
    entry.refresh_from_db()
    assert entry.lead_unit == units[CULTURE]
    assert entry.proposed_field == "dat-dai"  # what the machine said stays, to learn from
    assert events(entry) == [Event.CORRECTED, Event.FORWARDED]


def test_a_routing_can_be_taken_back_after_it_was_sent(
    people: People, units: dict[str, Unit], make_entry: MakeEntry
) -> None:
    entry = make_entry(State.ASSIGNED)
    actions.decide_routing(entry.pk, by=people["leader"], field="y-te", unit=units[CULTURE])
    entry.refresh_from_db()
    assert entry.lead_unit == units[CULTURE]


def test_returning_a_letter_puts_it_back_in_review_with_the_reason(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(State.ASSIGNED)
    actions.return_to_clerk(entry.pk, by=people["head"], reason="Việc của phòng Văn hóa")
    entry.refresh_from_db()
    assert (entry.state, entry.lead_unit) == (State.NEEDS_REVIEW, None)
    assert "Việc của phòng Văn hóa" in entry.trouble


def test_a_person_without_the_right_changes_nothing(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(State.ASSIGNED)
    with pytest.raises(PermissionDenied):
        actions.return_to_clerk(entry.pk, by=people["other_head"], reason="x")
    entry.refresh_from_db()
    assert (entry.state, events(entry)) == (State.ASSIGNED, [])


def test_a_change_somebody_else_made_meanwhile_is_not_overwritten(
    people: People, make_entry: MakeEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = make_entry(State.ASSIGNED)
    stale = RegisterEntry.objects.select_related("lead_unit").get(pk=entry.pk)
    actions.complete(entry.pk, by=people["head"], outcome="Đã trả lời")
    monkeypatch.setattr("web.register.actions.routing.entry_of", lambda _entry_id: stale)
    with pytest.raises(StateChangedError):
        actions.return_to_clerk(entry.pk, by=people["head"], reason="x")
    entry.refresh_from_db()
    assert entry.state == State.COMPLETED


def test_assigning_an_officer_confirms_the_proposal(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(State.ASSIGNED)
    actions.assign_officer(entry.pk, by=people["head"], officer=people["officer"])
    entry.refresh_from_db()
    assert entry.officer == people["officer"]
    assert entry.is_decided


def test_work_is_not_given_to_another_units_people(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(State.ASSIGNED)
    with pytest.raises(PermissionDenied):
        actions.assign_officer(entry.pk, by=people["head"], officer=people["other_officer"])


def test_rejecting_the_only_deadline_clears_the_due_date(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(State.ASSIGNED, due_on=date(2026, 11, 5))
    deadline = EntryDeadline.objects.create(entry=entry, kind="report", due_on=date(2026, 11, 5), applies_to_us=True)
    actions.reject_deadline(entry.pk, deadline.pk, by=people["head"])
    entry.refresh_from_db()
    deadline.refresh_from_db()
    assert entry.due_on is None
    assert deadline.rejected_by == people["head"]


def test_an_earlier_added_deadline_becomes_the_due_date(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(State.ASSIGNED, due_on=date(2026, 11, 20))
    EntryDeadline.objects.create(entry=entry, kind="report", due_on=date(2026, 11, 20), applies_to_us=True)
    actions.add_deadline(entry.pk, by=people["clerk"], due_on=date(2026, 11, 10), note="Gửi dự thảo")
    entry.refresh_from_db()
    assert entry.due_on == date(2026, 11, 10)


def test_a_cancelled_number_stays_in_the_register_with_its_reason(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(State.ASSIGNED)
    actions.cancel(entry.pk, by=people["clerk"], reason="Gửi nhầm")
    entry.refresh_from_db()
    assert entry.arrival_number is not None
    assert entry.cancel_reason == "Gửi nhầm"


def test_a_corrected_header_is_found_by_its_new_words(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(State.ASSIGNED)
    actions.correct_header(entry.pk, by=people["clerk"], values={"subject": "Nạo vét kênh"})
    assert find("nao vet kenh", RegisterEntry.objects.all()).ids == (entry.pk,)


def test_the_audit_record_refuses_changes_even_past_the_model(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(State.ASSIGNED)
    actions.accept(entry.pk, by=people["head"])
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM register_auditrecord")


def test_an_audit_record_cannot_be_saved_again(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(State.ASSIGNED)
    actions.accept(entry.pk, by=people["head"])
    first = AuditRecord.objects.filter(entry=entry).first()
    assert first is not None
    with pytest.raises(TypeError):
        first.save()
