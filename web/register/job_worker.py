"""Workers on PostgreSQL: procrastinate brings the jobs, `Readers` read. As many machines as one likes.

procrastinate's own loop (wake-ups, heartbeat, retries, periodic tasks) runs in a thread beside; letters are read in the
main thread, because the sandbox forks there and its children die with the thread that made them.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from django.db import DatabaseError
from django.utils import timezone
from procrastinate import App, JobContext, PsycopgConnector, RetryStrategy
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException

from web.register.jobs import READ_LETTER, READING, fair_priority
from web.register.services import drop_broken_connection
from web.register.worker import Worker

logger = logging.getLogger(__name__)

AGAIN_SECONDS = 2.0
AFTER_THE_LEASE = timedelta(seconds=15)
BEAT_SECONDS = 1.0
STALLED_SECONDS = 30.0  # as long as the lease of a letter
LOOK_FOR_JOBS_SECONDS = 5.0  # when no wake-up comes through
# Letters that wait and that no job would bring: restored from a backup, brought over from SQLite, a job that was lost.
FORGOTTEN = """
SELECT entry.id, entry.urgency FROM {schema}register_registerentry entry
WHERE entry.cancelled_at IS NULL
  AND (entry.state = 'RECEIVED' AND coalesce(entry.not_before, entry.received_at) < now() - interval '1 minute'
       OR entry.state = 'PROCESSING' AND entry.lease_until < now())
  AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs job WHERE job.task_name = %(task)s
                  AND job.status IN ('todo', 'doing') AND (job.args ->> 'entry_id')::bigint = entry.id
                  AND job.args ->> 'ward' IS NOT DISTINCT FROM %(ward)s)
ORDER BY entry.urgency DESC, entry.received_at, entry.id
"""


@dataclass(frozen=True, slots=True)
class Brought:
    """A job on the desk of the reading thread."""

    entry_id: int
    ward: str | None
    done: Future[None]


Desk = queue.Queue[Brought]


class Readers(Protocol):
    """What reads: the worker of one office, or those of the wards of a city."""

    def read(self, entry_id: int, ward: str | None) -> None: ...

    def beat(self) -> None: ...

    def wards(self) -> Sequence[str | None]:
        """Whose letters are looked after; [None]: one office."""


class OfficeReaders:
    """One office."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    def read(self, entry_id: int, ward: str | None) -> None:
        self._worker.read_letter(entry_id, timezone.now())

    def beat(self) -> None:
        self._worker.beat()

    def wards(self) -> Sequence[str | None]:
        return [None]


class JobWorker:
    """One letter at a time. May be killed, or cut off from the server, at any moment."""

    def __init__(self, readers: Readers, *, name: str) -> None:
        self._readers = readers
        self._name = name
        self._desk: Desk = queue.Queue()

    def work(self) -> None:
        """Work until the process is ended."""
        while True:
            bringing = threading.Thread(target=self._bring_jobs, name="jobs", daemon=True)
            bringing.start()
            while bringing.is_alive():
                self._read_next()
            time.sleep(AGAIN_SECONDS)

    def _read_next(self) -> None:
        try:
            self._readers.beat()
            brought = self._desk.get(timeout=BEAT_SECONDS)
        except queue.Empty:
            return
        except DatabaseError:
            drop_broken_connection(logger)
            time.sleep(AGAIN_SECONDS)
            return
        try:
            self._readers.read(brought.entry_id, brought.ward)
        except DatabaseError as error:
            drop_broken_connection(logger)
            brought.done.set_exception(error)
        else:
            brought.done.set_result(None)

    def _bring_jobs(self) -> None:
        """Ends when the server cannot be reached; `work` begins anew."""
        try:
            asyncio.run(self._run_jobs())
        except (ConnectorException, OSError) as error:
            logger.warning("job server not available, trying again: %s", type(error).__name__)
        finally:
            self._send_back()

    async def _run_jobs(self) -> None:
        app = jobs_app(self._desk, self._readers.wards)
        async with app.open_async():
            await app.run_worker_async(
                queues=[READING],
                name=self._name,
                fetch_job_polling_interval=LOOK_FOR_JOBS_SECONDS,
                stalled_worker_timeout=STALLED_SECONDS,
                delete_jobs="successful",
                install_signal_handlers=False,
            )

    def _send_back(self) -> None:
        """What was brought and not begun: its job is brought again to whoever is alive."""
        while True:
            try:
                brought = self._desk.get_nowait()
            except queue.Empty:
                return
            brought.done.cancel()


def jobs_app(desk: Desk, wards: Callable[[], Sequence[str | None]]) -> App:
    """The tasks of a worker; the pages only name them (jobs.py)."""
    app = App(connector=PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=2))

    @app.task(name=READ_LETTER, queue=READING, retry=RetryStrategy(wait=10, retry_exceptions=[DatabaseError]))
    async def read_letter(entry_id: int, ward: str | None = None) -> None:
        done: Future[None] = Future()
        desk.put(Brought(entry_id, ward, done))
        await asyncio.wrap_future(done)

    @app.periodic(cron="* * * * *")
    @app.task(name="vanthu.look_after_jobs", queue=READING, queueing_lock="look_after_jobs", pass_context=True)
    async def look_after_jobs(context: JobContext, timestamp: int) -> None:
        await take_over_jobs(context.app, wards())

    return app


async def take_over_jobs(app: App, wards: Sequence[str | None] = (None,)) -> None:
    """Jobs of workers that went silent are brought again, and letters without a job get one."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        logger.warning("job %s of a worker that went silent is brought again", job.id)
        # The lease of its letter may last a little longer than the heartbeat of its worker.
        await app.job_manager.retry_job(job, retry_at=timezone.now() + AFTER_THE_LEASE)
    for ward in wards:
        query = FORGOTTEN.format(schema="" if ward is None else f'"{ward}".')
        rows = await app.connector.execute_query_all_async(query, task=READ_LETTER, ward=ward)
        for waiting, row in enumerate(rows, start=1):
            priority = row["urgency"] if ward is None else fair_priority(row["urgency"], waiting)
            task = app.configure_task(READ_LETTER, queue=READING, priority=priority)
            await task.defer_async(entry_id=row["id"], **({} if ward is None else {"ward": ward}))
