"""Every list about reminders, the outbox and calendar links that a page shows."""

from __future__ import annotations

from django.db.models import Count, F, Q, QuerySet

from web.organization.models import UNIT_ROLES, Staff, Unit
from web.register.models import State
from web.register.permissions import WHOLE_OFFICE
from web.register.queries import OPEN_STATES
from web.reminders.models import CalendarFeed, ChannelPause, Message, MessageState, Reminder, Stage

# A letter that was completed a moment ago must not count until the timer closes its reminders.
_HOLDS = Q(entry__cancelled_at__isnull=True) & (
    Q(entry__state__in=OPEN_STATES) | Q(entry__state=State.NEEDS_REVIEW, stage__in=[Stage.RETURNED, Stage.ARRIVED])
)


def reminders_of(staff: Staff) -> QuerySet[Reminder]:
    """What holds now: unseen first; then what somebody did, then what presses most."""
    return (
        Reminder.objects.filter(_HOLDS, person=staff, closed_at__isnull=True)
        .select_related("entry", "entry__officer", "entry__lead_unit", "instead_of")
        .annotate(is_seen=Q(seen_at__isnull=False))
        .order_by("is_seen", F("due_on").asc(nulls_first=True), "-made_at", "-pk")
    )


def unseen_count(staff: Staff) -> int:
    return Reminder.objects.filter(_HOLDS, person=staff, closed_at__isnull=True, seen_at__isnull=True).count()


def message_counts() -> list[tuple[str, int]]:
    """How many messages stand in each state."""
    counts = dict(Message.objects.order_by().values_list("state").annotate(Count("pk")))
    return [(label, counts[state]) for state, label in MessageState.choices if state in counts]


def undelivered() -> QuerySet[Message]:
    """What an administrator must look at: refused, or not known to have been sent."""
    states = [MessageState.FAILED, MessageState.UNSURE]
    return Message.objects.filter(state__in=states).select_related("person").order_by("-made_at", "-pk")


def latest_messages() -> QuerySet[Message]:
    others = [state for state in MessageState if state not in {MessageState.FAILED, MessageState.UNSURE}]
    return Message.objects.filter(state__in=others).select_related("person").order_by("-made_at", "-pk")


def paused_channels() -> QuerySet[ChannelPause]:
    return ChannelPause.objects.order_by("since")


def people_without_mail() -> int:
    """Open accounts of people who do letters and have no address."""
    return Staff.objects.filter(is_active=True, role__in=[*UNIT_ROLES, *WHOLE_OFFICE], email="").count()


def feeds_of(staff: Staff) -> QuerySet[CalendarFeed]:
    return CalendarFeed.objects.filter(owner=staff, revoked_at__isnull=True).select_related("unit", "owner")


def all_feeds() -> QuerySet[CalendarFeed]:
    """Every link that opens, for the administrator."""
    return CalendarFeed.objects.filter(revoked_at__isnull=True).select_related("unit", "owner")


def units_with_feed(staff: Staff) -> QuerySet[Unit]:
    """The units whose calendar the person may have."""
    units = Unit.objects.filter(is_active=True)
    if staff.role in WHOLE_OFFICE:
        return units
    own = staff.unit_id if staff.role in UNIT_ROLES else None
    return units.none() if own is None else units.filter(pk=own)
