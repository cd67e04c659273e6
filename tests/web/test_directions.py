"""The leader's direction: where a letter waits for it, what it changes, and what is learned from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.web.conftest import CULTURE, ECONOMY, MakeEntry, People
from tests.web.test_processing import claim, reading
from web.learning.models import LabelKind
from web.offices import current_office
from web.organization.models import Unit
from web.register import actions, office_queries, queries
from web.register.deadline_examples import deadline_examples
from web.register.models import DeadlineOrigin, EntryDeadline, Event, RegisterEntry, State
from web.register.processing import save_reading

Units = dict[str, Unit]
SignIn = Callable[[str], Client]
DAY = date(2026, 11, 20)
OK, BAD_REQUEST, FORBIDDEN = 200, 400, 403


@pytest.fixture
def leader_directs(monkeypatch: pytest.MonkeyPatch) -> None:
    office = replace(current_office(), leader_directs=True)
    for module in ("workflow", "views.directions", "views.lists"):
        monkeypatch.setattr(f"web.register.{module}.current_office", lambda: office)


def events(entry: RegisterEntry) -> list[str]:
    return list(entry.history.order_by("id").values_list("event", flat=True))


def direct(entry: RegisterEntry, people: People, unit: Unit, **values: object) -> RegisterEntry:
    actions.direct(entry.pk, by=people["leader"], lead_unit=unit, **values)  # type: ignore[arg-type]
    entry.refresh_from_db()
    return entry


@pytest.mark.usefixtures("leader_directs")
def test_where_the_leader_directs_a_sure_letter_waits_and_its_unit_does_not_see_it(
    people: People, units: Units, make_entry: MakeEntry
) -> None:
    entry = make_entry(State.RECEIVED, unit=None)
    save_reading(claim(entry), reading())
    entry.refresh_from_db()
    assert (entry.state, entry.lead_unit, entry.forwarded_at) == (State.REGISTERED, units[ECONOMY], None)
    assert Event.FORWARDED not in events(entry)
    assert not queries.unit_queue(units[ECONOMY], seen_by=people["head"]).exists()
    assert list(office_queries.waiting_for_direction()) == [entry]


@pytest.mark.usefixtures("leader_directs")
def test_what_the_clerk_confirms_waits_for_the_leader_but_what_the_leader_routes_goes_on(
    people: People, units: Units, make_entry: MakeEntry
) -> None:
    confirmed, decided, there = make_entry(State.NEEDS_REVIEW), make_entry(State.NEEDS_REVIEW), make_entry()
    actions.decide_routing(confirmed.pk, by=people["clerk"], field="dat-dai", unit=units[ECONOMY])
    actions.decide_routing(decided.pk, by=people["leader"], field="dat-dai", unit=units[ECONOMY])
    actions.decide_routing(there.pk, by=people["clerk"], field="dat-dai", unit=units[ECONOMY])
    states = [RegisterEntry.objects.get(pk=entry.pk).state for entry in (confirmed, decided, there)]
    assert states == [State.REGISTERED, State.ASSIGNED, State.ASSIGNED]
    assert events(confirmed) == [Event.CONFIRMED, Event.REGISTERED]


def test_without_the_switch_the_unit_gets_it_at_once(people: People, units: Units, make_entry: MakeEntry) -> None:
    entry = make_entry(State.NEEDS_REVIEW)
    actions.decide_routing(entry.pk, by=people["clerk"], field="dat-dai", unit=units[ECONOMY])
    entry.refresh_from_db()
    assert entry.state == State.ASSIGNED


def test_a_direction_sends_the_letter_on_and_is_recorded(people: People, units: Units, make_entry: MakeEntry) -> None:
    entry = make_entry(State.REGISTERED)
    direct(entry, people, units[ECONOMY], text="Khẩn trương làm", cooperating=[units[CULTURE], units[ECONOMY]])
    assert (entry.state, entry.decided_by) == (State.ASSIGNED, people["leader"])
    assert list(entry.cooperating_units.all()) == [units[CULTURE]]  # never the leading unit itself
    directive = entry.directives.get()
    assert (directive.text, directive.lead_unit, directive.leader) == (
        "Khẩn trương làm",
        units[ECONOMY],
        people["leader"],
    )
    assert events(entry) == [Event.DIRECTED, Event.FORWARDED]


def test_the_leaders_day_becomes_a_duty_with_the_direction_as_its_words(
    people: People, units: Units, make_entry: MakeEntry
) -> None:
    entry = direct(make_entry(State.REGISTERED), people, units[ECONOMY], text="Trả lời dân", due_on=DAY)
    deadline = entry.deadlines.get()
    assert entry.due_on == DAY
    assert (deadline.origin, deadline.quote, deadline.applies_to_us) == (DeadlineOrigin.PERSON, "Trả lời dân", True)


def test_the_leaders_day_is_no_example_of_what_letters_say(people: People, units: Units, make_entry: MakeEntry) -> None:
    entry = direct(make_entry(State.REGISTERED), people, units[ECONOMY], text="Xong trước Tết", due_on=DAY)
    direct(entry, people, units[ECONOMY], due_on=DAY + timedelta(days=7))  # rejects the first
    assert list(deadline_examples()) == []


def test_an_earlier_day_of_the_letter_still_holds(people: People, units: Units, make_entry: MakeEntry) -> None:
    entry = make_entry(State.REGISTERED, due_on=date(2026, 11, 10))
    EntryDeadline.objects.create(entry=entry, kind="report", due_on=date(2026, 11, 10), applies_to_us=True)
    assert direct(entry, people, units[ECONOMY], due_on=DAY).due_on == date(2026, 11, 10)


def test_a_later_direction_replaces_the_leaders_day_and_keeps_the_first_as_a_row(
    people: People, units: Units, make_entry: MakeEntry
) -> None:
    entry = direct(make_entry(State.REGISTERED), people, units[ECONOMY], due_on=DAY)
    direct(entry, people, units[ECONOMY], due_on=DAY + timedelta(days=7))
    assert entry.due_on == DAY + timedelta(days=7)
    assert entry.directives.count() == 2
    assert entry.deadlines.filter(rejected_at__isnull=True).count() == 1


def test_a_later_word_for_the_same_unit_leaves_the_work_with_its_officer(
    people: People, units: Units, make_entry: MakeEntry
) -> None:
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"])
    direct(entry, people, units[ECONOMY], text="Nhớ mời khu phố")
    assert (entry.state, entry.officer) == (State.IN_PROGRESS, people["officer"])
    assert Event.FORWARDED not in events(entry)


def test_another_unit_begins_anew(people: People, units: Units, make_entry: MakeEntry) -> None:
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"])
    direct(entry, people, units[CULTURE])
    assert (entry.state, entry.officer, entry.lead_unit) == (State.ASSIGNED, None, units[CULTURE])


def test_agreeing_confirms_the_proposal_for_learning(people: People, units: Units, make_entry: MakeEntry) -> None:
    entry = direct(make_entry(State.REGISTERED), people, units[ECONOMY])
    label = entry.labels.get()
    assert (label.kind, label.field, label.unit_code) == (LabelKind.CONFIRMED, "dat-dai", ECONOMY)


@pytest.mark.parametrize(
    ("unit", "runners_up", "field"),
    [
        (CULTURE, [["giao-thong", 0.2], ["y-te", 0.1], ["noi-vu", 0.05]], "y-te"),
        ("cong-an", [], "an-ninh-trat-tu"),  # the only field of the unit
    ],
)
def test_another_unit_is_learned_as_its_likeliest_field(
    unit: str, runners_up: list[object], field: str, people: People, units: Units, make_entry: MakeEntry
) -> None:
    entry = direct(make_entry(State.REGISTERED, runners_up=runners_up), people, units[unit])
    label = entry.labels.get()
    assert (label.kind, label.field, label.unit_code, entry.field) == (LabelKind.CORRECTED, field, unit, field)


def test_nothing_is_learned_when_no_field_of_the_other_unit_was_weighed(
    people: People, units: Units, make_entry: MakeEntry
) -> None:
    entry = direct(make_entry(State.REGISTERED), people, units[CULTURE])
    assert not entry.labels.exists()
    assert entry.field == ""


@pytest.mark.parametrize("name", ["clerk", "head", "officer", "admin"])
def test_only_a_leader_directs(name: str, people: People, units: Units, make_entry: MakeEntry) -> None:
    entry = make_entry(State.REGISTERED)
    with pytest.raises(PermissionDenied):
        actions.direct(entry.pk, by=people[name], lead_unit=units[ECONOMY])
    assert not entry.directives.exists()


def test_urgent_letters_wait_on_top_then_the_oldest(make_entry: MakeEntry) -> None:
    now = timezone.now()
    later = make_entry(State.REGISTERED, received_at=now)
    older = make_entry(State.REGISTERED, received_at=now - timedelta(days=1))
    urgent = make_entry(State.REGISTERED, received_at=now, urgency=2)
    make_entry(State.ASSIGNED)
    assert list(office_queries.waiting_for_direction()) == [urgent, older, later]


def test_the_leader_agrees_with_several_proposals_at_once_and_is_told_what_changed_meanwhile(
    sign_in: SignIn, units: Units, make_entry: MakeEntry
) -> None:
    agreed, changed, gone = make_entry(State.REGISTERED), make_entry(State.REGISTERED), make_entry(State.REGISTERED)
    ticked = [f"{entry.pk}:{ECONOMY}" for entry in (agreed, changed, gone)]
    RegisterEntry.objects.filter(pk=changed.pk).update(lead_unit=units[CULTURE])
    RegisterEntry.objects.filter(pk=gone.pk).update(state=State.NEEDS_REVIEW)
    page = sign_in("leader").post(reverse("agree"), {"entry": ticked}, follow=True).content.decode()
    assert "Đã chuyển 1 văn bản theo đề xuất." in page
    assert f"Số đến {changed.arrival_number}: đơn vị đề xuất vừa thay đổi" in page
    assert "1 văn bản đã chọn không còn trong danh sách này." in page
    agreed.refresh_from_db()
    changed.refresh_from_db()
    assert (agreed.state, changed.state) == (State.ASSIGNED, State.REGISTERED)


def test_agreeing_with_nothing_says_what_to_do(sign_in: SignIn, units: Units) -> None:
    page = sign_in("leader").post(reverse("agree"), {"entry": ["x", "²:a"]}, follow=True).content.decode()
    assert "Chưa chọn văn bản nào" in page


def test_after_a_direction_the_next_waiting_letter_opens(sign_in: SignIn, make_entry: MakeEntry) -> None:
    first, second = make_entry(State.REGISTERED), make_entry(State.REGISTERED)
    values = {"unit": ECONOMY, "text": "Giao Phòng xử lý", "due_on": "20/11/2099", "then": "next"}
    response = sign_in("leader").post(reverse("direct", args=[first.pk]), values)
    assert response["Location"] == reverse("document", args=[second.pk])
    first.refresh_from_db()
    assert first.due_on == date(2099, 11, 20)


def test_a_day_that_is_over_is_not_given(sign_in: SignIn, make_entry: MakeEntry) -> None:
    entry = make_entry(State.REGISTERED)
    response = sign_in("leader").post(reverse("direct", args=[entry.pk]), {"unit": ECONOMY, "due_on": "01/01/2020"})
    assert response.status_code == BAD_REQUEST
    assert "Ngày này đã qua." in response.content.decode()


@pytest.mark.usefixtures("leader_directs")
def test_the_waiting_letters_are_the_leaders_home(sign_in: SignIn, make_entry: MakeEntry) -> None:
    make_entry(State.REGISTERED, confidence=0.97, routing_reason="Vì có từ «kênh».")
    page = sign_in("leader").get(reverse("home"), follow=True).content.decode()
    for words in ("Chờ chỉ đạo", "Phòng Kinh tế", "97 %", "Vì có từ «kênh».", "Đồng ý với đề xuất"):
        assert words in page


def test_the_leaders_page_costs_the_same_few_queries_however_many_letters_wait(
    sign_in: SignIn, make_entry: MakeEntry
) -> None:
    leader = sign_in("leader")
    make_entry(State.REGISTERED)
    with CaptureQueriesContext(connection) as few:
        leader.get(reverse("directions"))
    for _ in range(15):
        make_entry(State.REGISTERED)
    with CaptureQueriesContext(connection) as many:
        leader.get(reverse("directions"))
    assert len(many) == len(few) <= 12


def test_the_unit_reads_the_direction_in_its_queue_and_on_the_letter(
    people: People, units: Units, sign_in: SignIn, make_entry: MakeEntry
) -> None:
    entry = direct(make_entry(State.REGISTERED), people, units[ECONOMY], text="Làm trước thứ Sáu")
    for address in (reverse("queue"), reverse("document", args=[entry.pk])):
        assert "Làm trước thứ Sáu" in sign_in("officer").get(address).content.decode()


def test_a_returned_letter_is_proposed_to_another_unit_and_learned_as_corrected(
    people: People, units: Units, make_entry: MakeEntry
) -> None:
    entry = make_entry(runners_up=[["giao-thong", 0.2], ["y-te", 0.1]])
    actions.accept(entry.pk, by=people["head"])
    actions.return_to_clerk(entry.pk, by=people["head"], reason="Việc của phòng Văn hóa")
    entry.refresh_from_db()
    assert queries.next_proposal(entry) == ("y-te", CULTURE)
    actions.decide_routing(entry.pk, by=people["clerk"], field="y-te", unit=units[CULTURE])
    newest = entry.labels.order_by("-pk").first()
    assert newest is not None
    assert (newest.kind, newest.field, newest.unit_code) == (LabelKind.CORRECTED, "y-te", CULTURE)


def test_when_every_weighed_unit_gave_it_back_no_unit_is_proposed(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry()
    actions.return_to_clerk(entry.pk, by=people["head"], reason="x")
    entry.refresh_from_db()
    assert queries.next_proposal(entry) == ("dat-dai", None)
