"""The original bytes by sha256: copied, synced and renamed into place before anything else knows of them."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import StorageError

CHUNK = 1024 * 1024
UNFINISHED = ".nhan-"


@dataclass(frozen=True, slots=True)
class StoredOriginal:
    sha256: str
    size: int
    was_new: bool


def path_of(folder: Path, sha256: str) -> Path:
    return folder / sha256[:2] / f"{sha256}.pdf"


def store_original(source: Path, folder: Path) -> StoredOriginal:
    """Copy `source` to `folder/ab/<sha256>.pdf`, durable when this returns.

    Raises StorageError (disk full, no rights, source gone); nothing half-written stays under a final name.
    """
    temporary: Path | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Asked before, or a large file on a full disk is copied in vain at every pass.
        if shutil.disk_usage(folder).free < source.stat().st_size:
            raise StorageError("original not stored: disk full")
        handle, name = tempfile.mkstemp(prefix=UNFINISHED, dir=folder)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as copy:
            sha256, size = _copy(source, copy.fileno())
        return _put_in_place(temporary, folder, sha256, size)
    except OSError as error:
        raise StorageError(f"original not stored: {error.strerror}") from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def remove_unfinished(folder: Path) -> None:
    """Remove what a killed intake left half-copied; its file still lies in the inbox. One intake a folder at a time."""
    for left in folder.glob(f"{UNFINISHED}*"):
        left.unlink(missing_ok=True)


def _copy(source: Path, target: int) -> tuple[str, int]:
    digest = hashlib.sha256()
    size = 0
    with source.open("rb") as stream:
        while block := stream.read(CHUNK):
            digest.update(block)
            size += len(block)
            view = memoryview(block)
            while view:
                view = view[os.write(target, view) :]
    os.fsync(target)
    return digest.hexdigest(), size


def _put_in_place(temporary: Path, folder: Path, sha256: str, size: int) -> StoredOriginal:
    final = path_of(folder, sha256)
    was_new = not final.exists()
    if was_new:
        final.parent.mkdir(exist_ok=True)
        temporary.chmod(0o440)
        temporary.rename(final)
    # Also for a known name: whoever put it there may have been cut off before this.
    sync_folder(final.parent)
    sync_folder(folder)
    return StoredOriginal(sha256, size, was_new=was_new)


def sync_folder(folder: Path) -> None:
    """Make a new or changed name in the folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
