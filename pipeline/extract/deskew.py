"""A tilted picture of a page -> a straight one and its angle; and word boxes back onto the tilted page."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.documents import Box, Word

if TYPE_CHECKING:
    from pipeline.extract.ocr import PageImage

LARGEST_ANGLE = 4.0
COARSE_STEP, FINE_STEP = 0.5, 0.1
# Below this the rows of a page still lie apart.
SMALLEST_ANGLE = 0.15
SAMPLE_WIDTH = 800
DARK = 128


def straighten(image: PageImage, *, largest_angle: float = LARGEST_ANGLE) -> tuple[PageImage, float]:
    """Turn the picture so that its rows lie level; also return the angle in degrees, 0.0 for a straight page."""
    import numpy as np
    from PIL import Image

    pixels = np.frombuffer(image.pixels, dtype=np.uint8).reshape(image.height, image.width)
    angle = _skew(pixels, largest_angle)
    if abs(angle) < SMALLEST_ANGLE:
        return image, 0.0
    turned = Image.fromarray(pixels).rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    return replace(image, pixels=turned.tobytes()), angle


def _skew(pixels: Any, largest_angle: float) -> float:
    """The angle whose rows are the most unequal: text lines dark, the space between them white."""
    import numpy as np

    step = max(1, pixels.shape[1] // SAMPLE_WIDTH)
    rows, columns = np.nonzero(pixels[::step, ::step] < DARK)
    if rows.size == 0:
        return 0.0

    def sharpness(angle: float) -> float:
        levels = (rows + columns * math.tan(math.radians(angle))).astype(np.int64)
        counts = np.bincount(levels - levels.min())
        return float((counts.astype(np.float64) ** 2).sum())

    coarse = max(np.arange(-largest_angle, largest_angle + COARSE_STEP, COARSE_STEP), key=sharpness)
    fine = max(np.arange(coarse - COARSE_STEP, coarse + COARSE_STEP, FINE_STEP), key=sharpness)
    return -float(fine)


def tilt_back(words: tuple[Word, ...], angle: float, *, width: float, height: float) -> tuple[Word, ...]:
    """Move the boxes of a straightened page to where the words stand on the tilted one."""
    if angle == 0.0:
        return words
    sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    centre_x, centre_y = width / 2, height / 2

    def moved(box: Box) -> Box:
        x, y = (box.left + box.right) / 2 - centre_x, (box.top + box.bottom) / 2 - centre_y
        shift_x = x * cosine - y * sine - x
        shift_y = x * sine + y * cosine - y
        return Box(box.left + shift_x, box.top + shift_y, box.right + shift_x, box.bottom + shift_y)

    return tuple(replace(word, box=moved(word.box)) for word in words)
