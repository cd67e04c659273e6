"""Seconds and memory of the books of a whole year, as PDF and XLSX, from a register that big_register.py filled.

python -m benchmarks.big_register --home FOLDER --fill-only; python -m benchmarks.books FOLDER
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click

from tests.home import PROJECT

FORMS = ("pdf", "xlsx")


@click.command()
@click.argument("home", type=click.Path(path_type=Path, exists=True))
@click.option("--only", help="register/pdf and so on: measure this one, in this process.")
def books(home: Path, only: str | None) -> None:
    """Print a table."""
    os.environ["VANTHU_HOME"] = str(home.resolve())
    if only:
        print(_measure(*only.split("/")))
        return
    print(f"Load average of the machine: {os.getloadavg()[0]:.1f}.\n")
    print("| book of the fullest year | letters | wall s | CPU s | MB | memory before MB | peak MB |")
    print("|---|---|---|---|---|---|---|")
    for book in ("register", "follow-up"):
        for form in FORMS:  # each in a process of its own: a peak is of the whole process
            command = [sys.executable, "-m", "benchmarks.books", str(home), "--only", f"{book}/{form}"]
            print(subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True).stdout, end="")


def _measure(name: str, form: str) -> str:
    os.environ["DJANGO_SETTINGS_MODULE"] = "web.settings"
    import django

    django.setup()
    from django.db.models import Count
    from django.utils import timezone

    from web.books import export, queries
    from web.books.filters import BookFilter
    from web.books.lines import FOLLOW_UP, REGISTER
    from web.register.models import RegisterEntry

    years = RegisterEntry.objects.values_list("year").annotate(count=Count("pk")).order_by("-count")
    chosen = BookFilter(year=years[0][0])
    today = timezone.localdate()
    is_register = name == "register"
    entries = queries.register_entries(chosen) if is_register else queries.follow_up_entries(chosen, today=today)
    printing = export.Printing("Ủy ban nhân dân", "An Thạnh", chosen, queries.extent(entries), today, "Văn thư")
    write = export.write_pdf if form == "pdf" else export.write_xlsx
    before = _peak()
    wall, cpu = time.perf_counter(), time.process_time()
    with tempfile.TemporaryFile() as stream:
        write(stream, REGISTER if is_register else FOLLOW_UP, queries.in_book_order(entries), printing)
        size = stream.tell() / 1e6
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    count = printing.extent.count
    return f"| {name}, {form.upper()} | {count} | {wall:.0f} | {cpu:.1f} | {size:.1f} | {before:.0f} | {_peak():.0f} |"


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    books()
