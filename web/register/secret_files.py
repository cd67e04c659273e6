"""Files with a secrecy mark that still lie in the inbox: found again by their stamp, their names kept nowhere."""

from __future__ import annotations

from pathlib import Path

from pipeline.inbox import FileStamp
from web.offices import current_office
from web.register.models import RegisterEntry
from web.register.queries import waiting_secret


def secret_files() -> dict[int, str]:
    """Entry id -> present path, looked up in the folder at this moment."""
    waiting = dict(waiting_secret().exclude(source_key="").values_list("source_key", "pk"))
    if not waiting:
        return {}
    found = {}
    for path in _files(current_office().inbox.folder):
        entry_id = waiting.get(FileStamp.of(path.lstat()).key)
        if entry_id is not None:
            found[entry_id] = str(path)
    return found


def secret_file(entry: RegisterEntry) -> Path | None:
    path = secret_files().get(entry.pk)
    return Path(path) if path else None


def _files(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    except OSError:
        return []
