"""The OCR engine: tesseract's answer -> lines, its failures -> errors of ours; tilted pages are straightened."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from pipeline.documents import Box, Word
from pipeline.errors import OcrFailedError, OcrMissingError
from pipeline.extract.deskew import straighten, tilt_back
from pipeline.extract.ocr import PageImage, TesseractEngine, lines_of_tsv, load_command

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
TSV = (
    HEAD
    + "4\t1\t1\t1\t1\t0\t100\t200\t300\t40\t-1\t\n"
    + "5\t1\t1\t1\t1\t1\t100\t200\t100\t40\t96.5\tSố:\n"
    + "5\t1\t1\t1\t1\t2\t220\t200\t180\t40\t88\t12/QĐÐ-UBND\n"
    + "5\t1\t1\t1\t2\t1\t100\t260\t90\t40\t0\t \n"
    + "5\t1\t1\t1\t3\t1\t100\t320\t90\t40\t50\tĐiều\n"
)
IMAGE = PageImage(10, 10, 200, bytes(100))


def command(folder: Path, script: str) -> str:
    path = folder / "tesseract"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_words_have_boxes_in_points_and_confidences() -> None:
    first, second = lines_of_tsv(TSV, dpi=200)
    assert first.text == "Số: 12/QĐ-UBND"
    assert first.words[0] == Word("Số:", Box(36.0, 72.0, 72.0, 86.4), 0.965)
    assert second.text == "Điều"


def test_answer_without_words_gives_no_lines() -> None:
    assert lines_of_tsv("what is this", dpi=200) == ()


def test_crash_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(OcrFailedError):
        TesseractEngine(command(tmp_path, "cat > /dev/null; echo broken >&2; exit 3")).read(IMAGE)


def test_hanging_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(OcrFailedError):
        TesseractEngine(command(tmp_path, "exec sleep 30"), seconds=0.2).read(IMAGE)


def test_command_that_is_gone_is_missing(tmp_path: Path) -> None:
    with pytest.raises(OcrMissingError):
        TesseractEngine(str(tmp_path / "gone")).read(IMAGE)


def test_tesseract_that_is_not_installed_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OcrMissingError):
        load_command()


def test_tesseract_without_vietnamese_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command(tmp_path, "echo eng")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OcrMissingError):
        load_command()


def striped(angle: float) -> PageImage:
    image = Image.new("L", (800, 1000), 255)
    draw = ImageDraw.Draw(image)
    for top in range(100, 900, 40):
        draw.rectangle((100, top, 700, top + 12), fill=0)
    turned = image.rotate(angle, fillcolor=255)
    return PageImage(800, 1000, 200, turned.tobytes())


@pytest.mark.parametrize("angle", [-2.0, 1.2, 3.0])
def test_tilted_page_is_straightened(angle: float) -> None:
    _, turned = straighten(striped(angle))
    assert turned == pytest.approx(-angle, abs=0.15)


def test_straight_page_is_left_alone() -> None:
    image = striped(0.0)
    assert straighten(image) == (image, 0.0)


def test_boxes_go_back_to_the_tilted_page() -> None:
    word = Word("Số", Box(400.0, 200.0, 420.0, 210.0))
    (moved,) = tilt_back((word,), 90.0, width=600.0, height=800.0)
    middle = ((moved.box.left + moved.box.right) / 2, (moved.box.top + moved.box.bottom) / 2)
    assert middle == pytest.approx((300.0 + 195.0, 400.0 + 110.0))
