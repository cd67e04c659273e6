"""A folder -> the files in it that are settled. Events only say «look now»; the scan is the truth.

watchdog loses events in a burst (30,451 of 40,000 measured) and says nothing of files that were there before the start.
"""

from __future__ import annotations

import logging
import os
import stat
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

logger = logging.getLogger(__name__)

REFUSED_FOLDER = "_tu-choi"
# Names under which browsers, Office and copy programs keep files that are not finished.
UNFINISHED_PREFIXES = (".", "~$")
UNFINISHED_SUFFIXES = (".part", ".partial", ".crdownload", ".tmp", ".filepart")
SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class FileStamp:
    """What must stand still: the same inode, size and time of change."""

    inode: int
    size: int
    changed_ns: int

    @classmethod
    def of(cls, status: os.stat_result) -> FileStamp:
        return cls(status.st_ino, status.st_size, status.st_mtime_ns)

    @property
    def key(self) -> str:
        return f"{self.inode}-{self.size}-{self.changed_ns}"


@dataclass(frozen=True, slots=True)
class SettledFile:
    path: Path
    stamp: FileStamp
    quiet_seconds: float


@dataclass(frozen=True, slots=True)
class FolderLook:
    """One scan: files that stand still, how many do not yet, links and pipes, locked sub-folders."""

    settled: tuple[SettledFile, ...]
    unsettled_count: int
    not_regular: tuple[Path, ...]
    unreadable_folders: tuple[Path, ...]


class Inbox:
    """Remembers since when each file stands still. `look` is one step; `wait` sleeps until an event or the timeout."""

    def __init__(self, folder: Path, *, settle_seconds: float) -> None:
        self.folder = folder
        self.settle_seconds = settle_seconds
        self._since: dict[Path, tuple[FileStamp, float]] = {}
        self._changed = threading.Event()

    def look(self, now: float) -> FolderLook:
        """Scan the folder; `now` is a monotonic clock in seconds. Raises OSError when the folder cannot be read.

        Settled files come in the order in which they arrived in the folder: arrival numbers follow it.
        """
        settled: list[SettledFile] = []
        not_regular: list[Path] = []
        unreadable: list[Path] = []
        unsettled_count = 0
        seen: dict[Path, tuple[FileStamp, float]] = {}
        # The inode changes when a file arrives, whatever time of modification it brought along.
        for path, status in sorted(
            _entries(self.folder, unreadable), key=lambda entry: (entry[1].st_ctime_ns, entry[0])
        ):
            if not stat.S_ISREG(status.st_mode):
                not_regular.append(path)
                continue
            stamp = FileStamp.of(status)
            known = self._since.get(path)
            since = known[1] if known is not None and known[0] == stamp else now
            seen[path] = (stamp, since)
            if now - since >= self.settle_seconds:
                settled.append(SettledFile(path, stamp, now - since))
            else:
                unsettled_count += 1
        self._since = seen
        return FolderLook(tuple(settled), unsettled_count, tuple(not_regular), tuple(unreadable))

    def wait(self, seconds: float) -> bool:
        """Sleep until an event; False when none came in time."""
        is_changed = self._changed.wait(seconds)
        self._changed.clear()
        return is_changed

    def wake(self) -> None:
        self._changed.set()


def watch_folder(inbox: Inbox, *, observer: str) -> BaseObserver:
    """Start watchdog: each event wakes the inbox. "polling" is for network shares, where inotify is silent."""
    watcher = new_observer(observer)
    add_folder(watcher, inbox)
    watcher.start()
    return watcher


def new_observer(observer: str) -> BaseObserver:
    """Not yet started, and watching nothing."""
    return PollingObserver(timeout=1) if observer == "polling" else Observer()


def add_folder(watcher: BaseObserver, inbox: Inbox) -> None:
    """Let the events of its folder wake the inbox. Raises OSError."""
    watcher.schedule(_Wake(inbox), str(inbox.folder), recursive=True)


def is_unchanged(file: SettledFile) -> bool:
    try:
        status = file.path.lstat()
    except OSError:
        return False
    return stat.S_ISREG(status.st_mode) and file.stamp == FileStamp.of(status)


def free_name(folder: Path, name: str) -> Path:
    """A path in `folder` that no file has: `name`, else `name (2)`…; cut to what file systems take (255 bytes)."""
    name = name.encode(errors="ignore").decode()  # what is no UTF-8 goes
    stem, suffix = Path(name).stem, Path(name).suffix[:10]
    stem = stem.encode()[: 240 - len(suffix.encode())].decode(errors="ignore")
    candidate = folder / f"{stem}{suffix}"
    number = 2
    while candidate.exists() or candidate.is_symlink():
        candidate = folder / f"{stem} ({number}){suffix}"
        number += 1
    return candidate


class _Wake(FileSystemEventHandler):
    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    def on_any_event(self, event: FileSystemEvent) -> None:
        # Our own reading opens and closes files; only changes matter.
        if event.event_type not in {"opened", "closed_no_write"}:
            self._inbox.wake()


def _entries(folder: Path, unreadable: list[Path]) -> Iterator[tuple[Path, os.stat_result]]:
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if is_passed_over(entry.name) or entry.name == REFUSED_FOLDER:
            continue
        try:
            status = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue  # taken away while we looked
        if stat.S_ISDIR(status.st_mode):
            yield from _folder_entries(Path(entry.path), unreadable)
        else:
            yield Path(entry.path), status


def _folder_entries(folder: Path, unreadable: list[Path]) -> Iterator[tuple[Path, os.stat_result]]:
    """One locked sub-folder must not stop the others."""
    try:
        yield from _entries(folder, unreadable)
    except FileNotFoundError:
        return  # taken away while we looked
    except OSError as error:
        logger.warning("sub-folder of the inbox cannot be read: %s", error.strerror)
        unreadable.append(folder)


def count_waiting(folder: Path) -> int:
    """Files that lie in the inbox itself and will be taken in; 0 when it cannot be read. Costs one listing."""
    try:
        with os.scandir(folder) as entries:
            return sum(
                1 for entry in entries if not is_passed_over(entry.name) and entry.is_file(follow_symlinks=False)
            )
    except OSError:
        return 0


def is_passed_over(name: str) -> bool:
    """A name under which something unfinished, or nothing of ours, lies."""
    lowered = name.lower()
    return lowered.startswith(UNFINISHED_PREFIXES) or lowered.endswith(UNFINISHED_SUFFIXES) or lowered in SYSTEM_FILES
