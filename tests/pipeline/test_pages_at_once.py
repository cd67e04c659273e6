"""Scanned pages of one file: recognised side by side, no more than asked, the first failure ends the reading."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest
from PIL import Image

from pipeline.documents import Line, TextSource
from pipeline.errors import OcrFailedError
from pipeline.extract import PICTURES_PER_OPENING, extract_text
from pipeline.extract.ocr import PageImage
from pipeline.process import MOST_PAGES_AT_ONCE, pages_at_once
from tests.pipeline.pages import placed_line

SHADES = 7


def scan(folder: Path, pages: int) -> Path:
    """Pages of one grey each, so that an engine can tell them apart."""
    images = [Image.new("RGB", (200, 280), (40 + SHADES * page,) * 3) for page in range(pages)]
    file = folder / "scan.pdf"
    images[0].save(file, "PDF", resolution=72, quality=95, save_all=True, append_images=images[1:])
    return file


class CountingEngine:
    """Takes a moment for each page and remembers how many pages were in its hands."""

    def __init__(self) -> None:
        self.most = self.now = 0
        self.niceness: list[int] = []
        self._lock = threading.Lock()

    def read(self, image: PageImage) -> tuple[Line, ...]:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
            self.niceness.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        time.sleep(0.05)
        with self._lock:
            self.now -= 1
        return (placed_line(20.0, 30.0, "Trang"),)


@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_as_many_pages_as_asked_are_read_side_by_side(at_once: int, tmp_path: Path) -> None:
    engine = CountingEngine()
    text = extract_text(scan(tmp_path, 8), max_pages=9, ocr=engine, pages_at_once=at_once)
    assert [page.number for page in text.pages] == list(range(1, 9))
    assert {page.source for page in text.pages} == {TextSource.OCR}
    assert engine.most == at_once


def test_further_pages_give_way_to_other_workers(tmp_path: Path) -> None:
    engine = CountingEngine()
    extract_text(scan(tmp_path, 6), max_pages=9, ocr=engine, pages_at_once=2)
    assert len(set(engine.niceness)) == 2
    assert os.getpriority(os.PRIO_PROCESS, 0) == min(engine.niceness)


def test_the_first_page_and_the_last_are_drawn_first(tmp_path: Path) -> None:
    engine = CountingEngine()
    text = extract_text(scan(tmp_path, 5), max_pages=9, ocr=engine, ocr_seconds=0.0, pages_at_once=2)
    read = [page.number for page in text.pages if page.source is TextSource.OCR]
    assert read == [1, 5]


class FailingEngine(CountingEngine):
    def read(self, image: PageImage) -> tuple[Line, ...]:
        super().read(image)
        raise OcrFailedError("this page only")


def test_a_page_that_fails_ends_the_reading_soon(tmp_path: Path) -> None:
    engine = FailingEngine()
    with pytest.raises(OcrFailedError):
        extract_text(scan(tmp_path, 20), max_pages=30, ocr=engine, pages_at_once=2)
    assert len(engine.niceness) <= 4


def test_a_long_scan_is_read_whole_though_its_file_is_opened_again_in_between(tmp_path: Path) -> None:
    count = 2 * PICTURES_PER_OPENING + 3
    text = extract_text(scan(tmp_path, count), max_pages=99, ocr=CountingEngine(), pages_at_once=4)
    assert [page.number for page in text.pages] == list(range(1, count + 1))


def test_pages_at_once_are_bounded_by_cores_and_shared_by_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(2)))
    assert [pages_at_once(jobs=jobs) for jobs in (1, 2, 3)] == [2, 1, 1]
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(64)))
    assert pages_at_once(jobs=1) == MOST_PAGES_AT_ONCE
