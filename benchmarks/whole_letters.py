"""Whole letters: what readers who saw no program hold a duty, against the deadlines that `vanthu read` printed.

vanthu read --received-on 2025-12-01 FOLDER > out.jsonl
python -m benchmarks.whole_letters READERS out.jsonl [--show]

READERS is a folder of JSON lines, one for each duty: file, quote, kind, due_on, standing_rule, clarity ("explicit":
a day, a period or a frequency with a day; "vague": only "hằng năm" or "định kỳ"); {"file", "none": true} for a
letter without one. A duty that counts is explicit and no standing rule. `--show` lists what differs: look each up in
the letter, for readers err too.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]
SAME_WORDS = 0.5  # of the shorter quote stand together in the other one
SAME_DAY_WORDS = 0.25  # enough when both name the same last day
CLASSES = ("duty", "vague", "standing rule")


@dataclass(slots=True)
class Count:
    wanted: dict[str, int] = field(default_factory=lambda: dict.fromkeys(CLASSES, 0))
    missed: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in CLASSES})
    printed: int = 0
    only_standing: list[Row] = field(default_factory=list)
    false: list[Row] = field(default_factory=list)


def main(readers: Path, output: Path, *, show: bool) -> None:
    read_by_file = _readers(readers)
    printed_by_file = {Path(row["file"]).name: row["deadlines"] for row in _rows([output])}
    count = Count()
    for name, wanted in read_by_file.items():
        printed = [one | {"file": name} for one in printed_by_file.get(name, []) if one["kind"] != "effective"]
        _compare(wanted, printed, count)
    lines = [
        f"{len(read_by_file)} letters, {count.printed} duties printed",
        *(f"{name}: {len(count.missed[name])} missed of {count.wanted[name]}" for name in CLASSES),
        f"printed, and a reader calls it a standing rule: {len(count.only_standing)}",
        f"printed, and no reader calls it a duty: {len(count.false)}",
    ]
    if show:
        lines += [_shown(f"MISSED {name}", row) for name in CLASSES for row in count.missed[name]]
        lines += [_shown("STANDING", row) for row in count.only_standing]
        lines += [_shown("FALSE", row) for row in count.false]
    sys.stdout.write("\n".join(lines) + "\n")


def _readers(folder: Path) -> dict[str, list[Row]]:
    by_file: dict[str, list[Row]] = defaultdict(list)
    for row in _rows(sorted(folder.glob("*.jsonl"))):
        duties = by_file[row["file"]]
        if not row.get("none") and row["kind"] != "effective":
            duties.append(row)
    return by_file


def _rows(files: Iterable[Path]) -> list[dict[str, Any]]:
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines() if line.strip()]


def _class_of(row: Row) -> str:
    if row.get("standing_rule"):
        return "standing rule"
    return "vague" if row.get("clarity") == "vague" else "duty"


def _compare(wanted: Sequence[Row], printed: Sequence[Row], count: Count) -> None:
    count.printed += len(printed)
    alike = {
        (row, one): _likeness(wanted[row], printed[one]) for row in range(len(wanted)) for one in range(len(printed))
    }
    taken_rows: set[int] = set()
    taken_printed: set[int] = set()
    for row, one in sorted(alike, key=lambda pair: -alike[pair]):
        if alike[row, one] and row not in taken_rows and one not in taken_printed:
            taken_rows.add(row)
            taken_printed.add(one)
    for number, row in enumerate(wanted):
        name = _class_of(row)
        count.wanted[name] += 1
        if number not in taken_rows:
            count.missed[name].append(row)
    for number, one in enumerate(printed):
        # A reader may write one line for two days of one sentence: any likeness makes it no false alarm.
        classes = {_class_of(wanted[row]) for row in range(len(wanted)) if alike[row, number]}
        if not classes:
            count.false.append(one)
        elif classes == {"standing rule"}:
            count.only_standing.append(one)


def _likeness(row: Row, one: Row) -> float:
    """0 for different duties; the same last day counts more than more of the same words."""
    ours, theirs = (" ".join(str(quote).casefold().split()) for quote in (one["quote"], row["quote"]))
    match = SequenceMatcher(None, ours, theirs, autojunk=False).find_longest_match()
    shared = match.size / max(1, min(len(ours), len(theirs)))
    same_day = bool(one["due_on"]) and one["due_on"] == row.get("due_on")
    return shared + same_day if shared >= (SAME_DAY_WORDS if same_day else SAME_WORDS) else 0.0


def _shown(label: str, row: Row) -> str:
    words = " ".join(str(row["quote"]).split())
    when = row.get("when") or row.get("due_on") or ""
    return f"{label} | {row['file']} p{row.get('page')} | {row['kind']} {when} | {words}"


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--show"]
    if len(arguments) != 2:
        sys.exit(__doc__)
    main(Path(arguments[0]), Path(arguments[1]), show="--show" in sys.argv)
