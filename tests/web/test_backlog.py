"""Many letters at once: urgent ones first, and what the page says of how far the machine is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.letters.many import many_letters
from tests.web.conftest import MakeEntry
from tests.web.inbox_office import InboxOffice
from web.register import queue
from web.register.audit import record
from web.register.backlog import LEAST, backlog_of_today
from web.register.jobs import fair_priority
from web.register.models import Event, RegisterEntry, State

SignIn = Callable[[str], Client]


def test_urgent_letters_are_claimed_before_those_that_wait_longer(office: InboxOffice) -> None:
    letters = dict(many_letters(26, date(2026, 11, 20)))
    for name, content in letters.items():
        office.drop(name, content)
    office.take()
    claimed = []
    while (claim := queue.claim_next(timezone.now())) is not None:
        claimed.append(RegisterEntry.objects.get(pk=claim.entry_id))
    assert len(claimed) == len(letters)
    order = [(-entry.urgency, entry.arrival_number) for entry in claimed]
    assert order == sorted(order)
    assert {entry.file_name for entry in claimed if entry.urgency} == {name for name in letters if "khan" in name}


def test_one_whose_worker_went_silent_comes_before_all(make_entry: MakeEntry) -> None:
    make_entry(State.RECEIVED, unit=None, urgency=3)
    abandoned = make_entry(State.PROCESSING, unit=None, lease_until=timezone.now() - timedelta(seconds=1), attempts=1)
    claim = queue.claim_next(timezone.now())
    assert claim == queue.Claim(abandoned.pk, 2)


@pytest.mark.django_db
def test_few_letters_are_no_backlog(tmp_path: Path) -> None:
    assert backlog_of_today(tmp_path, arrived=0, unread=LEAST - 1, now=timezone.now()) is None
    assert backlog_of_today(tmp_path / "gone", arrived=0, unread=0, now=timezone.now()) is None


def test_time_left_follows_the_rate_of_the_last_minute(tmp_path: Path, make_entry: MakeEntry) -> None:
    entry = make_entry()
    for _ in range(30):
        record(Event.READ, entry_id=entry.pk)
    now = timezone.now()
    for name in range(40):
        (tmp_path / f"{name}.pdf").touch()
    (tmp_path / "copying.part").touch()
    found = backlog_of_today(tmp_path, arrived=300, unread=190, now=now + timedelta(seconds=30))
    assert found is not None
    assert (found.in_inbox, found.unread, found.read, found.left, found.total) == (40, 190, 110, 230, 340)
    assert found.minutes_left == 4


@pytest.mark.django_db
def test_without_a_rate_nothing_is_promised(tmp_path: Path) -> None:
    found = backlog_of_today(tmp_path, arrived=500, unread=500, now=timezone.now())
    assert found is not None
    assert found.minutes_left is None


def test_the_page_shows_how_far_it_is(sign_in: SignIn, make_entry: MakeEntry) -> None:
    now = timezone.now()
    client = sign_in("clerk")
    assert "<progress" not in client.get(reverse("arrivals")).content.decode()
    for number in range(LEAST + 5):
        make_entry(State.RECEIVED if number < LEAST else State.ASSIGNED, received_at=now)
    page = client.get(reverse("arrivals")).content.decode()
    assert f'<progress max="{LEAST + 5}" value="5"' in page
    assert f"Đã đọc 5 trong {LEAST + 5} văn bản hôm nay, còn {LEAST}." in page


def test_in_a_city_a_letter_stands_behind_those_of_its_own_ward_and_urgent_ones_before_all() -> None:
    first, second, urgent_behind_many = fair_priority(0, 1), fair_priority(0, 2), fair_priority(1, 10**6)
    assert urgent_behind_many > first > second > fair_priority(0, 10**6)
    assert fair_priority(3, 1) < 2**31  # the column of the job queue
