"""Hostile files through the real child process under its limits: each has its answer in time, and the next is read."""

from __future__ import annotations

import faulthandler
import resource
import time
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipeline.config import load_office
from pipeline.documents import Line
from pipeline.errors import IntakeError
from pipeline.extract.ocr import PageImage
from pipeline.extract.text_rows import cut_rows
from pipeline.pictures import page_picture
from pipeline.process import Reader, build_reader
from pipeline.sandbox import Sandbox
from tests.pipeline.hostile import GOOD_TEXT, HOSTILE, one_page, stream, with_actions
from tests.pipeline.pages import placed_line

SECONDS, MEMORY_MB = 5.0, 300
GRACE_SECONDS = 5.0  # to end a child and start the next one on a busy machine
LETTER_LINE = "Kinh gui: cac phuong, xa"


class OcrThatSees:
    """Knows only that there was a picture; what counts is that the picture could be made."""

    def read(self, image: PageImage) -> tuple[Line, ...]:
        return (placed_line(72.0, 80.0, LETTER_LINE),)


@pytest.fixture(scope="module")
def reader() -> Reader:
    office = load_office(Path(__file__).parents[2])
    return build_reader(office, load_model=lambda _: None, load_ocr=OcrThatSees)


@pytest.fixture(scope="module")
def box(reader: Reader) -> Iterator[Sandbox[Path, str]]:
    def read(path: Path) -> str:
        faulthandler.disable()  # pytest's; its reports of a child that ends itself would only disturb
        return reader.read(path, received_on=date(2026, 3, 5)).text.full_text

    sandbox: Sandbox[Path, str] = Sandbox(read, seconds=SECONDS, memory_mb=MEMORY_MB)
    yield sandbox
    sandbox.close()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_has_its_answer_in_time_and_the_next_is_read(
    name: str, box: Sandbox[Path, str], tmp_path: Path
) -> None:
    make, allowed = HOSTILE[name]
    path, good = tmp_path / "hostile.pdf", tmp_path / "good.pdf"
    path.write_bytes(make())
    good.write_bytes(one_page(stream(GOOD_TEXT)))
    began = time.monotonic()
    try:
        box.run(path)
        outcome = "read"
    except IntakeError as error:
        outcome = error.code
    assert outcome in allowed
    assert time.monotonic() - began < SECONDS + GRACE_SECONDS
    assert box.run(good) == LETTER_LINE


def test_nothing_in_a_file_is_executed_or_written(box: Sandbox[Path, str], tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    path = folder / "letter.pdf"
    path.write_bytes(with_actions(str(folder)))
    before = path.read_bytes()
    assert box.run(path) == LETTER_LINE
    page_picture(path, 1, tmp_path / "pages")
    assert ([file.name for file in folder.iterdir()], path.read_bytes()) == (["letter.pdf"], before)


def many_pages(count: int) -> bytes:
    """A text of so many full pages."""
    drawn = BytesIO()
    canvas = Canvas(drawn, pagesize=A4, invariant=True)
    for page in range(count):
        for line in range(40):
            canvas.drawString(
                72, 780 - 18 * line, f"Trang {page}, dong {line}: can cu ke hoach cua Uy ban nhan dan tinh"
            )
        canvas.showPage()
    canvas.save()
    return drawn.getvalue()


def test_memory_does_not_grow_with_the_pages(reader: Reader, tmp_path: Path) -> None:
    def peak_after(path: Path) -> int:
        reader.read(path, received_on=date(2026, 3, 5))
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

    short, long = tmp_path / "short.pdf", tmp_path / "long.pdf"
    short.write_bytes(many_pages(20))
    long.write_bytes(many_pages(200))
    sandbox: Sandbox[Path, int] = Sandbox(peak_after, seconds=60, memory_mb=800)
    try:
        first, second = sandbox.run(short), sandbox.run(long)
    finally:
        sandbox.close()
    # What stays of a page is its words with their boxes, a few hundred kilobytes.
    assert second - first < 200


@pytest.mark.parametrize("grey", [255, 128, 0])
def test_a_scanned_page_of_one_colour_has_no_lines(grey: int) -> None:
    assert list(cut_rows(PageImage(400, 500, 200, bytes([grey]) * 200_000))) == []


def test_a_long_scan_needs_little_more_memory_than_a_short_one(reader: Reader, tmp_path: Path) -> None:
    """pdfium keeps each picture stream of an open file: a scan of hundreds of pages would pile up."""

    def growth(path: Path) -> int:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        reader.read(path, received_on=date(2026, 3, 5))
        return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024

    short, long = tmp_path / "short.pdf", tmp_path / "long.pdf"
    short.write_bytes(noisy_scan(16))
    long.write_bytes(noisy_scan(96))
    sandbox: Sandbox[Path, int] = Sandbox(growth, seconds=120, memory_mb=1500)
    try:
        sandbox.run(short)
        assert sandbox.run(long) < 80  # 80 more pages are 108 MB of pictures
    finally:
        sandbox.close()


def noisy_scan(pages: int) -> bytes:
    """Pages of noise, which no picture format packs: 1.4 MB each."""
    noise = Image.fromarray(np.random.default_rng(0).integers(0, 256, (1100, 1100, 3), dtype=np.uint8))
    drawn = BytesIO()
    noise.save(drawn, "PDF", resolution=200, quality=95, save_all=True, append_images=[noise] * (pages - 1))
    return drawn.getvalue()
