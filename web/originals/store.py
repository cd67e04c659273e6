"""What an office needs of the place where its originals lie. Names are checksums: nothing is ever overwritten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path, PurePosixPath
from typing import Protocol

from django.core.files import File
from django.core.files.storage import Storage

from pipeline.errors import StorageError
from pipeline.originals import StoredOriginal, path_of, sha256_of


class Originals(Protocol):
    """Every method may raise StorageError, and StoreUnreachableError when waiting may help."""

    def keep(self, source: Path) -> StoredOriginal:
        """Store the bytes of the file; they are durable, and were found right, when this returns."""

    def at_hand(self, sha256: str) -> AbstractContextManager[Path]:
        """A file on this machine with exactly these bytes, for as long as it is held. OriginalMissingError if none."""

    def is_sound(self, sha256: str) -> bool:
        """It is there and every byte is as it was."""

    def remove(self, sha256: str) -> None:
        """Let no byte of it remain: neither the file, nor older versions, nor copies on this machine."""

    def stored(self) -> Iterator[str]:
        """The sha256 of everything that lies there."""

    def let_go(self, sha256: str | None = None) -> None:
        """Copies on this machine that nobody reads at this moment may go: of this one, or of all."""

    def remove_unfinished(self) -> None:
        """What a killed intake left behind; one intake a place at a time."""

    def unfinished_count(self) -> int: ...

    def trouble(self) -> str | None:
        """A sentence for the administrator when the place cannot be used now; costs little."""


class NamedByChecksum(Storage):
    """A storage of Django whose `_save` is durable and believes only the checksum in the name."""

    def keep(self, source: Path) -> StoredOriginal:
        try:
            with source.open("rb") as stream:
                sha256, size = sha256_of(stream), stream.tell()
                stream.seek(0)
                was_new = not self.exists(name_of(sha256))
                self.save(name_of(sha256), File(stream))
        except OSError as error:
            raise StorageError(f"original not stored: {error.strerror}") from error
        return StoredOriginal(sha256, size, was_new=was_new)

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The same bytes have the same name."""
        return name


def name_of(sha256: str) -> str:
    return path_of(Path(), sha256).as_posix()


def sha256_in(name: str) -> str:
    return PurePosixPath(name).stem
