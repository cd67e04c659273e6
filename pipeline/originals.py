"""The original bytes by sha256 as files: copied, synced and renamed into place before anything else knows of them."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pipeline.errors import StorageError

CHUNK = 1024 * 1024
UNFINISHED = ".nhan-"
STILL_CHANGING = "tệp vừa thay đổi, máy đang chờ chép xong."


@dataclass(frozen=True, slots=True)
class StoredOriginal:
    sha256: str
    size: int
    was_new: bool


def path_of(folder: Path, sha256: str) -> Path:
    return folder / sha256[:2] / f"{sha256}.pdf"


def sha256_of(stream: IO[bytes]) -> str:
    """The checksum of what is left of the stream."""
    digest = hashlib.sha256()
    while block := stream.read(CHUNK):
        digest.update(block)
    return digest.hexdigest()


def is_sound(path: Path, sha256: str) -> bool:
    """There, readable, and every byte as it was."""
    try:
        with path.open("rb") as stream:
            return sha256_of(stream) == sha256
    except OSError:
        return False


def store_original(content: Iterable[bytes], folder: Path, *, sha256: str, size: int) -> None:
    """Put the content in place under the name of its checksum, durable when this returns.

    A file that lies there already is believed only when it is sound. Raises StorageError (disk full, no rights, other
    content than the checksum says); nothing half-written stays under a final name.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not is_sound(path_of(folder, sha256), sha256):
            # Asked before, or a large file on a full disk is copied in vain at every pass.
            if shutil.disk_usage(folder).free < size:
                raise StorageError("original not stored: disk full")
            _copy_into_place(content, folder, sha256)
        # Also for a known name: whoever put it there may have been cut off before this.
        sync_folder(path_of(folder, sha256).parent)
        sync_folder(folder)
    except OSError as error:
        raise StorageError(f"original not stored: {error.strerror}") from error


def remove_unfinished(folder: Path) -> None:
    """Remove what a killed intake left half-copied; its file still lies in the inbox. One intake a folder at a time."""
    for left in folder.glob(f"{UNFINISHED}*"):
        left.unlink(missing_ok=True)


def _copy_into_place(content: Iterable[bytes], folder: Path, sha256: str) -> None:
    handle, name = tempfile.mkstemp(prefix=UNFINISHED, dir=folder)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as copy:
            copied = write_synced(content, copy.fileno())
        if copied != sha256:
            raise StorageError("original not stored: it changed while it was read", sentence=STILL_CHANGING)
        final = path_of(folder, sha256)
        final.parent.mkdir(exist_ok=True)
        temporary.chmod(0o440)
        temporary.rename(final)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def write_synced(content: Iterable[bytes], target: int) -> str:
    """Write all of it to the file descriptor, durable when this returns; the sha256 of what was written."""
    digest = hashlib.sha256()
    for block in content:
        digest.update(block)
        view = memoryview(block)
        while view:
            view = view[os.write(target, view) :]
    os.fsync(target)
    return digest.hexdigest()


def sync_folder(folder: Path) -> None:
    """Make a new or changed name in the folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
