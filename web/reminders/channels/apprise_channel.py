"""A letter -> one address of Apprise: the chat or telephone service that an office already has."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from pipeline.config_reminders import ReminderConfig
from web.reminders.channels import ChannelDownError, HandOver, Letter


def apprise_targets(config: ReminderConfig) -> Mapping[str, str]:
    """Digest -> address. The addresses hold keys, so the database knows only their digests."""
    addresses = [*config.apprise_urls, *_addresses_of_file(config)]
    return {hashlib.sha256(address.encode()).hexdigest()[:32]: address for address in addresses}


def _addresses_of_file(config: ReminderConfig) -> list[str]:
    """One a line; empty lines and lines that begin with # are skipped. A file that is not there holds none."""
    if config.apprise_file is None:
        return []
    try:
        lines = config.apprise_file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]


def send_to_apprise(letter: Letter, address: str, hand_over: HandOver) -> None:
    """Apprise says only whether it worked: what failed is tried again later."""
    import apprise  # heavy, and most offices have none

    service = apprise.Apprise()
    if not service.add(address):
        raise ChannelDownError("Địa chỉ Apprise không đúng dạng. Xem reminders.apprise_urls trong ward.toml.")
    hand_over()
    if not service.notify(title=letter.subject, body=letter.body):
        raise ChannelDownError("Kênh Apprise không nhận tin: máy không có mạng, hoặc khóa đã hết hiệu lực.")
