"""Vietnamese words -> one spelling to compare by: case, marks and tone placement folded.

Never used to rewrite a text.
"""

from __future__ import annotations

import unicodedata

# Ð (eth) and Ɖ (African D) stand for Đ in many files; all three lose their bar.
_BARRED_D = str.maketrans({"Đ": "D", "đ": "d", "Ð": "D", "ð": "d", "Ɖ": "D"})


def fold(text: str) -> str:
    """Casefold and drop every mark: "ỦY BAN" and "Uỷ ban" both give "uy ban"."""
    decomposed = unicodedata.normalize("NFD", text.translate(_BARRED_D))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
