"""Copies of originals on this machine, for reading: whole and right or not handed out, and never more than so much.

A copy that somebody reads is locked, so it is never taken away from under them; the kernel frees the lock of who dies.
Copies come and go one at a time under the lock of the folder: between looking for a copy and locking it another process
could else take it away and put a new one in its place, and the locks of both would be on different files.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pipeline.errors import OriginalMissingError, StorageError
from pipeline.originals import UNFINISHED, path_of, sha256_of, write_synced

TRIES = 3
SPARED = 0.8  # of the limit is left when copies had to go, so that it is not done at every letter
LOCK = "lock"

Fetch = Callable[[], Iterable[bytes]]


class Cache:
    def __init__(self, folder: Path, *, most_bytes: int) -> None:
        self._folder = folder
        self._most_bytes = most_bytes

    @contextmanager
    def hold(self, sha256: str, fetch: Fetch) -> Iterator[Path]:
        """The copy, fetched when there is none that is right. Raises OriginalMissingError when what comes is wrong."""
        path = path_of(self._folder, sha256)
        stream = self._open(path, sha256)
        for _ in range(TRIES):
            if stream is not None:
                break
            stream = self._put(path, sha256, fetch)
        if stream is None:
            raise OriginalMissingError("original fetched, but with other bytes than its checksum says")
        with stream:
            try:
                yield path
            finally:
                # Closing alone would leave the lock with a child process that was forked meanwhile.
                fcntl.flock(stream, fcntl.LOCK_UN)

    def drop(self, sha256: str) -> None:
        path_of(self._folder, sha256).unlink(missing_ok=True)

    def let_go(self, sha256: str) -> None:
        self._remove_unless_held(path_of(self._folder, sha256))

    def clear(self) -> None:
        """Drop every copy that nobody reads at this moment, and what was left half-fetched."""
        for path in self._folder.glob(f"*/{UNFINISHED}*"):
            path.unlink(missing_ok=True)
        for path in self._folder.glob("*/*.pdf"):
            self._remove_unless_held(path)

    def _open(self, path: Path, sha256: str) -> IO[bytes] | None:
        """Open and locked; None when there is none, or one that a disk or a person has changed."""
        try:
            with self._alone():
                stream = _locked(path)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StorageError(f"copy of the original not opened: {error.strerror}") from error
        return self._if_sound(stream, path, sha256)

    def _put(self, path: Path, sha256: str, fetch: Fetch) -> IO[bytes] | None:
        """Fetched once, open and locked; None when wrong bytes came, so that the caller tries again."""
        stream = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=UNFINISHED, dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as copy:
                    fetched = write_synced(fetch(), copy.fileno())
                if fetched == sha256:
                    with self._alone():
                        if not path.exists():  # somebody may read the one that another process has put meanwhile
                            Path(name).rename(path)
                        stream = _locked(path)
            finally:
                with contextlib.suppress(OSError):
                    Path(name).unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(f"original not fetched: {error.strerror}") from error
        self._make_room(path)
        return None if stream is None else self._if_sound(stream, path, sha256)

    def _if_sound(self, stream: IO[bytes], path: Path, sha256: str) -> IO[bytes] | None:
        if sha256_of(stream) == sha256:
            os.utime(stream.fileno())
            return stream
        with stream, self._alone(), contextlib.suppress(FileNotFoundError):
            if os.path.samestat(path.stat(), os.fstat(stream.fileno())):  # else another process has put a new one
                path.unlink()
        return None

    def _make_room(self, newest: Path) -> None:
        """What was not read for longest goes first."""
        kept = []
        for path in self._folder.glob("*/*.pdf"):
            with contextlib.suppress(FileNotFoundError):
                found = path.stat()
                kept.append((found.st_mtime, found.st_size, path))
        total = sum(size for _, size, _ in kept)
        if total <= self._most_bytes:
            return
        for _, size, path in sorted(kept):
            if total <= self._most_bytes * SPARED:
                return
            if path != newest and self._remove_unless_held(path):
                total -= size

    def _remove_unless_held(self, path: Path) -> bool:
        try:
            with self._alone(), path.open("rb") as stream:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink(missing_ok=True)
        except OSError:
            return False
        return True

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else opens, puts or removes a copy meanwhile."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / LOCK).open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(lock, fcntl.LOCK_UN)  # a child process forked meanwhile would keep it


def _locked(path: Path) -> IO[bytes]:
    stream = path.open("rb")
    fcntl.flock(stream, fcntl.LOCK_SH)
    return stream
