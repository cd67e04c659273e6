"""Page 1 that the intake recognised -> a file -> the same page for the worker."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.documents import Box, Line, Page, TextSource, Word
from pipeline.extract import extract_text
from pipeline.first_page import NAME, drop_first_page, keep_first_page, load_first_page
from tests.pipeline.test_scans import FakeEngine, printed_letter

LINE = Line(
    (Word("Số:", Box(85.25, 100.5, 101.0, 112.0), 0.93), Word("12/UBND", Box(104.0, 100.5, 140.0, 112.0), None))
)
PAGE = Page(1, 595.2, 841.9, (LINE,), TextSource.OCR, 0.93, stamps=(LINE, LINE))


def test_the_page_comes_back_as_it_was(tmp_path: Path) -> None:
    keep_first_page(PAGE, tmp_path / "ab")
    assert load_first_page(tmp_path / "ab") == PAGE
    assert [file.name for file in (tmp_path / "ab").iterdir()] == [NAME]


def test_a_page_that_was_dropped_is_gone(tmp_path: Path) -> None:
    keep_first_page(PAGE, tmp_path)
    drop_first_page(tmp_path)
    drop_first_page(tmp_path)
    assert load_first_page(tmp_path) is None


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"version": 0}', '{"version": 1}', '{"version": 1, "size": [1, 2]}', "\0"]
)
def test_a_file_that_this_program_cannot_use_is_no_page(content: str, tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(content, encoding="utf-8")
    assert load_first_page(tmp_path) is None


def test_a_folder_that_cannot_be_written_costs_only_a_second_reading(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    keep_first_page(PAGE, tmp_path / "file" / "ab")
    assert load_first_page(tmp_path / "file" / "ab") is None


def test_a_page_that_was_read_before_is_not_read_again(tmp_path: Path) -> None:
    page = printed_letter()
    file = tmp_path / "scan.pdf"
    page.save(file, "PDF", resolution=200, quality=50, save_all=True, append_images=[page])
    engine = FakeEngine()
    read = extract_text(file, max_pages=5, ocr=engine, first_page=PAGE)
    assert read.pages[0] == PAGE
    assert (read.pages[1].source, len(engine.seen)) == (TextSource.OCR, 1)
