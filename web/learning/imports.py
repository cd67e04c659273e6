"""An office's own labelled history, a CSV or a folder of PDFs -> a file that every training reads."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from classifiers.deidentify import without_personal_data
from classifiers.examples import OFFICE, Example, digest_of, write_jsonl
from classifiers.predict import Letter, Prediction
from pipeline.config import Office
from pipeline.errors import IntakeError

PROBLEMS_SHOWN = 20

ReadPdf = Callable[[Path], Letter]
Predict = Callable[[Letter], Prediction | None]


class LabelledProblemsError(Exception):
    """Nothing was imported; each of `problems` is a sentence that names its line or folder."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Labelled:
    """One letter of the history as it was given; `place` names it in messages."""

    place: str
    letter: Letter
    field: str
    unit: str


@dataclass(frozen=True, slots=True)
class Imported:
    file: Path
    counts: Mapping[str, int]  # letters of each field
    skipped: tuple[str, ...]  # PDFs that could not be read, each with its reason


def import_labelled(path: Path, office: Office, *, read_pdf: ReadPdf, predict: Predict) -> Imported:
    """Check everything, then write one file into var/labelled; the same history again replaces itself.

    Where only the unit is known and it leads on several fields, the model chooses among these.
    Raises LabelledProblemsError.
    """
    skipped: list[str] = []
    rows = list(_rows_of_folder(path, office, read_pdf, skipped) if path.is_dir() else _rows_of_csv(path))
    problems: list[str] = []
    examples = []
    for row in rows:
        field = _field_of(row, office, predict)
        if field is None:
            problems.append(_complaint(row, office))
        elif not (row.letter.subject.strip() or row.letter.body.strip()):
            problems.append(f"{row.place}: thiếu trích yếu (subject) và nội dung (body).")
        else:
            examples.append(Example(_masked(row.letter), field, origin=OFFICE))
    if not rows and not skipped:
        problems.append(f"{path.name}: không thấy văn bản nào.")
    if problems:
        raise LabelledProblemsError(_first(problems))
    return Imported(_write(examples, office), Counter(example.field for example in examples), tuple(skipped))


def _rows_of_csv(file: Path) -> Iterator[Labelled]:
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LabelledProblemsError([f"{file.name}: phải lưu ở dạng CSV UTF-8."]) from error
    except OSError as error:
        raise LabelledProblemsError([f"{file.name}: không mở được tệp."]) from error
    heading = text.partition("\n")[0]
    # Excel with Vietnamese settings separates columns by semicolons.
    reader = csv.DictReader(text.splitlines(keepends=True), delimiter=";" if heading.count(";") else ",")
    columns = {column.strip().lower() for column in reader.fieldnames or ()}
    if "subject" not in columns or not columns & {"field", "unit"}:
        raise LabelledProblemsError([f"{file.name}, dòng 1: phải có cột subject và cột field hoặc unit."])
    for row in reader:
        cells = {(key or "").strip().lower(): value.strip() for key, value in row.items() if isinstance(value, str)}
        letter = Letter(
            *(cells.get(column, "") for column in ("subject", "body", "code", "issuing_body", "document_type"))
        )
        yield Labelled(f"Dòng {reader.line_num}", letter, cells.get("field", ""), cells.get("unit", ""))


def _rows_of_folder(folder: Path, office: Office, read_pdf: ReadPdf, skipped: list[str]) -> Iterator[Labelled]:
    """Each sub-folder is named after a field or a unit."""
    for own in sorted(path for path in folder.iterdir() if path.is_dir()):
        field, unit = ("", own.name) if own.name in office.units else (own.name, "")
        for file in sorted(path for path in own.rglob("*") if path.suffix.lower() == ".pdf"):
            place = f"{own.name}/{file.name}"
            try:
                yield Labelled(place, read_pdf(file), field, unit)
            except IntakeError as error:
                skipped.append(f"{place}: {error.sentence}")


def _field_of(row: Labelled, office: Office, predict: Predict) -> str | None:
    if row.field:
        older = (code for code, field in office.fields.items() if row.field in field.replaces)
        return row.field if row.field in office.fields else next(older, None)
    of_unit = [code for code, field in office.fields.items() if field.unit == row.unit]
    if len(of_unit) < 2:  # noqa: PLR2004  nothing to choose
        return of_unit[0] if of_unit else None
    prediction = predict(row.letter)
    weighed = [prediction.field, *(code for code, _ in prediction.runners_up)] if prediction else []
    return next((code for code in weighed if code in of_unit), None)


def _complaint(row: Labelled, office: Office) -> str:
    if row.field:
        return f"{row.place}: lĩnh vực «{row.field}» không có trong ward.toml."
    if not row.unit:
        return f"{row.place}: thiếu lĩnh vực (field) hoặc đơn vị (unit)."
    if row.unit not in office.units:
        return f"{row.place}: đơn vị «{row.unit}» không có trong ward.toml."
    return f"{row.place}: đơn vị «{row.unit}» có nhiều lĩnh vực và máy không chọn được; hãy ghi cột field."


def _masked(letter: Letter) -> Letter:
    return replace(letter, subject=without_personal_data(letter.subject), body=without_personal_data(letter.body))


def _write(examples: list[Example], office: Office) -> Path:
    office.labelled.mkdir(parents=True, exist_ok=True)
    file = office.labelled / f"{digest_of(examples)[:16]}.jsonl"
    unfinished = file.with_suffix(".tmp")
    write_jsonl(examples, unfinished)
    unfinished.replace(file)
    return file


def _first(problems: list[str]) -> list[str]:
    more = len(problems) - PROBLEMS_SHOWN
    return problems if more <= 0 else [*problems[:PROBLEMS_SHOWN], f"… và {more} dòng khác."]
