"""Sentences written for this project before the rules were tried on them, by form: deadline_sentences.tsv."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from tests.pipeline.deadline_reading import in_short, read

TABLE = Path(__file__).with_name("deadline_sentences.tsv")


def rows(*forms: str) -> list[tuple[str, str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as table:
        found = [row for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE) if row["form"] in forms]
    return [(row["sentence"], row["issued_on"], row["answer"]) for row in found]


def answers(sentence: str, issued_on: str) -> str:
    found = read(sentence, issued_on=None if issued_on == "-" else date.fromisoformat(issued_on))
    return " & ".join(in_short(deadline) for deadline in found) or "-"


@pytest.mark.parametrize(("sentence", "issued_on", "answer"), rows("report", "task"))
def test_a_report_or_a_task_has_its_day(sentence: str, issued_on: str, answer: str) -> None:
    assert answers(sentence, issued_on) == answer


@pytest.mark.parametrize(("sentence", "issued_on", "answer"), rows("relative"))
def test_a_period_has_its_length(sentence: str, issued_on: str, answer: str) -> None:
    assert answers(sentence, issued_on) == answer


@pytest.mark.parametrize(("sentence", "issued_on", "answer"), rows("periodic"))
def test_what_comes_back_has_its_rule(sentence: str, issued_on: str, answer: str) -> None:
    assert answers(sentence, issued_on) == answer


@pytest.mark.parametrize(("sentence", "issued_on", "answer"), rows("meeting", "window"))
def test_a_meeting_or_a_window_has_its_hours_or_days(sentence: str, issued_on: str, answer: str) -> None:
    assert answers(sentence, issued_on) == answer


@pytest.mark.parametrize(("sentence", "issued_on", "answer"), rows("effective", "nobody"))
def test_the_others_oblige_nobody(sentence: str, issued_on: str, answer: str) -> None:
    assert answers(sentence, issued_on) == answer
