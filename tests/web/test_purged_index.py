"""Of a secret document that was found late nothing stays in the database file: not in the index, not in free pages."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.home import PROJECT, run

pytestmark = pytest.mark.slow

# The words of the two letters begin with letters no other word begins with: the index keeps the rest in one piece.
SECRET, KEPT = "zqxwvutkhong", "jfzwconlai"

SCRIPT = f"""
from pathlib import Path
from django.utils import timezone
from pipeline.errors import SecretDocumentError
from web.originals import current_originals
from web.register.models import PageText, RegisterEntry, State
from web.register.processing import save_failure
from web.register.queue import Claim
from web.register.search import find, index_entry

def letter(number, word):
    entry = RegisterEntry.objects.create(
        received_at=timezone.now(), year=2026, arrival_number=number, sha256=f"{{number:064x}}", file_name="a.pdf",
        state=State.PROCESSING, attempts=1, subject=f"Về {{word}}chu de", code=f"{{number}}/{{word}}",
    )
    for page in range(1, 4):
        text = f"Trang {{page}} {{word}}noi dung " * 200
        PageText.objects.create(entry=entry, number=page, width=1, height=1, source="ocr", text=text)
    index_entry(entry.pk)
    return entry

secret = letter(1, "{SECRET}")
for number in range(2, 40):
    letter(number, "{KEPT}")
# Read and indexed again, as after a correction: old segments and old pages are in the file too.
RegisterEntry.objects.filter(pk=secret.pk).update(subject="Về {SECRET}khac")
index_entry(secret.pk)
assert find("{SECRET}noi", RegisterEntry.objects.all()).ids == (secret.pk,)
database = Path("{{home}}") / "var" / "vanthu.sqlite3"
assert b"{SECRET}"[1:] in b"".join(part.read_bytes() for part in database.parent.glob("vanthu.sqlite3*"))
error = SecretDocumentError("a mark")
assert save_failure(Claim(secret.pk, 1), error, originals=current_originals(), page_cache=Path("{{home}}"))
assert find("{SECRET}noi", RegisterEntry.objects.all()).ids == ()
print("purged")
"""


def test_a_purged_letter_leaves_no_word_in_the_database_file(tmp_path: Path) -> None:
    shutil.copy(PROJECT / "ward.toml", tmp_path)
    assert run(tmp_path, "django", "migrate", "-v", "0").returncode == 0
    database = tmp_path / "var" / "vanthu.sqlite3"
    with closing(sqlite3.connect(database)) as other:  # as in the running service: the log outlives the worker's use
        other.execute("SELECT count(*) FROM django_migrations").fetchone()
        ended = run(tmp_path, "django", "shell", "-v", "0", "-c", SCRIPT.replace("{home}", str(tmp_path)))
        left = b"".join(part.read_bytes() for part in database.parent.glob("vanthu.sqlite3*"))
    assert "purged" in ended.stdout.decode(), ended.stderr.decode()
    assert SECRET.encode()[1:] not in left
    assert KEPT.encode()[1:] in left
