"""The picture of a page: rendered once, kept, and never at the cost of the server."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from pipeline import pictures
from pipeline.errors import ReadingCrashedError, ReadingTimeoutError, StorageError
from pipeline.pictures import PICTURE_WIDTH, page_picture
from tests.letters.samples import sample_files

LETTER = sample_files(date(2026, 11, 2))["218-CV-DU.pdf"]


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    file = tmp_path / "letter.pdf"
    file.write_bytes(LETTER)
    return file


def test_a_page_becomes_a_picture_of_readable_width(pdf: Path, tmp_path: Path) -> None:
    with Image.open(page_picture(pdf, 1, tmp_path / "pages")) as picture:
        assert picture.format == "WEBP"
        assert abs(picture.width - PICTURE_WIDTH) <= 1
        assert picture.getextrema() != ((255, 255), (255, 255), (255, 255))  # something stands on it


def test_a_picture_is_rendered_once(pdf: Path, tmp_path: Path) -> None:
    first = page_picture(pdf, 1, tmp_path / "pages")
    pdf.write_bytes(b"unreadable from now on")
    assert page_picture(pdf, 1, tmp_path / "pages") == first


@pytest.mark.parametrize("page", [0, 99])
def test_a_page_that_is_not_there_is_an_error(pdf: Path, tmp_path: Path, page: int) -> None:
    with pytest.raises(ReadingCrashedError):
        page_picture(pdf, page, tmp_path / "pages")


def test_a_file_that_cannot_be_drawn_is_an_error_and_leaves_nothing(pdf: Path, tmp_path: Path) -> None:
    pdf.write_bytes(LETTER[:500])
    with pytest.raises(ReadingCrashedError):
        page_picture(pdf, 1, tmp_path / "pages")
    assert [path for path in (tmp_path / "pages").rglob("*") if path.is_file()] == []


def test_a_page_that_takes_too_long_is_given_up(pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "SECONDS", 0.001)  # no process starts as fast as that
    with pytest.raises(ReadingTimeoutError):
        page_picture(pdf, 1, tmp_path / "pages")


def test_a_cache_that_cannot_be_written_is_a_storage_error(pdf: Path, tmp_path: Path) -> None:
    (tmp_path / "pages").write_bytes(b"no folder")
    with pytest.raises(StorageError):
        page_picture(pdf, 1, tmp_path / "pages")
