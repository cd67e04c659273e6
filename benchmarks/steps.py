"""Where the time of a reading goes: wall milliseconds a letter by step, one process, warm."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from pipeline.config import load_office
from pipeline.deadlines import find_deadlines
from pipeline.extract import extract_text
from pipeline.header import read_header
from pipeline.process import build_reader, letter_of
from web.cli import _model

Value = TypeVar("Value")


def measure_steps(files: Sequence[Path]) -> list[str]:
    """Time each step over the files; return a Markdown table."""
    office = load_office()
    started = time.perf_counter()
    reader = build_reader(office, load_model=_model, load_ocr=lambda: None)
    load_seconds = time.perf_counter() - started
    received_on = datetime.now(UTC).date()
    times: dict[str, list[float]] = {}

    def timed(step: str, run: Callable[[], Value]) -> Value:
        before = time.perf_counter()
        value = run()
        times.setdefault(step, []).append((time.perf_counter() - before) * 1000)
        return value

    reader.read(files[0], received_on=received_on)  # warm: the first call loads the tokenizer
    for file in files:
        text = timed("text", lambda file=file: extract_text(file, max_pages=300, ocr=None))  # type: ignore[misc]
        header = timed("header", lambda text=text: read_header(text))  # type: ignore[misc]
        timed(
            "deadlines",
            lambda text=text, header=header: find_deadlines(  # type: ignore[misc]
                text,
                issued_on=header.issued_on,
                received_on=received_on,
                calendar=reader.calendar,
                office=reader.identity,
                end_of_day=reader.end_of_day,
                addressees=header.addressees,
            ),
        )
        timed("prediction", lambda text=text, header=header: reader.predict(letter_of(header, text)))  # type: ignore[misc]
    rows = [
        f"| {step} | {statistics.mean(spent):.1f} | {statistics.median(spent):.1f} | {max(spent):.1f} |"
        for step, spent in times.items()
    ]
    total = sum(statistics.mean(spent) for spent in times.values())
    return [
        f"### Where the time goes ({len(files)} letters, one process, milliseconds a letter)",
        "",
        "| step | mean | median | max |",
        "|---|---|---|---|",
        *rows,
        f"| all | {total:.1f} | | |",
        "",
        f"Loading the reader (model and tokenizer not yet called): {load_seconds:.2f} s.",
        "",
    ]


if __name__ == "__main__":
    print("\n".join(measure_steps(sorted(Path(sys.argv[1]).glob("*.pdf")))))
