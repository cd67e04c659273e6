"""Letters that hold all words -> how close to each other the words stand in each."""

# ruff: noqa: S608  the only thing put into a statement is the name of our own table

from __future__ import annotations

import zlib
from collections.abc import Sequence
from enum import IntEnum

from django.db import connection

from web.register.search.store import TEXT
from web.register.search.typos import Words

NEAR = 8  # other words before or behind the rarest of the words looked for
LETTERS_A_WORD = 5  # with the space; a syllable without marks is short


class Closeness(IntEnum):
    PHRASE = 1
    NEAR = 2
    APART = 3


def closeness_of(entry_ids: Sequence[int], words: Words) -> dict[int, Closeness]:
    """From the words as they were indexed."""
    if not entry_ids:
        return {}
    marks = ", ".join(["%s"] * len(entry_ids))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT entry_id, body FROM {TEXT} WHERE entry_id IN ({marks})", entry_ids)
        return {entry_id: closeness(zlib.decompress(body).decode(), words) for entry_id, body in cursor.fetchall()}


def closeness(body: str, words: Words) -> Closeness:
    """Looks around the rarest word only: this runs over hundreds of letters for one query."""
    text = f" {body} "
    if f" {' '.join(words)} " in text:
        return Closeness.PHRASE
    sought = [f" {word} " for word in words]
    rarest = min(sought, key=text.count)
    reach = sum(map(len, words)) + NEAR * LETTERS_A_WORD
    place = text.find(rarest)
    while place >= 0:
        around = text[max(0, place - reach) : place + reach]
        if all(word in around for word in sought):
            return Closeness.NEAR
        place = text.find(rarest, place + 1)
    return Closeness.APART
