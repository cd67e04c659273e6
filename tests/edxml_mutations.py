"""A sound message -> a damaged one."""

from __future__ import annotations

import random
import re

TAG = re.compile(rb"<[^<>]{1,60}>")
PIECES = (
    b"<", b">", b"&", b"]]>", b"<!--", b"\x00", b"\xff\xfe", b"&#0;", b"&#xD800;", b'<!DOCTYPE a [<!ENTITY b "c">]>',
    b"&b;", b"<a xmlns='", b"\xe1\xbb", b"1" * 5000, b"<edXML:Attachment>", b"=" * 7, b"-1", b"9999/99/99", b"<?xml?>",
)  # fmt: skip


def mutated(message: bytes, chance: random.Random) -> bytes:
    """One to four damages: bytes changed, pieces lost, doubled, moved or put in."""
    data = bytearray(message)
    for _ in range(chance.randint(1, 4)):
        if not data:
            break
        chance.choice((_change, _lose, _double, _put_in, _swap_tags))(data, chance)
    return bytes(data)


def _span(data: bytearray, chance: random.Random) -> slice:
    start = chance.randrange(len(data))
    return slice(start, start + chance.choice((1, 3, 20, 200)))


def _change(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(len(data))] = chance.randrange(256)


def _lose(data: bytearray, chance: random.Random) -> None:
    del data[_span(data, chance)]


def _double(data: bytearray, chance: random.Random) -> None:
    span = _span(data, chance)
    data[span.stop : span.stop] = data[span]


def _put_in(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    data[at:at] = chance.choice(PIECES)


def _swap_tags(data: bytearray, chance: random.Random) -> None:
    tags = list(TAG.finditer(bytes(data)))
    if len(tags) > 1:
        one, other = chance.sample(tags, 2)
        data[one.start() : one.end()] = other[0]
