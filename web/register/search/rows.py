"""Many rows in one statement, on either engine.

`executemany` would send them to PostgreSQL as a pipeline. A host that is cut off in the middle of one leaves a
transaction that the server does not count as standing still, and whose locks it therefore keeps (web/databases.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from django.db import connection

ROWS_AT_ONCE = 1000  # an engine takes no more than 32,766 values in a statement


def write_rows(statement: str, row: str, rows: Sequence[tuple[int | str | bytes, ...]]) -> None:
    """Run `statement`, in which {rows} stands for the rows; `row` is the form of one, as (%s, %s)."""
    with connection.cursor() as cursor:
        for start in range(0, len(rows), ROWS_AT_ONCE):
            some = rows[start : start + ROWS_AT_ONCE]
            cursor.execute(statement.format(rows=", ".join([row] * len(some))), list(chain.from_iterable(some)))
