"""The data of an installation -> one verified file, consistent while people work; and the folder of such files.

A backup is a tar: `manifest.json` first, then the database, the originals that it names, models, keys and settings.
Order: the database is copied in one snapshot, then the originals, which never change once they are stored. So a row
of the snapshot always finds its file; the one exception, a secret document purged in between, starts it again.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import IO

from pipeline.errors import OriginalMissingError, StorageError
from pipeline.originals import path_of, sha256_of, sync_folder
from web.operations.registers import BackupProblemError, Facts, RegisterStore, register_of
from web.originals.store import Originals

SCHEMA = 1
MANIFEST = "manifest.json"
ORIGINALS = "var/originals"
# Everything else an installation needs to go on: without the keys neither models nor sign-ins are good.
OTHER_FILES = ("ward.toml", "var/secret-key", "var/model-key", "var/calendar.csv")
OTHER_FOLDERS = ("models", "var/labelled")
NAME = re.compile(r"vanthu-(?P<stamp>\d{8}-\d{6})\.tar")
UNFINISHED = ".vanthu-"
TRIES = 3
OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself; `files` are all members but the originals, whose names are their checksums."""

    schema: int
    created_at: str  # ISO 8601
    program: str  # version of vanthu
    entries: int
    originals: int
    damaged: tuple[str, ...]  # originals that were missing or damaged on the disk already, by sha256
    files: dict[str, str]  # member -> sha256


@dataclass(frozen=True, slots=True)
class Backup:
    path: Path
    size: int  # bytes
    manifest: Manifest | None  # None: not readable as a backup


def make_backup(
    home: Path, folder: Path, *, originals: Originals, now: datetime, register: RegisterStore | None = None
) -> Backup:
    """Write `folder/vanthu-<stamp>.tar` and read it back; it has its name only when all of it is right.

    Raises StorageError (disk full, no rights, the object store away) and BackupProblemError.
    """
    target = folder / f"vanthu-{now:%Y%m%d-%H%M%S}.tar"
    register = register or register_of(home)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _remove_unfinished(folder)
        for _ in range(TRIES):
            with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=folder) as work:
                snapshot = Path(work) / "database"
                facts = register.copy(snapshot)
                unfinished = Path(work) / "backup"
                try:
                    _write(unfinished, {register.name: snapshot}, facts, home, originals, now)
                except OriginalMissingError:
                    if register.purges() == facts.purges:
                        raise
                if register.purges() != facts.purges:
                    continue  # a secret document was purged meanwhile: this copy must not be kept
                check_backup(unfinished)
                unfinished.rename(target)
                sync_folder(folder)
                return read_backup(target)
    except OSError as error:
        raise StorageError(f"backup not written: {error.strerror}") from error
    raise BackupProblemError("Trong lúc sao lưu liên tục có tài liệu mật bị xóa. Hãy sao lưu lại.")


def list_backups(folder: Path) -> tuple[Backup, ...]:
    """The backups of a folder, oldest first."""
    files = sorted(path for path in folder.glob("vanthu-*.tar") if NAME.fullmatch(path.name))
    return tuple(read_backup(path) for path in files)


def prune(folder: Path, *, keep: int) -> tuple[Path, ...]:
    """Remove all but the newest `keep` readable backups; return what was removed. One that is damaged stays."""
    sound = [backup.path for backup in list_backups(folder) if backup.manifest is not None]
    old = tuple(sound[:-keep]) if keep < len(sound) else ()
    for path in old:
        path.unlink()
    return old


def read_backup(path: Path) -> Backup:
    """Name, size and manifest, without reading the rest."""
    try:
        size = path.stat().st_size
        with tarfile.open(path) as tar:
            return Backup(path, size, _read_manifest(tar))
    except (OSError, tarfile.TarError, BackupProblemError):
        return Backup(path, path.stat().st_size if path.exists() else 0, None)


def check_backup(path: Path) -> Manifest:
    """Read every byte and compare it with its checksum. Raises BackupProblemError that names what is wrong."""
    try:
        with tarfile.open(path) as tar:
            manifest = _read_manifest(tar)
            found = {name: sha256_of(stream) for name, stream in members(tar)}
    except (OSError, tarfile.TarError, EOFError) as error:
        raise BackupProblemError(f"Tệp sao lưu {path.name} bị hỏng hoặc bị cắt cụt: {error}.") from error
    originals = {name: sha256 for name, sha256 in found.items() if is_original(name)}
    others = {name: sha256 for name, sha256 in found.items() if not is_original(name)}
    wrong = sorted(set(others.items()) ^ set(manifest.files.items()))
    wrong += [(name, sha256) for name, sha256 in originals.items() if Path(name).stem != sha256]
    if wrong:
        raise BackupProblemError(f"Tệp sao lưu {path.name} sai nội dung ở: {', '.join(name for name, _ in wrong[:5])}.")
    if len(originals) != manifest.originals:
        raise BackupProblemError(f"Tệp sao lưu {path.name} thiếu bản gốc: {len(originals)}/{manifest.originals}.")
    return manifest


def members(tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    """Name and content of every member but the manifest. Only plain files with plain names are let through."""
    for info in tar:
        if info.name == MANIFEST:
            continue
        parts = Path(info.name).parts
        stream = tar.extractfile(info) if info.isreg() else None
        if stream is None or info.name.startswith("/") or ".." in parts:
            raise BackupProblemError(f"Tệp sao lưu chứa mục lạ: {info.name}.")
        yield info.name, stream
        tar.members = []  # type: ignore[attr-defined]  # else the list of 100,000 members stays in memory


def is_original(name: str) -> bool:
    return name.startswith(f"{ORIGINALS}/")


def _write(
    target: Path, snapshot: Mapping[str, Path], facts: Facts, home: Path, originals: Originals, now: datetime
) -> None:
    named = facts.named
    # A damaged one is named in the manifest and does not stop the backup of all others.
    sound = [sha256 for sha256 in named if originals.is_sound(sha256)]
    present = set(sound)
    files = {**snapshot, **{str(path.relative_to(home)): path for path in _other_files(home)}}
    manifest = Manifest(
        schema=SCHEMA,
        created_at=now.isoformat(),
        program=installed_version("vanthu"),
        entries=facts.entries,
        originals=len(sound),
        damaged=tuple(sha256 for sha256 in named if sha256 not in present),
        files={name: _checksum(path) for name, path in files.items()},
    )
    with target.open("wb") as stream:
        target.chmod(OWNER_ONLY)
        with tarfile.open(fileobj=stream, mode="w") as tar:
            _add_bytes(tar, MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode())
            for name, path in files.items():
                tar.add(path, arcname=name, recursive=False)
            for sha256 in sound:
                with originals.at_hand(sha256) as path:
                    tar.add(path, arcname=str(path_of(Path(ORIGINALS), sha256)), recursive=False)
                tar.members = []  # type: ignore[attr-defined]  # as in members()
        stream.flush()
        os.fsync(stream.fileno())


def _other_files(home: Path) -> list[Path]:
    files = [home / name for name in OTHER_FILES if (home / name).is_file()]
    for folder in OTHER_FOLDERS:
        files += sorted(path for path in (home / folder).rglob("*") if path.is_file() and not path.is_symlink())
    return files


def _checksum(path: Path) -> str:
    with path.open("rb") as stream:
        return sha256_of(stream)


def _read_manifest(tar: tarfile.TarFile) -> Manifest:
    first = tar.next()
    stream = tar.extractfile(first) if first is not None and first.name == MANIFEST else None
    if stream is None:
        raise BackupProblemError("Không phải tệp sao lưu của vanthu.")
    try:
        values = json.load(stream)
        values["damaged"] = tuple(values["damaged"])
        manifest = Manifest(**values)
    except (ValueError, TypeError, KeyError) as error:
        raise BackupProblemError("Không đọc được phần mô tả của tệp sao lưu.") from error
    if manifest.schema != SCHEMA:
        raise BackupProblemError(f"Tệp sao lưu thuộc đời khác (schema {manifest.schema}). Hãy dùng bản vanthu mới hơn.")
    return manifest


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    info.mode = OWNER_ONLY
    tar.addfile(info, io.BytesIO(content))


def _remove_unfinished(folder: Path) -> None:
    """What a killed backup left behind. One backup a folder at a time: the caller holds the lock."""
    for left in folder.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)
