"""Several children at work: answers in the order of the questions, errors in their places."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from pipeline.errors import EmptyFileError
from pipeline.sandbox import Sandbox
from pipeline.sandbox_pool import run_in_order


def answer(question: str) -> str:
    if question == "slow":
        time.sleep(0.5)
    if question == "bad":
        raise EmptyFileError
    return question.upper()


@pytest.fixture
def children() -> Iterator[list[Sandbox[str, str]]]:
    boxes: list[Sandbox[str, str]] = [Sandbox(answer, seconds=20.0, memory_mb=500) for _ in range(2)]
    yield boxes
    for box in boxes:
        box.close()


def test_answers_keep_the_order_of_the_questions(children: list[Sandbox[str, str]]) -> None:
    questions = ["slow", "a", "b", "bad", "c"]
    answers = [future for _, future in run_in_order(questions, children)]
    assert [future.result() for future in answers if future.exception() is None] == ["SLOW", "A", "B", "C"]
    assert isinstance(answers[3].exception(), EmptyFileError)


def test_no_question_needs_no_child(children: list[Sandbox[str, str]]) -> None:
    assert list(run_in_order([], children)) == []


def test_who_stops_in_between_gets_no_old_answer_later(children: list[Sandbox[str, str]]) -> None:
    first = run_in_order(["a", "slow", "slow"], children)
    question, future = next(first)
    assert (question, future.result()) == ("a", "A")
    first.close()
    assert [future.result() for _, future in run_in_order(["x", "y", "z"], children)] == ["X", "Y", "Z"]
