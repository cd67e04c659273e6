"""The office's own table of days off: forms accepted, problems told with line and cure, and what it changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.calendar_file import (
    CalendarProblemsError,
    calendar_stamp,
    import_calendar,
    load_calendar,
    parse_calendar,
    stored_days,
)
from pipeline.deadlines import VIETNAM_CALENDAR
from pipeline.errors import ConfigError

NEXT_YEAR = """\
ngày;loại;ghi chú
01/01/2027;nghi;Tết Dương lịch
2027-02-05;nghỉ;Tết Nguyên đán
08/02/2027;nghi
30/4/2027;nghi;Ngày Chiến thắng
03/05/2027;nghi;bù 01/5
02/9/2027;nghi;Quốc khánh
24/11/2027;nghi;Ngày Văn hóa Việt Nam
13/02/2027;lam-bu;làm bù
"""


def problems_of(text: str | bytes) -> tuple[str, ...]:
    with pytest.raises(CalendarProblemsError) as caught:
        parse_calendar(text if isinstance(text, bytes) else text.encode())
    return caught.value.problems


def test_without_a_table_the_built_in_calendar_holds(tmp_path: Path) -> None:
    assert load_calendar(tmp_path / "calendar.csv") == VIETNAM_CALENDAR


def test_a_table_makes_its_year_known_and_counts(tmp_path: Path) -> None:
    file = tmp_path / "var" / "calendar.csv"
    assert import_calendar(NEXT_YEAR.encode(), file) == (2027,)
    calendar = load_calendar(file)
    assert calendar.knows(date(2027, 6, 1))
    assert calendar.add_workdays(date(2027, 2, 4), 1) == date(2027, 2, 9)  # over Tết and a weekend
    assert calendar.is_workday(date(2027, 2, 13))  # a made-up Saturday
    assert calendar.days_off > VIETNAM_CALENDAR.days_off


def test_a_table_of_a_built_in_year_changes_single_days(tmp_path: Path) -> None:
    file = tmp_path / "calendar.csv"
    import_calendar(b"02/01/2026;lam-bu\n10/01/2026;nghi\n", file)
    calendar = load_calendar(file)
    assert calendar.is_workday(date(2026, 1, 2))
    assert not calendar.is_workday(date(2026, 1, 10))
    assert not calendar.is_workday(date(2026, 1, 1))


def test_an_import_replaces_only_the_years_it_names(tmp_path: Path) -> None:
    file = tmp_path / "calendar.csv"
    import_calendar(NEXT_YEAR.encode(), file)
    import_calendar(b"31/12/2026;nghi\n", file)
    import_calendar(b"30/12/2026;nghi\n", file)
    assert {day.on for day in stored_days(file) if day.on.year == 2026} == {date(2026, 12, 30)}
    assert load_calendar(file).knows(date(2027, 1, 1))


@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_the_usual_separators_and_the_mark_of_excel_are_read(mark: str) -> None:
    text = "\ufeff" + NEXT_YEAR.replace(";", mark).replace("\n", "\r\n")
    assert len(parse_calendar(text.encode())) == 8


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("32/01/2026;nghi", "không phải ngày"),
        ("hôm qua;nghi", "không phải ngày"),
        ("05/01/1026;nghi", "năm 1026 không đúng"),
        ("05/01/2026;holiday", 'phải là "nghi"'),
        ("05/01/2026", 'phải là "nghi"'),
        ("05/01/2026;lam-bu", "vốn là ngày làm việc"),
    ],
)
def test_a_problem_names_its_line_and_the_cure(line: str, words: str) -> None:
    (problem,) = problems_of(f"# lịch\n02/01/2026;nghi\n{line}\n")
    assert problem.startswith("Dòng 3: ")
    assert words in problem


def test_all_problems_are_told_at_once() -> None:
    assert len(problems_of("x;nghi\n01/01/2026;y\n05/01/2026;nghi\n05/01/2026;nghi\n")) == 3


def test_a_year_without_its_fixed_holidays_is_not_taken_over() -> None:
    (problem,) = problems_of(NEXT_YEAR.replace("02/9/2027;nghi;Quốc khánh\n", ""))
    assert "02/09/2027" in problem


@pytest.mark.parametrize("content", [b"", b"\n;;\n", b"\xff\xfe1", b"1" * 300_000])
def test_a_file_that_is_no_table_is_refused(content: bytes) -> None:
    assert problems_of(content)


def test_nothing_is_written_when_there_is_a_problem(tmp_path: Path) -> None:
    file = tmp_path / "calendar.csv"
    import_calendar(NEXT_YEAR.encode(), file)
    before = file.read_bytes()
    with pytest.raises(CalendarProblemsError):
        import_calendar(b"x;y\n", file)
    assert file.read_bytes() == before
    assert [left.name for left in tmp_path.iterdir()] == ["calendar.csv"]


def test_a_stored_table_damaged_by_hand_stops_with_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "calendar.csv"
    file.write_text("02/01/2026;nghi\nxx;nghi\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_calendar(file)
    assert "calendar.csv" in caught.value.sentence
    assert "Dòng 2" in caught.value.sentence


def test_a_good_import_heals_a_damaged_table(tmp_path: Path) -> None:
    file = tmp_path / "calendar.csv"
    file.write_text("xx", encoding="utf-8")
    import_calendar(NEXT_YEAR.encode(), file)
    assert load_calendar(file).knows(date(2027, 1, 1))


def test_the_stamp_changes_with_the_table(tmp_path: Path) -> None:
    file = tmp_path / "calendar.csv"
    assert calendar_stamp(file) is None
    import_calendar(NEXT_YEAR.encode(), file)
    first = calendar_stamp(file)
    import_calendar(b"31/12/2026;nghi\n", file)
    assert first != calendar_stamp(file) is not None


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from(["01/01/2026", ";", "nghi", "lam-bu", "\n", ",", '"'])).map("".join)
)
def test_any_text_is_read_or_refused_with_sentences(text: str) -> None:
    try:
        parse_calendar(text.encode("utf-8", "surrogatepass"))
    except CalendarProblemsError as error:
        assert all(error.problems)
