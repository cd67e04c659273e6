"""Words as people type them: lower case, without diacritics, so «phuong» finds «Phường»."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).lower()


def searchable(*parts: str | None) -> str:
    return fold(" ".join(part for part in parts if part))
