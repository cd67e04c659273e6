"""Labelled letters in and out: seed corpus and JSONL -> Examples; check_corpus says what is wrong with them."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from classifiers.errors import ModelProblemError
from classifiers.predict import Letter

CORPUS = Path(__file__).parent / "corpus"
SEED = "seed"
OFFICE = "office"
FEWEST_LETTERS_A_FIELD = 40
NEAR_DUPLICATE_AT = 0.9
SHINGLE = 3  # syllables
SEPARATOR = " "  # between field codes of one cell


@dataclass(frozen=True, slots=True)
class Example:
    """A letter with its field; `also` are fields that a careful clerk could defend."""

    letter: Letter
    field: str
    also: tuple[str, ...] = ()
    origin: str = SEED
    decided_on: date | None = None  # when a person of the office said so
    arrival: str = ""  # arrival number and year, "17/2026", of a letter in the register

    @property
    def accepted(self) -> frozenset[str]:
        return frozenset((self.field, *self.also))

    @property
    def digest(self) -> str:
        """SHA-256 of the letter's words: the same for the same letter however it came and was labelled."""
        words = re.findall(r"\w+", unicodedata.normalize("NFC", f"{self.letter.subject} {self.letter.body}").lower())
        return hashlib.sha256(" ".join(words).encode()).hexdigest()


def load_seed_corpus(folder: Path = CORPUS) -> tuple[Example, ...]:
    """Read corpus/<field>.toml, one file a field, in the order of their names."""
    return tuple(example for file in sorted(folder.glob("*.toml")) for example in _read_toml(file))


def _read_toml(file: Path) -> tuple[Example, ...]:
    try:
        rows = tomllib.loads(file.read_text("utf-8"))["letter"]
        return tuple(
            Example(
                Letter(row["subject"], row["body"], row["code"], row["issuing_body"], row["document_type"]),
                field=file.stem,
                also=tuple(row.get("also", ())),
            )
            for row in rows
        )
    except (KeyError, ValueError) as error:
        raise ModelProblemError(f"Tệp văn bản mẫu {file.name} sai cấu trúc: {error}. Hãy sửa tệp này.") from error


# --- interchange ------------------------------------------------------------------------------------------------------


def write_jsonl(examples: Iterable[Example], file: Path) -> None:
    lines = (json.dumps(_row_of(example), ensure_ascii=False) for example in examples)
    file.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def read_jsonl(file: Path) -> tuple[Example, ...]:
    """Read one JSON object a line. Raises ModelProblemError naming the line."""
    examples = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise ModelProblemError(f"Dòng {number} không phải là JSON. Hãy sửa dòng này.") from error
        examples.append(_example_of(row, number))
    return tuple(examples)


def _row_of(example: Example) -> dict[str, str]:
    letter = example.letter
    return {
        "field": example.field,
        "also": SEPARATOR.join(example.also),
        "subject": letter.subject,
        "body": letter.body,
        "code": letter.code,
        "issuing_body": letter.issuing_body,
        "document_type": letter.document_type,
        "origin": example.origin,
        "decided_on": example.decided_on.isoformat() if example.decided_on else "",
        "arrival": example.arrival,
    }


def _example_of(row: object, line: int) -> Example:
    cells = {key: value for key, value in row.items() if isinstance(value, str)} if isinstance(row, dict) else {}
    if not cells.get("field") or not (cells.get("subject") or cells.get("body")):
        raise ModelProblemError(f"Dòng {line} thiếu lĩnh vực (field) hoặc trích yếu (subject). Hãy bổ sung dòng này.")
    return Example(
        Letter(
            subject=cells.get("subject", ""),
            body=cells.get("body", ""),
            code=cells.get("code", ""),
            issuing_body=cells.get("issuing_body", ""),
            document_type=cells.get("document_type", ""),
        ),
        field=cells["field"],
        also=tuple(cells.get("also", "").split()),
        origin=cells.get("origin") or OFFICE,
        decided_on=_date_of(cells.get("decided_on", ""), line),
        arrival=cells.get("arrival", ""),
    )


def _date_of(cell: str, line: int) -> date | None:
    try:
        return date.fromisoformat(cell) if cell else None
    except ValueError as error:
        raise ModelProblemError(f"Dòng {line}: ngày {cell} phải có dạng 2026-11-21. Hãy sửa dòng này.") from error


def digest_of(examples: Iterable[Example]) -> str:
    """SHA-256 of the examples in their order: which letters a model was trained on."""
    digest = hashlib.sha256()
    for example in examples:
        digest.update(json.dumps(_row_of(example), ensure_ascii=False, sort_keys=True).encode())
    return digest.hexdigest()


# --- checking ---------------------------------------------------------------------------------------------------------


def check_corpus(examples: Sequence[Example]) -> tuple[str, ...]:
    """Name every problem in a Vietnamese sentence; empty when the corpus is good to train on."""
    counts = Counter(example.field for example in examples)
    return (
        *(
            f"Lĩnh vực {field} chỉ có {count} văn bản, cần ít nhất {FEWEST_LETTERS_A_FIELD}."
            for field, count in sorted(counts.items())
            if count < FEWEST_LETTERS_A_FIELD
        ),
        *(problem for example in examples for problem in _problems_of(example, fields=counts)),
        *_duplicates(examples),
    )


def _problems_of(example: Example, *, fields: Counter[str]) -> Iterable[str]:
    name = f"{example.field}: «{example.letter.subject[:60]}»"
    row = _row_of(example)
    if not example.letter.subject.strip():
        yield f"{name} không có trích yếu."
    for column, text in row.items():
        if not unicodedata.is_normalized("NFC", text):
            yield f"{name}: {column} không ở dạng Unicode dựng sẵn (NFC)."
    for code in example.also:
        if code not in fields or code == example.field:
            yield f"{name}: also có mã {code} không hợp lệ."


def _duplicates(examples: Sequence[Example]) -> Iterable[str]:
    """Compare by shingles of syllables: Jaccard above NEAR_DUPLICATE_AT."""
    shingles = [_shingles(example.letter) for example in examples]
    holders: dict[str, list[int]] = {}
    for second, own in enumerate(shingles):
        shared = Counter(first for shingle in own for first in holders.get(shingle, ()))
        for first, common in shared.items():
            if common > NEAR_DUPLICATE_AT * (len(own) + len(shingles[first]) - common):
                one, other = examples[first], examples[second]
                yield (
                    f"{other.field}: «{other.letter.subject[:60]}» gần như trùng với {one.field}:"
                    f" «{one.letter.subject[:60]}»."
                )
        for shingle in own:
            holders.setdefault(shingle, []).append(second)


def _shingles(letter: Letter) -> frozenset[str]:
    syllables = re.findall(r"\w+", f"{letter.subject} {letter.body}".lower())
    return frozenset(
        " ".join(syllables[start : start + SHINGLE]) for start in range(max(1, len(syllables) - SHINGLE + 1))
    )
