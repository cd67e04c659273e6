"""Reminders of people, the outbox that carries them out of the app, and secret calendar links."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from web.organization.models import Staff, Unit
from web.register.models import RegisterEntry


class Stage(models.TextChoices):
    """Why a person is reminded: stages of a deadline, and notices of what somebody else did."""

    ARRIVED = "arrived", "Văn bản khẩn mới đến"
    BEFORE = "before", "Sắp đến hạn"
    TODAY = "today", "Hạn hôm nay"
    OVERDUE = "overdue", "Quá hạn"
    MEETING = "meeting", "Sắp họp"
    GIVEN = "given", "Được giao việc"
    RETURNED = "returned", "Đơn vị trả lại"
    EXTENSION_ASKED = "extension_asked", "Xin gia hạn"
    EXTENSION_DECIDED = "extension_decided", "Trả lời xin gia hạn"
    DIRECTED = "directed", "Lãnh đạo cho ý kiến"


NOTICES = (Stage.GIVEN, Stage.RETURNED, Stage.EXTENSION_ASKED, Stage.EXTENSION_DECIDED, Stage.DIRECTED)
OF_THE_MORNING = (Stage.BEFORE, Stage.TODAY, Stage.OVERDUE)  # these wait for the digest


class Reminder(models.Model):
    """What one person is told of one letter, once. It is always in the app; the outbox may carry it further.

    `key` is the stage with the day it counts for ("before-3:2026-11-05"), so that a new date counts anew.
    `closed_at`: it is over (done, new date), or a later stage says more.
    """

    entry = models.ForeignKey(RegisterEntry, on_delete=models.PROTECT, related_name="reminders")
    person = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="reminders")
    instead_of = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")  # who is away
    stage = models.CharField(max_length=20, choices=Stage)
    key = models.CharField(max_length=60)
    due_on = models.DateField("hạn", null=True)
    meeting_at = models.DateTimeField("họp lúc", null=True)
    note = models.TextField("ghi chú", blank=True)  # of a notice: the reason that somebody gave
    made_at = models.DateTimeField("nhắc lúc")
    seen_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "person", "key"], name="one_reminder_a_stage"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["person", "-made_at"], name="reminders_of_a_person", condition=models.Q(closed_at__isnull=True)
            ),
            models.Index(
                fields=["person", "stage"],
                name="unseen_reminders",
                condition=models.Q(closed_at__isnull=True, seen_at__isnull=True),
            ),
            models.Index(fields=["entry"], name="open_reminders", condition=models.Q(closed_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.key} of entry {self.entry_id} for person {self.person_id}"


class PlannedDay(models.Model):
    """The first pass of this day was made: what comes later waits for the next digest."""

    day = models.DateField(primary_key=True)
    planned_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"


class Channel(models.TextChoices):
    MAIL = "mail", "Thư điện tử"
    APPRISE = "apprise", "Kênh Apprise"


class MessageKind(models.TextChoices):
    SINGLE = "single", "Nhắc ngay"
    DIGEST = "digest", "Bản tin buổi sáng"
    TEST = "test", "Gửi thử"


class MessageState(models.TextChoices):
    """Of a message in the outbox."""

    PENDING = "pending", "Chờ gửi"
    SENDING = "sending", "Đang gửi"
    SENT = "sent", "Đã gửi"
    FAILED = "failed", "Không gửi được"
    UNSURE = "unsure", "Chưa rõ đã gửi"  # the sender was killed between handing over and the answer
    DROPPED = "dropped", "Không cần gửi nữa"  # everything in it was done before it went out


class Message(models.Model):
    """One thing to send: a line of the outbox. `key` names what it says, so it is made once.

    `attempts` is the fencing token of the lease; `refusals` counts what this message was refused for, not the
    times when the whole channel was down. `handed_at` stands from just before the last byte until the answer.
    """

    key = models.CharField(max_length=120, unique=True)
    channel = models.CharField(max_length=10, choices=Channel)
    kind = models.CharField(max_length=10, choices=MessageKind)
    person = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")  # None: the office's
    target = models.CharField(max_length=32, blank=True)  # which Apprise address, as a digest; they hold keys
    reminders = models.ManyToManyField(Reminder, related_name="messages")
    made_at = models.DateTimeField()
    not_before = models.DateTimeField("gửi từ lúc")
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    refusals = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField("gửi lúc", null=True)
    trouble = models.TextField("vướng mắc", blank=True)  # the sentence for the administrator, Vietnamese

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["state", "not_before"], name="messages_by_state"),
        ]

    def __str__(self) -> str:
        return f"message {self.key}"


class ChannelPause(models.Model):
    """A channel that is down as a whole (no answer, wrong password): nothing is tried before `until`."""

    channel = models.CharField(max_length=80, primary_key=True)  # with the Apprise address it belongs to
    since = models.DateTimeField()
    until = models.DateTimeField()
    failures = models.PositiveIntegerField(default=1)
    trouble = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.channel


class CalendarFeed(models.Model):
    """A secret address from which a calendar program fetches; only its digest is kept, so it is shown once."""

    token_sha256 = models.CharField(max_length=64, unique=True)
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="feeds")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")  # None: the owner's own work
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        return f"feed {self.pk}"


class ReminderEvent(models.TextChoices):
    """What the audit record says of the outbox."""

    MAIL_RETRIED = "MAIL_RETRIED", "Gửi lại thư nhắc việc"
    MAIL_TESTED = "MAIL_TESTED", "Gửi thử thư nhắc việc"
