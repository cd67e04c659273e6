"""A backup -> the home of an installation. Nothing of the home changes before all of the backup is found right.

Django's settings are not read here: they make var/ and a new key in the home as soon as that happens.
"""

from __future__ import annotations

import os
import shutil
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from pipeline.config import Office, load_office
from web.operations.backups import (
    ORIGINALS,
    Manifest,
    check_backup,
    is_original,
    members,
)
from web.operations.registers import (
    POSTGRESQL_FILE,
    SQLITE_FILE,
    UNKNOWN,
    BackupProblemError,
    RegisterStore,
    register_of,
)
from web.originals import originals_of
from web.originals.pushing import push_files

SET_ASIDE = ("var", "models", "ward.toml")
BACKUPS = "var/backups"  # the default folder of backups: they stay where the next one is looked for
READ_ONLY = 0o440
OWNER_ONLY = 0o600
WARD = "ward.toml"
OTHER_DATABASE = (
    "Tệp sao lưu thuộc loại cơ sở dữ liệu khác (SQLite hay PostgreSQL) với cấu hình [database] hiện tại. "
    "Hãy đổi cấu hình."
)


@dataclass(frozen=True, slots=True)
class Restored:
    manifest: Manifest
    set_aside: Path | None  # where what lay in the home before is now
    told: str | None = None  # what else the administrator should know


def restore_backup(file: Path, home: Path, *, now: datetime, replace: bool) -> Restored:
    """Put the data of `file` into `home`; what lay there goes to `home/truoc-khi-phuc-hoi-<stamp>`, never deleted.

    Raises BackupProblemError, StorageError or ConfigError, and changes nothing in the home, when the backup is damaged,
    the home has data and `replace` is not set, or the object store takes no originals. The caller makes sure that no
    service runs on the home.
    """
    manifest = check_backup(file)
    register = _register_to_be(file, home)
    if register.name not in manifest.files:
        raise BackupProblemError(OTHER_DATABASE)
    if (register.has_data() or (home / SQLITE_FILE).exists()) and not replace:
        raise BackupProblemError(
            f"Trong {home} đã có dữ liệu. Nếu muốn thay bằng bản sao lưu, thêm --replace; dữ liệu cũ được cất riêng."
        )
    home.mkdir(parents=True, exist_ok=True)
    fresh = home / f".phuc-hoi-{os.getpid()}"
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        _unpack(file, fresh)
        _compare(register, fresh, manifest)
        _push_originals(fresh, home)
        stamp = f"{now:%Y%m%d-%H%M%S}"
        told = register.put_back(fresh / register.name, stamp)
        if register.name == POSTGRESQL_FILE and (home / WARD).exists():
            (fresh / WARD).unlink(missing_ok=True)  # it names the database of the office that made the backup
        return Restored(manifest, _exchange(fresh, home, stamp), told)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _unpack(file: Path, fresh: Path) -> None:
    with tarfile.open(file) as tar:
        for name, stream in members(tar):
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as target:
                shutil.copyfileobj(stream, target)
                target.flush()
                os.fsync(target.fileno())
            path.chmod(READ_ONLY if is_original(name) else OWNER_ONLY)


def _compare(register: RegisterStore, fresh: Path, manifest: Manifest) -> None:
    """The database is whole and every original that it names is there, but those that were lost before the backup."""
    facts = register.check(fresh / register.name)
    if facts.entries not in {manifest.entries, UNKNOWN}:
        raise BackupProblemError(f"Cơ sở dữ liệu trong tệp sao lưu không trọn vẹn: {facts.entries} văn bản.")
    unpacked = {path.stem for path in (fresh / ORIGINALS).rglob("*.pdf")}
    missing = set(facts.named) - unpacked - set(manifest.damaged)
    if missing:
        raise BackupProblemError(f"Tệp sao lưu thiếu {len(missing)} bản gốc.")


def _register_to_be(file: Path, home: Path) -> RegisterStore:
    """The database that this home names; of a home without settings, that of the backup's own."""
    if "VANTHU_WARD" in os.environ or (home / WARD).exists():
        return register_of(home)
    with tarfile.open(file) as tar, tempfile.TemporaryDirectory() as folder:
        ward = Path(folder) / WARD
        for name, stream in members(tar):
            if name == WARD:
                ward.write_bytes(stream.read())
        return register_of(home, ward=ward)


def _push_originals(fresh: Path, home: Path) -> None:
    """For an office that keeps its originals in an object store: they go there, and not into the home."""
    office = _office_to_be(fresh, home)
    if office is None or office.object_store is None:
        return
    if not settings.configured:
        settings.configure()  # django-storages looks for defaults; see the head of this module
    push_files(fresh / ORIGINALS, originals_of(office))
    shutil.rmtree(fresh / ORIGINALS, ignore_errors=True)


def _office_to_be(fresh: Path, home: Path) -> Office | None:
    """As the office will be set up; None when its settings are not here yet."""
    if "VANTHU_WARD" in os.environ:
        return load_office(home)
    ward = next((folder / "ward.toml" for folder in (fresh, home) if (folder / "ward.toml").exists()), None)
    return load_office(home, file=ward) if ward is not None else None


def _exchange(fresh: Path, home: Path, stamp: str) -> Path | None:
    (fresh / POSTGRESQL_FILE).unlink(missing_ok=True)  # it is in the database now
    aside = home / f"truoc-khi-phuc-hoi-{stamp}"
    present = [name for name in SET_ASIDE if (home / name).exists()]
    if present:
        aside.mkdir()
    for name in SET_ASIDE:
        if name in present:
            (home / name).rename(aside / name)
        if (fresh / name).exists():
            (fresh / name).rename(home / name)
        elif name == "ward.toml" and name in present:  # a backup of an office that keeps it elsewhere
            shutil.copy(aside / name, home / name)
    if (aside / BACKUPS).exists():
        (aside / BACKUPS).rename(home / BACKUPS)
    return aside if present else None
