"""Which services are alive: each one beats; a page that finds one silent says so."""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from web.register.models import ServiceBeat
from web.wards import serving_city_office

BEAT_SECONDS = 10.0
SILENT_AFTER = timedelta(seconds=90)


class Heartbeat:
    """Of one service; `beat` may be called as often as its loop turns."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._last_at = -BEAT_SECONDS

    def beat(self) -> None:
        now = time.monotonic()
        if now - self._last_at >= BEAT_SECONDS:
            with serving_city_office():
                ServiceBeat.objects.update_or_create(name=self._name, defaults={"seen_at": timezone.now()})
            self._last_at = now


def drop_broken_connection(logger: logging.Logger) -> None:
    """After a DatabaseError: say so, and let the next step begin with a new connection if this one is dead."""
    logger.exception("database not available, trying again")
    connection.close_if_unusable_or_obsolete()


def last_beats() -> dict[str, datetime]:
    """When each service gave its last sign of life."""
    with serving_city_office():
        return dict(ServiceBeat.objects.values_list("name", "seen_at"))


def silent_services(now: datetime) -> tuple[str, ...]:
    """Sentences for the clerk about services that stand still; empty when all is well."""
    alive = {name for name, seen_at in last_beats().items() if now - seen_at < SILENT_AFTER}
    sentences = []
    if "watcher" not in alive:
        sentences.append("Bộ theo dõi thư mục nhận văn bản đang dừng: tệp mới thả vào chưa được nhận. Báo quản trị.")
    if not any(name.startswith("worker") for name in alive):
        sentences.append("Bộ đọc văn bản đang dừng: văn bản mới chưa được đọc. Báo quản trị.")
    if "timer" not in alive:
        sentences.append("Bộ hẹn giờ đang dừng: việc theo giờ và việc huấn luyện chưa chạy. Báo quản trị.")
    if "postman" not in alive:
        sentences.append(
            "Bộ gửi thư nhắc việc đang dừng: thư chưa được gửi, lời nhắc vẫn hiện trong chương trình. Báo quản trị."
        )
    return tuple(sentences)
