"""A colour picture of a page -> its grey picture without coloured ink, and the red ink alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.extract.ocr import PageImage

# How far the channels of coloured ink lie apart; less is the fringe that JPEG gives to black letters.
COLOURED = 40
# A black letter under a stamp stays darker than this in every channel.
DARKEST_STAMP = 110
WHITE = 255
# Where marks of secrecy stand on page 1, as shares of its width and height.
STAMP_ZONE = (0.62, 0.45)
# A stamp of the three letters of MẬT has more red than this, in square inches.
FEWEST_INCHES = 0.004
# A frame or ring is wider than a letter and has ink only along its edge.
FRAME_INCHES, FRAME_FILL = 0.45, 0.25
# One mark pressed on paper: sizes in inches, the widest gap inside it, how far it may be turned in degrees; how much of
# a row or column a frame fills, and what is ink there.
MARK_WIDTHS, MARK_HEIGHTS = (0.35, 3.4), (0.15, 1.1)
STAMP_GAP_INCHES, LARGEST_STAMP_ANGLE = 0.08, 15.0
FRAME_STROKE, DARK_RED_INK = 0.72, 190
# An arrival stamp is 50 x 35 mm (Nghị định 30/2020, Phụ lục IV, V), in use 40 to 75 mm wide; pixels of half the dpi
# that its frame may be broken by; where it stands, as a share of the height of page 1.
ARRIVAL_INCHES, ARRIVAL_FILL, FRAME_BREAK = (1.2, 3.2), 0.6, 5
ARRIVAL_ZONE, MOST_STAMPS = 0.6, 3


@dataclass(frozen=True, slots=True)
class ColourImage:
    """Three bytes a pixel: red, green, blue; row by row."""

    width: int
    height: int
    dpi: int
    pixels: bytes


def grey_of(image: ColourImage) -> PageImage:
    """Grey, where red, blue and violet ink is white: stamps go, the black letters under them stay."""
    import numpy as np

    pixels = np.frombuffer(image.pixels, dtype=np.uint8).reshape(image.height, image.width, 3)
    red, green, blue = (pixels[:, :, channel] for channel in range(3))
    # Channel against channel: numpy's max over an axis of three takes ten times as long.
    brightest, darkest = np.maximum(np.maximum(red, green), blue), np.minimum(np.minimum(red, green), blue)
    is_stamp = (brightest - darkest > COLOURED) & (brightest > DARKEST_STAMP)
    grey = np.where(is_stamp, np.uint8(WHITE), green)
    return PageImage(image.width, image.height, image.dpi, grey.tobytes())


def red_ink_of(image: ColourImage) -> tuple[PageImage, ...]:
    """The red ink of the top left zone, black on white; empty for no stamp.

    First without frames, so that the letters stand free; then with them, for letters that touch their frame; then each
    stamp alone, turned level and cut out of its frame.
    """
    import numpy as np

    height, width = int(STAMP_ZONE[1] * image.height), int(STAMP_ZONE[0] * image.width)
    pixels = np.frombuffer(image.pixels, dtype=np.uint8).reshape(image.height, image.width, 3)[:height, :width]
    red = pixels[:, :, 0].astype(np.int16)
    others = np.maximum(pixels[:, :, 1], pixels[:, :, 2]).astype(np.int16)
    is_red = red - others > COLOURED
    if np.count_nonzero(is_red) < FEWEST_INCHES * image.dpi**2:
        return ()
    # As dark as the ink is red: the edges of its letters stay soft.
    grey = np.clip(WHITE - 3 * np.clip(red - others, 0, 85), 0, WHITE).astype(np.uint8)
    free = np.where(_frames(is_red, image.dpi), WHITE, grey).astype(np.uint8)
    whole = (PageImage(width, height, image.dpi, ink.tobytes()) for ink in (free, grey))
    return (*whole, *_single_stamps(is_red, grey, image.dpi))


def _single_stamps(is_red: Any, grey: Any, dpi: int) -> Iterator[PageImage]:
    import numpy as np
    from scipy.ndimage import find_objects, label, maximum_filter

    from pipeline.extract.deskew import straighten

    reach = round(STAMP_GAP_INCHES * dpi)
    labels, _ = label(maximum_filter(is_red.astype(np.uint8), reach))
    places = [place for place in find_objects(labels) if _has_size_of_mark(place, dpi)]
    places.sort(key=lambda place: np.count_nonzero(is_red[place]), reverse=True)
    for place in places[:MOST_STAMPS]:
        cut = np.pad(grey[place], reach, constant_values=WHITE)
        picture = PageImage(cut.shape[1], cut.shape[0], dpi, cut.tobytes())
        level, _ = straighten(picture, largest_angle=LARGEST_STAMP_ANGLE)
        yield _out_of_frame(level)


def _has_size_of_mark(place: tuple[slice, slice], dpi: int) -> bool:
    high, wide = ((side.stop - side.start) / dpi for side in place)
    return bool(MARK_WIDTHS[0] < wide < MARK_WIDTHS[1] and MARK_HEIGHTS[0] < high < MARK_HEIGHTS[1] and wide > high)


def _out_of_frame(image: PageImage) -> PageImage:
    """Cut at the innermost long stroke near each edge: there the frame runs, letters have none so long."""
    import numpy as np

    pixels = np.frombuffer(image.pixels, dtype=np.uint8).reshape(image.height, image.width)
    # Rows first: the upright strokes of the frame are then as long as what is left is high.
    for near in (0.42, 0.12):
        share = (pixels < DARK_RED_INK).mean(axis=1)
        edge = int(near * len(share))
        first = max((at + 1 for at in range(edge) if share[at] > FRAME_STROKE), default=0)
        last = min((at for at in range(len(share) - edge, len(share)) if share[at] > FRAME_STROKE), default=len(share))
        pixels = pixels[first:last].T
    inside = np.pad(pixels, round(0.1 * image.dpi), constant_values=WHITE)
    return PageImage(inside.shape[1], inside.shape[0], image.dpi, inside.tobytes())


@dataclass(frozen=True, slots=True)
class Crop:
    """A part of a page; its corner in points."""

    image: PageImage
    left: float
    top: float


def framed_stamps_of(image: ColourImage) -> tuple[Crop, ...]:
    """What stands in coloured frames of the size of an arrival stamp, the ink of every colour dark on white.

    The office's words are pressed in red or blue, number and day are often written beside them in black.
    """
    import numpy as np
    from scipy.ndimage import find_objects, label, maximum_filter

    height = int(ARRIVAL_ZONE * image.height)
    pixels = np.frombuffer(image.pixels, dtype=np.uint8).reshape(image.height, image.width, 3)[:height]
    half = pixels[::2, ::2]
    red, green, blue = (half[:, :, channel].astype(np.int16) for channel in range(3))
    is_ink = np.maximum(np.maximum(red, green), blue) - np.minimum(np.minimum(red, green), blue) > COLOURED
    if np.count_nonzero(is_ink) < FEWEST_INCHES * (image.dpi / 2) ** 2:
        return ()
    labels, count = label(maximum_filter(is_ink.astype(np.uint8), FRAME_BREAK))
    ink = np.bincount(labels.ravel(), minlength=count + 1)
    found: list[Crop] = []
    for number, (rows, columns) in enumerate(find_objects(labels), 1):
        high, wide = (rows.stop - rows.start) * 2 / image.dpi, (columns.stop - columns.start) * 2 / image.dpi
        is_box = ARRIVAL_INCHES[0] < wide < ARRIVAL_INCHES[1] and 0.25 * wide < high < wide
        if is_box and ink[number] < ARRIVAL_FILL * (rows.stop - rows.start) * (columns.stop - columns.start):
            inside = pixels[2 * rows.start : 2 * rows.stop, 2 * columns.start : 2 * columns.stop].min(axis=2)
            grey = PageImage(inside.shape[1], inside.shape[0], image.dpi, inside.tobytes())
            found.append(Crop(grey, 2 * columns.start * 72 / image.dpi, 2 * rows.start * 72 / image.dpi))
    return tuple(found[:MOST_STAMPS])


def _frames(is_ink: Any, dpi: int) -> Any:
    """Where frames and rings of stamps lie: large spots that are mostly empty inside."""
    import numpy as np
    from scipy.ndimage import find_objects, label, maximum_filter

    labels, count = label(is_ink, structure=np.ones((3, 3), dtype=np.uint8))
    sizes = np.bincount(labels.ravel(), minlength=count + 1)
    is_frame = np.zeros(count + 1, dtype=bool)
    for number, (rows, columns) in enumerate(find_objects(labels), 1):
        height, width = rows.stop - rows.start, columns.stop - columns.start
        is_frame[number] = max(height, width) > FRAME_INCHES * dpi and sizes[number] < FRAME_FILL * height * width
    return maximum_filter(is_frame[labels].astype(np.uint8), 3).astype(bool)
