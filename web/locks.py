"""The right to do something alone on this machine: a locked file, given back when the process ends."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

LOOK_AGAIN_SECONDS = 0.05


@contextmanager
def alone(file: Path, *, patience: float = 0.0) -> Iterator[bool]:
    """Hold the lock; False when another process still holds it after `patience` seconds."""
    file.parent.mkdir(parents=True, exist_ok=True)
    give_up_at = time.monotonic() + patience
    with file.open("w", encoding="ascii") as stream:
        while not (is_held := _try_to_lock(stream)) and time.monotonic() < give_up_at:
            time.sleep(LOOK_AGAIN_SECONDS)
        yield is_held


def _try_to_lock(stream: IO[str]) -> bool:
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
