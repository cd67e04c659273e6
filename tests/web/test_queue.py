"""The row is the queue: leases, fencing, order."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.web.conftest import NOW, MakeEntry
from web.register import queue
from web.register.models import RegisterEntry, State

pytestmark = pytest.mark.django_db


def test_the_entry_that_waits_longest_is_claimed_first(make_entry: MakeEntry) -> None:
    make_entry(State.RECEIVED, received_at=NOW)
    oldest = make_entry(State.RECEIVED, received_at=NOW - timedelta(hours=1))
    claim = queue.claim_next(NOW)
    assert claim is not None
    assert claim.entry_id == oldest.pk


def test_a_claimed_entry_is_claimed_by_nobody_else(make_entry: MakeEntry) -> None:
    make_entry(State.RECEIVED)
    assert queue.claim_next(NOW) is not None
    assert queue.claim_next(NOW) is None


def test_a_silent_workers_entry_is_claimed_again_with_the_next_attempt(make_entry: MakeEntry) -> None:
    entry = make_entry(State.RECEIVED)
    queue.claim_next(NOW)
    again = queue.claim_next(NOW + queue.LEASE + timedelta(seconds=1))
    assert again == queue.Claim(entry.pk, 2)


def test_a_kept_lease_is_not_taken_over(make_entry: MakeEntry) -> None:
    make_entry(State.RECEIVED)
    claim = queue.claim_next(NOW)
    assert claim is not None
    assert queue.keep(claim, NOW + timedelta(seconds=20))
    assert queue.claim_next(NOW + queue.LEASE + timedelta(seconds=1)) is None


def test_a_worker_that_lost_its_lease_changes_nothing(make_entry: MakeEntry) -> None:
    entry = make_entry(State.RECEIVED)
    lost = queue.claim_next(NOW)
    queue.claim_next(NOW + queue.LEASE + timedelta(seconds=1))
    assert lost is not None
    assert not queue.keep(lost, NOW)
    assert not queue.give_back(lost)
    assert RegisterEntry.objects.get(pk=entry.pk).state == State.PROCESSING


def test_an_entry_that_shall_wait_is_not_claimed_before_its_time(make_entry: MakeEntry) -> None:
    make_entry(State.RECEIVED, not_before=NOW + timedelta(seconds=10))
    assert queue.claim_next(NOW) is None
    assert queue.claim_next(NOW + timedelta(seconds=11)) is not None
