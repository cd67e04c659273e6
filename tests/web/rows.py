"""Letters entered straight into a database, without Django: `python -m tests.web.rows HOME` goes on and on."""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from contextlib import closing
from itertools import count
from pathlib import Path

from pipeline.originals import path_of


def enter_row(home: Path, number: int) -> str:
    """As the intake does: the original is stored, then the row committed. Return the sha256."""
    content = f"letter {number}".encode() * 1000
    sha256 = hashlib.sha256(content).hexdigest()
    path = path_of(home / "var" / "originals", sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    with closing(sqlite3.connect(home / "var" / "vanthu.sqlite3", timeout=30)) as database, database:
        columns = database.execute("PRAGMA table_info(register_registerentry)").fetchall()
        values = {name: _empty(kind) for _, name, kind, required, *_ in columns if required and name != "id"}
        values |= {"received_at": "2026-11-02 02:00:00", "year": 2026, "arrival_number": number, "state": "ASSIGNED"}
        values |= {"sha256": sha256, "subject": f"Trích yếu số {number}", "size": len(content)}
        names, marks = ", ".join(values), ", ".join("?" for _ in values)
        database.execute(f"INSERT INTO register_registerentry ({names}) VALUES ({marks})", list(values.values()))  # noqa: S608
    return sha256


def _empty(kind: str) -> str | int:
    if kind == "TEXT":
        return "[]"
    return "" if "char" in kind else 0


if __name__ == "__main__":
    for letter_number in count(100):
        enter_row(Path(sys.argv[1]), letter_number)
