"""Originals as files on a disk of this machine, each under the name of its checksum."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage

from pipeline.errors import OriginalMissingError, StorageError
from pipeline.originals import UNFINISHED, is_sound, path_of, remove_unfinished, store_original
from web.originals.store import NamedByChecksum, sha256_in


class FileOriginals(NamedByChecksum, FileSystemStorage):
    """Django's own file storage, but durable: what it saved survives a power cut, and is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        super().__init__(location=folder)
        self._folder = folder

    @contextmanager
    def at_hand(self, sha256: str) -> Iterator[Path]:
        path = path_of(self._folder, sha256)
        if not path.exists():
            raise OriginalMissingError("original missing")
        yield path

    def is_sound(self, sha256: str) -> bool:
        return is_sound(path_of(self._folder, sha256), sha256)

    def remove(self, sha256: str) -> None:
        try:
            path_of(self._folder, sha256).unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(f"original not removed: {error.strerror}") from error

    def stored(self) -> Iterator[str]:
        return (path.stem for path in self._folder.glob("*/*.pdf"))

    def let_go(self, sha256: str | None = None) -> None:
        """There are no copies: the file is the original itself."""

    def remove_unfinished(self) -> None:
        remove_unfinished(self._folder)

    def unfinished_count(self) -> int:
        return sum(1 for _ in self._folder.glob(f"{UNFINISHED}*"))

    def trouble(self) -> str | None:
        return None  # the disk has a check of its own

    def _save(self, name: str, content: File[Any]) -> str:
        store_original(content.chunks(), self._folder, sha256=sha256_in(name), size=content.size)
        return name
