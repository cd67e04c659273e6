"""Backup and restore with real files, real databases and a real full disk."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.errors import StorageError
from tests.disks import tiny_disk
from tests.home import PROJECT, VANTHU, environment, run
from tests.s3_server import S3Server, store_at
from tests.web.rows import enter_row
from web.operations.backups import check_backup, list_backups, make_backup, prune
from web.operations.registers import BackupProblemError
from web.operations.restoring import restore_backup
from web.originals.files import FileOriginals
from web.originals.objects import ObjectOriginals
from web.originals.pushing import push_files

NOW = datetime(2026, 11, 2, 18, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def filled(trained_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a real database: three letters in the register with their originals."""
    home = tmp_path_factory.mktemp("filled")
    shutil.copytree(trained_home, home, dirs_exist_ok=True)
    assert run(home, "setup").returncode == 0
    for number in range(1, 4):
        enter_row(home, number)
    return home


@pytest.fixture
def home(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(filled, tmp_path / "home"))


def _backup(home: Path, *, now: datetime = NOW, folder: Path | None = None) -> Path:
    target = folder or home / "var" / "backups"
    return make_backup(home, target, originals=FileOriginals(home / "var" / "originals"), now=now).path


def _tree(home: Path) -> dict[str, str]:
    """Every file of an installation with its checksum; the database by its content."""
    found = {}
    for path in sorted((home / "var" / "originals").rglob("*.pdf")) + sorted((home / "models").rglob("*")):
        if path.is_file():
            found[str(path.relative_to(home))] = hashlib.sha256(path.read_bytes()).hexdigest()
    with closing(sqlite3.connect(home / "var" / "vanthu.sqlite3")) as database:
        found["database"] = hashlib.sha256("\n".join(database.iterdump()).encode()).hexdigest()
    for name in ("var/secret-key", "var/model-key", "ward.toml"):
        found[name] = (home / name).read_text()
    return found


def test_a_restored_office_is_the_same_to_the_byte(home: Path, tmp_path: Path) -> None:
    file = _backup(home)
    done = restore_backup(file, tmp_path / "other", now=NOW, replace=False)
    assert (done.manifest.entries, done.manifest.originals) == (3, 3)
    assert _tree(tmp_path / "other") == _tree(home)


def test_a_backup_is_readable_by_its_owner_only(home: Path) -> None:
    assert _backup(home).stat().st_mode & 0o077 == 0


def test_restoring_over_data_needs_a_word_and_puts_the_old_aside(home: Path) -> None:
    file = _backup(home)
    enter_row(home, 4)
    with pytest.raises(BackupProblemError, match="--replace"):
        restore_backup(file, home, now=NOW, replace=False)
    newer = _tree(home)
    done = restore_backup(file, home, now=NOW, replace=True)
    assert done.set_aside is not None
    assert _tree(done.set_aside) == newer
    assert file.exists()


@pytest.mark.parametrize("damage", ["cut", "flipped", "foreign"])
def test_a_damaged_backup_restores_nothing(home: Path, tmp_path: Path, damage: str) -> None:
    file = _backup(home)
    content = bytearray(file.read_bytes())
    if damage == "cut":
        content = content[: len(content) // 2]
    elif damage == "flipped":
        content[len(content) * 2 // 3] ^= 0xFF
    else:
        content = bytearray(b"%PDF-1.7 no backup")
    file.chmod(0o600)
    file.write_bytes(content)
    with pytest.raises(BackupProblemError):
        restore_backup(file, tmp_path / "other", now=NOW, replace=False)
    assert not (tmp_path / "other").exists()


def test_a_member_that_points_outside_is_refused(home: Path, tmp_path: Path) -> None:
    file = _backup(home)
    with tarfile.open(file, "a") as tar:
        tar.add(home / "ward.toml", arcname="../../etc/evil")
    with pytest.raises(BackupProblemError, match="mục lạ"):
        check_backup(file)


def test_an_original_lost_before_the_backup_is_named_and_all_others_are_saved(home: Path, tmp_path: Path) -> None:
    lost = next((home / "var" / "originals").rglob("*.pdf"))
    lost.unlink()
    manifest = check_backup(_backup(home))
    assert (manifest.damaged, manifest.originals) == ((lost.stem,), 2)
    restore_backup(_backup(home, now=NOW + timedelta(days=1)), tmp_path / "other", now=NOW, replace=False)


def test_a_backup_on_a_full_disk_leaves_no_half_file(home: Path, tmp_path: Path) -> None:
    with tiny_disk(tmp_path / "disk") as disk:
        with pytest.raises(StorageError):
            _backup(home, folder=disk.folder)
        assert list_backups(disk.folder) == ()
        assert not [path for path in disk.folder.iterdir() if not path.name.startswith(".vanthu-")]
        disk.grow()
        assert check_backup(_backup(home, folder=disk.folder)).entries == 3
        assert [path.name for path in disk.folder.iterdir()] == [_backup_name(NOW)]


def test_only_the_newest_backups_are_kept_and_a_damaged_one_is_not_counted(home: Path) -> None:
    files = [_backup(home, now=NOW + timedelta(days=days)) for days in range(4)]
    files[3].chmod(0o600)
    files[3].write_bytes(b"")
    assert prune(files[0].parent, keep=2) == (files[0],)
    assert [backup.path for backup in list_backups(files[0].parent)] == files[1:]


@pytest.fixture
def busy(home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that enters one letter after another: the row is committed after its original is stored."""
    process = subprocess.Popen([sys.executable, "-m", "tests.web.rows", str(home)], cwd=PROJECT)
    _wait_for_more_than(home, 3)
    yield process
    process.kill()
    process.wait()


def test_a_backup_while_letters_come_in_holds_each_row_with_its_original(
    home: Path, tmp_path: Path, busy: subprocess.Popen[bytes]
) -> None:
    for number in range(3):
        manifest = check_backup(_backup(home, now=NOW + timedelta(minutes=number)))
        assert manifest.entries == manifest.originals > 3
    assert busy.poll() is None
    restore_backup(list_backups(home / "var" / "backups")[-1].path, tmp_path / "other", now=NOW, replace=False)


def test_a_killed_backup_leaves_nothing_that_looks_like_one_and_the_next_cleans_up(home: Path) -> None:
    folder = home / "var" / "backups"
    (home / "models" / "big").mkdir()
    (home / "models" / "big" / "blob").write_bytes(os.urandom(64 << 20))
    process = subprocess.Popen([*VANTHU, "backup"], cwd=PROJECT, env=environment(home))
    deadline = time.monotonic() + 60
    while not list(folder.glob(".vanthu-*/backup")) and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert list_backups(folder) == ()
    assert run(home, "backup").returncode == 0
    (made,) = folder.iterdir()
    assert check_backup(made).entries == 3


def test_the_commands_back_up_verify_and_restore(home: Path, tmp_path: Path) -> None:
    made = run(home, "backup", "--to", str(tmp_path / "usb"))
    assert "Đã sao lưu 3 văn bản" in made.stdout.decode()
    (file,) = (tmp_path / "usb").iterdir()
    assert "Tệp sao lưu lành" in run(home, "backup", "--verify", str(file)).stdout.decode()
    other = tmp_path / "other"
    restored = run(other, "restore", str(file))
    assert "Đã phục hồi 3 văn bản" in restored.stdout.decode(), restored.stderr.decode()
    assert _tree(other) == _tree(home)
    assert run(home, "restore", str(file)).returncode == 11


def _backup_name(now: datetime) -> str:
    return f"vanthu-{now:%Y%m%d-%H%M%S}.tar"


def _wait_for_more_than(home: Path, count: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with closing(sqlite3.connect(home / "var" / "vanthu.sqlite3", timeout=30)) as database:
            if database.execute("SELECT COUNT(*) FROM register_registerentry").fetchone()[0] > count:
                return
        time.sleep(0.05)
    pytest.fail("no letter came in")


def test_originals_of_an_object_store_are_backed_up_and_put_back_into_it(
    home: Path, s3_server: S3Server, tmp_path: Path
) -> None:
    s3_server.empty()
    config = store_at(s3_server.url, tmp_path)
    store = ObjectOriginals(config, tmp_path / "cache")
    files = home / "var" / "originals"
    assert push_files(files, store) == 3
    shutil.rmtree(files)
    with (home / "ward.toml").open("a", encoding="utf-8") as ward:
        ward.write(
            f'\n[originals]\nstorage = "s3"\nbucket = "{config.bucket}"\nprefix = "{config.prefix}"\n'
            f'endpoint_url = "{config.endpoint_url}"\ncredentials_file = "{config.credentials_file}"\n'
        )
    kept = s3_server.objects()
    made = make_backup(home, tmp_path / "backups", originals=store, now=NOW).path
    s3_server.empty()
    fresh = tmp_path / "fresh"
    restore_backup(made, fresh, now=NOW, replace=False)
    assert s3_server.objects() == kept
    assert not (fresh / "var" / "originals").exists()
    s3_server.empty()
    s3_server.kill()
    with pytest.raises(StorageError):
        restore_backup(made, tmp_path / "fresher", now=NOW, replace=False)
    assert not (tmp_path / "fresher" / "var").exists()
    s3_server.start()
