"""Parts of a letter -> the text it is found by: lower case, without diacritics, so «phuong» finds «Phường»."""

from __future__ import annotations

from pipeline.spelling import fold


def searchable(*parts: str | None) -> str:
    return fold(" ".join(part for part in parts if part))
