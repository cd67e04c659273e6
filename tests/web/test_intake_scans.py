"""Scans at the intake: looked at together, numbered in the order of receipt, page 1 handed to the worker."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import timezone

from pipeline.documents import Page, TextSource
from pipeline.errors import SecretDocumentError
from pipeline.first_page import load_first_page
from pipeline.inspect_file import FirstLook
from pipeline.process import build_reader
from pipeline.sandbox import Sandbox
from tests.pipeline.pages import placed_line
from tests.web.inbox_office import InboxOffice, letter
from web.offices import current_office
from web.register.models import RegisterEntry
from web.register.worker import Worker

pytestmark = pytest.mark.django_db

RECOGNISED = Page(1, 595.0, 842.0, (placed_line(85.0, 100.0, "Số: 12/TB-UBND"),), TextSource.OCR, 0.9)


BOTH = multiprocessing.get_context("fork").Barrier(2)


def look(file: Path) -> FirstLook:
    """As the inspector answers, by the name of the file."""
    if file.name.startswith("slow"):
        time.sleep(0.5)
    if file.name.startswith("pair"):
        BOTH.wait(20.0)  # until another child looks at a file too
    if file.name.startswith("secret"):
        raise SecretDocumentError
    return FirstLook(page=RECOGNISED if "scan" in file.name else None)


@pytest.fixture
def scan_office(db: None, tmp_path: Path) -> Iterator[InboxOffice]:
    boxes: list[Sandbox[Path, FirstLook]] = [Sandbox(look, seconds=30.0, memory_mb=500) for _ in range(2)]
    yield InboxOffice(tmp_path, *boxes, originals=tmp_path / "var" / "originals")
    for box in boxes:
        box.close()


def kept_page(office: InboxOffice, entry: RegisterEntry) -> Page | None:
    return load_first_page(office.originals.parent / "pages" / entry.sha256)


def test_numbers_follow_the_order_of_receipt_though_a_later_file_is_looked_at_sooner(scan_office: InboxOffice) -> None:
    names = ["slow scan.pdf", "b.pdf", "slow.pdf", "a.pdf", "c.pdf"]
    for number, name in enumerate(names):
        scan_office.drop(name, letter(number))
        time.sleep(0.02)  # the clock of the file system is coarse
    scan_office.take()
    taken = RegisterEntry.objects.order_by("arrival_number").values_list("arrival_number", "file_name")
    assert list(taken) == list(enumerate(names, start=1))


def test_two_files_are_looked_at_together(scan_office: InboxOffice) -> None:
    for number in range(4):
        scan_office.drop(f"pair {number}.pdf", letter(number))
    scan_office.take()
    assert RegisterEntry.objects.filter(arrival_number__isnull=False).count() == 4


def test_the_recognised_page_of_an_accepted_scan_is_kept_for_the_worker(scan_office: InboxOffice) -> None:
    scan_office.drop("scan.pdf", letter(1))
    scan_office.drop("text.pdf", letter(2))
    scan_office.take()
    scan, text = (RegisterEntry.objects.get(file_name=name) for name in ("scan.pdf", "text.pdf"))
    assert kept_page(scan_office, scan) == RECOGNISED
    assert kept_page(scan_office, text) is None


def test_of_a_secret_scan_no_page_is_kept(scan_office: InboxOffice, tmp_path: Path) -> None:
    scan_office.drop("secret scan.pdf", letter(1))
    scan_office.take()
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["secret scan.pdf"]


def test_a_duplicate_leaves_no_page_behind(scan_office: InboxOffice) -> None:
    scan_office.drop("scan.pdf", letter(1))
    scan_office.take()
    first = RegisterEntry.objects.get()
    (scan_office.originals.parent / "pages" / first.sha256 / "first-page.json").unlink()
    scan_office.drop("scan again.pdf", letter(1))
    scan_office.take()
    assert kept_page(scan_office, first) is None


def test_the_worker_takes_the_page_as_it_was_recognised_and_removes_it(
    scan_office: InboxOffice, tmp_path: Path
) -> None:
    scan_office.drop("scan.pdf", letter(1))
    scan_office.take()
    worker = Worker(
        replace(current_office(), home=tmp_path),
        lambda own: build_reader(own, load_model=lambda _: None, load_ocr=lambda: None),
    )
    try:
        assert worker.work_once(timezone.now())
    finally:
        worker.close()
    entry = RegisterEntry.objects.get()
    assert (entry.code, [page.text for page in entry.pages.all()]) == ("12/TB-UBND", ["Số: 12/TB-UBND"])
    assert kept_page(scan_office, entry) is None
