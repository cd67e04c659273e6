"""The contract of the place where originals lie, held by files and by an object store alike: exact, once, whole."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import Storage

from pipeline.errors import OriginalMissingError, StorageError
from pipeline.originals import CHUNK
from tests.s3_server import PREFIX, S3Server, store_at
from web.originals import Originals
from web.originals.files import FileOriginals
from web.originals.objects import ObjectOriginals
from web.originals.store import name_of

LETTER = b"%PDF-1.7 " + bytes(range(256)) * 40
SHA256 = hashlib.sha256(LETTER).hexdigest()

Names = Callable[[], list[str]]
Spoil = Callable[[str, bytes], object]


class Place:
    """One of both, and how a test looks behind it."""

    def __init__(self, originals: Originals, names: Names, spoil: Spoil) -> None:
        self.originals = originals
        self.names = names
        self.spoil = spoil

    def content(self, sha256: str) -> bytes:
        with self.originals.at_hand(sha256) as path:
            return path.read_bytes()


@pytest.fixture(params=["files", "s3", "s3 with versions"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    if request.param == "files":
        folder = tmp_path / "originals"
        yield Place(
            FileOriginals(folder),
            lambda: sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()),
            lambda name, content: _overwrite(folder / name, content),
        )
        return
    server: S3Server = request.getfixturevalue("s3_server")
    server.empty()
    if request.param == "s3 with versions":
        server.keep_versions()
    client = server.client
    yield Place(
        ObjectOriginals(store_at(server.url, tmp_path), tmp_path / "cache"),
        lambda: sorted(key.removeprefix(f"{PREFIX}/") for key in server.versions()),
        lambda name, content: client.put_object(Bucket="van-ban-den", Key=f"{PREFIX}/{name}", Body=content),
    )


def _overwrite(path: Path, content: bytes) -> None:
    path.chmod(0o640)
    path.write_bytes(content)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "letter.pdf"
    file.write_bytes(LETTER)
    return file


def test_the_stored_bytes_are_those_of_the_file(place: Place, source: Path) -> None:
    stored = place.originals.keep(source)
    assert (stored.sha256, stored.size, stored.was_new) == (SHA256, len(LETTER), True)
    assert place.content(SHA256) == LETTER
    assert place.originals.is_sound(SHA256)


@pytest.mark.parametrize("size", [0, 1, CHUNK, 9 * CHUNK + 4321])
def test_a_file_of_any_size_is_stored_whole(place: Place, source: Path, size: int) -> None:
    content = os.urandom(size)
    source.write_bytes(content)
    stored = place.originals.keep(source)
    assert stored.size == size
    assert place.content(stored.sha256) == content


def test_the_source_stays_where_it_is(place: Place, source: Path) -> None:
    place.originals.keep(source)
    assert source.read_bytes() == LETTER


def test_the_same_bytes_twice_are_stored_once(place: Place, source: Path) -> None:
    place.originals.keep(source)
    assert not place.originals.keep(source).was_new
    assert place.names() == [name_of(SHA256)]


def test_what_lies_there_damaged_is_stored_again_and_not_believed(place: Place, source: Path) -> None:
    place.originals.keep(source)
    place.spoil(name_of(SHA256), LETTER[:-1])
    assert not place.originals.is_sound(SHA256)
    place.originals.keep(source)
    assert place.content(SHA256) == LETTER


def test_what_is_not_there_is_missing(place: Place) -> None:
    assert not place.originals.is_sound(SHA256)
    with pytest.raises(OriginalMissingError), place.originals.at_hand(SHA256):
        pass


def test_a_source_that_is_gone_is_a_storage_error_and_leaves_nothing(place: Place, source: Path) -> None:
    source.unlink()
    with pytest.raises(StorageError):
        place.originals.keep(source)
    assert place.names() == []


def test_content_under_the_name_of_another_is_refused_and_leaves_nothing(place: Place) -> None:
    storage = place.originals
    assert isinstance(storage, Storage)
    with pytest.raises(StorageError):
        storage.save(name_of(SHA256), ContentFile(LETTER + b"more"))
    assert place.names() == []
    assert list(place.originals.stored()) == []


def test_of_what_is_removed_no_byte_stays_anywhere(place: Place, source: Path, tmp_path: Path) -> None:
    place.originals.keep(source)
    place.spoil(name_of(SHA256), b"an older or newer version of the same name")
    place.originals.keep(source)
    place.content(SHA256)
    place.originals.remove(SHA256)
    assert place.names() == []
    assert [path for path in tmp_path.rglob(f"*{SHA256}*") if path.is_file()] == []
    with pytest.raises(OriginalMissingError), place.originals.at_hand(SHA256):
        pass


def test_what_is_removed_twice_is_gone(place: Place, source: Path) -> None:
    place.originals.keep(source)
    place.originals.remove(SHA256)
    place.originals.remove(SHA256)
    assert list(place.originals.stored()) == []


def test_removing_one_leaves_the_others(place: Place, source: Path) -> None:
    kept = place.originals.keep(source).sha256
    source.write_bytes(b"another")
    place.originals.remove(place.originals.keep(source).sha256)
    assert list(place.originals.stored()) == [kept]
    assert place.content(kept) == LETTER


def test_everything_that_is_stored_is_listed(place: Place, source: Path) -> None:
    assert list(place.originals.stored()) == []
    wanted = set()
    for number in range(5):
        source.write_bytes(b"letter %d" % number)
        wanted.add(place.originals.keep(source).sha256)
    found = list(place.originals.stored())
    assert (set(found), len(found)) == (wanted, 5)


def test_it_can_be_read_as_often_as_one_likes_and_after_copies_were_let_go(place: Place, source: Path) -> None:
    place.originals.keep(source)
    assert place.content(SHA256) == place.content(SHA256) == LETTER
    place.originals.let_go(SHA256)
    assert place.content(SHA256) == LETTER
    place.originals.let_go()
    assert place.content(SHA256) == LETTER


def test_a_copy_that_is_being_read_is_not_taken_away(place: Place, source: Path) -> None:
    place.originals.keep(source)
    with place.originals.at_hand(SHA256) as path:
        place.originals.let_go(SHA256)
        place.originals.let_go()
        assert path.read_bytes() == LETTER


def test_several_may_store_and_read_the_same_at_the_same_time(place: Place, source: Path) -> None:
    read: list[bytes] = []

    def work() -> None:
        for _ in range(5):
            place.originals.keep(source)
            read.append(place.content(SHA256))
            place.originals.let_go(SHA256)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read == [LETTER] * 20


def test_a_place_that_can_be_used_has_no_trouble(place: Place) -> None:
    assert place.originals.trouble() is None
