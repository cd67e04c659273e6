"""A picture of a page -> its words, each text line recognised alone by tesseract's library inside this process.

A page in one piece costs whole lines where paper is tilted, stamped or speckled (docs/measurements.md). A command for
each line would cost a process start each, so tesserocr is used, which brings libtesseract along.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pipeline.documents import Box, Line, Word
from pipeline.errors import OcrFailedError, OcrMissingError
from pipeline.extract.digits import agree, has_digits_to_check
from pipeline.extract.ocr import LANGUAGE, POINTS_PER_INCH, SECONDS_PER_PAGE, PageImage, lines_of_tsv
from pipeline.extract.text_rows import RowImage, cut_rows

if TYPE_CHECKING:
    from pathlib import Path

DIGIT_LANGUAGE = "eng"
LSTM_ONLY = 1
ONE_LINE, ONE_BLOCK = 7, 6
MILLISECONDS_PER_LINE = 8000
BORDER = 10
WHITE = 255
# Mean word confidences: below the first a line is read again, below the second a short piece is no text.
WEAK, NOISE = 0.6, 0.45
# A lone sign must be certain; text is more than half letters and digits.
SURE, SIGNS_SHARE = 0.8, 0.5
LONGEST_NOISE = 8
# Only the head of a page holds the number and the date of a letter.
HEAD_SHARE = 0.45

# Their language data takes 20 MB and a tenth of a second to load. Lists are safe to pop and append from threads.
_free_engines: dict[tuple[str, str], list[Any]] = {}


@dataclass(frozen=True, slots=True)
class LineEngine:
    """Tesseract's library, one line at a time; `tessdata` is the folder of the language data."""

    tessdata: Path
    seconds: float = SECONDS_PER_PAGE

    def read(self, image: PageImage) -> tuple[Line, ...]:
        """Read the lines of a picture; boxes in points from its top left corner. Raises OcrFailedError."""
        until = time.monotonic() + self.seconds
        lines: list[Line] = []
        for row in cut_rows(image):
            if time.monotonic() > until:
                raise OcrFailedError(f"OCR took more than {self.seconds} seconds for a page")
            words = self._read_row(row, image)
            if words and not _is_noise(words):
                lines.append(Line(words))
        return tuple(lines)

    def _read_row(self, row: RowImage, image: PageImage) -> tuple[Word, ...]:
        words = self._recognise(row, row.pixels, image.dpi, LANGUAGE, ONE_LINE)
        if _confidence(words) < WEAK:
            again = self._recognise(row, row.whole, image.dpi, LANGUAGE, ONE_BLOCK)
            words = max(words, again, key=_confidence)
        is_in_head = row.top < HEAD_SHARE * image.height
        if is_in_head and has_digits_to_check(" ".join(word.text for word in words)) and self._has_digit_data():
            words = agree(words, self._recognise(row, row.pixels, image.dpi, DIGIT_LANGUAGE, ONE_LINE))
        return words

    def _has_digit_data(self) -> bool:
        return (self.tessdata / f"{DIGIT_LANGUAGE}.traineddata").is_file()

    def _recognise(self, row: RowImage, pixels: bytes, dpi: int, language: str, segmentation: int) -> tuple[Word, ...]:
        import numpy as np

        framed = np.pad(
            np.frombuffer(pixels, dtype=np.uint8).reshape(row.height, row.width), BORDER, constant_values=WHITE
        )
        with _engine(str(self.tessdata), language) as engine:
            try:
                engine.SetPageSegMode(segmentation)
                engine.SetImageBytes(framed.tobytes(), framed.shape[1], framed.shape[0], 1, framed.shape[1])
                engine.SetSourceResolution(dpi)
                tsv = engine.GetTSVText(0) if engine.Recognize(MILLISECONDS_PER_LINE) else ""
            except RuntimeError as error:
                raise OcrFailedError("tesseract could not read a line") from error
        scale = POINTS_PER_INCH / dpi
        shift_x, shift_y = (row.left - BORDER) * scale, (row.top - BORDER) * scale
        words = (word for line in lines_of_tsv(tsv, dpi=dpi) for word in line.words)
        return tuple(replace(word, box=_moved(word.box, shift_x, shift_y)) for word in words)


@contextmanager
def _engine(tessdata: str, language: str) -> Iterator[Any]:  # tesserocr has no types
    """An engine that no other thread uses now; loaded once for as many lines as are ever read at the same time."""
    free = _free_engines.setdefault((tessdata, language), [])
    try:
        engine = free.pop()
    except IndexError:
        engine = _load(tessdata, language)
    yield engine
    free.append(engine)  # one that failed is not used again


def _load(tessdata: str, language: str) -> Any:
    # One thread a line: more cost time and win none (measured). Read when the library is loaded.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    try:
        import tesserocr

        return tesserocr.PyTessBaseAPI(path=tessdata, lang=language, oem=LSTM_ONLY)
    except (ImportError, RuntimeError) as error:
        raise OcrMissingError(f"tesseract's library does not load with {language}") from error


def _moved(box: Box, shift_x: float, shift_y: float) -> Box:
    return Box(box.left + shift_x, box.top + shift_y, box.right + shift_x, box.bottom + shift_y)


def _confidence(words: Iterable[Word]) -> float:
    """Mean over letters, so that a speck read as a sign does not count like a word."""
    weights = [(len(word.text), word.confidence or 0.0) for word in words]
    total = sum(weight for weight, _ in weights)
    return sum(weight * confidence for weight, confidence in weights) / total if total else 0.0


def _is_noise(words: tuple[Word, ...]) -> bool:
    """Spots of a stamp, a signature or a fold give short pieces that the engine itself does not believe."""
    text = "".join(word.text for word in words)
    share = sum(sign.isalnum() for sign in text) / len(text)
    if share == 0 or (len(text) == 1 and not text.isdigit()):
        return _confidence(words) < SURE
    if share <= SIGNS_SHARE and _confidence(words) < WEAK:
        return True
    return len(text) <= LONGEST_NOISE and _confidence(words) < NOISE
