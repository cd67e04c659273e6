"""A backup of a large office, put back into another folder and compared: `python -m benchmarks.big_restore [--rows N]`.

Rows as in benchmarks/million_rows.py, each with an original of its own (1 to 9 kB of random bytes).
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

from pipeline.originals import path_of
from tests.home import run
from tests.ward import copy_ward


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vanthu-restore-") as folder:
        home, other = Path(folder) / "home", Path(folder) / "other"
        made = _make(home, chosen.rows)
        print(f"{chosen.rows:,} entries with originals made in {made:.0f} s", flush=True)
        backup = _timed("backup, read back", home, "backup", "--to", str(Path(folder) / "backups"))
        (file,) = (Path(folder) / "backups").glob("vanthu-*.tar")
        print(f"  {backup}; {file.stat().st_size / 1e6:.0f} MB", flush=True)
        other.mkdir()
        print(f"  {_timed('restore', other, 'restore', str(file))}", flush=True)
        same_rows, same_files = _dump(home) == _dump(other), _tree(home) == _tree(other)
        print(f"  rows identical: {same_rows}; {len(_tree(other)):,} originals identical: {same_files}")


def _make(home: Path, rows: int) -> float:
    began = time.monotonic()
    home.mkdir()
    copy_ward(home)
    (home / "var").mkdir()
    os.environ.update({"VANTHU_HOME": str(home), "DJANGO_SETTINGS_MODULE": "web.settings", "VANTHU_LOG": "ERROR"})
    import django

    django.setup()
    from django.core.management import call_command

    from benchmarks.million_rows import fill
    from web.offices import current_office
    from web.organization.setup import update_units
    from web.register.models import RegisterEntry

    call_command("migrate", verbosity=0)
    update_units(current_office())
    fill(rows)
    chance = random.Random(7)  # noqa: S311  bytes that cannot be compressed
    entries = list(RegisterEntry.objects.only("pk"))
    for entry in entries:
        content = chance.randbytes(chance.randint(1000, 9000))
        entry.sha256 = hashlib.sha256(content).hexdigest()
        path = path_of(home / "var" / "originals", entry.sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    RegisterEntry.objects.bulk_update(entries, ["sha256"], batch_size=500)
    return time.monotonic() - began


def _timed(what: str, home: Path, *arguments: str) -> str:
    began = time.monotonic()
    done = run(home, *arguments, seconds=3600)
    assert done.returncode == 0, done.stderr.decode()
    return f"{what}: {time.monotonic() - began:.0f} s"


def _dump(home: Path) -> str:
    """The whole content of the database as a checksum."""
    digest = hashlib.sha256()
    with closing(sqlite3.connect(home / "var" / "vanthu.sqlite3")) as database:
        for line in database.iterdump():
            digest.update(line.encode())
    return digest.hexdigest()


def _tree(home: Path) -> dict[str, str]:
    folder = home / "var" / "originals"
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*.pdf")}


if __name__ == "__main__":
    main()
