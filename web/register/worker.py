"""Claims entries and reads them in a sandbox, one after another. May be killed at any moment."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from django.db import DatabaseError
from django.utils import timezone

from classifiers.store import active_version
from pipeline.calendar_file import calendar_stamp
from pipeline.config import Office
from pipeline.documents import ProcessedDocument
from pipeline.errors import ConfigError, IntakeError, StoreUnreachableError
from pipeline.first_page import drop_first_page, load_first_page
from pipeline.process import Reader, load_libraries
from pipeline.sandbox import Sandbox
from web.originals import originals_of
from web.register import queue
from web.register.models import RegisterEntry
from web.register.processing import save_failure, save_reading
from web.register.queries import is_cleared_of_secrecy
from web.register.services import Heartbeat, drop_broken_connection

logger = logging.getLogger(__name__)

IDLE_SECONDS = 0.2
STORE_AGAIN_SECONDS = 5.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Job:
    path: Path
    received_on: date
    is_cleared_of_secrecy: bool
    first_page: Path  # the folder in which the intake may have left page 1


class Worker:
    """One reading at a time; `work_once` is the step that `work` repeats."""

    def __init__(self, office: Office, load_reader: Callable[[Office], Reader]) -> None:
        self._office = office
        self._originals = originals_of(office)
        self._originals.let_go()  # what a worker that was killed held; it may be a secret that another one found out
        self._load_reader = load_reader
        self._loaded: tuple[object, object] | None = None
        self._sandbox: Sandbox[Job, ProcessedDocument] | None = None
        self._heartbeat = Heartbeat(f"worker-{os.environ.get('VANTHU_WORKER', '1')}")

    def work(self) -> None:
        """Work until the process is ended."""
        while True:
            try:
                worked = self.work_once(timezone.now())
                self._heartbeat.beat()
            except DatabaseError:
                drop_broken_connection(logger)
                worked = False
            if not worked:
                time.sleep(IDLE_SECONDS)

    def work_once(self, now: datetime) -> bool:
        """Claim and read one entry; False when none waits."""
        self._follow_changes()
        claim = queue.claim_next(now)
        if claim is not None:
            self._read_claimed(claim)
        return claim is not None

    def read_letter(self, entry_id: int, now: datetime) -> bool:
        """Claim and read this entry; False when it does not wait, or somebody else has it."""
        self._follow_changes()
        claim = queue.claim(entry_id, now)
        if claim is not None:
            self._read_claimed(claim)
        return claim is not None

    def beat(self) -> None:
        """Say that this worker is alive."""
        self._heartbeat.beat()

    def _read_claimed(self, claim: queue.Claim) -> None:
        entry = RegisterEntry.objects.only("sha256", "received_at", "source_key").get(pk=claim.entry_id)
        try:
            document = self._read(claim, entry)
        except IntakeError as error:
            logger.info("entry %s attempt %s: %s (%s)", claim.entry_id, claim.attempt, error.code, error)
            self._patiently(claim, partial(self._save_failure, claim, error))
        else:
            if document is not None and save_reading(claim, document):
                drop_first_page(self._office.page_cache / entry.sha256)  # whoever reads it again wants a new look
        self._originals.let_go(entry.sha256)

    def close(self) -> None:
        if self._sandbox is not None:
            self._sandbox.close()

    def _read(self, claim: queue.Claim, entry: RegisterEntry) -> ProcessedDocument | None:
        """Read in the child while the lease is kept; None when the lease was lost."""
        if claim.attempt > queue.MAX_ATTEMPTS:
            raise IntakeError(
                "given up", sentence="Máy đã thử đọc 3 lần mà lần nào cũng bị ngắt. Văn thư xem tệp và nhập tay."
            )
        with ExitStack() as held:
            path = self._patiently(claim, lambda: held.enter_context(self._originals.at_hand(entry.sha256)))
            return self._read_file(claim, entry, path) if path is not None else None

    def _read_file(self, claim: queue.Claim, entry: RegisterEntry, path: Path) -> ProcessedDocument | None:
        assert self._sandbox is not None  # noqa: S101  _follow_changes made it
        received_on, is_cleared = timezone.localdate(entry.received_at), is_cleared_of_secrecy(entry.source_key)
        self._sandbox.submit(Job(path, received_on, is_cleared, self._office.page_cache / entry.sha256))
        while not self._sandbox.poll(queue.LEASE.total_seconds() / 3):
            if not queue.keep(claim, timezone.now()):
                logger.warning("entry %s attempt %s: lease lost", claim.entry_id, claim.attempt)
                self._sandbox.close()
                return None
        return self._sandbox.result()

    def _save_failure(self, claim: queue.Claim, error: IntakeError) -> bool:
        return save_failure(claim, error, originals=self._originals, page_cache=self._office.page_cache)

    def _patiently(self, claim: queue.Claim, step: Callable[[], T]) -> T | None:
        """Keep the lease while the store cannot be reached: an outage uses up no attempt. None: the lease was lost."""
        while True:
            try:
                return step()
            except StoreUnreachableError as error:
                logger.warning("entry %s attempt %s waits: %s", claim.entry_id, claim.attempt, error)
            if not queue.keep(claim, timezone.now()):
                return None
            self._heartbeat.beat()
            time.sleep(STORE_AGAIN_SECONDS)

    def _follow_changes(self) -> None:
        """Load the model that is active now and the table of days off: a change reaches the next letter."""
        current = active_version(self._office.models), calendar_stamp(self._office.calendar_file)
        if self._sandbox is not None and current == self._loaded:
            return
        self._loaded = current
        try:
            reader = self._load_reader(self._office)
        except ConfigError:
            if self._sandbox is None:
                raise
            logger.exception("the configuration cannot be used, going on with what was loaded before")
            return
        load_libraries()
        self.close()
        limits = self._office.limits
        self._sandbox = Sandbox(
            lambda job: reader.read(
                job.path,
                received_on=job.received_on,
                is_cleared_of_secrecy=job.is_cleared_of_secrecy,
                first_page=load_first_page(job.first_page),
            ),
            seconds=limits.seconds_per_file,
            memory_mb=limits.memory_mb,
        )
