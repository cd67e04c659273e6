"""Sends what the outbox holds, one message after another. May be killed at any moment."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError
from django.utils import timezone

from pipeline.config import Office
from web.register.services import Heartbeat, drop_broken_connection
from web.reminders import outbox
from web.reminders.calendars import OfficeCalendar
from web.reminders.channels import ChannelDownError, Letter, NoAnswerError, RefusedError, RefusedForGoodError
from web.reminders.channels.apprise_channel import apprise_targets, send_to_apprise
from web.reminders.channels.mail_channel import send_mail
from web.reminders.composing import compose
from web.reminders.models import Channel, Message
from web.reminders.outbox import Claim, LeaseLostError

logger = logging.getLogger(__name__)

IDLE_SECONDS = 1.0
TRIES_TO_NOTE = 10  # a message that went out must be noted as sent, also when the database is busy for a moment
OVER = "Việc đã xong hoặc đã đổi hạn trước khi gửi."
NO_ADDRESS = "Người nhận không còn địa chỉ thư, tài khoản đã khóa, hoặc kênh đã bỏ khỏi ward.toml."


class Postman:
    """`post_once` is the step that `run` repeats."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._calendar = OfficeCalendar(office)
        self._heartbeat = Heartbeat("postman")

    def run(self) -> None:
        """Run until the process is ended."""
        while True:
            try:
                posted = self.post_once(timezone.now())
                self._heartbeat.beat()
            except DatabaseError:
                drop_broken_connection(logger)
                posted = False
            if not posted:
                time.sleep(IDLE_SECONDS)

    def post_once(self, now: datetime) -> bool:
        """Claim and send one message; False when none waits."""
        if outbox.settle_killed(now):
            logger.warning("a sender was killed while it handed a message over")
        claim = outbox.claim_next(now)
        if claim is None:
            return False
        message = Message.objects.select_related("person").get(pk=claim.message_id)
        letter = compose(message, now=now, office=self._office, calendar=self._calendar.current())
        if letter is None:
            outbox.drop(claim, OVER)
            return True
        send = self._way_of(message, letter)
        if send is None:
            outbox.drop(claim, NO_ADDRESS)
            return True
        self._send(claim, message, send, now)
        return True

    def _way_of(self, message: Message, letter: Letter) -> Callable[[Callable[[], None]], None] | None:
        """What sends the letter; None when there is no way to the person any more."""
        if message.channel == Channel.APPRISE:
            address = apprise_targets(self._office.reminders).get(message.target)
            return None if address is None else lambda hand_over: send_to_apprise(letter, address, hand_over)
        config = self._office.mail
        if config is None or message.person is None or not message.person.is_active or not letter.to:
            return None
        return lambda hand_over: send_mail(letter, config, hand_over)

    def _send(self, claim: Claim, message: Message, send: Callable[[Callable[[], None]], None], now: datetime) -> None:
        name = outbox.channel_name(message)
        try:
            send(lambda: outbox.note_handing_over(claim, now))
        except LeaseLostError:
            logger.warning("message %s: lease lost before handing over", message.pk)
        except ChannelDownError as error:
            logger.info("message %s waits, %s is down", message.pk, message.channel)
            outbox.pause_channel(claim, name, str(error), now)
        except RefusedError as error:
            logger.info("message %s was refused", message.pk)
            outbox.note_refused(claim, str(error), now, for_good=isinstance(error, RefusedForGoodError))
            outbox.channel_works(name)
        except NoAnswerError:
            logger.warning("message %s: no answer after handing over", message.pk)
            outbox.note_unsure(claim)
        else:
            _noted(lambda: outbox.note_sent(claim, now))
            outbox.channel_works(name)


def _noted(note: Callable[[], None]) -> None:
    for attempt in range(1, TRIES_TO_NOTE + 1):
        try:
            note()
        except DatabaseError:
            if attempt == TRIES_TO_NOTE:
                raise
            time.sleep(IDLE_SECONDS)
        else:
            return
