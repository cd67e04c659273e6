"""One page of a PDF -> a WebP picture file. Run as a command, so a hostile page cannot take the server with it.

python -m pipeline.pictures FILE.pdf PAGE TARGET.webp WIDTH MEMORY_MB
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from pipeline.errors import ReadingCrashedError, ReadingTimeoutError, StorageError

PICTURE_WIDTH = 1100  # pixels: an A4 page readable at 1366 x 768
SECONDS = 30
MEMORY_MB = 1500
BYTES_PER_MB = 1024 * 1024
ARGUMENTS = 5


def page_picture(pdf: Path, page: int, cache: Path) -> Path:
    """Return the picture of page `page` (from 1), rendered at the first call and kept under `cache`.

    Raises ReadingTimeoutError, ReadingCrashedError, StorageError.
    """
    target = _target(cache, pdf.stem, page)
    if target.exists():
        return target
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"no page cache: {error.strerror}") from error
    command = [
        sys.executable,
        "-m",
        "pipeline.pictures",
        str(pdf),
        str(page),
        str(target),
        str(PICTURE_WIDTH),
        str(MEMORY_MB),
    ]
    try:
        done = subprocess.run(command, timeout=SECONDS, capture_output=True, check=False)  # noqa: S603  our own module, no shell
    except subprocess.TimeoutExpired as error:
        raise ReadingTimeoutError(f"page {page} not rendered in {SECONDS} s") from error
    if done.returncode != 0 or not target.exists():
        raise ReadingCrashedError(f"page {page} not rendered: exit {done.returncode}")
    return target


def kept_picture(cache: Path, stem: str, page: int) -> Path | None:
    """The picture that was rendered before; None when it was not."""
    target = _target(cache, stem, page)
    return target if target.exists() else None


def _target(cache: Path, stem: str, page: int) -> Path:
    return cache / stem / f"{page}.webp"


def render(pdf: Path, page: int, target: Path, width: int) -> None:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        document.init_forms()  # signature stamps are form fields
        leaf = document[page - 1]
        scale = min(width / max(leaf.get_width(), 1), 10 * width / max(leaf.get_height(), 1))
        picture = leaf.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
        leaf.close()
    handle, temporary = tempfile.mkstemp(dir=target.parent, suffix=".webp")
    os.close(handle)
    picture.save(temporary, "WEBP", quality=60, method=2)
    Path(temporary).replace(target)


if __name__ == "__main__":
    if len(sys.argv) != ARGUMENTS + 1:
        raise SystemExit(__doc__)
    limit = int(sys.argv[5]) * BYTES_PER_MB
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    render(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
