"""The first day of the lunar year, which letters name instead of a date: "hoàn thành trước Tết Bính Ngọ 2026"."""

from __future__ import annotations

import re
from datetime import date, timedelta

# "(tức ngày 10 tháng 12 âm lịch)", "(nhằm ngày 20 đến ngày 29 tháng Chạp)": the same days told once more
LUNAR_NOTE = re.compile(
    r"\(\s*(?:tức|nhằm)(?!\w)[^()]{0,80}?(?<!\w)(?:âm\s+lịch|tháng\s+(?:giêng|chạp))(?!\w)[^()]{0,40}\)"
)
# As Vietnam counts (UTC+7), which may differ from the Chinese calendar; checked against the `holidays` package.
NEW_YEAR = {
    day.year: day
    for day in (
        date(2025, 1, 29),
        date(2026, 2, 17),
        date(2027, 2, 6),
        date(2028, 1, 26),
        date(2029, 2, 13),
        date(2030, 2, 2),
        date(2031, 1, 23),
        date(2032, 2, 11),
        date(2033, 1, 31),
        date(2034, 2, 19),
        date(2035, 2, 8),
    )
}
STEMS = ("giáp", "ất", "bính", "đinh", "mậu", "kỷ", "canh", "tân", "nhâm", "quý")
BRANCHES = ("tý", "sửu", "dần", "mão", "thìn", "tỵ", "ngọ", "mùi", "thân", "dậu", "tuất", "hợi")
LONGEST_YEAR = timedelta(days=385)  # one of thirteen months
FIRST_OF_CYCLE = 4  # the year 4 of our era was Giáp Tý


def next_new_year(reference: date) -> date | None:
    """The first day of the lunar year on or after the reference; None outside of the table."""
    return next((day for day in NEW_YEAR.values() if timedelta() <= day - reference <= LONGEST_YEAR), None)


def year_named(stem: str, branch: str) -> int | None:
    """The year of the table that bears the name, as "Bính Ngọ"; None for one outside of it and for none at all."""
    for year in NEW_YEAR:
        place = year - FIRST_OF_CYCLE
        if (STEMS[place % len(STEMS)], BRANCHES[place % len(BRANCHES)]) == (stem, branch):
            return year
    return None
