"""Run a function on one file after another in a child process under wall-clock and memory limits.

A PDF can hang, crash or exhaust the library that reads it. The child is forked from a warm parent (model loaded,
libraries imported), so a reading costs no start-up; whatever happens to the child comes back as an IntakeError, and the
next file gets a fresh child.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import multiprocessing
import os
import resource
import signal
import time
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Generic, TypeVar

from pipeline.errors import IntakeError, ReadingCrashedError, ReadingMemoryError, ReadingTimeoutError

Argument = TypeVar("Argument")
Result = TypeVar("Result")

logger = logging.getLogger(__name__)

# Memory that leaks inside C libraries cannot grow past this many files.
FILES_PER_CHILD = 100
PR_SET_PDEATHSIG = 1
BYTES_PER_MB = 1024 * 1024


class Sandbox(Generic[Argument, Result]):
    """One child at a time. `submit`, then `poll` until True, then `result`; or `run` for all three."""

    def __init__(self, function: Callable[[Argument], Result], *, seconds: float, memory_mb: int) -> None:
        self._function = function
        self._seconds = seconds
        self._memory_mb = memory_mb
        self._context = multiprocessing.get_context("fork")
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._files = 0
        self._is_busy = False
        self._deadline = 0.0

    def run(self, argument: Argument) -> Result:
        self.submit(argument)
        while not self.poll(self._seconds):
            pass
        return self.result()

    def submit(self, argument: Argument) -> None:
        # A caller that was interrupted left an answer behind: it must not be taken for the answer to this argument.
        if self._is_busy or self._process is None or not self._process.is_alive() or self._files >= FILES_PER_CHILD:
            self._start()
        assert self._pipe is not None  # noqa: S101  _start sets it
        self._files += 1
        self._is_busy = True
        self._deadline = time.monotonic() + self._seconds
        # A child that died in between is noticed by result().
        with contextlib.suppress(ConnectionError):
            self._pipe.send(argument)

    def poll(self, timeout: float) -> bool:
        """Wait up to `timeout` seconds; True when `result` would return or raise at once."""
        assert self._pipe is not None  # noqa: S101  called after submit
        left = self._deadline - time.monotonic()
        return left <= 0 or self._pipe.poll(min(timeout, left)) or time.monotonic() >= self._deadline

    @property
    def connection(self) -> Connection:
        """Readable when the result is there; for multiprocessing.connection.wait over many sandboxes."""
        assert self._pipe is not None  # noqa: S101  called after submit
        return self._pipe

    @property
    def seconds_left(self) -> float:
        return max(0.0, self._deadline - time.monotonic())

    def result(self) -> Result:
        """Return what the function returned; raise the IntakeError that it raised or that ended the child."""
        assert self._pipe is not None  # noqa: S101  called after submit
        if not self._pipe.poll(0):
            self._kill()
            raise ReadingTimeoutError(f"no result after {self._seconds} seconds")
        try:
            succeeded, value = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise self._death() from error
        self._is_busy = False
        if succeeded:
            return value  # type: ignore[no-any-return]  # the pipe carries what the function returned
        if isinstance(value, ReadingMemoryError):
            self._kill()  # a process that met its memory limit is not trusted with another file
        raise value

    def close(self) -> None:
        self._kill()

    def _start(self) -> None:
        self._kill()
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=_child, args=(theirs, ours, self._function, self._memory_mb), daemon=True
        )
        process.start()
        theirs.close()
        self._process, self._pipe = process, ours
        self._files = 0
        self._is_busy = False

    def _death(self) -> IntakeError:
        process = self._process
        assert process is not None  # noqa: S101  result() has a child
        process.join(5)
        code = process.exitcode
        self._kill()
        if code == -signal.SIGKILL:  # the kernel's out-of-memory killer; we kill only after a timeout
            return ReadingMemoryError("the reading process was killed")
        return ReadingCrashedError(f"the reading process ended with {code}")

    def _kill(self) -> None:
        process, self._process = self._process, None
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if process is None:
            return
        if process.pid is not None:
            # The child leads its own group: an OCR command that it started ends with it, also when the child is gone.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
        process.join()
        process.close()


def _child(pipe: Connection, parent_end: Connection, function: Callable[[Argument], Result], memory_mb: int) -> None:
    parent_end.close()
    os.setsid()
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _silence_stdout()
    _limit_memory(memory_mb)
    while True:
        try:
            argument = pipe.recv()
        except (EOFError, OSError):
            os._exit(0)
        answer = _answer(function, argument)
        try:
            pipe.send(answer)
        except ConnectionError:  # nobody wants it any more
            os._exit(0)


def _answer(function: Callable[[Argument], Result], argument: Argument) -> tuple[bool, Result | IntakeError]:
    try:
        return True, function(argument)
    except MemoryError:
        return False, ReadingMemoryError("memory limit reached")
    except IntakeError as error:
        return False, error
    except Exception:  # the border of the process: anything unforeseen is a crash of this one reading
        logger.exception("reading failed")
        return False, ReadingCrashedError(traceback.format_exc(limit=-3))


def _silence_stdout() -> None:
    """PDF libraries print; standard output belongs to `vanthu read`."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.close(nothing)


def _limit_memory(memory_mb: int) -> None:
    used_pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    limit = used_pages * resource.getpagesize() + memory_mb * BYTES_PER_MB
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
