"""A grey picture of a page -> the same with white paper: shadows, folds and yellowed sheets are evened out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.extract.ocr import PageImage

# Wider than any stroke of a letter, narrower than the shadow of a fold.
CLOSING_INCHES = 0.09
SMOOTHING_INCHES = 0.05
# Darker than this is a black edge of the glass or a photo, not paper.
DARKEST_PAPER = 60


def whiten(image: PageImage) -> PageImage:
    """Divide every pixel by the brightness of the paper around it."""
    import numpy as np
    from PIL import Image
    from scipy.ndimage import grey_closing, uniform_filter

    pixels = np.frombuffer(image.pixels, dtype=np.uint8).reshape(image.height, image.width)
    half = np.asarray(Image.fromarray(pixels).reduce(2))
    closing = max(3, round(CLOSING_INCHES * image.dpi / 2))
    smoothing = max(3, round(SMOOTHING_INCHES * image.dpi / 2))
    paper = uniform_filter(grey_closing(half, size=(closing, closing)), smoothing)
    full = Image.fromarray(np.maximum(paper, DARKEST_PAPER)).resize(
        (image.width, image.height), Image.Resampling.BILINEAR
    )
    scaled = pixels.astype(np.uint16) * 255 // np.asarray(full)
    return replace(image, pixels=np.minimum(scaled, 255).astype(np.uint8).tobytes())
