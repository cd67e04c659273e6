"""Full-text search: the one door. Behind it stands SQLite's FTS5 or PostgreSQL (`store.py`)."""

from web.register.search.finding import Found, Place, find, narrow, newest
from web.register.search.index import empty_log, forget_entry, index_entry, scrub
from web.register.search.snippets import Part, Snippet, marked, snippet_of
from web.register.search.words import words_of

__all__ = [
    "Found",
    "Part",
    "Place",
    "Snippet",
    "empty_log",
    "find",
    "forget_entry",
    "index_entry",
    "marked",
    "narrow",
    "newest",
    "scrub",
    "snippet_of",
    "words_of",
]
