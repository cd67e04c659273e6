"""A PDF with text -> the PDF of pictures that an office scanner makes of the printed letter."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from io import BytesIO

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

PAPER = (252, 251, 247)
# Pillow writes the time of saving into the file: a fixed one keeps the bytes the same.
SAVED_AT: time.struct_time = datetime(2026, 1, 1, tzinfo=UTC).timetuple()


def scan_of(
    pdf: bytes,
    *,
    dpi: int = 200,
    skew_degrees: float = 0.6,
    noise: float = 6.0,
    jpeg_quality: int = 70,
    seed: int = 0,
) -> bytes:
    """Picture every page, turn it by `skew_degrees`, blur it a little and add grain of `noise` grey levels (0-255).

    The same arguments give the same bytes.
    """
    random = np.random.default_rng(seed)
    with pypdfium2.PdfDocument(pdf) as document:
        document.init_forms()  # signature widgets are printed too
        pages = [_picture(page.render(scale=dpi / 72).to_pil(), skew_degrees, noise, random) for page in document]
    stream = BytesIO()
    pages[0].save(
        stream,
        format="PDF",
        save_all=True,
        append_images=pages[1:],
        resolution=dpi,
        quality=jpeg_quality,
        creationDate=SAVED_AT,
        modDate=SAVED_AT,
    )
    return stream.getvalue()


def _picture(page: Image.Image, skew_degrees: float, noise: float, random: np.random.Generator) -> Image.Image:
    turned = page.convert("RGB").rotate(skew_degrees, resample=Image.Resampling.BICUBIC, fillcolor=PAPER)
    soft = np.asarray(turned.filter(ImageFilter.GaussianBlur(0.6)), dtype=np.float32)
    tinted = soft * (np.asarray(PAPER, dtype=np.float32) / 255)
    grain = random.normal(0.0, noise, size=(*tinted.shape[:2], 1)).astype(np.float32)
    return Image.fromarray(np.clip(tinted + grain, 0, 255).astype(np.uint8))
