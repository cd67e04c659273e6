"""What lies in the folder: which files stand still, which things are no files, which names are free."""

from __future__ import annotations

import os
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.inbox import REFUSED_FOLDER, Inbox, free_name, is_unchanged, watch_folder

SETTLE = 1.0
PATIENCE_SECONDS = 10.0
LONG_NAME = "á" * 120 + ".pdf"  # 244 bytes in UTF-8


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return Inbox(folder, settle_seconds=SETTLE)


def drop(inbox: Inbox, name: str, content: bytes = b"%PDF") -> Path:
    file = inbox.folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def settled(inbox: Inbox, now: float) -> list[str]:
    return [str(file.path.relative_to(inbox.folder)) for file in inbox.look(now).settled]


def settled_at_once(inbox: Inbox) -> list[str]:
    """Everything that stands still, for tests that are not about time."""
    inbox.look(0.0)
    return settled(inbox, SETTLE)


def test_a_file_is_not_settled_when_it_is_first_seen(inbox: Inbox) -> None:
    drop(inbox, "a.pdf")
    look = inbox.look(100.0)
    assert (look.settled, look.unsettled_count) == ((), 1)


def test_a_file_that_stood_still_long_enough_is_settled(inbox: Inbox) -> None:
    drop(inbox, "a.pdf")
    inbox.look(100.0)
    assert settled(inbox, 100.9) == []
    assert settled(inbox, 101.0) == ["a.pdf"]


def test_a_settled_file_knows_how_long_it_stood_still(inbox: Inbox) -> None:
    drop(inbox, "a.pdf")
    inbox.look(100.0)
    (file,) = inbox.look(125.0).settled
    assert file.quiet_seconds == 25.0


def test_a_growing_file_is_not_settled(inbox: Inbox) -> None:
    file = drop(inbox, "a.pdf")
    for now in range(100, 110):
        with file.open("ab") as stream:
            stream.write(b"more")
        assert settled(inbox, float(now)) == []
    assert settled(inbox, 111.0) == ["a.pdf"]


def test_a_file_written_over_at_the_same_size_settles_again(inbox: Inbox) -> None:
    file = drop(inbox, "a.pdf", b"one")
    inbox.look(100.0)
    file.write_bytes(b"two")
    os.utime(file, ns=(0, file.stat().st_mtime_ns + 1))  # clocks of file systems are coarse
    assert settled(inbox, 105.0) == []
    assert settled(inbox, 106.0) == ["a.pdf"]


def test_a_replaced_file_settles_again_though_size_and_time_are_the_same(inbox: Inbox) -> None:
    file = drop(inbox, "a.pdf", b"one")
    inbox.look(100.0)
    other = drop(inbox, ".b", b"two")
    os.utime(other, ns=(0, file.stat().st_mtime_ns))
    other.replace(file)
    assert settled(inbox, 105.0) == []


def test_a_file_that_was_taken_away_is_forgotten(inbox: Inbox) -> None:
    drop(inbox, "a.pdf").unlink()
    inbox.look(100.0)
    drop(inbox, "a.pdf")
    assert settled(inbox, 105.0) == []


def test_files_come_in_the_order_in_which_they_arrived(inbox: Inbox) -> None:
    for name in ("c.pdf", "a.pdf", "b.pdf"):
        drop(inbox, name)
        time.sleep(0.02)  # the clock of the file system ticks every few milliseconds
    assert settled_at_once(inbox) == ["c.pdf", "a.pdf", "b.pdf"]


def test_links_and_pipes_are_reported_and_not_opened(inbox: Inbox, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.pdf"
    target.write_bytes(b"%PDF")
    (inbox.folder / "link.pdf").symlink_to(target)
    (inbox.folder / "broken.pdf").symlink_to(tmp_path / "nowhere")
    (inbox.folder / "folder-link").symlink_to(tmp_path)
    os.mkfifo(inbox.folder / "pipe.pdf")
    inbox.look(100.0)
    look = inbox.look(200.0)  # opening the pipe would wait for ever
    assert look.settled == ()
    assert {path.name for path in look.not_regular} == {"link.pdf", "broken.pdf", "folder-link", "pipe.pdf"}


@pytest.mark.parametrize(
    "name",
    [
        ".a.pdf",
        "~$a.docx",
        "a.pdf.part",
        "a.pdf.crdownload",
        "A.TMP",
        "a.filepart",
        "a.partial",
        "Thumbs.db",
        "desktop.ini",
    ],
)
def test_names_of_unfinished_and_system_files_are_ignored(inbox: Inbox, name: str) -> None:
    drop(inbox, name)
    look = inbox.look(100.0)
    assert (look.settled, look.unsettled_count) == ((), 0)


def test_a_download_is_seen_when_it_gets_its_final_name(inbox: Inbox) -> None:
    drop(inbox, "a.pdf.part").rename(inbox.folder / "a.pdf")
    assert settled_at_once(inbox) == ["a.pdf"]


def test_files_in_sub_folders_are_seen_those_in_hidden_ones_are_not(inbox: Inbox) -> None:
    drop(inbox, "thang 11/so y te/a.pdf")
    drop(inbox, ".Trash-1000/b.pdf")
    assert settled_at_once(inbox) == ["thang 11/so y te/a.pdf"]


def test_refused_files_are_not_looked_at_again(inbox: Inbox) -> None:
    drop(inbox, f"{REFUSED_FOLDER}/a.pdf")
    assert settled_at_once(inbox) == []


@pytest.mark.parametrize(
    "name", ["Công văn số 5.pdf", unicodedata.normalize("NFD", "Quyết định.pdf"), LONG_NAME, "a" * 246 + ".pdf"]
)
def test_any_name_is_seen_as_it_is(inbox: Inbox, name: str) -> None:
    drop(inbox, name)
    assert settled_at_once(inbox) == [name]


def test_a_name_that_is_no_utf_8_is_seen(inbox: Inbox) -> None:
    drop(inbox, os.fsdecode(b"C\xf4ng v\xe3n.pdf"))
    assert settled_at_once(inbox) == [os.fsdecode(b"C\xf4ng v\xe3n.pdf")]


def test_a_folder_that_is_gone_is_an_error(inbox: Inbox) -> None:
    inbox.folder.rmdir()
    with pytest.raises(OSError, match="No such file"):
        inbox.look(100.0)


def test_a_settled_file_that_changed_since_is_noticed(inbox: Inbox) -> None:
    path = drop(inbox, "a.pdf")
    inbox.look(0.0)
    (file,) = inbox.look(SETTLE).settled
    assert is_unchanged(file)
    path.write_bytes(b"other content")
    assert not is_unchanged(file)
    path.unlink()
    assert not is_unchanged(file)


def test_a_file_that_became_a_link_is_noticed(inbox: Inbox, tmp_path: Path) -> None:
    path = drop(inbox, "a.pdf")
    inbox.look(0.0)
    (file,) = inbox.look(SETTLE).settled
    path.rename(tmp_path / "b.pdf")
    path.symlink_to(tmp_path / "b.pdf")
    assert not is_unchanged(file)


def test_a_free_name_is_the_name_itself(tmp_path: Path) -> None:
    assert free_name(tmp_path, "a.pdf") == tmp_path / "a.pdf"


def test_a_taken_name_gets_the_next_number(tmp_path: Path) -> None:
    for name in ("a.pdf", "a (2).pdf"):
        (tmp_path / name).touch()
    assert free_name(tmp_path, "a.pdf").name == "a (3).pdf"


def test_a_broken_link_takes_its_name_too(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").symlink_to(tmp_path / "nowhere")
    assert free_name(tmp_path, "a.pdf").name == "a (2).pdf"


@pytest.mark.parametrize("name", [LONG_NAME, "x" * 251 + ".pdf", "đ" * 127, "a." + "b" * 250])
def test_a_free_name_leaves_room_for_number_and_note(tmp_path: Path, name: str) -> None:
    first = free_name(tmp_path, name)
    first.touch()
    second = free_name(tmp_path, name)
    second.touch()
    second.with_name(f"{second.name}.txt").touch()
    assert first != second


@pytest.fixture(params=["native", "polling"])
def watched(inbox: Inbox, request: pytest.FixtureRequest) -> Iterator[Inbox]:
    observer = watch_folder(inbox, observer=request.param)
    yield inbox
    observer.stop()
    observer.join()


@pytest.mark.slow
def test_a_dropped_file_wakes_the_inbox(watched: Inbox) -> None:
    drop(watched, "a.pdf")
    started_at = time.monotonic()
    watched.wait(PATIENCE_SECONDS)
    assert time.monotonic() - started_at < PATIENCE_SECONDS / 2
