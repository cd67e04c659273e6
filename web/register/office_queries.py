"""Lists of the leader, the unit head and the officer: what waits for a direction, more time, replies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet

from pipeline.spelling import fold
from web.organization.models import Staff, Unit
from web.organization.queries import Away, officers_by_field
from web.register.models import Directive, Extension, ExtensionState, RegisterEntry, Reply, State
from web.register.queries import OPEN_STATES, with_due_quote


def waiting_for_direction() -> QuerySet[RegisterEntry]:
    """What the leader has not directed yet: urgent first, then in order of receipt."""
    waiting = RegisterEntry.objects.filter(state=State.REGISTERED, cancelled_at__isnull=True)
    return (
        with_due_quote(waiting)
        .select_related("lead_unit", "decided_by")
        .prefetch_related("cooperating_units")
        .order_by("-urgency", "received_at", "id")
    )


def directives_of(entry: RegisterEntry) -> QuerySet[Directive]:
    return entry.directives.select_related("leader", "lead_unit").prefetch_related("cooperating_units")


def extension_requests(units: Iterable[int]) -> QuerySet[Extension]:
    """What officers of these units ask, for their heads to decide; what is due first comes first."""
    return (
        Extension.objects.filter(
            state=ExtensionState.ASKED,
            entry__lead_unit__in=units,
            entry__state__in=OPEN_STATES,
            entry__cancelled_at__isnull=True,
        )
        .select_related("entry", "asked_by", "deadline")
        .order_by("was_due_on", "id")
    )


def open_request(entry_id: int) -> Extension | None:
    return Extension.objects.filter(entry_id=entry_id, state=ExtensionState.ASKED).select_related("asked_by").first()


def extensions_of(entry: RegisterEntry) -> QuerySet[Extension]:
    return entry.extensions.select_related("asked_by", "decided_by").order_by("asked_at", "id")


def replies_of(entry: RegisterEntry) -> QuerySet[Reply]:
    """Outgoing documents that answer the letter; those noted by mistake are left out."""
    return entry.replies.filter(withdrawn_at__isnull=True).select_related("noted_by")


def replies_mentioned_in(entry: RegisterEntry) -> tuple[Reply, ...]:
    """Our own earlier replies that the letter answers in its turn, each with the letter it belonged to."""
    codes = {_same(code) for code in entry.in_reply_to}
    if not codes:
        return ()
    numbers = Q()
    for code in entry.in_reply_to:
        numbers |= Q(code__startswith=code.split("/")[0].strip())
    replies = Reply.objects.filter(numbers, withdrawn_at__isnull=True).select_related("entry")
    return tuple(reply for reply in replies if _same(reply.code) in codes and reply.entry_id != entry.pk)


def letters_answering(replies: Iterable[Reply]) -> tuple[RegisterEntry, ...]:
    """Letters that came later and name one of these replies as what they answer."""
    replies = tuple(replies)
    if not replies:
        return ()
    codes = {_same(reply.code) for reply in replies}
    named = Q()
    for reply in replies:
        number = reply.code.split("/")[0].strip()  # the rest may hold «Đ», which SQLite keeps escaped in JSON
        named |= Q(in_reply_to__icontains=number)
    # Only what came since the first of them: a few months of the register, not the whole book.
    since = min(reply.entry.received_at for reply in replies)
    letters = RegisterEntry.objects.filter(named, received_at__gte=since, cancelled_at__isnull=True)
    return tuple(
        letter
        for letter in letters.exclude(pk__in={reply.entry_id for reply in replies}).order_by("received_at", "id")
        if codes & {_same(code) for code in letter.in_reply_to}
    )


def officer_of_field(unit: Unit, away: Mapping[int, Away]) -> dict[str, Staff]:
    """For each field of the unit who gets its letters: the first of its people who is not away, else the first."""
    return {
        field: min(people, key=lambda staff: staff.pk in away)
        for field, people in officers_by_field(unit).items()
        if people
    }


def _same(code: str) -> str:
    """As codes are compared: "15 / UBND-KT" and "15/ubnd-kt" are one."""
    return fold("".join(code.split()))
