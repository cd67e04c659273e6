"""Kill -9 between any two lines of the intake and of the processing, start again, and look what is in the register.

`python -m tests.faults.kill_points HOME --seeds 20` prints one JSON object. HOME holds an empty, migrated database.
Every case is a fork of this warm process in a folder of its own: one child drops files and dies at its point, a second
one does what a restart does. The point is a line of our own code as it runs, so no point can be forgotten.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any, cast

from tests.edxml_messages import message

# The lines that count: everything that changes a file or a row on the way of a letter.
INTAKE = (
    "web/register/intake.py",
    "web/register/entering.py",
    "web/register/edxml_intake.py",
    "web/originals/store.py",
    "web/originals/files.py",
    "pipeline/originals.py",
    "web/register/audit.py",
)
PROCESSING = ("web/register/worker.py", "web/register/processing.py", "web/register/queue.py", "web/register/audit.py")
SETTLE = 1.0
GOOD = ("cong-van.pdf", "ke-hoach.pdf")
TWIN = "ke-hoach-lan-2.pdf"  # the same bytes as the second good one
BROKEN = "anh-chup.pdf"
BESIDE = "cong-van.edxml"  # a message that belongs to the first good one
CARRIER = "thong-diep.edxml"  # a message that carries a letter of its own
WITH_A_MESSAGE = (GOOD[0], CARRIER)
NUMBERS = [1, 2, 3]


@dataclass(frozen=True, slots=True)
class Case:
    step: str  # "intake" or "processing"
    point: int  # the how-manieth line it dies before; 0: it lives
    seed: int


def files_of(seed: int) -> dict[str, bytes]:
    """Six files in an order that the seed chooses."""
    good = letters_of(seed)
    content = {**good, TWIN: good[GOOD[1]], BROKEN: b"no PDF at all"}
    content |= {BESIDE: message(), CARRIER: message(pdf=carried_by(seed))}
    names = list(content)
    random.Random(seed).shuffle(names)  # noqa: S311  an order, not a secret
    return {name: content[name] for name in names}


def letters_of(seed: int) -> dict[str, bytes]:
    """The two good ones: each a PDF of one empty page, different bytes for each seed."""
    return {name: _pdf(seed * 10 + number) for number, name in enumerate(GOOD)}


def carried_by(seed: int) -> bytes:
    return _pdf(seed * 10 + len(GOOD))


def originals_of(seed: int) -> dict[str, bytes]:
    """By the name of the row, what its original must hold."""
    letters = letters_of(seed)
    return {**letters, TWIN: letters[GOOD[1]], CARRIER: carried_by(seed)}


def _pdf(number: int) -> bytes:
    import pikepdf

    with pikepdf.new() as document:
        document.add_blank_page()
        document.docinfo["/Title"] = str(number)
        stream = io.BytesIO()
        document.save(stream, deterministic_id=True)
    return stream.getvalue()


def count_points(start: Path, step: str) -> int:
    """How many lines the step runs from a prepared folder when nobody kills it."""
    with _copy_of(start) as folder:
        return int(_in_child(lambda: _count_lines(lambda: _run(folder, step), _watched(step))))


def outcome_of(start: Path, case: Case) -> tuple[bool, list[str]]:
    """From a prepared folder let it die at its point, start again; whether it died, and what is not as it must be."""
    with _copy_of(start) as folder:
        told = _in_child(lambda: _die_at(case.point, lambda: _run(folder, case.step), _watched(case.step)))
        return told is None, _in_child(lambda: restart_and_look(folder, case.seed))


def _prepare(folder: Path, step: str, seed: int) -> None:
    """What every case of a step and a seed begins with: files dropped, and for the processing taken in."""
    (folder / "inbox").mkdir()
    for name, content in files_of(seed).items():
        (folder / "inbox" / name).write_bytes(content)
    if step == "processing":
        _in_child(lambda: _run(folder, "intake"))


def _run(folder: Path, step: str) -> str:
    """One step as its service does it."""
    _open_database(folder)
    if step == "intake":
        take_all(folder)
    else:
        work(folder, minutes=0)
    return "done"


def restart_and_look(folder: Path, seed: int) -> list[str]:
    from pipeline.originals import remove_unfinished
    from web.register.edxml_intake import remove_left_in_memory

    _open_database(folder)
    remove_unfinished(folder / "var" / "originals")
    remove_left_in_memory()
    take_all(folder)
    work(folder, minutes=5)  # the lease of the dead worker has run out
    return list(_look(folder, seed))


def take_all(folder: Path) -> None:
    from pipeline.inbox import Inbox
    from pipeline.inspect_file import Inspector
    from pipeline.sandbox import Sandbox
    from web.originals.files import FileOriginals
    from web.register.intake import Intake, IntakeSettings

    inbox = Inbox(folder / "inbox", settle_seconds=SETTLE)
    inspect = Sandbox(Inspector(None), seconds=60, memory_mb=1000)
    settings = IntakeSettings(
        FileOriginals(folder / "var" / "originals"), folder / "var" / "pages", damaged_after_seconds=0
    )
    intake = Intake(inbox, [inspect], settings)
    for moment in (0.0, 2.0, 4.0):
        intake.take_all(1000.0 + moment)
    inspect.close()


def work(folder: Path, *, minutes: int) -> None:
    from django.utils import timezone

    from web.offices import current_office
    from web.register.worker import Worker

    worker = Worker(replace(current_office(), home=folder), lambda _office: cast(Any, ReaderOfOnePage()))
    while worker.work_once(timezone.now() + timedelta(minutes=minutes)):
        pass
    worker.close()


class ReaderOfOnePage:
    """Gives every letter one page, one deadline and a unit."""

    def read(self, file: Path, **_: object) -> object:
        from tests.web.test_processing import reading

        return reading()


def _look(folder: Path, seed: int) -> Iterator[str]:
    """Everything that is lost, doubled, skipped or changed."""
    from web.register.models import ArrivalCounter, RegisterEntry, State

    rows = list(RegisterEntry.objects.order_by("id"))
    by_name = Counter(row.file_name for row in rows)
    dropped = [name for name in files_of(seed) if name != BESIDE]
    yield from (f"{name}: {by_name[name]} rows" for name in dropped if by_name[name] != 1)
    numbers = sorted(row.arrival_number for row in rows if row.arrival_number is not None)
    if numbers != NUMBERS:
        yield f"numbers {numbers}"
    if [counter.last_number for counter in ArrivalCounter.objects.all()] != NUMBERS[-1:]:
        yield "the counter does not hold the last number"
    left = sorted(path.name for path in (folder / "inbox").rglob("*") if path.is_file())
    if left != [BROKEN, f"{BROKEN}.txt"]:
        yield f"in the inbox: {left}"
    yield from _look_at_originals(folder, rows, originals_of(seed))
    for row in rows:
        wanted = State.ASSIGNED if row.arrival_number else State.REFUSED
        if row.state != wanted:
            yield f"{row.file_name}: {row.state}"
        yield from _look_at_parts(row)


def _look_at_originals(folder: Path, rows: list[Any], right: dict[str, bytes]) -> Iterator[str]:
    originals = folder / "var" / "originals"
    stored = {path.stem: path for path in originals.rglob("*") if path.is_file()}
    wanted = {hashlib.sha256(content).hexdigest() for content in right.values()}
    if set(stored) != wanted:
        yield f"originals: {len(stored)} instead of {len(wanted)}"
    yield from (
        f"original {sha256[:8]} changed"
        for sha256, path in stored.items()
        if hashlib.sha256(path.read_bytes()).hexdigest() != sha256
    )
    for row in rows:
        if row.file_name != BROKEN and row.sha256 != hashlib.sha256(right.get(row.file_name, b"")).hexdigest():
            yield f"{row.file_name}: points to another original"


def _look_at_parts(row: Any) -> Iterator[str]:
    """What was read is there once, and the record tells each event once."""
    events = Counter(row.history.values_list("event", flat=True))
    if row.arrival_number is None:
        wanted = {"REFUSED_FILE": 1} if row.file_name == BROKEN else {"DUPLICATE": 1}
        parts = (0, 0)
    else:
        wanted = {"RECEIVED": 1, "READ": 1, "FORWARDED": 1}
        parts = (2, 2 if row.file_name in WITH_A_MESSAGE else 1)
    if bool(row.edxml_document) != (row.file_name in WITH_A_MESSAGE):
        yield f"{row.file_name}: message {row.edxml_document!r}"
    if events != wanted:
        yield f"{row.file_name}: recorded {dict(events)}"
    if (row.pages.count(), row.deadlines.count()) != parts:
        yield f"{row.file_name}: {row.pages.count()} pages, {row.deadlines.count()} deadlines"


# --- children, folders, lines -----------------------------------------------------------------------------------------


def _watched(step: str) -> tuple[str, ...]:
    return INTAKE if step == "intake" else PROCESSING


def _die_at(point: int, work: Callable[[], str], files: tuple[str, ...]) -> str:
    """Send this process the signal that nothing can catch, before its `point`-th line of `files`."""
    return _traced(work, files, lambda lines: os.kill(os.getpid(), signal.SIGKILL) if lines == point else None)


def _count_lines(work: Callable[[], str], files: tuple[str, ...]) -> int:
    seen = [0]

    def note(lines: int) -> None:
        seen[0] = lines

    _traced(work, files, note)
    return seen[0]


def _traced(work: Callable[[], str], files: tuple[str, ...], at_line: Callable[[int], object]) -> str:
    lines, process = 0, os.getpid()

    def trace(frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal lines
        if not frame.f_code.co_filename.endswith(files) or os.getpid() != process:
            return None
        if event == "line":
            lines += 1
            at_line(lines)
        return trace

    sys.settrace(trace)
    try:
        return work()
    finally:
        sys.settrace(None)


@contextmanager
def _copy_of(start: Path) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="vanthu-kill-"))
    try:
        shutil.copytree(start, folder, dirs_exist_ok=True)
        yield folder
    finally:
        shutil.rmtree(folder)


def _open_database(folder: Path) -> None:
    """Point this child's connection to the database of its case."""
    from django.db import connections

    connections["default"].settings_dict["NAME"] = folder / "var" / "vanthu.sqlite3"


def _in_child(work: Callable[[], Any]) -> Any:
    """The result of `work` in a fork; None when it was killed. Its exceptions come back as a line of text."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            result = work()
        except BaseException:  # a child of a fork must not run on into its parent's code
            result = [f"raised: {traceback.format_exc().strip().splitlines()[-1]}"]
        with os.fdopen(writing, "w") as pipe:
            json.dump(result, pipe)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    return json.loads(told) if told else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--first-seed", type=int, default=0, help="so that two runs share the seeds")
    parser.add_argument("--every", type=int, default=1, help="try every n-th line only")
    arguments = parser.parse_args()
    os.environ["VANTHU_HOME"] = str(arguments.home)
    os.environ["VANTHU_LOG"] = "CRITICAL"
    os.environ["DJANGO_SETTINGS_MODULE"] = "web.settings"
    import django

    django.setup()
    for name in ("tests.web.test_processing", "web.register.intake", "web.register.worker"):
        import_module(name)  # warm: the children fork with all of it
    from pipeline.process import load_libraries

    load_libraries()
    points, killed, problems = {}, 0, []
    for seed in range(arguments.first_seed, arguments.first_seed + arguments.seeds):
        for step in ("intake", "processing"):
            with _copy_of(arguments.home) as start:
                _prepare(start, step, seed)
                points[step] = count_points(start, step)
                for point in range(1 + seed % arguments.every, points[step] + 1, arguments.every):
                    case = Case(step, point, seed)
                    died, found = outcome_of(start, case)
                    killed += died
                    problems += [f"{case}: {problem}" for problem in found]
    print(json.dumps({"points": points, "killed": killed, "problems": problems}, ensure_ascii=False))  # noqa: T201


if __name__ == "__main__":
    main()
