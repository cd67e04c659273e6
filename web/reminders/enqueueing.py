"""New reminders -> messages in the outbox: one a person and day for the digest, one each for what is urgent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pipeline.config import Office
from pipeline.deadlines import WorkCalendar
from web.organization.models import Staff
from web.register.models import RegisterEntry
from web.reminders.channels.apprise_channel import apprise_targets
from web.reminders.models import NOTICES, Channel, Message, MessageKind, MessageState, Reminder
from web.reminders.stages import Sending, when_to_send

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Way:
    """Where a reminder goes besides the app."""

    channel: Channel
    person: int | None = None
    target: str = ""

    @property
    def prefix(self) -> str:
        return f"{self.channel}:{self.person or self.target}"


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a message is about, before it has a row."""

    way: Way
    key: str
    sending: Sending


def enqueue(
    reminders: Iterable[Reminder], *, now: datetime, office: Office, calendar: WorkCalendar, is_first_pass: bool
) -> None:
    """Inside the transaction that made the reminders, so that none is without its message."""
    made = [reminder for reminder in reminders if reminder.stage not in NOTICES]
    with_mail = _people_with_mail(made) if office.mail is not None else set()
    targets = tuple(apprise_targets(office.reminders)) if made else ()
    urgency = _urgency_of(made)
    contents: dict[Envelope, list[int]] = {}
    for reminder in made:
        sending = when_to_send(
            reminder.stage,  # type: ignore[arg-type]  # a CharField with the values of Stage
            urgency=urgency[reminder.entry_id],
            due_on=reminder.due_on,
            now=now,
            is_first_pass=is_first_pass,
            calendar=calendar,
            config=office.reminders,
        )
        ways = [Way(Channel.MAIL, person=reminder.person_id)] if reminder.person_id in with_mail else []
        ways += [Way(Channel.APPRISE, target=target) for target in targets]
        for way in ways:
            contents.setdefault(_envelope(way, reminder, sending), []).append(reminder.pk)
    links = [
        Message.reminders.through(message_id=message, reminder_id=reminder)
        for envelope, ids in contents.items()
        for message in [_message(envelope, now, calendar)]
        for reminder in ids
    ]
    Message.reminders.through.objects.bulk_create(links, batch_size=CHUNK, ignore_conflicts=True)


def _envelope(way: Way, reminder: Reminder, sending: Sending) -> Envelope:
    if sending.digest_of is not None:
        return Envelope(way, f"{way.prefix}:digest", sending)
    return Envelope(way, f"{way.prefix}:{reminder.entry_id}:{reminder.key}", sending)


def _message(envelope: Envelope, now: datetime, calendar: WorkCalendar) -> int:
    """The row, made or found. A digest that is on its way takes nothing more; then the next day's does."""
    day = envelope.sending.digest_of
    while True:
        key = envelope.key if day is None else f"{envelope.key}:{day}"
        message, is_new = Message.objects.select_for_update().get_or_create(
            key=key,
            defaults={
                "channel": envelope.way.channel,
                "kind": MessageKind.SINGLE if day is None else MessageKind.DIGEST,
                "person_id": envelope.way.person,
                "target": envelope.way.target,
                "made_at": now,
                "not_before": _not_before(envelope.sending, day),
            },
        )
        if is_new or day is None or message.state == MessageState.PENDING:
            return message.pk
        day = calendar.add_workdays(day, 1)


def _not_before(sending: Sending, day: date | None) -> datetime:
    if day is None or sending.digest_of is None:
        return sending.at
    return sending.at + timedelta(days=(day - sending.digest_of).days)


def _people_with_mail(reminders: Iterable[Reminder]) -> set[int]:
    people = {reminder.person_id for reminder in reminders}
    return set(Staff.objects.filter(pk__in=people, is_active=True).exclude(email="").values_list("pk", flat=True))


def _urgency_of(reminders: list[Reminder]) -> dict[int, int]:
    entries = sorted({reminder.entry_id for reminder in reminders})
    found: dict[int, int] = {}
    for start in range(0, len(entries), CHUNK):
        rows = RegisterEntry.objects.filter(pk__in=entries[start : start + CHUNK]).order_by()
        found.update(rows.values_list("pk", "urgency"))
    return found
