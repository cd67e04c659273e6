"""The services of a city: what an office's watcher, timer and postman do, for one ward after the other."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from django.db import DatabaseError
from django.utils import timezone

from pipeline.config_city import CITY_OFFICE
from pipeline.extract.ocr import OcrEngine
from pipeline.inbox import Inbox, add_folder, new_observer
from web.city.base_model import follow_base
from web.city.wards import NEW_WARDS_SECONDS, WardOffice, all_offices, this_city
from web.offices import office_at
from web.register.edxml_intake import remove_left_in_memory
from web.register.intake import Intake
from web.register.services import Heartbeat, drop_broken_connection
from web.register.watcher import inspections, open_inbox
from web.reminders.postman import Postman
from web.timer import Timer
from web.wards import serving

logger = logging.getLogger(__name__)

ROUND_SECONDS = 1.0  # of few wards
BETWEEN_WARDS_SECONDS = 0.06  # 168 wards have their turn within eleven seconds; asking faster keeps a core busy
LOOK_SECONDS = 0.2
AGAIN_SECONDS = 2.0
FILES_A_TURN = 20  # one or two seconds of a ward that drops thousands

T = TypeVar("T")


@contextmanager
def turn_of(ward: WardOffice) -> Iterator[None]:
    """Serve the ward; what goes wrong in its turn must not stop the turns of the others."""
    try:
        with serving(ward.code):
            yield
    except DatabaseError:
        drop_broken_connection(logger)
    except Exception:
        logger.exception("ward %s: its turn failed", ward.code)


class WardTable(Generic[T]):
    """What a service keeps for each ward; made when the ward is first seen, while that ward is served."""

    def __init__(self, make: Callable[[WardOffice], T]) -> None:
        self._make = make
        self._known: dict[str, tuple[WardOffice, T]] = {}
        self._looked_at = -NEW_WARDS_SECONDS

    def all(self) -> list[tuple[WardOffice, T]]:
        """Every ward of now."""
        if time.monotonic() - self._looked_at >= NEW_WARDS_SECONDS:
            self._looked_at = time.monotonic()
            try:
                wards = all_offices()
            except DatabaseError:  # those that are known go on
                drop_broken_connection(logger)
                wards = []
            for ward in wards:
                if ward.code not in self._known:
                    with turn_of(ward):
                        self._known[ward.code] = ward, self._make(ward)
        return list(self._known.values())


class _WardInbox:
    """One ward's inbox and when it is looked at next."""

    def __init__(self, inbox: Inbox, intake: Intake, ward: WardOffice) -> None:
        self._inbox = inbox
        self._intake = intake
        self._config = ward.office.inbox
        self._look_at = 0.0

    def step(self, now: float) -> None:
        """Nothing, unless an event came or the time is over; a turn takes in FILES_A_TURN at most."""
        if not self._inbox.wait(0) and now < self._look_at:
            return
        self._look_at = now + AGAIN_SECONDS  # should this look fail
        waiting = self._intake.take_all(now)
        self._look_at = time.monotonic() + (self._config.settle_seconds / 2 if waiting else self._config.rescan_seconds)


class CityWatcher:
    """The inboxes of all wards, with the same few sandboxes to look into new files."""

    def __init__(self, ocr: OcrEngine | None) -> None:
        city_office = office_at(this_city().home)
        self._inspect = inspections(city_office, ocr)
        self._observer = new_observer(city_office.inbox.observer)
        self._observer.start()
        self._heartbeat = Heartbeat("watcher")
        self._inboxes = WardTable(self._open)
        remove_left_in_memory()

    def watch(self) -> None:
        """Run until the process is ended."""
        while True:
            for ward, inbox in self._inboxes.all():
                with turn_of(ward):
                    inbox.step(time.monotonic())
                    self._heartbeat.beat()
            time.sleep(LOOK_SECONDS)

    def _open(self, ward: WardOffice) -> _WardInbox:
        inbox, intake = open_inbox(
            ward.office, self._inspect, after_each_file=self._heartbeat.beat, most_at_once=FILES_A_TURN
        )
        try:
            add_folder(self._observer, inbox)
        except OSError as error:  # no watches left: the rescan still finds every file
            logger.warning("no folder events for %s: %s", ward.code, error.strerror)
        return _WardInbox(inbox, intake, ward)


class CityTimer:
    """Reminders of all wards; trainings and backups one after the other, so that a night does not start 168 at once."""

    def __init__(self) -> None:
        self._timers = WardTable(lambda ward: Timer(ward.office))
        self._heartbeat = Heartbeat("timer")

    def run(self) -> None:
        """Run until the process is ended."""
        while True:
            wards = self._timers.all()
            for ward, timer in wards:
                with turn_of(ward):
                    self.step(ward, timer)
                    self._heartbeat.beat()
                time.sleep(_pause(len(wards)))

    def step(self, ward: WardOffice, timer: Timer) -> None:
        """One turn; call while serving the ward."""
        now = timezone.now()
        busy = next((other for _, other in self._timers.all() if other.is_at_heavy_work), None)
        if busy is None or busy is timer:
            timer.start_heavy(now)
        timer.remind(now)
        self._follow_base(ward)

    def _follow_base(self, ward: WardOffice) -> None:
        if ward.code == CITY_OFFICE:
            return
        version = follow_base(ward.office, office_at(this_city().home))
        if version is not None:
            logger.info("ward %s goes on with the base model as its version %s", ward.code, version)


class CityPostman:
    """The outboxes of all wards, one message of each by turns."""

    def __init__(self) -> None:
        self._postmen = WardTable(lambda ward: Postman(ward.office))
        self._heartbeat = Heartbeat("postman")

    def run(self) -> None:
        """Run until the process is ended."""
        while True:
            wards = self._postmen.all()
            for ward, postman in wards:
                posted = False
                with turn_of(ward):
                    posted = postman.post_once(timezone.now())
                    self._heartbeat.beat()
                if not posted:
                    time.sleep(_pause(len(wards)))


def _pause(wards: int) -> float:
    """Seconds after each ward."""
    return max(BETWEEN_WARDS_SECONDS, ROUND_SECONDS / max(1, wards))
