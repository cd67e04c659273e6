"""Ways out of the machine. Each takes a letter and says when it is about to hand it over; what goes wrong is ours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

HandOver = Callable[[], None]  # called just before the last byte; raises when the sender lost its lease


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent. `message_id` is the same however often the letter is sent."""

    subject: str
    body: str
    message_id: str
    to: str = ""


class SendingError(Exception):
    """Not sent, for certain. The text is a sentence for the administrator."""


class ChannelDownError(SendingError):
    """Nothing can be sent there now: no answer, a wrong password, a wrong setting."""


class RefusedError(SendingError):
    """This letter was refused; others may pass."""


class RefusedForGoodError(RefusedError):
    """Trying again will not help: there is no such address."""


class NoAnswerError(Exception):
    """Handed over, and no answer came: sent or not, nobody knows."""
