"""Files that are sent through the page enter the inbox as if they had been dropped there."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import StorageError
from pipeline.inbox import REFUSED_FOLDER, Inbox, is_passed_over
from pipeline.inbox_drop import ABANDONED_AFTER_SECONDS, Drop, remove_abandoned, safe_name
from tests.disks import tiny_disk

CONTENT = b"%PDF-1.7 some letter"


def drop(folder: Path, name: str, content: bytes = CONTENT) -> Path:
    sent = Drop(folder)
    sent.write(content)
    sent.finish()
    return sent.place(name)


def seen_by_the_watcher(folder: Path) -> list[str]:
    inbox = Inbox(folder, settle_seconds=1.0)
    inbox.look(0.0)
    return [file.path.name for file in inbox.look(1.0).settled]


def test_a_complete_file_stands_in_the_folder_under_its_name(tmp_path: Path) -> None:
    target = drop(tmp_path, "công văn 12.pdf")
    assert target == tmp_path / "công văn 12.pdf"
    assert target.read_bytes() == CONTENT
    assert seen_by_the_watcher(tmp_path) == ["công văn 12.pdf"]


def test_the_watcher_does_not_see_a_file_that_is_on_its_way(tmp_path: Path) -> None:
    sent = Drop(tmp_path)
    sent.write(CONTENT)
    assert seen_by_the_watcher(tmp_path) == []
    sent.finish()
    assert seen_by_the_watcher(tmp_path) == []


def test_a_file_of_the_same_name_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"first")
    second, third = drop(tmp_path, "a.pdf", b"second"), drop(tmp_path, "a.pdf", b"third")
    assert [path.read_bytes() for path in (tmp_path / "a.pdf", second, third)] == [b"first", b"second", b"third"]
    assert [second.name, third.name] == ["a (2).pdf", "a (3).pdf"]


def test_what_is_discarded_leaves_nothing(tmp_path: Path) -> None:
    sent = Drop(tmp_path)
    sent.write(CONTENT)
    sent.discard()
    assert list(tmp_path.iterdir()) == []


def test_discarding_after_placing_keeps_the_file(tmp_path: Path) -> None:
    sent = Drop(tmp_path)
    sent.write(CONTENT)
    sent.finish()
    target = sent.place("a.pdf")
    sent.discard()
    assert target.read_bytes() == CONTENT


def test_a_full_disk_is_said_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    with tiny_disk(tmp_path / "small") as disk:
        sent = Drop(disk.folder)
        with pytest.raises(StorageError):
            for _ in range(3):
                sent.write(b"x" * (1 << 20))
        assert list(disk.folder.iterdir()) == []


def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        Drop(tmp_path / "gone")


def test_a_folder_that_goes_away_at_the_end_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    sent = Drop(folder)
    sent.write(CONTENT)
    sent.finish()
    folder.rename(tmp_path / "elsewhere")
    with pytest.raises(StorageError):
        sent.place("a.pdf")


def test_the_office_decides_who_may_read_the_file(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        target = drop(tmp_path, "a.pdf")
    finally:
        os.umask(before)
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_what_a_killed_server_left_is_removed_an_hour_later(tmp_path: Path) -> None:
    old, new = Drop(tmp_path), Drop(tmp_path)
    old.write(CONTENT)
    new.write(CONTENT)
    left = min(tmp_path.iterdir(), key=lambda path: path.stat().st_ino)
    long_ago = time.time() - ABANDONED_AFTER_SECONDS - 1
    os.utime(left, (long_ago, long_ago))
    (tmp_path / "letter.pdf").write_bytes(CONTENT)
    os.utime(tmp_path / "letter.pdf", (long_ago, long_ago))
    remove_abandoned(tmp_path, time.time())
    assert len(list(tmp_path.iterdir())) == 2
    assert (tmp_path / "letter.pdf").exists()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("công văn 12.pdf", "công văn 12.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\An\\thư.pdf", "thư.pdf"),
        (".htaccess", "htaccess"),
        ("~$nháp.pdf", "nháp.pdf"),
        ("tải dở.part", "tải dở.part.pdf"),
        ("desktop.ini", "desktop.ini.pdf"),
        (REFUSED_FOLDER, f"{REFUSED_FOLDER}.pdf"),
        ("a\nb\x00c.pdf", "a_b_c.pdf"),
        ("hỏi? đáp*.pdf", "hỏi_ đáp_.pdf"),
        ("...", "van-ban.pdf"),
    ],
)
def test_a_name_is_made_safe_for_the_folder(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


@given(st.text())
def test_any_name_leads_to_a_file_that_the_watcher_takes(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert "/" not in safe
    assert safe not in {".", "..", REFUSED_FOLDER}
    assert not is_passed_over(safe)
