"""Folders and files without rights and full disks: the file waits, the clerk is told, nothing is lost."""

from __future__ import annotations

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from pipeline.inspect_file import FirstLook
from pipeline.sandbox import Sandbox
from tests.disks import SMALL, tiny_disk
from tests.web.inbox_office import FILES, InboxOffice, letter, notices, only_entry
from web.register.models import RegisterEntry

pytestmark = pytest.mark.django_db


NOBODY = 65534


def as_nobody(step: Callable[[], object]) -> None:
    """Do `step` without the rights of root, for which no folder is locked; else with the rights that we have."""
    if os.geteuid() != 0:
        step()
        return
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        step()
    finally:
        os.setresuid(0, 0, 0)


@pytest.fixture
def open_office(office: InboxOffice) -> InboxOffice:
    """An office whose folders everybody may enter and change, however pytest made them."""
    office.originals.mkdir()
    for folder in (office.folder, office.originals):
        folder.chmod(0o777)
    for parent in [office.folder, *office.folder.parents][1:]:
        if parent.stat().st_uid == os.getuid() and parent.stat().st_mode & 0o001 == 0:
            parent.chmod(0o711)
    return office


@pytest.mark.parametrize("mode", [0o000, 0o300])
def test_an_inbox_without_rights_is_told_and_works_again_with_them(open_office: InboxOffice, mode: int) -> None:
    open_office.drop("a.pdf", letter(1)).chmod(0o666)
    open_office.folder.chmod(mode)
    as_nobody(open_office.take)
    assert "Không đọc được thư mục nhận văn bản" in notices()[0]
    open_office.folder.chmod(0o777)
    as_nobody(open_office.take)
    assert (only_entry().arrival_number, notices()) == (1, [])


def test_a_locked_sub_folder_is_told_and_does_not_stop_the_others(open_office: InboxOffice) -> None:
    locked = open_office.drop("khoa/a.pdf", letter(1)).parent
    open_office.drop("b.pdf", letter(2)).chmod(0o666)
    locked.chmod(0o000)
    as_nobody(open_office.take)
    assert only_entry().file_name == "b.pdf"
    assert "Thư mục khoa" in notices()[0]


def test_a_file_without_rights_is_told_and_taken_in_with_them(open_office: InboxOffice) -> None:
    file = open_office.drop("a.pdf", letter(1))
    file.chmod(0o000)
    as_nobody(open_office.take)
    assert "a.pdf: không có quyền" in notices()[0]
    assert not RegisterEntry.objects.exists()
    file.chmod(0o666)
    as_nobody(open_office.take)
    assert (only_entry().arrival_number, notices()) == (1, [])


def test_a_folder_from_which_nothing_may_be_removed_gives_one_row(open_office: InboxOffice) -> None:
    open_office.drop("a.pdf", letter(1)).chmod(0o666)
    open_office.folder.chmod(0o555)
    for _ in range(2):
        as_nobody(open_office.take)
    assert only_entry().arrival_number == 1
    assert "a.pdf: không có quyền" in notices()[0]


def large_letter() -> bytes:
    stream = BytesIO()
    with pikepdf.open(BytesIO(FILES["4871_SCT_QLTM.pdf"])) as document:
        document.Root["/BanDo"] = document.make_stream(os.urandom(SMALL + 1))
        document.save(stream)
    return stream.getvalue()


def test_on_a_full_disk_the_file_waits_and_is_taken_in_when_there_is_room(
    tmp_path: Path, inspect: Sandbox[Path, FirstLook]
) -> None:
    office = InboxOffice(tmp_path, inspect, originals=tmp_path / "disk" / "originals")
    office.drop("a.pdf", large_letter())
    with tiny_disk(tmp_path / "disk") as disk:
        assert office.take() == 1
        assert (office.names(), office.stored(), RegisterEntry.objects.count()) == (["a.pdf"], [], 0)
        assert "đầy" in notices()[0]
        disk.grow()
        assert office.take() == 0
        assert (only_entry().arrival_number, notices(), office.names()) == (1, [], [])
