"""A colour picture of a page -> its grey picture without coloured ink, and the red ink alone."""

from __future__ import annotations

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
    """The red ink of the top left zone, black on white, without its frames and with them; empty for no stamp.

    Without them the letters stand free; with them letters that touch their frame are still there.
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
    return tuple(PageImage(width, height, image.dpi, ink.tobytes()) for ink in (free, grey))


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
