"""The register row is the queue: claim, keep, give back. A worker that lost its lease changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.db.models.query import QuerySet

from web.register.jobs import announce
from web.register.models import RegisterEntry, State

LEASE = timedelta(seconds=30)
MAX_ATTEMPTS = 3
TRIES = 5  # so many may be taken by others between the look and the claim


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to read one entry; `attempt` is the fencing token that every write of the worker must show."""

    entry_id: int
    attempt: int


def claim_next(now: datetime) -> Claim | None:
    """Claim one whose worker went silent, else the most urgent new one, else the one that waits longest."""
    for waiting in _waiting(now):
        for entry_id, attempts in waiting.values_list("pk", "attempts")[:TRIES]:
            claimed = _take(waiting.filter(pk=entry_id, attempts=attempts), now)
            if claimed:
                return Claim(entry_id, attempts + 1)
    return None


def claim(entry_id: int, now: datetime) -> Claim | None:
    """Claim this entry; None when it does not wait, or another worker was faster."""
    for waiting in _waiting(now):
        for attempts in waiting.filter(pk=entry_id).values_list("attempts", flat=True):
            if _take(waiting.filter(pk=entry_id, attempts=attempts), now):
                return Claim(entry_id, attempts + 1)
    return None


def _waiting(now: datetime) -> tuple[QuerySet[RegisterEntry], QuerySet[RegisterEntry]]:
    """Entries whose worker went silent, and new ones: two plain questions, each answered in order by an index."""
    entries = RegisterEntry.objects.filter(cancelled_at__isnull=True).order_by("-urgency", "received_at", "id")
    return (
        entries.filter(state=State.PROCESSING, lease_until__lt=now),
        entries.filter(Q(not_before__isnull=True) | Q(not_before__lte=now), state=State.RECEIVED),
    )


def _take(waiting: QuerySet[RegisterEntry], now: datetime) -> bool:
    return bool(
        waiting.order_by().update(
            state=State.PROCESSING, attempts=F("attempts") + 1, lease_until=now + LEASE, not_before=None
        )
    )


def keep(claim: Claim, now: datetime) -> bool:
    """Renew the lease; False when it was lost."""
    return held(claim).update(lease_until=now + LEASE) == 1


def held(claim: Claim) -> QuerySet[RegisterEntry]:
    """The entry, if and only if this claim still holds it."""
    return RegisterEntry.objects.filter(pk=claim.entry_id, attempts=claim.attempt, state=State.PROCESSING)


def give_back(claim: Claim, *, not_before: datetime | None = None) -> bool:
    """Let another worker (or a later attempt) take it."""
    with transaction.atomic():
        is_given_back = held(claim).update(state=State.RECEIVED, lease_until=None, not_before=not_before) == 1
        if is_given_back:
            announce(claim.entry_id, not_before=not_before)
    return is_given_back
