"""A folder of page pictures with their text -> characters wrong and CPU seconds, plain Tesseract beside our engine.

Then pages a minute: plain one page after another and two at a time, ours two pages at a time as a reading does it.

python -m benchmarks.ocr_pages FOLDER    (NAME.txt holds the lines of NAME.*.jpg, as pages of one folder)
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image

from pipeline.documents import Line
from pipeline.extract.colour import ColourImage, grey_of
from pipeline.extract.deskew import straighten
from pipeline.extract.ocr import OcrEngine, load_tesseract
from pipeline.extract.paper import whiten

FOLDED = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-"})
SPACES = re.compile(r"\s+")
DEFAULT_DPI = 200
CORES = 2


@dataclass
class Total:
    wrong: int = 0
    letters: int = 0
    seconds: float = 0.0
    pages: int = field(default=0)

    def __str__(self) -> str:
        return f"CER {self.wrong / self.letters:7.2%}   CPU {self.seconds / self.pages:5.2f} s a page"


def count_wrong(truth: Sequence[str], read: str) -> int:
    """Letters wrong, whatever the order of columns: each line at its best place, what is left over counts.

    The longest lines choose first.
    """
    rest = [_plain(read)]
    wrong = 0
    for line in sorted(map(_plain, truth), key=len, reverse=True):
        if not line:
            continue
        best = min(((*_best_place(line, piece), at) for at, piece in enumerate(rest)), default=(len(line), 0, 0, 0))
        cost, start, end, at = best
        if cost >= len(line):
            wrong += len(line)
            continue
        wrong += cost
        rest[at : at + 1] = [piece for piece in (rest[at][:start], rest[at][end:]) if piece.strip()]
    return wrong + sum(len(piece.replace(" ", "")) for piece in rest)


def _plain(text: str) -> str:
    return SPACES.sub(" ", unicodedata.normalize("NFC", text).translate(FOLDED)).strip()


def _best_place(line: str, text: str) -> tuple[int, int, int]:
    """The cheapest place of a line in a text: edits, start, end (Sellers 1980, one row of the table at a time)."""
    letters = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    steps = np.arange(len(letters) + 1)
    # One number holds cost and start, so that the minimum of costs carries its start along.
    unit = 1 << 20
    row = steps.copy()
    for letter in line:
        diagonal = row[:-1] + unit * (letters != ord(letter))
        below = row + unit
        below[1:] = np.minimum(below[1:], diagonal)
        row = np.minimum.accumulate(below - unit * steps) + unit * steps
    end = int(np.argmin(row // unit))
    return int(row[end] // unit), int(row[end] % unit), end


def read_plain(picture: Path) -> str:
    done = subprocess.run(
        ["tesseract", str(picture), "stdout", "-l", "vie", "--psm", "3"],
        capture_output=True,
        check=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    return done.stdout.decode()


def reader_of(engine: OcrEngine) -> Callable[[Path], str]:
    def read(picture: Path) -> str:
        with Image.open(picture) as opened:
            dpi = round(opened.info.get("dpi", (DEFAULT_DPI, DEFAULT_DPI))[0])
            colours = opened.convert("RGB")
        image = grey_of(ColourImage(colours.width, colours.height, dpi, colours.tobytes()))
        straight, _ = straighten(whiten(image))
        lines: Sequence[Line] = engine.read(straight)
        return "\n".join(line.text for line in lines)

    return read


def _cpu_seconds() -> float:
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in spent)


def pages_a_minute(read: Callable[[Path], str], pictures: Sequence[Path], *, at_once: int) -> float:
    with ThreadPoolExecutor(at_once) as threads:
        list(threads.map(read, pictures[:at_once]))  # every thread has its engine before the clock starts
        started = time.perf_counter()
        list(threads.map(read, pictures))
        return 60 * len(pictures) / (time.perf_counter() - started)


def main(folder: Path) -> None:
    readers = {"plain": read_plain, "ours": reader_of(load_tesseract())}
    totals: dict[tuple[str, str], Total] = {}
    for picture in sorted(folder.glob("*.jpg")):
        name, condition = picture.name.split(".")[:2]
        truth = (folder / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        row = []
        for reader, read in readers.items():
            before = _cpu_seconds()
            text = read(picture)
            total = totals.setdefault((condition, reader), Total())
            total.seconds += _cpu_seconds() - before
            wrong, letters = count_wrong(truth, text), sum(map(len, truth))
            total.wrong += wrong
            total.letters += letters
            total.pages += 1
            row.append(f"{reader} {wrong / letters:7.2%}")
        print(f"{picture.name:24}", *row)
    for (condition, reader), total in sorted(totals.items()):
        print(f"{condition:10} {reader:6} {total}")
    pictures = sorted(folder.glob("*.jpg"))
    print(f"{len(os.sched_getaffinity(0))} cores, load {os.getloadavg()[0]:.1f}")
    for reader, at_once in (("plain", 1), ("plain", CORES), ("ours", 1), ("ours", CORES)):
        speed = pages_a_minute(readers[reader], pictures, at_once=at_once)
        print(f"{reader:6} {at_once} at a time: {speed:5.1f} pages a minute")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
