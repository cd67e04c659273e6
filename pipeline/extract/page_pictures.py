"""Pictures of pages -> pages, a few at the same time.

pdfium draws one page at a time and only in the thread that opened the file; recognising takes fifty times as long and
runs beside it (tesseract lets go of Python's lock).
"""

from __future__ import annotations

import contextlib
import itertools
import os
import threading
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from statistics import mean
from types import TracebackType

import pypdfium2

from pipeline.documents import Box, Line, Page, TextSource, Word
from pipeline.extract.colour import ColourImage, Crop, framed_stamps_of, grey_of, red_ink_of
from pipeline.extract.deskew import straighten, tilt_back
from pipeline.extract.layout import lines_of_scan
from pipeline.extract.ocr import OcrEngine, PageImage
from pipeline.extract.paper import whiten
from pipeline.extract.pdf import Frame
from pipeline.extract.scanned import page_image
from pipeline.header.stamps import urgency_in_stamp
from pipeline.secrecy import mark_in_stamp

# A second page of one file only takes the time that other workers, and the pages of the service, leave over.
NICENESS, LEAST_URGENT = 10, 19


class PicturePages:
    """Recognises pages while the next ones are drawn; no more than `at_once` pictures are in memory."""

    def __init__(self, ocr: OcrEngine, *, at_once: int) -> None:
        self._ocr = ocr
        self._at_once = max(1, at_once)
        self._threads = ThreadPoolExecutor(self._at_once, "page", _give_way_but_first, (itertools.count(),))
        self._running: dict[Future[Page], int] = {}
        self._pages: dict[int, Page] = {}

    def __enter__(self) -> PicturePages:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(cancel_futures=True)

    def add(self, page: pypdfium2.PdfPage, frame: Frame, number: int) -> None:
        """Draw a page and have it read; waits while all threads are busy. Raises what the engine raised on any page."""
        self._collect(self._at_once - 1)
        picture = page_image(page)
        # The colours end here: they are three times as large as the grey, and recognising takes long.
        stamps = stamps_of(picture) if number == 1 else NO_STAMPS
        future = self._threads.submit(_recognise, grey_of(picture), stamps, frame, number, self._ocr)
        self._running[future] = number

    def finish(self) -> dict[int, Page]:
        """Wait for the pages still being read; all pages by their number."""
        self._collect(0)
        return self._pages

    def _collect(self, most_running: int) -> None:
        while len(self._running) > most_running:
            done, _ = wait(self._running, return_when=FIRST_COMPLETED)
            for future in done:
                self._pages[self._running.pop(future)] = future.result()


@dataclass(frozen=True, slots=True)
class StampPictures:
    """What of page 1 is pressed on it in colour."""

    red_ink: tuple[PageImage, ...]
    frames: tuple[Crop, ...]


NO_STAMPS = StampPictures((), ())


def stamps_of(picture: ColourImage) -> StampPictures:
    return StampPictures(red_ink_of(picture), framed_stamps_of(picture))


def _recognise(picture: PageImage, stamps: StampPictures, frame: Frame, number: int, ocr: OcrEngine) -> Page:
    image, angle = straighten(whiten(picture))
    lines = (*lines_of_scan(ocr.read(image), frame, number=number), *read_marks(stamps, ocr))
    tilted = tuple(Line(tilt_back(line.words, angle, width=frame.width, height=frame.height)) for line in lines)
    confidence = mean_confidence(tilted)
    framed = read_frames(stamps, ocr)
    return Page(number, frame.width, frame.height, tilted, TextSource.OCR, confidence, stamps=framed)


def read_marks(stamps: StampPictures, ocr: OcrEngine) -> tuple[Line, ...]:
    """The lines in red ink that are marks of secrecy or urgency; other red stamps are no text of the letter."""
    for ink in stamps.red_ink:
        straight, _ = straighten(ink)
        read = ocr.read(straight)
        marks = [(mark_in_stamp(line.text) or urgency_in_stamp(line.text), line.box) for line in read]
        found = tuple(Line((Word(mark, box, 1.0),)) for mark, box in marks if mark is not None)
        if found:
            return found
    return ()


def read_frames(stamps: StampPictures, ocr: OcrEngine) -> tuple[Line, ...]:
    """The lines inside coloured frames, each at its place on the page."""
    return tuple(
        Line(tuple(replace(word, box=_moved(word.box, crop)) for word in line.words))
        for crop in stamps.frames
        for line in ocr.read(whiten(crop.image))
    )


def _moved(box: Box, crop: Crop) -> Box:
    return Box(box.left + crop.left, box.top + crop.top, box.right + crop.left, box.bottom + crop.top)


def mean_confidence(lines: Sequence[Line]) -> float | None:
    found = [word.confidence for line in lines for word in line.words if word.confidence is not None]
    return mean(found) if found else None


def _give_way_but_first(started: itertools.count[int]) -> None:
    if next(started) > 0:
        # On Linux niceness belongs to a thread; where it cannot be set the threads share fairly.
        with contextlib.suppress(OSError):
            niceness = min(os.getpriority(os.PRIO_PROCESS, 0) + NICENESS, LEAST_URGENT)
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), niceness)
