"""A folder of originals as files -> the place where the office keeps them now, each checked when it arrived."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import OriginalMissingError
from web.originals.store import Originals


def push_files(folder: Path, originals: Originals) -> int:
    """Keep every file of the folder; how many. May be cut off and begun again. Raises StorageError.

    The files stay: whoever calls it decides when they may go.
    """
    count = 0
    for path in sorted(folder.glob("*/*.pdf")):
        if originals.keep(path).sha256 != path.stem:
            raise OriginalMissingError(
                f"{path.name} is damaged", sentence=f"Tệp {path} đã hỏng: nội dung không khớp tên. Chuyển đi nơi khác."
            )
        count += 1
    return count
