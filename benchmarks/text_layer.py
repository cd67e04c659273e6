"""A folder of born-digital letters -> CPU milliseconds for their text with all words and boxes, ours beside pdfplumber.

python -m benchmarks.text_layer FOLDER [PAGES]    (letters of at least PAGES pages, the first PAGES of each; default 4)
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pikepdf

from pipeline.extract import extract_text


def ours(file: Path) -> int:
    text = extract_text(file, max_pages=1000, ocr=None)
    return sum(len(line.words) for page in text.pages for line in page.lines)


def with_pdfplumber(file: Path) -> int:
    with pdfplumber.open(file) as document:
        return sum(len(page.extract_words()) for page in document.pages)


def milliseconds(read: Callable[[Path], int], file: Path) -> tuple[float, int]:
    started = time.process_time()
    words = read(file)
    return 1000 * (time.process_time() - started), words


def main(folder: Path, pages: int) -> None:
    times: dict[str, list[float]] = {"ours": [], "pdfplumber": []}
    words = dict.fromkeys(times, 0)
    with tempfile.TemporaryDirectory() as work:
        letter = Path(work) / "letter.pdf"
        for file in sorted(folder.glob("*.pdf")):
            with pikepdf.open(file) as document:
                if len(document.pages) < pages:
                    continue
                del document.pages[pages:]
                document.save(letter)
            if not times["ours"]:
                ours(letter), with_pdfplumber(letter)  # the first call imports
            for name, read in (("ours", ours), ("pdfplumber", with_pdfplumber)):
                spent, count = milliseconds(read, letter)
                times[name].append(spent)
                words[name] += count
    print(f"{len(times['ours'])} letters of {pages} pages, CPU milliseconds a letter")
    for name, spent in times.items():
        ranked = sorted(spent)
        print(
            f"{name:11} median {statistics.median(ranked):6.1f}   p95 {ranked[int(0.95 * (len(ranked) - 1))]:6.1f}   "
            f"max {ranked[-1]:6.1f}   {words[name]} words"
        )


if __name__ == "__main__":
    if len(sys.argv) not in {2, 3}:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 4)
