"""Page 1 as the intake read it -> a file for the worker, so that no page is read twice.

Written only for a file that was accepted and so bears no mark of secrecy, into the folder of its page pictures: what
removes those removes it too.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

from pipeline.documents import Box, Line, Page, TextSource, Word

NAME = "first-page.json"
# Another number for another engine or shape: what an older program left behind is then read again.
VERSION = 2


def keep_first_page(page: Page, folder: Path) -> None:
    """Write the page; a disk that takes no more costs only a second reading."""
    content = {
        "version": VERSION,
        "size": [page.width, page.height],
        "source": page.source.value,
        "confidence": page.confidence,
        "encodings": page.encodings,
        "unrepaired": page.unrepaired,
        "lines": _to_json(page.lines),
        "stamps": _to_json(page.stamps),
    }
    unfinished = folder / f".{NAME}.{os.getpid()}"
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        unfinished.replace(folder / NAME)


def load_first_page(folder: Path) -> Page | None:
    """The page that was kept; None when there is none that this program can use."""
    try:
        content = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if content["version"] != VERSION:
            return None
        width, height = content["size"]
        return Page(
            1,
            width,
            height,
            _from_json(content["lines"]),
            TextSource(content["source"]),
            content["confidence"],
            tuple(content["encodings"]),
            content["unrepaired"],
            _from_json(content["stamps"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def drop_first_page(folder: Path) -> None:
    with contextlib.suppress(OSError):
        (folder / NAME).unlink(missing_ok=True)


def _to_json(lines: tuple[Line, ...]) -> list[list[list[object]]]:
    return [
        [
            [word.text, word.box.left, word.box.top, word.box.right, word.box.bottom, word.confidence]
            for word in line.words
        ]
        for line in lines
    ]


def _from_json(lines: list[list[list[Any]]]) -> tuple[Line, ...]:
    return tuple(
        Line(tuple(Word(text, Box(*edges), confidence) for text, *edges, confidence in words)) for words in lines
    )
