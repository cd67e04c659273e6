"""A letter -> the office's mail server, through Django's mail. Knows exactly when the server takes it over."""

from __future__ import annotations

import re
import smtplib
from contextlib import suppress
from email.utils import parseaddr
from pathlib import Path

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

from pipeline.config_reminders import MailConfig
from web.reminders.channels import (
    ChannelDownError,
    HandOver,
    Letter,
    NoAnswerError,
    RefusedError,
    RefusedForGoodError,
)

STEP_SECONDS = 20  # each step of the conversation before the letter itself
ANSWER_SECONDS = 240  # virus scanners take their time, and giving up early would send twice
LINE_END = re.compile(rb"\r\n|\r|\n")
START_OF_LINE_DOT = re.compile(rb"(?m)^\.")
OK = 250
ACCEPTED_RECIPIENT = (250, 251)
SERVICE_CLOSING = 421
SEND_NOW = 354
PERMANENT = 500


def send_mail(letter: Letter, config: MailConfig, hand_over: HandOver) -> None:
    """Return when the server has taken the letter; raises what `web.reminders.channels` names."""
    message = EmailMessage(
        letter.subject,
        letter.body,
        config.sender,
        [letter.to],
        headers={
            "Message-ID": letter.message_id,
            "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers
        },
    )
    recipient = _plain_address(letter.to)
    content = LINE_END.sub(b"\r\n", message.message().as_bytes())
    backend = _backend(config)
    connection = _opened(backend, config)
    try:
        _converse(connection, config, recipient, content, hand_over)
    finally:
        with suppress(OSError):  # SMTPException is one too
            backend.close()


def _backend(config: MailConfig) -> EmailBackend:
    return EmailBackend(
        host=config.host,
        port=config.port,
        username=config.user or "",
        password=_password(config.password_file) if config.password_file else "",
        use_tls=config.security == "starttls",
        use_ssl=config.security == "tls",
        timeout=STEP_SECONDS,
        fail_silently=False,
    )


def _opened(backend: EmailBackend, config: MailConfig) -> smtplib.SMTP:
    try:
        backend.open()
    except smtplib.SMTPAuthenticationError as error:
        raise ChannelDownError(
            "Máy chủ thư không nhận tên và mật khẩu. Xem lại mail.user và tệp mật khẩu trong ward.toml."
        ) from error
    except OSError as error:
        raise ChannelDownError(
            f"Máy chủ thư {config.host}:{config.port} không trả lời, hoặc từ chối kết nối."
        ) from error
    assert backend.connection is not None  # noqa: S101  open() has made it
    return backend.connection


def _password(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ChannelDownError(f"Không đọc được tệp mật khẩu thư {file}.") from error


def _plain_address(address: str) -> str:
    try:
        return sanitize_address(address, "utf-8")
    except ValueError as error:
        raise RefusedForGoodError(f"Địa chỉ thư «{address}» không đúng dạng.") from error


def _converse(
    connection: smtplib.SMTP, config: MailConfig, recipient: str, content: bytes, hand_over: HandOver
) -> None:
    """The steps of RFC 5321 one by one, because `hand_over` belongs just before the letter itself."""
    try:
        connection.ehlo_or_helo_if_needed()
        code, answer = connection.mail(parseaddr(sanitize_address(config.sender, "utf-8"))[1])
        if code != OK:
            raise ChannelDownError(f"Máy chủ thư không nhận người gửi {config.sender}: {_words(code, answer)}")
        code, answer = connection.rcpt(recipient)
        if code not in ACCEPTED_RECIPIENT:
            raise _refusal(code, answer)
        code, answer = connection.docmd("DATA")
        if code != SEND_NOW:
            raise _refusal(code, answer)
    except OSError as error:
        raise ChannelDownError("Máy chủ thư ngắt kết nối giữa chừng.") from error
    hand_over()
    try:
        if connection.sock is not None:
            connection.sock.settimeout(ANSWER_SECONDS)
        connection.send(START_OF_LINE_DOT.sub(b"..", content) + b"\r\n.\r\n")
        code, answer = connection.getreply()
    except OSError as error:
        if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):  # smtplib renames it
            raise NoAnswerError from error
        # Without its answer the server has not taken the letter over (RFC 5321, 6.1): it is sent again, same id.
        raise ChannelDownError("Máy chủ thư ngắt kết nối khi đang nhận thư.") from error
    if code != OK:
        raise _refusal(code, answer)


def _refusal(code: int, answer: bytes) -> ChannelDownError | RefusedError:
    words = _words(code, answer)
    if code == SERVICE_CLOSING:
        return ChannelDownError(f"Máy chủ thư đang tạm ngừng: {words}")
    if code >= PERMANENT:
        return RefusedForGoodError(f"Máy chủ thư không nhận thư này: {words}")
    return RefusedError(f"Máy chủ thư tạm không nhận thư này: {words}")


def _words(code: int, answer: bytes) -> str:
    return f"{code} {answer.decode('utf-8', 'replace')}"[:300]
