"""The Times-like font in which the sample letters are set: the same that the product prints its books with."""

from __future__ import annotations

from web.books.fonts import BOLD, BOLD_ITALIC, ITALIC, find_fonts
from web.books.fonts import REGULAR as FAMILY
from web.books.fonts import use_fonts as use_letter_fonts

__all__ = ["BOLD", "BOLD_ITALIC", "FAMILY", "ITALIC", "find_fonts", "use_letter_fonts"]
