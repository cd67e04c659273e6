"""The one-shot commands: files or JSON lines in, JSON lines out. No database, no server."""

from __future__ import annotations

import hashlib
import json
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tqdm import tqdm

from classifiers.predict import Letter
from pipeline.calendar_file import load_calendar
from pipeline.config import Office, ReadingLimits
from pipeline.contract import SCHEMA, document_to_json, error_to_json, prediction_to_json, routing_to_json
from pipeline.deadlines import due_on_of, find_deadlines_in_text
from pipeline.deadlines.contract import day_to_json, deadline_to_json
from pipeline.errors import ExitCode, IntakeError, StorageError
from pipeline.process import Reader, load_libraries, pages_at_once
from pipeline.routing import route_prediction
from pipeline.sandbox import Sandbox
from pipeline.sandbox_pool import run_in_order
from pipeline.time_zone import VIETNAM_TIME

Row = dict[str, Any]  # a line of JSON that somebody else wrote


def read_files(
    paths: Iterable[Path], reader: Reader, limits: ReadingLimits, *, received_on: date, jobs: int
) -> ExitCode:
    """Read every file, print a line for each in input order; the exit code is the error's own for a single file."""
    files = list(_expand(paths))
    jobs = max(1, min(jobs, len(files)))
    reader = replace(reader, pages_at_once=pages_at_once(jobs=jobs))

    def read_one(file: Path) -> str:
        return _dump(document_to_json(str(file), _sha256(file), reader.read(file, received_on=received_on)))

    load_libraries()
    sandboxes = [Sandbox(read_one, seconds=limits.seconds_per_file, memory_mb=limits.memory_mb) for _ in range(jobs)]
    failures: list[ExitCode] = []
    with tqdm(total=len(files), disable=not sys.stderr.isatty(), unit=" văn bản") as progress:
        for file, answer in run_in_order(files, sandboxes):
            try:
                line = answer.result()
            except IntakeError as error:
                line = _dump(error_to_json(str(file), _sha256_or_none(file), error))
                failures.append(error.exit_code)
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
            progress.update()
    for sandbox in sandboxes:
        sandbox.close()
    if not failures:
        return ExitCode.OK
    return failures[0] if len(files) == 1 else ExitCode.SOME_FAILED


def find_deadlines_of_lines(office: Office, *, received_on: date | None) -> ExitCode:
    """{"id","text","issued_on"?} a line -> {"id","deadlines","due_on"}; keys it does not know are ignored."""
    calendar = load_calendar(office.calendar_file)

    def find(row: Row) -> Mapping[str, object]:
        issued_on = date.fromisoformat(row["issued_on"]) if row.get("issued_on") else None
        day = received_on or issued_on or datetime.now(VIETNAM_TIME).date()
        found = find_deadlines_in_text(
            unicodedata.normalize("NFC", row["text"]),
            issued_on=issued_on,
            received_on=day,
            calendar=calendar,
            office=office.identity,
            end_of_day=office.end_of_day,
        )
        return {
            "deadlines": [deadline_to_json(deadline) for deadline in found],
            "due_on": day_to_json(due_on_of(found)),
        }

    return _answer_lines(find)


def classify_lines(reader: Reader) -> ExitCode:
    """{"id","text","code"?} a line, the text a subject or a whole letter -> {"id","prediction","routing"}."""

    def judge(row: Row) -> Mapping[str, object]:
        subject, _, body = row["text"].partition("\n")
        prediction = reader.predict(Letter(subject=subject, body=body, code=row.get("code") or ""))
        routing = route_prediction(prediction, rules=reader.rules)
        return {
            "prediction": prediction_to_json(prediction),
            "routing": routing_to_json(routing),
        }

    return _answer_lines(judge)


def _answer_lines(answer: Callable[[Row], Mapping[str, object]]) -> ExitCode:
    """One answer for each line of standard input, also for a line that cannot be understood."""
    code = ExitCode.OK
    for line in sys.stdin:
        if not line.strip():
            continue
        row: Row = {}
        try:
            row = json.loads(line)
            answered: Mapping[str, object] = answer(row)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            code = ExitCode.SOME_FAILED
            answered = {"error": {"code": "bad_line", "message": f"Dòng không đúng mẫu {{id, text}}: {error}"}}
        sys.stdout.write(
            _dump({"schema": SCHEMA, "id": row.get("id") if isinstance(row, dict) else None, **answered}) + "\n"
        )
    return code


def _expand(paths: Iterable[Path]) -> Iterator[Path]:
    """Files as they are named; of a folder, the PDF files in it, sorted."""
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.suffix.lower() == ".pdf" and file.is_file())
        else:
            yield path


def _sha256(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise StorageError(
            f"{file} is not there", sentence="Không thấy tệp này. Kiểm tra lại tên và thư mục."
        ) from error
    except OSError as error:
        raise StorageError(
            f"{file}: {error.strerror}", sentence="Không mở được tệp. Kiểm tra quyền đọc tệp."
        ) from error


def _sha256_or_none(file: Path) -> str | None:
    try:
        return _sha256(file)
    except StorageError:
        return None


def _dump(value: Mapping[str, object]) -> str:
    # A file name that is no UTF-8 holds lone surrogates: as JSON escapes they can be printed and lead back to the file.
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace").decode("utf-8")
