"""Who is told in the app what somebody else did: more time asked for and answered, a leader's direction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from tests.web.conftest import CULTURE, ECONOMY, MakeEntry, People
from tests.web.reminding import add_deadline
from tests.web.test_stand_ins import note_absence
from web.organization.models import Staff, Unit
from web.register import actions
from web.register.actions import StateChangedError
from web.register.models import Extension, RegisterEntry, State
from web.reminders.actions import make_feed
from web.reminders.models import Reminder, Stage

SignIn = Callable[[str], Client]
TODAY = timezone.localdate()
DUE, LATER, LATEST = (TODAY + timedelta(days=days) for days in (3, 10, 20))


@pytest.fixture
def entry(people: People, make_entry: MakeEntry) -> RegisterEntry:
    """A letter that the officer works on, due on DUE."""
    made = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=DUE)
    add_deadline(made, DUE)
    return made


def ask(entry: RegisterEntry, people: People) -> int:
    actions.ask_extension(entry.pk, by=people["officer"], until=LATER, reason="Chờ số liệu")
    return Extension.objects.get(entry=entry).pk


def notices(stage: Stage) -> list[tuple[str, str]]:
    """Who is told what, as long as it holds."""
    told = Reminder.objects.filter(stage=stage, closed_at__isnull=True).order_by("person__username")
    return list(told.values_list("person__username", "note"))


def written(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def test_the_head_is_told_what_an_officer_asks_and_reads_it_on_the_page(
    people: People, entry: RegisterEntry, sign_in: SignIn
) -> None:
    ask(entry, people)
    assert notices(Stage.EXTENSION_ASKED) == [("head", f"Xin đến {written(LATER)}: Chờ số liệu")]
    page = sign_in("head").get(reverse("reminders")).content.decode()
    assert f"Xin đến {written(LATER)}: Chờ số liệu" in page


def test_who_stands_in_for_the_head_is_told(people: People, entry: RegisterEntry) -> None:
    note_absence(people["head"], people["other_head"], first=TODAY)
    ask(entry, people)
    assert [person for person, _ in notices(Stage.EXTENSION_ASKED)] == ["other_head"]


def test_a_request_that_is_not_taken_tells_nobody(people: People, entry: RegisterEntry) -> None:
    ask(entry, people)
    with pytest.raises(StateChangedError):
        ask(entry, people)
    assert Reminder.objects.count() == 1


def test_the_answer_goes_to_who_asked_and_the_heads_have_nothing_left_to_do(
    people: People, entry: RegisterEntry
) -> None:
    actions.grant_extension(ask(entry, people), by=people["head"], answer="Lần cuối")
    assert notices(Stage.EXTENSION_DECIDED) == [("officer", f"Đã gia hạn đến {written(LATER)}. Lần cuối")]
    assert notices(Stage.EXTENSION_ASKED) == []


def test_a_refusal_comes_with_its_reason(people: People, entry: RegisterEntry) -> None:
    actions.refuse_extension(ask(entry, people), by=people["head"], answer="Việc gấp")
    assert notices(Stage.EXTENSION_DECIDED) == [("officer", "Không gia hạn: Việc gấp")]
    assert notices(Stage.EXTENSION_ASKED) == []


def test_what_made_a_request_needless_answers_it(people: People, entry: RegisterEntry) -> None:
    ask(entry, people)
    actions.extend(entry.pk, by=people["head"], until=LATEST, reason="Chờ Sở")
    assert notices(Stage.EXTENSION_DECIDED) == [("officer", f"Đã gia hạn đến {written(LATEST)}.")]
    assert notices(Stage.EXTENSION_ASKED) == []


def test_nobody_is_told_what_they_did_themselves(people: People, entry: RegisterEntry) -> None:
    ask(entry, people)
    actions.complete(entry.pk, by=people["officer"], outcome="xong")
    assert notices(Stage.EXTENSION_DECIDED) == []
    assert notices(Stage.EXTENSION_ASKED) == []


def test_a_direction_tells_the_heads_of_the_unit_that_leads(
    people: People, units: dict[str, Unit], make_entry: MakeEntry
) -> None:
    waiting = make_entry(State.REGISTERED)
    actions.direct(
        waiting.pk, by=people["leader"], lead_unit=units[ECONOMY], cooperating=[units[CULTURE]], text="Làm ngay"
    )
    assert notices(Stage.DIRECTED) == [("head", "Làm ngay")]


def test_a_later_direction_tells_the_officer_too_and_everybody_once(
    people: People, units: dict[str, Unit], entry: RegisterEntry
) -> None:
    actions.direct(entry.pk, by=people["leader"], lead_unit=units[ECONOMY], text="Nhớ mời khu phố")
    assert notices(Stage.DIRECTED) == [("head", "Nhớ mời khu phố"), ("officer", "Nhớ mời khu phố")]
    note_absence(people["head"], people["officer"], first=TODAY)
    Reminder.objects.update(closed_at=timezone.now())
    actions.direct(entry.pk, by=people["leader"], lead_unit=units[ECONOMY], text="Xong chưa")
    assert notices(Stage.DIRECTED) == [("officer", "Xong chưa")]


def test_a_letter_that_goes_to_another_unit_is_told_to_that_unit_alone(
    people: People, units: dict[str, Unit], entry: RegisterEntry
) -> None:
    actions.direct(entry.pk, by=people["leader"], lead_unit=units[CULTURE])
    assert [person for person, _ in notices(Stage.DIRECTED)] == ["other_head"]


def test_the_note_is_gone_with_the_letter_that_went_elsewhere(
    people: People, units: dict[str, Unit], entry: RegisterEntry, sign_in: SignIn
) -> None:
    actions.direct(entry.pk, by=people["leader"], lead_unit=units[ECONOMY], text="Gặp ông Mẫu")
    actions.direct(entry.pk, by=people["leader"], lead_unit=units[CULTURE])
    page = sign_in("head").get(reverse("reminders")).content.decode()
    assert "Văn bản đã chuyển người khác xử lý." in page
    assert "Gặp ông Mẫu" not in page


def test_calendars_learn_of_a_day_that_a_leader_or_a_head_moved(
    people: People, units: dict[str, Unit], entry: RegisterEntry
) -> None:
    token = make_feed(by=Staff.objects.get(username="officer"), unit=None)

    def sequence() -> int:
        calendar = Calendar.from_ical(Client().get(reverse("feed", args=[token])).content)
        return max(int(str(event["SEQUENCE"])) for event in calendar.walk("VEVENT"))

    found = [sequence()]
    actions.extend(entry.pk, by=people["head"], until=LATER, reason="x")
    found.append(sequence())
    actions.direct(entry.pk, by=people["leader"], lead_unit=units[ECONOMY], due_on=DUE)
    found.append(sequence())
    assert found == [0, 1, 2]
