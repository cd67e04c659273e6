"""A pattern written with plain spaces -> a compiled one that also matches where a line of the letter breaks."""

from __future__ import annotations

import re

# A lookbehind needs a fixed width: its spaces stay as they are.
SPACE = re.compile(r"(?P<behind>\(\?<[!=][^)]*\))| ")


def spaced(pattern: str) -> str:
    """ "hoàn thành" -> r"hoàn\\s+thành"."""
    return SPACE.sub(lambda match: match["behind"] or r"\s+", pattern)


def phrase(pattern: str) -> re.Pattern[str]:
    """Compile a pattern over folded text."""
    return re.compile(spaced(pattern))
