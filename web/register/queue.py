"""The register row is the queue: claim, keep, give back. A worker that lost its lease changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.db.models.query import QuerySet

from web.register.models import RegisterEntry, State

LEASE = timedelta(seconds=30)
MAX_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to read one entry; `attempt` is the fencing token that every write of the worker must show."""

    entry_id: int
    attempt: int


def claim_next(now: datetime) -> Claim | None:
    """Claim the entry that waits longest: a new one, or one whose worker went silent."""
    free = Q(state=State.RECEIVED) & (Q(not_before__isnull=True) | Q(not_before__lte=now))
    abandoned = Q(state=State.PROCESSING, lease_until__lt=now)
    waiting = RegisterEntry.objects.filter(free | abandoned, cancelled_at__isnull=True).order_by("received_at", "id")
    for entry_id, attempts in waiting.values_list("pk", "attempts")[:5]:
        claimed = (
            waiting.filter(pk=entry_id, attempts=attempts)
            .order_by()
            .update(state=State.PROCESSING, attempts=F("attempts") + 1, lease_until=now + LEASE, not_before=None)
        )
        if claimed:
            return Claim(entry_id, attempts + 1)
    return None


def keep(claim: Claim, now: datetime) -> bool:
    """Renew the lease; False when it was lost."""
    return held(claim).update(lease_until=now + LEASE) == 1


def held(claim: Claim) -> QuerySet[RegisterEntry]:
    """The entry, if and only if this claim still holds it."""
    return RegisterEntry.objects.filter(pk=claim.entry_id, attempts=claim.attempt, state=State.PROCESSING)


def give_back(claim: Claim, *, not_before: datetime | None = None) -> bool:
    """Let another worker (or a later attempt) take it."""
    return held(claim).update(state=State.RECEIVED, lease_until=None, not_before=not_before) == 1
