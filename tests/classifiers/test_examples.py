"""Examples in and out, and what the check of a corpus finds."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from classifiers.errors import ModelProblemError
from classifiers.examples import (
    OFFICE,
    Example,
    check_corpus,
    digest_of,
    load_seed_corpus,
    read_jsonl,
    write_jsonl,
)
from classifiers.predict import Letter
from tests.classifiers.corpus import tiny_corpus

EXAMPLE = Example(
    Letter("V/v tiêm chủng, mở rộng", 'Dòng một\nDòng "hai"', "1/SYT", "SỞ Y TẾ", "Công văn"),
    "y-te",
    ("giao-duc",),
    OFFICE,
)


def test_jsonl_gives_back_what_was_written(tmp_path: Path) -> None:
    write_jsonl([EXAMPLE, *tiny_corpus()], tmp_path / "letters.jsonl")
    assert read_jsonl(tmp_path / "letters.jsonl") == (EXAMPLE, *tiny_corpus())


def test_line_with_field_and_subject_alone_is_enough(tmp_path: Path) -> None:
    (tmp_path / "letters.jsonl").write_text('{"field": "y-te", "subject": "tiêm chủng"}\n', "utf-8")
    assert read_jsonl(tmp_path / "letters.jsonl") == (Example(Letter("tiêm chủng"), "y-te", origin=OFFICE),)


def test_line_without_field_is_named(tmp_path: Path) -> None:
    lines = '{"field": "y-te", "subject": "a"}\n{"field": "", "subject": "b"}\n'
    (tmp_path / "letters.jsonl").write_text(lines, "utf-8")
    with pytest.raises(ModelProblemError, match="Dòng 2"):
        read_jsonl(tmp_path / "letters.jsonl")


def test_line_that_is_no_json_is_named(tmp_path: Path) -> None:
    (tmp_path / "letters.jsonl").write_text('{"field": "y-te", "subject": "a"}\n{\n', "utf-8")
    with pytest.raises(ModelProblemError, match="Dòng 2"):
        read_jsonl(tmp_path / "letters.jsonl")


def test_digest_changes_with_any_letter() -> None:
    examples = tiny_corpus()
    assert digest_of(examples) == digest_of(tiny_corpus()) != digest_of(examples[1:])


def test_broken_corpus_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "y-te.toml").write_text("[[letter]]\nsubject = 'a'\n", "utf-8")
    with pytest.raises(ModelProblemError, match=r"y-te\.toml"):
        load_seed_corpus(tmp_path)


def _many(count: int, field: str = "y-te") -> list[Example]:
    return [Example(Letter(f"việc thứ {number} của {field}"), field) for number in range(count)]


def test_check_names_a_field_with_few_letters() -> None:
    (problem,) = check_corpus(_many(39))
    assert "chỉ có 39 văn bản" in problem


def test_check_names_text_that_is_not_composed() -> None:
    decomposed = Example(Letter(unicodedata.normalize("NFD", "tiêm chủng mở rộng")), "y-te")
    assert any("NFC" in problem for problem in check_corpus([*_many(40), decomposed]))


def test_check_names_an_empty_subject() -> None:
    assert any("không có trích yếu" in problem for problem in check_corpus([*_many(40), Example(Letter(" "), "y-te")]))


def test_check_names_an_unknown_second_field() -> None:
    example = Example(Letter("tiêm chủng mở rộng"), "y-te", ("y-tế",))
    assert any("y-tế" in problem for problem in check_corpus([*_many(40), example]))


def test_check_names_near_duplicates() -> None:
    body = " ".join(f"từ{number}" for number in range(60))
    pair = [Example(Letter("một việc", body), "y-te"), Example(Letter("một việc", body + " thêm"), "y-te")]
    assert any("gần như trùng" in problem for problem in check_corpus([*_many(40), *pair]))


def test_seed_corpus_is_good_to_train_on() -> None:
    assert check_corpus(load_seed_corpus()) == ()
