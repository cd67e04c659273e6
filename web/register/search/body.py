"""Letters that hold all words -> how close to each other the words stand in each."""

# ruff: noqa: S608  the only thing put into a statement is the name of our own table

from __future__ import annotations

import zlib
from collections.abc import Sequence
from enum import IntEnum

from django.db import connection

from web.register.search.index import TEXT
from web.register.search.typos import Words

NEAR = 8  # other words between the words looked for, all together


class Closeness(IntEnum):
    PHRASE = 1
    NEAR = 2
    APART = 3


def closeness_of(entry_ids: Sequence[int], words: Words) -> dict[int, Closeness]:
    """From the words as they were indexed."""
    marks = ", ".join(["%s"] * len(entry_ids))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT entry_id, body FROM {TEXT} WHERE entry_id IN ({marks})", entry_ids)
        return {entry_id: closeness(zlib.decompress(body).decode(), words) for entry_id, body in cursor.fetchall()}


def closeness(body: str, words: Words) -> Closeness:
    if f" {' '.join(words)} " in f" {body} ":
        return Closeness.PHRASE
    wanted = set(words)
    seen: dict[str, int] = {}
    for place, word in enumerate(body.split(" ")):
        if word in wanted:
            seen[word] = place
            if len(seen) == len(wanted) and place - min(seen.values()) < len(wanted) + NEAR:
                return Closeness.NEAR
    return Closeness.APART
