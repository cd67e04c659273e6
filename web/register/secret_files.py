"""Files with a secrecy mark that still lie in the inbox: found again by their stamp, their names kept nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.inbox import FileStamp
from web.offices import current_office
from web.register.models import RegisterEntry
from web.register.queries import waiting_secret


def secret_files(entries: Iterable[RegisterEntry]) -> dict[int, str]:
    """Id of an entry of queries.waiting_secret -> present path, looked up in the folder at this moment."""
    waiting = {entry.source_key: entry.pk for entry in entries if entry.source_key}
    if not waiting:
        return {}
    found = {}
    for path in _files(current_office().inbox.folder):
        entry_id = waiting.get(FileStamp.of(path.lstat()).key)
        if entry_id is not None:
            found[entry_id] = str(path)
    return found


def secret_file(entry: RegisterEntry) -> Path | None:
    path = secret_files(waiting_secret().filter(pk=entry.pk)).get(entry.pk)
    return Path(path) if path else None


def _files(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    except OSError:
        return []
