"""Fonts of this machine -> the four faces of a Times-like font that holds every Vietnamese letter."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FAMILY = "LetterSerif"
BOLD = f"{FAMILY}-Bold"
ITALIC = f"{FAMILY}-Italic"
BOLD_ITALIC = f"{FAMILY}-BoldItalic"

TINOS_FOLDER = Path("/usr/share/fonts/truetype/croscore")
TINOS = ("Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf", "Tinos-BoldItalic.ttf")
DEJAVU = ("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf", "DejaVuSerif-Italic.ttf", "DejaVuSerif-BoldItalic.ttf")
# DejaVu Serif runs wider than Times: smaller sizes keep the lines of the decree's layout.
DEJAVU_SCALE = 0.84


@dataclass(frozen=True, slots=True)
class FontSource:
    """Regular, bold, italic and bold italic files, and by how much sizes are multiplied."""

    faces: tuple[Path, ...]
    scale: float


def find_fonts(tinos_folder: Path = TINOS_FOLDER) -> FontSource:
    """Find Tinos (Debian fonts-croscore, drawn to the widths of Times New Roman), else DejaVu Serif of matplotlib."""
    tinos = tuple(tinos_folder / name for name in TINOS)
    if all(face.is_file() for face in tinos):
        return FontSource(tinos, 1.0)
    matplotlib = find_spec("matplotlib")
    if matplotlib is None or not matplotlib.submodule_search_locations:
        raise FileNotFoundError("neither fonts-croscore nor matplotlib is installed: no font for Vietnamese")
    folder = Path(matplotlib.submodule_search_locations[0]) / "mpl-data" / "fonts" / "ttf"
    return FontSource(tuple(folder / name for name in DEJAVU), DEJAVU_SCALE)


@cache
def use_letter_fonts() -> float:
    """Register the faces with reportlab once; return the factor for font sizes."""
    source = find_fonts()
    names = (FAMILY, BOLD, ITALIC, BOLD_ITALIC)
    for name, face in zip(names, source.faces, strict=True):
        pdfmetrics.registerFont(TTFont(name, str(face)))
    for bold in (0, 1):
        for italic in (0, 1):
            addMapping(FAMILY, bold, italic, names[bold + 2 * italic])
    return source.scale
