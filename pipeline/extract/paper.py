"""A grey picture of a page -> the same with white paper: shadows, folds and yellowed sheets are evened out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.extract.ocr import PageImage

# Paper shows in every block of this many inches: letters and the gaps between lines are smaller.
BLOCK_INCHES = 0.12
SPREAD_BLOCKS = 5
# Darker than this is a black edge of the glass or a photo, not paper.
DARKEST_PAPER = 90


def whiten(image: PageImage) -> PageImage:
    """Divide every pixel by the brightness of the paper around it."""
    import numpy as np
    from PIL import Image
    from scipy.ndimage import maximum_filter, uniform_filter

    pixels = np.frombuffer(image.pixels, dtype=np.uint8).reshape(image.height, image.width)
    block = max(4, round(BLOCK_INCHES * image.dpi))
    rows, columns = max(1, image.height // block), max(1, image.width // block)
    shrunk = pixels[: rows * block, : columns * block].reshape(rows, block, columns, block)
    # The third brightest part of a block: grain is not paper.
    brightest = np.sort(shrunk.swapaxes(1, 2).reshape(rows, columns, -1)[:, :, ::7], axis=2)
    paper = brightest[:, :, int(0.8 * brightest.shape[2])]
    paper = uniform_filter(maximum_filter(paper, SPREAD_BLOCKS).astype(np.float32), SPREAD_BLOCKS)
    full = Image.fromarray(np.clip(paper, DARKEST_PAPER, 255).astype(np.uint8)).resize(
        (image.width, image.height), Image.Resampling.BILINEAR
    )
    scaled = pixels.astype(np.uint16) * 255 // np.asarray(full)
    return replace(image, pixels=np.minimum(scaled, 255).astype(np.uint8).tobytes())
