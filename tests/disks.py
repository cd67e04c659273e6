"""A folder on a disk of 1 MB that can grow: a real one when we may mount, else the system cuts our files at 1 MB."""

from __future__ import annotations

import resource
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SMALL, LARGE = 1 << 20, 1 << 24


@dataclass(frozen=True, slots=True)
class TinyDisk:
    folder: Path
    grow: Callable[[], None]


@contextmanager
def tiny_disk(folder: Path) -> Iterator[TinyDisk]:
    """A file of more than 1 MB does not fit until `grow` was called."""
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(["mount", *options], capture_output=True, check=False).returncode:
        with _cut_files(SMALL) as lift:
            yield TinyDisk(folder, lift)
        return
    try:
        yield TinyDisk(folder, lambda: _remount(folder, LARGE))
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _remount(folder: Path, size: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}", str(folder)], check=True)


@contextmanager
def _cut_files(size: int) -> Iterator[Callable[[], None]]:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))

    def lift() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    try:
        yield lift
    finally:
        lift()
        signal.signal(signal.SIGXFSZ, handler)
