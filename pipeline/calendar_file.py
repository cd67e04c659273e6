"""var/calendar.csv (our own table of days off) -> WorkCalendar over the built-in one; errors name line and cure."""

from __future__ import annotations

import csv
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from pipeline.deadlines.workdays import (
    SATURDAY,
    VIETNAM_CALENDAR,
    CalendarDay,
    DayKind,
    WorkCalendar,
    fixed_holidays,
)
from pipeline.errors import ConfigError

KINDS = {
    "nghi": DayKind.OFF,
    "nghỉ": DayKind.OFF,
    "lam-bu": DayKind.MADE_UP,
    "làm bù": DayKind.MADE_UP,
    "lam bu": DayKind.MADE_UP,
}
KIND_WORDS = {DayKind.OFF: "nghi", DayKind.MADE_UP: "lam-bu"}
HEADING = re.compile(r"\s*(?:ngày|ngay|date)\s*[;,\t]", re.IGNORECASE)
VIETNAMESE_DAY = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})")
YEARS = range(2000, 2101)
LARGEST_BYTES = 200_000  # a year has a few dozen lines


class CalendarProblemsError(ValueError):
    """A table that cannot be used: `problems` are sentences for the administrator, each with its line and the cure."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(self.problems))


def parse_calendar(content: bytes) -> tuple[CalendarDay, ...]:
    """Read `date;kind;note` lines, in order of date. Raises CalendarProblemsError with every problem at once."""
    lines = list(_lines(content))
    problems: list[str] = []
    days: dict[date, CalendarDay] = {}
    for number, line in lines:
        try:
            day = _day(line)
        except ValueError as error:
            problems.append(f"Dòng {number}: {error}")
            continue
        if day.on in days:
            problems.append(f"Dòng {number}: ngày {day.on:%d/%m/%Y} đã có ở dòng trên. Bỏ một dòng.")
        days[day.on] = day
    if not lines:
        problems.append("Tệp không có dòng nào. Mỗi dòng có dạng: 01/01/2027;nghi;Tết Dương lịch")
    if not problems:
        problems += _missing_holidays(days)
    if problems:
        raise CalendarProblemsError(problems)
    return tuple(days[on] for on in sorted(days))


def load_calendar(file: Path) -> WorkCalendar:
    """The built-in calendar with the office's table over it. Raises ConfigError that names file, line and cure."""
    return VIETNAM_CALENDAR.with_days(stored_days(file))


def stored_days(file: Path) -> tuple[CalendarDay, ...]:
    """The office's own table; empty when there is none."""
    try:
        return parse_calendar(file.read_bytes())
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise _wrong(file, "Không mở được tệp. Kiểm tra quyền đọc tệp.") from error
    except CalendarProblemsError as error:
        raise _wrong(file, " ".join(error.problems)) from error


def import_calendar(content: bytes, file: Path) -> tuple[int, ...]:
    """Take a table over for the years it names; other years of the stored table stay. Returns the years.

    Raises CalendarProblemsError before anything is written.
    """
    new = parse_calendar(content)
    years = {day.on.year for day in new}
    try:
        kept = [day for day in stored_days(file) if day.on.year not in years]
    except ConfigError:
        kept = []  # a table damaged by hand: the good one replaces it
    _write(file, sorted([*kept, *new], key=lambda day: day.on))
    return tuple(sorted(years))


def calendar_stamp(file: Path) -> tuple[int, int] | None:
    """What changes when the table changes; None while there is none."""
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _lines(content: bytes) -> Iterator[tuple[int, str]]:
    if len(content) > LARGEST_BYTES:
        raise CalendarProblemsError(["Tệp quá lớn cho một lịch nghỉ. Chỉ để các ngày nghỉ và ngày làm bù."])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CalendarProblemsError(['Tệp không phải UTF-8. Trong Excel chọn "CSV UTF-8" khi lưu.']) from error
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip(" ;,\t") and not line.lstrip().startswith("#") and not HEADING.match(line):
            yield number, line


def _day(line: str) -> CalendarDay:
    mark = next((mark for mark in ";\t," if mark in line), ";")
    cells = [cell.strip() for cell in next(csv.reader([line], delimiter=mark))]
    on = _date(cells[0])
    kind = KINDS.get(" ".join(cells[1].casefold().split()) if len(cells) > 1 else "")
    if kind is None:
        raise ValueError('cột thứ hai phải là "nghi" (ngày nghỉ) hoặc "lam-bu" (ngày làm bù).')
    if kind is DayKind.MADE_UP and on.weekday() < SATURDAY and VIETNAM_CALENDAR.is_workday(on):
        raise ValueError(f"{on:%d/%m/%Y} vốn là ngày làm việc, không thể là ngày làm bù. Kiểm tra lại ngày.")
    return CalendarDay(on, kind, " ".join(cells[2:]).strip())


def _date(written: str) -> date:
    match = VIETNAMESE_DAY.fullmatch(written)
    try:
        on = date(int(match["year"]), int(match["month"]), int(match["day"])) if match else date.fromisoformat(written)
    except ValueError:
        raise ValueError(f'"{written[:20]}" không phải ngày. Viết như 01/01/2027 hoặc 2027-01-01.') from None
    if on.year not in YEARS:
        raise ValueError(f"năm {on.year} không đúng. Kiểm tra lại ngày.")
    return on


def _missing_holidays(days: Iterable[date]) -> Iterator[str]:
    """A year that is not built in becomes known by this table: it must be whole."""
    listed = set(days)
    for year in sorted({day.year for day in listed} - VIETNAM_CALENDAR.known_years):
        missing = [day for day in fixed_holidays(year) if day.weekday() < SATURDAY and day not in listed]
        if missing:
            names = ", ".join(f"{day:%d/%m/%Y}" for day in missing)
            yield f"Năm {year} thiếu ngày nghỉ lễ: {names}. Thêm các dòng đó rồi nhập lại."


def _write(file: Path, days: Iterable[CalendarDay]) -> None:
    """All or nothing: a worker may read at any moment."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=file.parent, prefix=".calendar-", delete=False
    ) as stream:
        rows = csv.writer(stream, delimiter=";", lineterminator="\n")
        rows.writerows((f"{day.on:%d/%m/%Y}", KIND_WORDS[day.kind], day.note) for day in days)
        stream.flush()
        os.fsync(stream.fileno())
    Path(stream.name).replace(file)


def _wrong(file: Path, sentence: str) -> ConfigError:
    return ConfigError(f"{file}: {sentence}", sentence=f"Lịch nghỉ {file} sai. {sentence}")
