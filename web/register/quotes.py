"""The sentence that sets a deadline -> the part of it that a person must read: where the day stands."""

from __future__ import annotations

import re

LENGTH = 140
AFTER_DAY = 30
DAY = re.compile(
    r"\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{4})?|\d+\s+(?:ngày|tháng|giờ)|(?:ngày|tháng|quý)\s+\d{1,2}|hằng|hàng",
    re.IGNORECASE,
)


def around_day(quote: str) -> str:
    """At most about LENGTH letters, cut between words, with the last day of the sentence in them."""
    if len(quote) <= LENGTH:
        return quote
    days = list(DAY.finditer(quote))
    end = min(len(quote), days[-1].end() + AFTER_DAY) if days else LENGTH
    start = max(0, end - LENGTH)
    if start:
        start = quote.find(" ", start) + 1 or start
    if end < len(quote):
        end = max(quote.rfind(" ", start, end), days[-1].end() if days else 0, start + 1)
    return f"{'…' if start else ''}{quote[start:end].strip()}{'…' if end < len(quote) else ''}"
