"""Every figure of docs/measurements.md that needs an evaluation folder: `make measure EVALUATION=FOLDER`.

    python -m benchmarks.measure FOLDER [--out REPORT.md]

The folder holds score.py and the sets (letters/, letters_dev.jsonl, subjects_dev.jsonl, deadlines_dev.jsonl, …).
"""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import click

from benchmarks.latency import measure_latency
from benchmarks.steps import measure_steps

VANTHU = [sys.executable, "-m", "web.cli"]


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Also write the report to this file.")
def measure(folder: Path, out: Path | None) -> None:
    """Run the sets through `vanthu`, score them, time them; print a Markdown report."""
    work = Path("var") / "measure"
    work.mkdir(parents=True, exist_ok=True)
    lines = [
        f"Machine: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}; "
        f"{datetime.now(UTC):%Y-%m-%d}.",
        "",
    ]
    for name, kind, command in (
        ("letters", "letters", ["read", "--jobs", "2", str(folder / "letters")]),
        ("scans", "letters", ["read", "--jobs", "2", str(folder / "scans")]),
        ("real", "letters", ["read", "--jobs", "2", str(folder / "real")]),
        ("subjects", "subjects", ["classify"]),
        ("deadlines", "deadlines", ["deadlines"]),
    ):
        lines += _score(folder, work, name, kind, command)
    lines += measure_steps(sorted((folder / "letters").glob("*.pdf")))
    lines += measure_latency()
    report = "\n".join(lines)
    click.echo(report)
    if out is not None:
        out.write_text(report + "\n", encoding="utf-8")


def _score(folder: Path, work: Path, name: str, kind: str, command: list[str]) -> list[str]:
    gold = folder / f"{name}_dev.jsonl"
    if not gold.exists():
        return []
    answers = work / f"{name}.jsonl"
    started, used = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    with gold.open("rb") as source, answers.open("wb") as target:
        subprocess.run([*VANTHU, *command], stdin=source, stdout=target, stderr=subprocess.DEVNULL, check=False)
    seconds = time.monotonic() - started
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    count = sum(1 for _ in answers.open(encoding="utf-8"))
    scored = subprocess.run(
        [sys.executable, str(folder / "score.py"), kind, str(gold), str(answers)],
        capture_output=True,
        text=True,
        check=True,
    )
    shown = " ".join(Path(part).name if "/" in part else part for part in command)
    figures = json.loads(scored.stdout.splitlines()[-1])
    return [
        f"### {name}: `vanthu {shown}`",
        "",
        f"{count} answers in {seconds:.1f} s wall ({count / seconds:.1f} a second), {cpu:.1f} s CPU, start and "
        f"model load included; peak memory of one process {now.ru_maxrss / 1024:.0f} MB.",
        "",
        "| figure | value |",
        "|---|---|",
        *(f"| {key} | {value} |" for key, value in figures.items()),
        "",
    ]


if __name__ == "__main__":
    measure()
