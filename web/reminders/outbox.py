"""The outbox row is the queue of what is sent: claim, hand over, note the answer. A lost lease changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from web.reminders.models import Channel, ChannelPause, Message, MessageState

LEASE = timedelta(minutes=10)  # longer than the slowest mail server may take
MOST_REFUSALS = 10
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)  # of one message
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=15), timedelta(minutes=5)  # of a channel
UNSURE_SENTENCE = (
    "Bộ gửi thư bị dừng, hoặc máy chủ thư không trả lời, đúng lúc đang trao thư này: có thể người nhận đã có thư. "
    "Người nhận vẫn thấy lời nhắc trên trang «Nhắc việc». Bấm «Gửi lại» nếu cần."
)


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to send one message; `attempt` is the fencing token that every write must show."""

    message_id: int
    attempt: int


class LeaseLostError(Exception):
    """Somebody else took the message over: nothing may be sent any more."""


def claim_next(now: datetime) -> Claim | None:
    """The message that waits longest: a new one, or one whose sender died before it handed anything over."""
    due = Q(state=MessageState.PENDING, not_before__lte=now)
    abandoned = Q(state=MessageState.SENDING, lease_until__lt=now, handed_at__isnull=True)
    waiting = Message.objects.filter(due | abandoned)
    for paused in ChannelPause.objects.filter(until__gt=now).values_list("channel", flat=True):
        channel, _, target = paused.partition(":")
        waiting = waiting.exclude(channel=channel, target=target)
    for message_id, attempts in waiting.order_by("not_before", "id").values_list("pk", "attempts")[:5]:
        claimed = (
            waiting.filter(pk=message_id, attempts=attempts)
            .order_by()
            .update(state=MessageState.SENDING, attempts=F("attempts") + 1, lease_until=now + LEASE, handed_at=None)
        )
        if claimed:
            return Claim(message_id, attempts + 1)
    return None


def settle_killed(now: datetime) -> int:
    """Handed over, then silence until the lease ran out: nobody knows, so it is not sent again by itself."""
    killed = Message.objects.filter(state=MessageState.SENDING, lease_until__lt=now, handed_at__isnull=False)
    return killed.update(state=MessageState.UNSURE, lease_until=None, trouble=UNSURE_SENTENCE)


def note_handing_over(claim: Claim, now: datetime) -> None:
    """Committed before the last byte leaves. Raises LeaseLostError: then it must not leave."""
    if held(claim).update(handed_at=now) != 1:
        raise LeaseLostError


def note_sent(claim: Claim, now: datetime) -> None:
    held(claim).update(state=MessageState.SENT, sent_at=now, lease_until=None, trouble="")


def note_unsure(claim: Claim) -> None:
    held(claim).update(state=MessageState.UNSURE, lease_until=None, trouble=UNSURE_SENTENCE)


def drop(claim: Claim, sentence: str) -> None:
    """Nothing is left to say, or nobody to say it to."""
    held(claim).update(state=MessageState.DROPPED, lease_until=None, trouble=sentence)


def note_refused(claim: Claim, sentence: str, now: datetime, *, for_good: bool) -> None:
    """Try again later, each time after twice as long; at last it stays as failed, for the administrator to see."""
    refusals = held(claim).values_list("refusals", flat=True).first()
    if refusals is None:
        return
    is_over = for_good or refusals + 1 >= MOST_REFUSALS
    held(claim).update(
        state=MessageState.FAILED if is_over else MessageState.PENDING,
        refusals=refusals + 1,
        lease_until=None,
        handed_at=None,
        not_before=now + min(FIRST_WAIT * 2**refusals, LONGEST_WAIT),
        trouble=sentence,
    )


def pause_channel(claim: Claim, name: str, sentence: str, now: datetime) -> None:
    """The channel is down: the message waits as before, and nothing is tried for a while. It is never given up."""
    pause, is_new = ChannelPause.objects.get_or_create(
        channel=name, defaults={"since": now, "until": now + FIRST_PAUSE, "trouble": sentence}
    )
    if not is_new:
        wait = min(FIRST_PAUSE * 2 ** min(pause.failures, 10), LONGEST_PAUSE)
        ChannelPause.objects.filter(pk=name).update(until=now + wait, failures=F("failures") + 1, trouble=sentence)
    held(claim).update(state=MessageState.PENDING, lease_until=None, handed_at=None, trouble=sentence)


def channel_works(name: str) -> None:
    ChannelPause.objects.filter(pk=name).delete()


def channel_name(message: Message) -> str:
    """Mail is one channel; each Apprise address is one of its own."""
    return f"{message.channel}:{message.target}" if message.channel == Channel.APPRISE else message.channel


def held(claim: Claim) -> QuerySet[Message]:
    """The message, if and only if this claim still holds it."""
    return Message.objects.filter(pk=claim.message_id, attempts=claim.attempt, state=MessageState.SENDING)
