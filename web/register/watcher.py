"""The inbox, watched: look, take in, sleep until an event or the next rescan."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from django.db import DatabaseError
from watchdog.observers.api import BaseObserver

from pipeline.config import Office
from pipeline.extract.ocr import OcrEngine
from pipeline.inbox import Inbox, watch_folder
from pipeline.inbox_drop import remove_abandoned
from pipeline.inspect_file import FirstLook, Inspector
from pipeline.process import pages_at_once
from pipeline.sandbox import Sandbox
from web.originals import originals_of
from web.register.edxml_intake import remove_left_in_memory
from web.register.intake import Intake, IntakeSettings
from web.register.services import Heartbeat, drop_broken_connection

logger = logging.getLogger(__name__)

# Files that are looked at together before they get their numbers; the workers need the cores too.
MOST_INSPECTIONS = 2

Inspection = Sandbox[Path, FirstLook]


class Watcher:
    """Runs the intake of one office for ever; every step may be cut off."""

    def __init__(self, office: Office, ocr: OcrEngine | None) -> None:
        self._config = office.inbox
        self._heartbeat = Heartbeat("watcher")
        self._inbox, self._intake = open_inbox(office, inspections(office, ocr), after_each_file=self._heartbeat.beat)
        self._observer: BaseObserver | None = None
        remove_left_in_memory()

    def watch(self) -> None:
        while True:
            self._ensure_observer()
            try:
                waiting = self._intake.take_all(time.monotonic())
                self._heartbeat.beat()
            except DatabaseError:
                drop_broken_connection(logger)
                waiting = 1
            self._inbox.wait(self._config.settle_seconds / 2 if waiting else self._config.rescan_seconds)

    def _ensure_observer(self) -> None:
        """Without events (a share that went away, no inotify watches left) the rescan still finds every file."""
        if self._observer is not None and self._observer.is_alive():
            return
        try:
            self._observer = watch_folder(self._inbox, observer=self._config.observer)
        except OSError as error:
            logger.warning("no folder events: %s", error.strerror)
            self._observer = None


def inspections(office: Office, ocr: OcrEngine | None) -> list[Inspection]:
    """What looks at new files, as many at once as there are."""
    limits = office.limits
    return [
        Sandbox(Inspector(ocr), seconds=limits.seconds_per_file, memory_mb=limits.memory_mb)
        for _ in range(min(pages_at_once(jobs=1), MOST_INSPECTIONS))
    ]


def open_inbox(
    office: Office,
    inspect: Sequence[Inspection],
    *,
    after_each_file: Callable[[], None],
    most_at_once: int | None = None,
) -> tuple[Inbox, Intake]:
    """The inbox of an office and what takes in from it; what a killed watcher left unfinished is removed."""
    folder = office.inbox.folder
    folder.mkdir(parents=True, exist_ok=True)
    inbox = Inbox(folder, settle_seconds=office.inbox.settle_seconds)
    originals = originals_of(office)
    settings = IntakeSettings(
        originals,
        office.page_cache,
        after_each_file=after_each_file,
        # With an object store other machines read too, and would not purge what lies in a cache of this one.
        keeps_first_page=office.object_store is None,
        most_at_once=most_at_once,
    )
    originals.remove_unfinished()
    remove_abandoned(folder, time.time())
    return inbox, Intake(inbox, inspect, settings)
