"""A database of the first release, 0.1.0, filled, is brought up to date: nothing lost, everything found and guarded."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.home import run
from tests.ward import copy_ward
from tests.web.rows import enter_row

pytestmark = pytest.mark.slow

# The newest migration of each app that 0.1.0 brought; the other apps came later.
FIRST_RELEASE = {"register": "0006_words_against", "organization": "0001_initial", "learning": "0001_initial"}
SEARCH = """
from web.register.models import RegisterEntry
from web.register.search import find
print("found", *find({words!r}, RegisterEntry.objects.all()).ids)
"""
NEXT_NUMBER = """
from django.db import transaction
from web.register.entering import next_arrival_number
with transaction.atomic():
    print("next", next_arrival_number(2026))
"""


@pytest.fixture
def old_home(tmp_path: Path) -> Path:
    """As the first release left it: three letters with pages, one of them corrected by hand."""
    copy_ward(tmp_path)
    for app, name in FIRST_RELEASE.items():
        done = run(tmp_path, "django", "migrate", app, name, "--verbosity", "0")
        assert done.returncode == 0, done.stderr.decode()
    for number in (1, 2, 3):
        enter_row(tmp_path, number)
    with closing(sqlite3.connect(tmp_path / "var" / "vanthu.sqlite3")) as database, database:
        database.execute("UPDATE register_registerentry SET code = arrival_number || '/SXD-QLN'")
        database.execute("INSERT INTO register_arrivalcounter (year, last_number) VALUES (2026, 3)")
        database.execute(
            "INSERT INTO register_pagetext (entry_id, number, width, height, source, text)"
            " VALUES (2, 1, 595, 842, 'text_layer', 'Kiểm tra nhà ở xã hội trên địa bàn')"
        )
        database.execute(
            "INSERT INTO register_auditrecord (at, event, entry_id, details) VALUES ('2026-11-02', 'RECEIVED', 1, ?)",
            [json.dumps({"number": 1})],
        )
    return tmp_path


def rows(home: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(home / "var" / "vanthu.sqlite3")) as database:
        return database.execute(sql).fetchall()


def test_a_database_of_the_first_release_is_brought_up_to_date(old_home: Path) -> None:
    letters = "SELECT id, sha256, year, arrival_number, state, subject, code FROM register_registerentry ORDER BY id"
    before = rows(old_home, letters)
    done = run(old_home, "django", "migrate", "--verbosity", "0")
    assert done.returncode == 0, done.stderr.decode()
    assert rows(old_home, letters) == before
    assert rows(old_home, "SELECT event FROM register_auditrecord") == [("RECEIVED",)]
    with pytest.raises(sqlite3.DatabaseError, match="append-only"):
        rows(old_home, "DELETE FROM register_auditrecord")

    # Found by what was read before there was a search, and by its header.
    for words, found in (("nha o xa hoi", 2), ("3/SXD-QLN", 3), ("trich yeu so 1", 1)):
        told = run(old_home, "django", "shell", "--command", SEARCH.format(words=words))
        assert told.returncode == 0, told.stderr.decode()
        assert told.stdout.decode().splitlines()[-1] == f"found {found}", words

    # The next letter goes on where the old program stopped.
    told = run(old_home, "django", "shell", "--command", NEXT_NUMBER)
    assert told.stdout.decode().splitlines()[-1] == "next 4"
