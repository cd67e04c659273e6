"""Fonts of this machine -> a Times-like family for reportlab with every Vietnamese letter, embedded in each PDF."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR = "BookSerif"
BOLD = f"{REGULAR}-Bold"
ITALIC = f"{REGULAR}-Italic"
BOLD_ITALIC = f"{REGULAR}-BoldItalic"

FONTS_FOLDER = Path("/usr/share/fonts/truetype")
FACES = ("Regular", "Bold", "Italic", "BoldItalic")
TIMES_LIKE = (("croscore", "Tinos"), ("liberation", "LiberationSerif"), ("liberation2", "LiberationSerif"))
DEJAVU = ("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf", "DejaVuSerif-Italic.ttf", "DejaVuSerif-BoldItalic.ttf")
# DejaVu Serif runs wider than Times: smaller sizes keep the lines of the decree's layout.
DEJAVU_SCALE = 0.84


@dataclass(frozen=True, slots=True)
class FontSource:
    """Regular, bold, italic and bold italic files, and by how much sizes are multiplied."""

    faces: tuple[Path, ...]
    scale: float


def find_fonts(folder: Path = FONTS_FOLDER) -> FontSource:
    """Tinos or Liberation Serif of Debian when installed, else DejaVu Serif, which comes with matplotlib."""
    for source in _sources(folder):
        if all(face.is_file() for face in source.faces):
            return source
    raise FileNotFoundError("no font with Vietnamese letters: neither fonts-croscore, fonts-liberation nor matplotlib")


@cache
def use_fonts() -> float:
    """Register the family with reportlab once; return the factor for font sizes."""
    source = find_fonts()
    names = (REGULAR, BOLD, ITALIC, BOLD_ITALIC)
    for name, face in zip(names, source.faces, strict=True):
        pdfmetrics.registerFont(TTFont(name, str(face)))
    for bold in (0, 1):
        for italic in (0, 1):
            addMapping(REGULAR, bold, italic, names[bold + 2 * italic])
    return source.scale


def _sources(folder: Path) -> Iterator[FontSource]:
    for package, family in TIMES_LIKE:
        yield FontSource(tuple(folder / package / f"{family}-{face}.ttf" for face in FACES), 1.0)
    matplotlib = find_spec("matplotlib")
    for location in (matplotlib.submodule_search_locations if matplotlib else None) or ():
        ttf = Path(location) / "mpl-data" / "fonts" / "ttf"
        yield FontSource(tuple(ttf / name for name in DEJAVU), DEJAVU_SCALE)
