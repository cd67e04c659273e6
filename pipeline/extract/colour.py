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
    brightest, darkest = pixels.max(axis=2), pixels.min(axis=2)
    is_stamp = (brightest - darkest > COLOURED) & (brightest > DARKEST_STAMP)
    grey = np.where(is_stamp, WHITE, pixels[:, :, 1]).astype(np.uint8)
    return PageImage(image.width, image.height, image.dpi, grey.tobytes())


def red_ink_of(image: ColourImage) -> tuple[PageImage, ...]:
    """The red ink of the top left zone, black on white, without its frames and with them; empty for no stamp.

    Without them the letters stand free; with them letters that touch their frame are still there.
    """
    import numpy as np

    height, width = int(STAMP_ZONE[1] * image.height), int(STAMP_ZONE[0] * image.width)
    pixels = np.frombuffer(image.pixels, dtype=np.uint8).reshape(image.height, image.width, 3)[:height, :width]
    red = pixels[:, :, 0].astype(np.int16)
    others = pixels[:, :, 1:].max(axis=2).astype(np.int16)
    is_red = red - others > COLOURED
    if np.count_nonzero(is_red) < FEWEST_INCHES * image.dpi**2:
        return ()
    # As dark as the ink is red: the edges of its letters stay soft.
    grey = np.clip(WHITE - 3 * np.clip(red - others, 0, 85), 0, WHITE).astype(np.uint8)
    free = np.where(_frames(is_red, image.dpi), WHITE, grey).astype(np.uint8)
    return tuple(PageImage(width, height, image.dpi, ink.tobytes()) for ink in (free, grey))


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
