"""Copies of originals on this machine, for reading: whole and right or not handed out, and never more than so much.

A copy that somebody reads is locked, so it is never taken away from under them; the kernel frees the lock of who dies.
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

Fetch = Callable[[], Iterable[bytes]]


class Cache:
    def __init__(self, folder: Path, *, most_bytes: int) -> None:
        self._folder = folder
        self._most_bytes = most_bytes

    @contextmanager
    def hold(self, sha256: str, fetch: Fetch) -> Iterator[Path]:
        """The copy, fetched when there is none that is right. Raises OriginalMissingError when what comes is wrong."""
        path = path_of(self._folder, sha256)
        stream = _open_sound(path, sha256)
        for _ in range(TRIES):
            if stream is not None:
                break
            self._put(path, sha256, fetch)
            stream = _open_sound(path, sha256)  # None again: another process took it away in between
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
        _remove_unless_held(path_of(self._folder, sha256))

    def clear(self) -> None:
        """Drop every copy that nobody reads at this moment, and what was left half-fetched."""
        for path in self._folder.glob(f"*/{UNFINISHED}*"):
            path.unlink(missing_ok=True)
        for path in self._folder.glob("*/*.pdf"):
            _remove_unless_held(path)

    def _put(self, path: Path, sha256: str, fetch: Fetch) -> None:
        """Fetch it once; wrong bytes are thrown away, so that the caller tries again."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=UNFINISHED, dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as copy:
                    fetched = write_synced(fetch(), copy.fileno())
                if fetched == sha256:
                    Path(name).rename(path)
            finally:
                with contextlib.suppress(OSError):
                    Path(name).unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(f"original not fetched: {error.strerror}") from error
        self._make_room(path)

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
            if path != newest and _remove_unless_held(path):
                total -= size


def _open_sound(path: Path, sha256: str) -> IO[bytes] | None:
    """Open and locked; None when there is none, or one that a disk or a person has changed."""
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        return None
    fcntl.flock(stream, fcntl.LOCK_SH)
    # Between opening and locking it another process may have removed it.
    if os.fstat(stream.fileno()).st_nlink and sha256_of(stream) == sha256:
        os.utime(stream.fileno())
        return stream
    stream.close()
    path.unlink(missing_ok=True)
    return None


def _remove_unless_held(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink(missing_ok=True)
    except OSError:
        return False
    return True
