"""A picture of a page -> its words with boxes and confidences.

`OcrEngine` is the seam; tesseract is the engine shipped.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline.documents import Box, Line, Word
from pipeline.errors import OcrFailedError, OcrMissingError

LANGUAGE = "vie"
WORD_LEVEL = "5"
TSV_COLUMNS = 12
POINTS_PER_INCH = 72
SECONDS_PER_PAGE = 60.0


@dataclass(frozen=True, slots=True)
class PageImage:
    """A grey picture: one byte a pixel, row by row, 255 is white."""

    width: int
    height: int
    dpi: int
    pixels: bytes


class OcrEngine(Protocol):
    def read(self, image: PageImage) -> tuple[Line, ...]:
        """Read the lines of a picture; boxes in points from its top left corner.

        Raises OcrFailedError, OcrMissingError.
        """


@dataclass(frozen=True, slots=True)
class TesseractEngine:
    """Runs the tesseract command, one process a page; the picture goes in by a pipe, so nothing is left on disk."""

    command: str
    seconds: float = SECONDS_PER_PAGE

    def read(self, image: PageImage) -> tuple[Line, ...]:
        arguments = [self.command, "stdin", "stdout", "-l", LANGUAGE, "--psm", "3", "--dpi", str(image.dpi), "tsv"]
        portable_grey_map = b"P5\n%d %d\n255\n" % (image.width, image.height) + image.pixels
        try:
            # One thread: more cost time and win none (measured), and the worker already runs one process a core.
            finished = subprocess.run(  # noqa: S603  the command comes from load_tesseract
                arguments,
                input=portable_grey_map,
                capture_output=True,
                timeout=self.seconds,
                check=True,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            )
        except FileNotFoundError as error:
            raise OcrMissingError(f"{self.command} is not installed") from error
        except subprocess.TimeoutExpired as error:
            raise OcrFailedError(f"tesseract took more than {self.seconds} seconds for a page") from error
        except subprocess.CalledProcessError as error:
            raise OcrFailedError(f"tesseract ended with {error.returncode}: {error.stderr[-200:]!r}") from error
        return lines_of_tsv(finished.stdout.decode("utf-8", "replace"), dpi=image.dpi)


def load_tesseract() -> OcrEngine:
    """Find tesseract with its Vietnamese data: its library if installed, else its command. Raises OcrMissingError."""
    tessdata = find_tessdata()
    if tessdata is not None and importlib.util.find_spec("tesserocr") is not None:
        from pipeline.extract.line_engine import LineEngine

        return LineEngine(tessdata)
    return load_command()


def find_tessdata() -> Path | None:
    """The folder that holds vie.traineddata: that of TESSDATA_PREFIX, of the office, or of the system; None if none."""
    named = os.environ.get("TESSDATA_PREFIX")
    folders = [Path(named), Path(named) / "tessdata"] if named else []
    folders += [Path(sys.prefix) / "share" / "tessdata", *sorted(Path("/usr/share/tesseract-ocr").glob("*/tessdata"))]
    folders += [Path("/usr/share/tessdata"), Path("/usr/local/share/tessdata")]
    return next((folder for folder in folders if (folder / f"{LANGUAGE}.traineddata").is_file()), None)


def load_command() -> TesseractEngine:
    """Find the tesseract command with its Vietnamese data. Raises OcrMissingError."""
    command = shutil.which("tesseract")
    if command is None:
        raise OcrMissingError("tesseract is not installed")
    try:
        arguments = [command, "--list-langs"]
        listed = subprocess.run(arguments, capture_output=True, timeout=20, check=True)  # noqa: S603  from which()
    except (OSError, subprocess.SubprocessError) as error:
        raise OcrMissingError("tesseract does not start") from error
    if LANGUAGE not in listed.stdout.decode("utf-8", "replace").split():
        raise OcrMissingError("tesseract has no Vietnamese data (tesseract-ocr-vie)")
    return TesseractEngine(command)


def lines_of_tsv(tsv: str, *, dpi: int) -> tuple[Line, ...]:
    """Read tesseract's TSV: level page block paragraph line word left top width height confidence text."""
    lines: dict[tuple[str, ...], list[Word]] = {}
    scale = POINTS_PER_INCH / dpi
    for row in tsv.splitlines():
        columns = row.split("\t")
        if len(columns) != TSV_COLUMNS or columns[0] != WORD_LEVEL or not columns[11].strip():
            continue
        left, top, width, height = (int(column) * scale for column in columns[6:10])
        confidence = max(0.0, min(1.0, float(columns[10]) / 100))
        word = Word(_letters(columns[11]), Box(left, top, left + width, top + height), confidence)
        lines.setdefault(tuple(columns[1:5]), []).append(word)
    return tuple(Line(tuple(words)) for words in lines.values())


def _letters(text: str) -> str:
    # The Vietnamese data often reads one Đ as "ĐÐ", with the Icelandic letter behind.
    return unicodedata.normalize("NFC", text.strip()).replace("ĐÐ", "Đ").replace("Ð", "Đ")
