"""A real mail server on a free port: keeps what it accepted, and can be asked to be slow, to refuse, or to be away."""

from __future__ import annotations

import asyncio
import email
import email.policy
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.home import free_port

OK = "250 OK"


@dataclass(frozen=True)
class Accepted:
    """A mail that the server has taken over."""

    message_id: str
    to: str
    subject: str
    body: str


@dataclass
class MailServer:
    """`rcpt_answer` and `data_answer` say what the server answers; `after_accepting` runs before the answer leaves."""

    port: int = field(default_factory=free_port)
    accepted: list[Accepted] = field(default_factory=list)
    rcpt_answer: Callable[[str], str] = lambda _address: OK
    data_answer: Callable[[Accepted], str] = lambda _mail: OK
    after_accepting: Callable[[Accepted], None] = lambda _mail: None
    hangs_up: bool = False  # in the middle of a letter, which it then has not taken over
    _controller: Controller | None = None

    def start(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    @property
    def times_accepted(self) -> Counter[str]:
        """Message-ID -> how often a mail with it came in."""
        return Counter(mail.message_id for mail in self.accepted)

    async def handle_RCPT(  # noqa: N802  the name that aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = self.rcpt_answer(address)
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, smtp: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        mail = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        body = mail.get_content()
        found = Accepted(str(mail["Message-ID"]), envelope.rcpt_tos[0], str(mail["Subject"]).strip(), body)
        if self.hangs_up:
            assert isinstance(smtp.transport, asyncio.Transport)
            smtp.transport.abort()
            return OK
        answer = self.data_answer(found)
        if answer == OK:
            self.accepted.append(found)
            await asyncio.get_running_loop().run_in_executor(None, self.after_accepting, found)
        return answer
