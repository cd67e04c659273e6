"""Copies of originals on this machine while several processes fetch, read and take away the same one."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from pipeline.errors import OriginalMissingError, StorageError
from pipeline.originals import path_of
from tests.disks import SMALL, tiny_disk
from web.originals.cache import Cache

LETTER = b"%PDF-1.7 " + bytes(range(256)) * 40
SHA256 = hashlib.sha256(LETTER).hexdigest()
MOST = 1 << 20


def fetched() -> Iterator[bytes]:
    yield LETTER


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def cache(folder: Path) -> Cache:
    return Cache(folder, most_bytes=MOST)


def test_a_copy_put_twice_at_a_time_is_kept_for_who_reads_the_first(cache: Cache, folder: Path) -> None:
    with ExitStack() as reader:

        def fetched_late() -> Iterator[bytes]:
            reader.enter_context(Cache(folder, most_bytes=MOST).hold(SHA256, fetched))
            yield LETTER

        with cache.hold(SHA256, fetched_late) as path:
            assert path.read_bytes() == LETTER
        cache.let_go(SHA256)
        cache.clear()
        assert path_of(folder, SHA256).read_bytes() == LETTER
    cache.let_go(SHA256)
    assert not path_of(folder, SHA256).exists()


def test_copies_come_and_go_under_many_readers(folder: Path) -> None:
    read: list[bytes] = []

    def work() -> None:
        cache = Cache(folder, most_bytes=MOST)
        for _ in range(60):
            with cache.hold(SHA256, fetched) as path:
                read.append(path.read_bytes())
            cache.let_go(SHA256)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read == [LETTER] * 480


def test_a_spoiled_copy_is_fetched_again_even_while_somebody_reads_it(cache: Cache) -> None:
    with cache.hold(SHA256, fetched) as path:
        path.write_bytes(b"spoiled")
        with cache.hold(SHA256, fetched) as again:
            assert again.read_bytes() == LETTER


def test_wrong_bytes_are_never_handed_out(cache: Cache, folder: Path) -> None:
    with pytest.raises(OriginalMissingError), cache.hold(SHA256, lambda: iter([b"other"])):
        pass
    assert not list(folder.rglob("*.pdf"))


def test_a_full_disk_is_an_error_of_storage(tmp_path: Path) -> None:
    big = bytes(SMALL + 1)
    with tiny_disk(tmp_path / "disk") as disk:
        cache = Cache(disk.folder / "cache", most_bytes=MOST)
        with pytest.raises(StorageError), cache.hold(hashlib.sha256(big).hexdigest(), lambda: iter([big])):
            pass
        assert [path.name for path in disk.folder.rglob("*") if path.is_file()] == ["lock"]
