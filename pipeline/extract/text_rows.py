"""A straight grey picture of a page -> pictures of its pieces of text lines, each to be recognised alone.

Letters are connected spots of ink; each goes on with the piece of a line that ends right before it. The page layout of
tesseract loses whole lines on skewed, stamped or speckled pages, its recogniser of single lines does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.extract.ocr import PageImage

# Sizes in inches: letters of 6 to 40 points.
SMALLEST_LETTER, LARGEST_LETTER = 0.035, 0.45
RULE_INCHES = 0.5
SPECK_INCHES = 0.008
# Shares of the usual letter height.
LETTER_HEIGHTS = (0.55, 2.6)
WIDEST_GAP = 1.7
DEEPEST_STEP = 0.5
MARK_REACH = 0.75
MARGIN = 0.25
WIDEST_LETTER = 6.0
WHITE = 255


@dataclass(slots=True)
class Piece:
    """Spots of one line, left to right; `letters` are those that stand on it, the rest are marks and points."""

    letters: list[int] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    right: float = 0.0
    band: tuple[float, float] = (0.0, 0.0)  # top and bottom of the letters at its end


@dataclass(frozen=True, slots=True)
class RowImage:
    """A piece of a line in the page: its corner, size and grey pixels."""

    left: int
    top: int
    width: int
    height: int
    pixels: bytes


@dataclass(frozen=True, slots=True)
class Spots:
    """Connected spots of ink: their edges, one array an edge."""

    labels: Any  # numpy arrays
    left: Any
    top: Any
    right: Any
    bottom: Any

    @property
    def height(self) -> Any:
        return self.bottom - self.top

    @property
    def width(self) -> Any:
        return self.right - self.left


def cut_rows(image: PageImage) -> list[RowImage]:
    """Find the pieces of text lines of a page, top to bottom."""
    import numpy as np

    pixels = np.frombuffer(image.pixels, dtype=np.uint8).reshape(image.height, image.width)
    ink, pixels = _without_rules(pixels < _threshold(pixels), pixels, image.dpi)
    spots = _spots(ink)
    if spots is None:
        return []
    is_letter, size = _letters_of(spots, image.dpi)
    pieces = _chain(spots, np.flatnonzero(is_letter), size)
    _add_marks(pieces, spots, np.flatnonzero(~is_letter), size, image.dpi)
    owner = np.zeros(len(spots.left) + 1, dtype=np.int32)
    for number, piece in enumerate(pieces, 1):
        owner[[spot + 1 for spot in (*piece.letters, *piece.marks)]] = number
    owners = owner[spots.labels]
    rows = [_crop(pixels, owners, piece, number, spots, size) for number, piece in enumerate(pieces, 1)]
    return sorted(rows, key=lambda row: (row.top + row.height / 2, row.left))


def _threshold(pixels: Any) -> int:
    """Otsu's threshold (1979): the grey that parts ink and paper best."""
    import numpy as np

    counts = np.bincount(pixels[::2, ::2].ravel(), minlength=256).astype(np.float64)
    greys = np.arange(256)
    below = np.cumsum(counts)
    sums = np.cumsum(counts * greys)
    above = below[-1] - below
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = (sums[-1] * below / below[-1] - sums) ** 2 / (below * above)
    return int(np.clip(np.nanargmax(np.where(above > 0, spread, np.nan)), 60, 200))


def _without_rules(ink: Any, pixels: Any, dpi: int) -> tuple[Any, Any]:
    """Whiten ruling lines: they would chain the letters of a table together."""
    import numpy as np
    from scipy.ndimage import maximum_filter1d, minimum_filter1d

    length = round(RULE_INCHES * dpi)
    as_bytes = ink.astype(np.uint8)
    rules = np.zeros_like(as_bytes)
    for axis in (0, 1):
        runs = maximum_filter1d(minimum_filter1d(as_bytes, length, axis=axis), length + 2, axis=axis)
        rules |= maximum_filter1d(runs, 3, axis=1 - axis)
    is_rule = rules.astype(bool)
    return ink & ~is_rule, np.where(is_rule, WHITE, pixels).astype(np.uint8)


def _spots(ink: Any) -> Spots | None:
    import numpy as np
    from scipy.ndimage import find_objects, label

    labels, count = label(ink, structure=np.ones((3, 3), dtype=np.uint8))
    if count == 0:
        return None
    edges = np.array(
        [(x.start, y.start, x.stop, y.stop) for y, x in find_objects(labels)], dtype=np.float32
    )
    return Spots(labels, *edges.T)


def _letters_of(spots: Spots, dpi: int) -> tuple[Any, float]:
    """Which spots are letters, and the usual height of one."""
    import numpy as np

    plausible = (spots.height > SMALLEST_LETTER * dpi) & (spots.height < LARGEST_LETTER * dpi)
    plausible &= (spots.width > 0.15 * spots.height) & (spots.width < WIDEST_LETTER * spots.height)
    size = float(np.median(spots.height[plausible])) if plausible.any() else 0.1 * dpi
    low, high = LETTER_HEIGHTS
    is_letter = (spots.height >= low * size) & (spots.height <= high * size) & (spots.width <= WIDEST_LETTER * size)
    return is_letter, size


def _chain(spots: Spots, letters: Sequence[int], size: float) -> list[Piece]:
    """Give each letter, from the left, to the piece that ends nearest before it at its height."""
    import numpy as np

    order = sorted(letters, key=lambda spot: spots.left[spot])
    tops, bottoms = spots.top.tolist(), spots.bottom.tolist()
    lefts, rights = spots.left.tolist(), spots.right.tolist()
    pieces: list[Piece] = []
    open_pieces: list[Piece] = []
    for spot in map(int, order):
        top, bottom, left = tops[spot], bottoms[spot], lefts[spot]
        open_pieces = [piece for piece in open_pieces if left - piece.right < WIDEST_GAP * size]
        home = max(open_pieces, key=lambda piece: _fit(piece.band, top, bottom), default=None)
        if home is None or _fit(home.band, top, bottom) < DEEPEST_STEP:
            home = Piece()
            pieces.append(home)
            open_pieces.append(home)
        home.letters.append(spot)
        home.right = max(home.right, rights[spot])
        last = home.letters[-5:]
        home.band = (float(np.median([tops[i] for i in last])), float(np.median([bottoms[i] for i in last])))
    return pieces


def _fit(band: tuple[float, float], top: float, bottom: float) -> float:
    """The shared height as a share of the lower of both."""
    shared = min(band[1], bottom) - max(band[0], top)
    return shared / min(band[1] - band[0], bottom - top)


def _add_marks(pieces: list[Piece], spots: Spots, marks: Sequence[int], size: float, dpi: int) -> None:
    """Give each mark, point and dash to the piece whose letters stand nearest below, above or around it."""
    import numpy as np

    speck = max(2.0, SPECK_INCHES * dpi)
    edges = []
    for piece in pieces:
        chosen = np.array(piece.letters)
        edges.append((spots.left[chosen], spots.right[chosen], spots.top[chosen], spots.bottom[chosen]))
    starts = np.array([left.min() for left, *_ in edges]) - 3 * size
    ends = np.array([right.max() for _, right, *_ in edges]) + WIDEST_GAP * size
    tops = np.array([top.min() for *_, top, _ in edges]) - MARK_REACH * size
    bottoms = np.array([bottom.max() for *_, bottom in edges]) + MARK_REACH * size
    for spot in map(int, marks):
        if spots.height[spot] > LETTER_HEIGHTS[1] * size or max(spots.height[spot], spots.width[spot]) < speck:
            continue
        x = (spots.left[spot] + spots.right[spot]) / 2
        near = np.flatnonzero(
            (starts <= x) & (x <= ends) & (tops <= spots.bottom[spot]) & (spots.top[spot] <= bottoms)
        )
        distances = [(_distance(edges[at], spots, spot, x), at) for at in near]
        distance, at = min(distances, default=(np.inf, 0))
        if distance <= MARK_REACH * size:
            pieces[at].marks.append(spot)


def _distance(edges: tuple[Any, Any, Any, Any], spots: Spots, spot: int, x: float) -> float:
    """How far a mark is from the letters of a piece around its place; 0 between their top and bottom."""
    import numpy as np

    lefts, rights, tops, bottoms = edges
    nearest = np.argsort(np.abs((lefts + rights) / 2 - x))[:3]
    top, bottom = np.median(tops[nearest]), np.median(bottoms[nearest])
    return float(max(0.0, top - spots.bottom[spot], spots.top[spot] - bottom))


def _crop(pixels: Any, owners: Any, piece: Piece, number: int, spots: Spots, size: float) -> RowImage:
    import numpy as np
    from scipy.ndimage import maximum_filter

    inside = [*piece.letters, *piece.marks]
    margin = round(MARGIN * size)
    top = max(0, int(spots.top[inside].min()) - margin)
    bottom = min(pixels.shape[0], int(spots.bottom[inside].max()) + margin)
    left = max(0, int(spots.left[inside].min()) - margin)
    right = min(pixels.shape[1], int(spots.right[inside].max()) + margin)
    holders = owners[top:bottom, left:right]
    foreign = maximum_filter(((holders != number) & (holders != 0)).astype(np.uint8), 3).astype(bool)
    crop = np.where(foreign & (holders != number), WHITE, pixels[top:bottom, left:right]).astype(np.uint8)
    return RowImage(left, top, right - left, bottom - top, crop.tobytes())
