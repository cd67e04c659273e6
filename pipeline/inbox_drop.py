"""Bytes that come in pieces -> a file in the inbox, as if a person had dropped it there; nothing lies anywhere else.

While they come they stand in the inbox itself, under a name that the watcher passes over. So a document that should
never have been sent (a secret one) has one place on this machine, and wiping that file wipes the only copy.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import unicodedata
from pathlib import Path

from pipeline.errors import StorageError
from pipeline.inbox import REFUSED_FOLDER, free_name, is_passed_over
from pipeline.originals import sync_folder

UNFINISHED = ".nhan-"
NAMELESS = "van-ban.pdf"
# What no file system of an office takes, and what would lead out of the folder.
FORBIDDEN = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
ABANDONED_AFTER_SECONDS = 3600.0


class Drop:
    """One file on its way in: `write` its pieces, `finish`, then `place` it under its name, or `discard` it."""

    def __init__(self, folder: Path) -> None:
        """Raises StorageError, as every step does; after that nothing half-written is left."""
        self._folder = folder
        self._path = folder / f"{UNFINISHED}{secrets.token_hex(8)}"
        self.size = 0
        try:
            # 0o666 and not mkstemp's 0o600: the office's umask decides, as for a file that is copied in.
            self._handle: int | None = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except OSError as error:
            raise StorageError(f"upload not begun: {error.strerror}") from error

    def write(self, piece: bytes) -> None:
        view = memoryview(piece)
        try:
            while view:
                view = view[os.write(self._open_handle, view) :]
        except OSError as error:
            self.discard()
            raise StorageError(f"upload not written: {error.strerror}") from error
        self.size += len(piece)

    def finish(self) -> None:
        """All pieces are here: make them durable before anybody is told so."""
        handle = self._open_handle
        self._handle = None
        try:
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as error:
            self.discard()
            raise StorageError(f"upload not synced: {error.strerror}") from error

    def place(self, name: str) -> Path:
        """Give it its name; a file of that name is never overwritten, the new one gets a number."""
        target: Path | None = None
        try:
            target = _reserve(self._folder, safe_name(name))
            self._path.rename(target)
            sync_folder(self._folder)
        except OSError as error:
            self.discard()
            if target is not None:
                with contextlib.suppress(OSError):
                    target.unlink(missing_ok=True)
            raise StorageError(f"upload not placed: {error.strerror}") from error
        return target

    def discard(self) -> None:
        """Leave nothing behind; does nothing to a file that was placed."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)

    @property
    def _open_handle(self) -> int:
        if self._handle is None:
            raise StorageError("upload already ended")
        return self._handle


def safe_name(name: str) -> str:
    """A name for the inbox that the watcher takes: no path, no control characters, not hidden, not «unfinished»."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    name = FORBIDDEN.sub("_", name).strip().lstrip(".~$").strip()
    if not name:
        return NAMELESS
    return f"{name}.pdf" if is_passed_over(name) or name == REFUSED_FOLDER else name


def remove_abandoned(folder: Path, now: float) -> None:
    """Remove what a killed server left half-sent; `now` in seconds of the file system's clock."""
    for left in folder.glob(f"{UNFINISHED}*"):
        with contextlib.suppress(OSError):
            if now - left.lstat().st_mtime > ABANDONED_AFTER_SECONDS:
                left.unlink(missing_ok=True)


def _reserve(folder: Path, name: str) -> Path:
    """Take the name for us alone, also against a copy that begins this moment; renaming onto it is atomic."""
    while True:
        target = free_name(folder, name)
        with contextlib.suppress(FileExistsError):
            os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
            return target
