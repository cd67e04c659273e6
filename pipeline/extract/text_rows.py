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
DASH_WIDTH, DASH_HEIGHT = 0.25, 0.25
DASH_REACH, POINT_REACH = 3.0, 0.7
MOST_FRAGMENTS, FRAGMENT_HEIGHT, FRAGMENT_REACH = 4, 0.95, 0.45
MARGIN = 0.25
WIDEST_LETTER = 6.0
# Thick capitals of a whole word may touch.
WIDEST_WORD = 20.0
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
    """A piece of a line in the page: its corner, size and grey pixels; `whole` also shows ink of other lines."""

    left: int
    top: int
    width: int
    height: int
    pixels: bytes
    whole: bytes


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


@dataclass(frozen=True, slots=True)
class Edges:
    """The edges of the letters of one piece."""

    left: Any
    top: Any
    right: Any
    bottom: Any

    def distance(self, x: float, top: float, bottom: float) -> float:
        """How far a spot is above or below the letters around its place; 0 between their top and bottom."""
        import numpy as np

        nearest = np.argsort(np.abs((self.left + self.right) / 2 - x))[:3]
        return float(max(0.0, np.median(self.top[nearest]) - bottom, top - np.median(self.bottom[nearest])))


def cut_rows(image: PageImage) -> list[RowImage]:
    """Find the pieces of text lines of a page, top to bottom."""
    import numpy as np

    pixels = np.frombuffer(image.pixels, dtype=np.uint8).reshape(image.height, image.width)
    ink, pixels = _without_rules(pixels < _threshold(pixels), pixels, image.dpi)
    spots = _spots(ink)
    if spots is None:
        return []
    is_letter, size = _letters_of(spots, image.dpi)
    is_dash = (spots.width > DASH_WIDTH * size) & (spots.height < DASH_HEIGHT * size)
    chained = _chain(spots, np.flatnonzero(is_letter | is_dash), is_dash, size)
    edges = [_edges(spots, piece) for piece in chained]
    pieces = [piece for piece, own in zip(chained, edges, strict=True) if not _is_fragment(piece, own, edges, size)]
    lettered = np.zeros(len(spots.left), dtype=bool)
    lettered[[letter for piece in pieces for letter in piece.letters]] = True
    _add_marks(pieces, spots, np.flatnonzero(~lettered), size, image.dpi)
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
    # A page of one colour has nothing to part: the lowest threshold.
    return int(np.clip(np.argmax(np.where((above > 0) & (below > 0), spread, -1.0)), 60, 200))


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
    edges = np.array([(x.start, y.start, x.stop, y.stop) for y, x in find_objects(labels)], dtype=np.float32)
    return Spots(labels, *edges.T)


def _letters_of(spots: Spots, dpi: int) -> tuple[Any, float]:
    """Which spots are letters, and the usual height of one."""
    import numpy as np

    plausible = (spots.height > SMALLEST_LETTER * dpi) & (spots.height < LARGEST_LETTER * dpi)
    plausible &= (spots.width > 0.15 * spots.height) & (spots.width < WIDEST_LETTER * spots.height)
    size = float(np.median(spots.height[plausible])) if plausible.any() else 0.1 * dpi
    low, high = LETTER_HEIGHTS
    is_letter = (spots.height >= low * size) & (spots.height <= high * size) & (spots.width <= WIDEST_WORD * size)
    return is_letter, size


def _chain(spots: Spots, letters: Any, is_dash: Any, size: float) -> list[Piece]:
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
        if is_dash[spot]:
            for piece in open_pieces:
                if piece.band[0] < (top + bottom) / 2 < piece.band[1]:
                    piece.right = max(piece.right, rights[spot])
            continue
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


def _edges(spots: Spots, piece: Piece) -> Edges:
    import numpy as np

    chosen = np.array(piece.letters)
    return Edges(spots.left[chosen], spots.top[chosen], spots.right[chosen], spots.bottom[chosen])


def _is_fragment(piece: Piece, own: Edges, edges: Sequence[Edges], size: float) -> bool:
    """True for a few low spots right above or below a longer piece: double marks, and the loops of broken letters."""
    if len(piece.letters) > MOST_FRAGMENTS or (own.bottom - own.top).max() > FRAGMENT_HEIGHT * size:
        return False
    x, top, bottom = (own.left.min() + own.right.max()) / 2, own.top.min(), own.bottom.max()
    return any(
        len(other.left) > len(own.left)
        and other.left.min() - size < own.left.min()
        and own.right.max() < other.right.max() + size
        and other.distance(x, top, bottom) < FRAGMENT_REACH * size
        for other in edges
    )


def _add_marks(pieces: list[Piece], spots: Spots, marks: Any, size: float, dpi: int) -> None:
    """Give each mark, point and dash to the piece whose letters stand nearest below, above or around it."""
    import numpy as np

    if not pieces:
        return
    speck = max(2.0, SPECK_INCHES * dpi)
    edges = [_edges(spots, piece) for piece in pieces]
    starts = np.array([own.left.min() for own in edges])
    ends = np.array([own.right.max() for own in edges])
    tops = np.array([own.top.min() for own in edges]) - MARK_REACH * size
    bottoms = np.array([own.bottom.max() for own in edges]) + MARK_REACH * size
    for spot in map(int, marks):
        height, width = spots.height[spot], spots.width[spot]
        if height > LETTER_HEIGHTS[1] * size or max(height, width) < speck:
            continue
        reach = (DASH_REACH if width > 2 * height and width > 0.3 * size else POINT_REACH) * size
        x, top, bottom = (spots.left[spot] + spots.right[spot]) / 2, spots.top[spot], spots.bottom[spot]
        near = np.flatnonzero((starts - reach <= x) & (x <= ends + reach) & (tops <= bottom) & (top <= bottoms))
        distance, at = min(((edges[at].distance(x, top, bottom), at) for at in near), default=(np.inf, 0))
        if distance <= MARK_REACH * size:
            pieces[at].marks.append(spot)


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
    whole = pixels[top:bottom, left:right]
    crop = np.where(foreign & (holders != number), WHITE, whole).astype(np.uint8)
    return RowImage(left, top, right - left, bottom - top, crop.tobytes(), whole.tobytes())
