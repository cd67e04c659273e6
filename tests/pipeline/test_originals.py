"""The store of original bytes: exact, once, whole or not at all."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from pipeline.errors import StorageError
from pipeline.originals import CHUNK, path_of, remove_unfinished, store_original
from tests.disks import SMALL, tiny_disk

LETTER = b"%PDF-1.7 " + bytes(range(256)) * 40


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "letter.pdf"
    file.write_bytes(LETTER)
    return file


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "originals"


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_stored_bytes_are_those_of_the_file(source: Path, store: Path) -> None:
    stored = store_original(source, store)
    assert stored.sha256 == hashlib.sha256(LETTER).hexdigest()
    assert (stored.size, stored.was_new) == (len(LETTER), True)
    assert path_of(store, stored.sha256).read_bytes() == LETTER


def test_a_file_larger_than_one_block_is_stored_whole(source: Path, store: Path) -> None:
    large = os.urandom(CHUNK + 4321)
    source.write_bytes(large)
    assert path_of(store, store_original(source, store).sha256).read_bytes() == large


def test_the_source_stays_where_it_is(source: Path, store: Path) -> None:
    store_original(source, store)
    assert source.read_bytes() == LETTER


def test_the_same_bytes_twice_are_one_file(source: Path, store: Path) -> None:
    store_original(source, store)
    again = store_original(source, store)
    assert not again.was_new
    assert files_in(store) == [path_of(store, again.sha256)]


def test_an_original_cannot_be_written_over_by_accident(source: Path, store: Path) -> None:
    mode = path_of(store, store_original(source, store).sha256).stat().st_mode
    assert mode & 0o222 == 0


def test_a_source_that_is_gone_is_a_storage_error_and_leaves_nothing(source: Path, store: Path) -> None:
    source.unlink()
    with pytest.raises(StorageError):
        store_original(source, store)
    assert files_in(store) == []


def test_a_place_that_is_no_folder_is_a_storage_error(source: Path, store: Path) -> None:
    store.write_bytes(b"a file where the folder should be")
    with pytest.raises(StorageError):
        store_original(source, store)


def test_a_full_disk_is_a_storage_error_and_leaves_nothing_half_written(source: Path, tmp_path: Path) -> None:
    source.write_bytes(bytes(SMALL + 1))
    with tiny_disk(tmp_path / "disk") as disk:
        with pytest.raises(StorageError):
            store_original(source, disk.folder / "originals")
        assert files_in(disk.folder) == []


def test_a_file_is_stored_when_the_full_disk_has_room_again(source: Path, tmp_path: Path) -> None:
    large = os.urandom(SMALL + 1)
    source.write_bytes(large)
    with tiny_disk(tmp_path / "disk") as disk:
        with pytest.raises(StorageError):
            store_original(source, disk.folder)
        disk.grow()
        assert path_of(disk.folder, store_original(source, disk.folder).sha256).read_bytes() == large


def test_what_a_killed_intake_left_half_copied_is_removed(tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(b"%PDF-1.4")
    stored = store_original(source, tmp_path / "originals")
    (tmp_path / "originals" / ".nhan-abc").write_bytes(b"%PDF")
    remove_unfinished(tmp_path / "originals")
    assert not (tmp_path / "originals" / ".nhan-abc").exists()
    assert path_of(tmp_path / "originals", stored.sha256).exists()
