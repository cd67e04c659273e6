"""A colour picture of a page -> its grey picture without coloured ink, and the red ink alone."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extract.ocr import PageImage

# How far the channels of coloured ink lie apart; less is the fringe that JPEG gives to black letters.
COLOURED = 60


@dataclass(frozen=True, slots=True)
class ColourImage:
    """Three bytes a pixel: red, green, blue; row by row."""

    width: int
    height: int
    dpi: int
    pixels: bytes


def grey_of(image: ColourImage) -> PageImage:
    """Grey, where red, blue and violet ink is as bright as its brightest channel: stamps fade, black letters stay."""
    import numpy as np

    pixels = np.frombuffer(image.pixels, dtype=np.uint8).reshape(image.height, image.width, 3)
    brightest, darkest = pixels.max(axis=2), pixels.min(axis=2)
    grey = np.where(brightest - darkest > COLOURED, brightest, pixels[:, :, 1])
    return PageImage(image.width, image.height, image.dpi, grey.tobytes())
