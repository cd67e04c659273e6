"""Register entries <-> the full-text index, in the transaction of the change. `store.py` hides which database it is.

`text` keeps the words of a letter, compressed; `pair` counts neighbouring words of issuers and subjects: what a
misspelt query is corrected by.
"""

# ruff: noqa: S608  the only thing put into a statement is the name of one of our own tables

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from django.db import connection

from web.register.models import PageText, RegisterEntry
from web.register.search.rows import write_rows
from web.register.search.store import PAIR, TEXT, Header, IndexRow, store
from web.register.search.words import words_of, words_of_code

ALONE = ""  # the first word of a "pair" that counts a word by itself


def index_entry(entry_id: int) -> None:
    """Bring the index in step with the entry's rows. May be called any number of times, after any change."""
    code, issuer, subject = RegisterEntry.objects.values_list("code", "issuing_body", "subject").get(pk=entry_id)
    pages = PageText.objects.filter(entry_id=entry_id).order_by("number").values_list("text", flat=True)
    header = header_words(code, issuer, subject)
    # The header is in the body too: words of a corrected header and of the text are found together.
    body = body_words([code, issuer, subject, *pages])
    forget_entry(entry_id)
    insert_entries([(entry_id, header, body)])


def forget_entry(entry_id: int) -> None:
    """Take the entry out of the index. What old pages of the index still hold goes with `scrub`."""
    index = store()
    index.hold()
    header = index.header(entry_id)
    index.remove(entry_id)
    if header is not None:
        pairs = sorted(pairs_of(header))
        write_rows(
            f"UPDATE {PAIR} SET entries = entries - 1 WHERE (first, second) IN (VALUES {{rows}})", "(%s, %s)", pairs
        )
        write_rows(f"DELETE FROM {PAIR} WHERE (first, second) IN (VALUES {{rows}}) AND entries <= 0", "(%s, %s)", pairs)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TEXT} WHERE entry_id = %s", [entry_id])


def insert_entries(rows: Sequence[IndexRow]) -> None:
    """Entries that are not in the index."""
    index = store()
    index.hold()
    index.insert(rows)
    pairs = Counter(pair for _, header, _ in rows for pair in pairs_of(header))
    write_rows(
        f"INSERT INTO {PAIR} (first, second, entries) VALUES {{rows}} "
        f"ON CONFLICT (first, second) DO UPDATE SET entries = {PAIR}.entries + excluded.entries",
        "(%s, %s, %s)",
        [(*pair, entries) for pair, entries in sorted(pairs.items())],
    )
    write_rows(
        f"INSERT INTO {TEXT} (entry_id, body) VALUES {{rows}}",
        "(%s, %s)",
        [(entry_id, zlib.compress(body.encode())) for entry_id, _, body in rows],
    )


def scrub() -> None:
    """Write the index anew without what was taken out, and overwrite the old pages.

    Takes seconds on a big register, and nobody else can write meanwhile; only a purged secret document is worth it.
    """
    store().scrub()


def empty_log() -> None:
    """After the commit: the write-ahead log must not keep old pages either."""
    store().empty_log()


def header_words(code: str, issuer: str, subject: str) -> Header:
    return " ".join(words_of_code(code)), " ".join(words_of(issuer)), " ".join(words_of(subject))


def body_words(parts: Iterable[str]) -> str:
    return " ".join(word for part in parts for word in words_of(part))


def pairs_of(header: Header) -> set[tuple[str, str]]:
    """Words, and neighbouring words, of issuer and subject; each once."""
    found: set[tuple[str, str]] = set()
    for part in header[1:]:
        words = part.split()
        found.update((ALONE, word) for word in words)
        found.update(pairwise(words))
    return found
