"""Originals as files: what a full disk, other rights and a killed intake do to them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from pipeline.errors import StorageError
from pipeline.originals import path_of
from tests.disks import SMALL, tiny_disk
from web.originals.files import FileOriginals

LETTER = b"%PDF-1.7 " + bytes(range(256)) * 40


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "letter.pdf"
    file.write_bytes(LETTER)
    return file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "originals"


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_has_the_name_that_older_versions_gave_it(source: Path, folder: Path) -> None:
    sha256 = hashlib.sha256(LETTER).hexdigest()
    FileOriginals(folder).keep(source)
    assert files_in(folder) == [folder / sha256[:2] / f"{sha256}.pdf"]


def test_an_original_cannot_be_written_over_by_accident(source: Path, folder: Path) -> None:
    stored = FileOriginals(folder).keep(source)
    assert path_of(folder, stored.sha256).stat().st_mode & 0o222 == 0


def test_a_place_that_is_no_folder_is_a_storage_error(source: Path, folder: Path) -> None:
    folder.write_bytes(b"a file where the folder should be")
    with pytest.raises(StorageError):
        FileOriginals(folder).keep(source)


def test_a_full_disk_is_a_storage_error_and_leaves_nothing_half_written(source: Path, tmp_path: Path) -> None:
    source.write_bytes(bytes(SMALL + 1))
    with tiny_disk(tmp_path / "disk") as disk:
        with pytest.raises(StorageError):
            FileOriginals(disk.folder / "originals").keep(source)
        assert files_in(disk.folder) == []


def test_a_file_is_stored_when_the_full_disk_has_room_again(source: Path, tmp_path: Path) -> None:
    large = os.urandom(SMALL + 1)
    source.write_bytes(large)
    with tiny_disk(tmp_path / "disk") as disk:
        originals = FileOriginals(disk.folder)
        with pytest.raises(StorageError):
            originals.keep(source)
        disk.grow()
        assert path_of(disk.folder, originals.keep(source).sha256).read_bytes() == large


def test_what_a_killed_intake_left_half_copied_is_removed(source: Path, folder: Path) -> None:
    originals = FileOriginals(folder)
    stored = originals.keep(source)
    (folder / ".nhan-abc").write_bytes(b"%PDF")
    assert originals.unfinished_count() == 1
    originals.remove_unfinished()
    assert files_in(folder) == [path_of(folder, stored.sha256)]
