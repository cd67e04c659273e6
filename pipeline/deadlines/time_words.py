"""Folded text -> the single words of time in it.

Every rule reads one form and starts with a letter or a digit of its own, which lets `re` skip fast; what stands
before it ("ngày", "cuối", another word) is looked at by its reader. Of rules that overlap the leftmost and then the
longest wins, so their order does not matter.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable

from pipeline.deadlines.atoms import (
    SPELLED,
    Atom,
    DayAtom,
    DurationAtom,
    RecurrenceAtom,
    SpanAtom,
    TimeAtom,
    TodayAtom,
    WeekdayAtom,
)
from pipeline.deadlines.lunar import BRANCHES, LUNAR_NOTE, NEW_YEAR, STEMS, year_named
from pipeline.documents import DurationUnit

D = r"[0-9][0-9]?"
Y = r"(?:19|20)[0-9]{2}"
DAYS = range(1, 32)
MONTHS_OF_YEAR = range(1, 13)
HOURS = range(24)
MIDNIGHT = 24  # as written: "24 giờ 00"
HALF_DAY = 12
Match = re.Match[str]


def find_atoms(folded: str) -> list[Atom]:
    """All words of time, in order, not overlapping."""
    found = [
        atom
        for rule, read in RULES
        for match in rule.finditer(folded)
        if _starts_word(match) and (atom := read(match)) is not None
    ]
    found.sort(key=lambda atom: (atom.start, -atom.end, type(atom).__name__))
    notes = deque(match.span() for match in LUNAR_NOTE.finditer(folded))
    kept: list[Atom] = []
    for atom in found:
        while notes and notes[0][1] <= atom.start:
            notes.popleft()
        if notes and notes[0][0] < atom.start:
            continue
        if not kept or atom.start >= kept[-1].end:
            kept.append(atom)
    return kept


def _starts_word(match: Match) -> bool:
    start = match.start()
    return start == 0 or not match.string[start - 1].isalnum()


def _before(match: Match, length: int) -> str:
    return match.string[max(0, match.start() - length) : match.start()]


def _start_with(word: Match | None, match: Match, before: str) -> int:
    """Where the match begins with a word found in the text before it."""
    return match.start() - len(before) + word.start() if word else match.start()


# ---------------------------------------------------------------- days
# A machine that read a scan may part two figures: "ngày 2 7/1 1/2026".
DAY_FIGURES = rf"(?:(?<=ngày\s)[0-3]\s[0-9]|{D})"
SOLAR = r"(?!\s*\(?âm\s+lịch)"
# "ngày 15 tháng 8 năm 2025", "15 tháng 8", "ngày 15 tháng 12/2025"
LONG_DAY = re.compile(
    rf"(?P<day>{DAY_FIGURES})\s*(?:{SPELLED}\s*)?tháng\s*(?P<month>1\s[0-2](?=\s+năm)|{D})(?!\w)(?:\s*{SPELLED})?{SOLAR}"
    rf"(?:\s*,?\s*(?:năm|/|-)\s*(?P<year>{Y})(?!\w))?"
)
# "ngày 15/8/2025", "5.8.2025", "10-4-2021", "15/ 8/ 2025"
SHORT_DAY = re.compile(
    rf"(?P<day>{DAY_FIGURES})\s?(?P<mark>[/.-])\s?(?P<month>1\s[0-2]|{D})\s?(?P=mark)\s?"
    rf"(?P<year>{Y}|(?P<short>2[0-9]))(?![\w/])"
)
# "ngày 15/8", "30/8", "ngày 10-4", "ngày 5.8"
SHORT_DAY_NO_YEAR = re.compile(
    rf"(?P<day>{D})(?P<mark>[/.-])(?P<month>{D})(?![\w/-])(?![.,]\d)(?!\s?[/-]\s?\d)(?!\s+(?:ngày|giờ|hồ|trường"
    rf"|đơn|xã|tỉnh|sở|chỉ)){SOLAR}"
)
# "16, 20 và 29/10/2025" after its first day
LIST_GOES_ON = rf"(?:\s*(?:,|và|&)\s*(?:ngày\s+)?{D}){{1,8}}(?:/\s?|\s+tháng\s*)"
# "ngày 25", "ngày mùng 5"; not "ngày 05 tháng", "ngày 15/8", "ngày 16, 20/10"
DAY_OF_MONTH = re.compile(
    rf"ngày\s+(?:mùng\s+|mồng\s+)?(?P<day>{D})(?!\w)(?!\s*(?:/|[.-]\s?\d|giờ|h(?!\w)|tiết|lần|người"
    rf"|(?:{SPELLED}\s*)?tháng\s*{D}(?!\w)|tháng\s+(?:giêng|chạp)|âm\s+lịch))(?!{LIST_GOES_ON}{D})"
)
# "ngày thứ 20 của tháng tiếp theo"
NTH_OF_MONTH = re.compile(rf"ngày\s+thứ\s+(?P<day>{D})(?=\s+(?:của\s+)?(?:h[ằà]ng\s+|mỗi\s+)?tháng(?!\w))")
# "ngày 16-22/11/2025": the first day of a pair that shares its month
FIRST_OF_RANGE = re.compile(
    rf"ngày\s+(?P<day>{D})(?=\s*(?:(?:-|đến)\s*(?:ngày\s+)?{D}(?:/|\s+tháng\s*\d)|(?:-|đến)\s+(?:hết\s+)?(?:ngày\s+)?{D}[.-]{D}(?![\w/.-])))"
)
# "các ngày 16, 20 và 29/10/2025": each day before the last, which alone has the month
LISTED_DAY = re.compile(
    rf"(?P<day>{D})(?=(?P<later>{LIST_GOES_ON})(?P<month>{D})(?:(?:/\s?|\s+năm\s+)(?P<year>{Y}|2[0-9]))?(?![\w/]))"
)
LISTED_EARLIER = re.compile(rf"(?<!\w)ngày\s*(?:[:(]\s*)?(?P<days>(?:{D}\s*(?:,|và|&)\s*(?:ngày\s+)?){{0,8}})$")
LONGEST_LIST = 72
# "từ 22 - 26/12/2025"
FROM_FIRST_OF_RANGE = re.compile(rf"từ\s+(?P<day>{D})(?=\s*(?:-|đến)\s*(?:ngày\s+)?{D}(?:/\s?\d|\s+tháng\s*\d))")
# "02 ngày (09-10/12/2025)": only before a whole date, for "16-22" alone are figures
FIRST_OF_BARE_RANGE = re.compile(rf"(?P<day>{D})(?=\s?[-–]\s?{D}/{D}/{Y}(?!\w))")
# "ngày 05 và 20 hằng tháng", "các ngày 1, 10, 20 hằng tháng"
DAY_LIST = re.compile(
    rf"ngày\s+(?P<days>{D}(?:\s*(?:,|và|&)\s*(?:ngày\s+)?{D}){{1,8}})(?=\s*(?:của\s+)?(?:h[ằà]ng|mỗi)\s+tháng)"
)
LAST_DAY = re.compile(r"ngày\s+cuối(?:\s+cùng)?(?=\s+(?:của\s+)?(?:h[ằà]ng\s+|mỗi\s+)?tháng)")


# "trước Tết Nguyên đán Bính Ngọ 2026", "trước dịp Tết Đinh Mùi", "trước Tết": a day by name. Where a date follows,
# that is read.
NEW_YEAR_BY_NAME = re.compile(
    r"tết(?:\s+(?:nguyên\s+đán|âm\s+lịch|cổ\s+truyền))?+"
    rf"(?:\s+(?P<stem>{'|'.join(STEMS)})\s+(?P<branch>{'|'.join(BRANCHES)}))?+"
    rf"(?:\s*,?\s*(?:năm\s+)?(?P<year>{Y}))?+(?!\w)(?!\s*\(?\s*(?:ngày\s+)?\d)"
)
# "Tết Trung thu", "Tết Độc lập", "Tết năm ngoái"
OTHER_FEAST = re.compile(r"\s*[^\s.,;:)]")
# "tình hình trước Tết, trong Tết và sau Tết": spans of time
BEFORE_AND_AFTER = re.compile(r"\s*(?:,|và)\s*(?:trong|sau)(?!\w)")
# "trước Tết, chậm nhất đến ngày 15/02/2026"
DATE_FOLLOWS = re.compile(r"[^.;\d]{0,32}\d{1,2}(?:/|\s+tháng\s)")
BEFORE_FEAST = re.compile(r"(?<!\w)trước\s+(?P<words>(?:dịp|thềm|kỳ\s+nghỉ|ngày)\s+)?$")


DAY_WORD = re.compile(r"(?<!\w)ngày\s*(?:mùng\s+|mồng\s+)?$")
# "chậm nhất ngày 1/7 năm sau"; "của năm sau" comes back every year
NEXT_YEAR = re.compile(r"\s+năm\s+(?:sau|tới|kế\s+tiếp|tiếp\s+theo|liền\s+kề)(?!\w)")
# "8 giờ sáng 18-5"
PART_OF_DAY_WORD = re.compile(r"(?<!\w)(?:sáng|trưa|chiều|tối)\s+$")
# "trong hai ngày 10 và 11/11": the word belongs to the number before it
COUNTED_DAYS = re.compile(r"(?:\d|(?<!\w)(?:hai|ba|bốn|năm|sáu|bảy))\s+$")
# "từ ngày 29/4- 24/5", "trong 2 ngày 22/9 - 23/9": the first of two whole days
FIRST_WHOLE_DAY = re.compile(rf"(?<=ngày\s)(?P<day>{D})/(?P<month>{D})(?=\s?[-–]\s?(?:ngày\s+)?{D}/{D}(?!\w))")
# "các ngày từ 30-8 đến hết 2-9-2019"
FROM_SHORT_DAY = re.compile(r"(?<!\w)từ\s+$")
TO_SHORT_DAY = re.compile(rf"\s+đến\s+(?:hết\s+)?(?:ngày\s+)?{D}[.-]{D}(?!\w)")
# "từ ngày 14-3 đến hết 14-4": the word stands only before the first
SHARED_DAY_WORD = re.compile(r"(?<!\w)ngày\s+[0-9][0-9]?(?:[.-][0-9][0-9]?)?\s+(?:đến|-)\s+(?:hết\s+)?$")
# "72,4", "số 12/3/2025", "1.15/8": the figure goes on to the left
GOES_ON = ("/", ".", ",")


def _full_day(match: Match) -> DayAtom | None:
    year = match["year"]
    if year and match.groupdict().get("short"):
        year = f"20{year}"  # "15/8/25"
    return _day_and_month(match, int(year) if year else None)


def _short_day(match: Match) -> DayAtom | None:
    if match["mark"] != "/" and not _is_said_to_be_day(match):
        return None  # "72.4", "16-22" are figures
    return _day_and_month(match, None)


def _is_said_to_be_day(match: Match) -> bool:
    before = _before(match, 28)
    if any(word.search(before) for word in (DAY_WORD, PART_OF_DAY_WORD, SHARED_DAY_WORD)):
        return True
    return FROM_SHORT_DAY.search(before) is not None and TO_SHORT_DAY.match(match.string, match.end()) is not None


def _first_whole_day(match: Match) -> DayAtom | None:
    day, month = int(match["day"]), int(match["month"])
    if day not in DAYS or month not in MONTHS_OF_YEAR:
        return None
    return DayAtom(match.start(), match.end(), (day,), month)


def _day_and_month(match: Match, year: int | None) -> DayAtom | None:
    day, month = (int("".join(match[name].split())) for name in ("day", "month"))
    before = _before(match, 12)
    if day not in DAYS or month not in MONTHS_OF_YEAR or before.endswith(GOES_ON):
        return None
    start = _start_with(DAY_WORD.search(before), match, before)
    next_year = NEXT_YEAR.match(match.string, match.end()) if year is None else None
    end = next_year.end() if next_year else match.end()
    return DayAtom(start, end, (day,), month, year, is_of_next_year=next_year is not None)


def _day_alone(match: Match) -> DayAtom | None:
    day = int(match["day"])
    return DayAtom(match.start(), match.end(), (day,)) if day in DAYS else None


def _first_of_range(match: Match) -> DayAtom | None:
    day = int(match["day"])
    return DayAtom(match.start("day"), match.end(), (day,)) if day in DAYS else None


def _listed_day(match: Match) -> DayAtom | None:
    before = _before(match, LONGEST_LIST)
    earlier = LISTED_EARLIER.search(before)
    month = int(match["month"])
    if earlier is None or month not in MONTHS_OF_YEAR:
        return None
    day = int(match["day"])
    if any(int(named) not in DAYS for named in (*re.findall(D, earlier["days"] + match["later"]), day)):
        return None
    word = DAY_WORD.search(before)
    if word and COUNTED_DAYS.search(before[: word.start()]):
        word = None
    year = int(match["year"]) % 100 + 2000 if match["year"] else None
    return DayAtom(_start_with(word, match, before), match.end(), (day,), month, year, is_listed=True)


def _several_days(match: Match) -> DayAtom | None:
    days = tuple(int(day) for day in re.findall(D, match["days"]))
    return DayAtom(match.start(), match.end(), days) if all(day in DAYS for day in days) else None


def _new_year(match: Match) -> DayAtom | None:
    before = _before(match, 20)
    bound = BEFORE_FEAST.search(before)
    if bound is None:
        return None
    start = match.start() - len(bound["words"] or "")
    if not match["year"] and not match["stem"]:
        is_named = match.end() - match.start() > len("tết") or OTHER_FEAST.match(match.string, match.end()) is None
        is_apart = any(rule.match(match.string, match.end()) for rule in (BEFORE_AND_AFTER, DATE_FOLLOWS))
        if not is_named or is_apart:
            return None
        return DayAtom(start, match.end(), (1,), is_new_year=True)
    year = int(match["year"]) if match["year"] else year_named(match["stem"], match["branch"])
    day = NEW_YEAR.get(year) if year else None
    return DayAtom(start, match.end(), (day.day,), day.month, day.year) if day else None


def _last_day(match: Match) -> DayAtom:
    return DayAtom(match.start(), match.end(), (-1,))


# ---------------------------------------------------------------- spans
QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
PARTS = {"đầu": "start", "giữa": "middle", "cuối": "end"}
# "tháng 12/2025", "tháng 12 năm 2025", "cuối tháng 9"
MONTH = re.compile(
    rf"tháng\s+(?P<month>{D})(?!\w)(?!\s*(?:lần|tuổi|một lần|đầu|cuối))"
    rf"{SOLAR}(?:(?:\s*(?:năm|/|-)\s*|\.)(?P<year>{Y})(?!\w))?"
)
# "tháng 11 - 12/2025": the last month counts
MONTHS = re.compile(rf"tháng\s+{D}\s*(?:-|,|và|đến)\s*(?:tháng\s+)?(?P<month>{D})\s*(?:năm|/)\s*(?P<year>{Y})(?!\w)")
# "quý I/2026", "quý 3 năm 2025"
QUARTER = re.compile(rf"quý\s+(?P<quarter>iv|i{{1,3}}|[1-4])(?!\w)(?:\s*(?:năm|/|-|,)?\s*(?P<year>{Y})(?!\w))?")
# "quý I, II năm 2026": the last quarter counts
QUARTERS_LIST = re.compile(
    rf"quý\s+(?:iv|i{{1,3}}|[1-4])\s*(?:,|và|-|đến)\s*(?:quý\s+)?(?P<quarter>iv|i{{1,3}}|[1-4])\s*(?:năm"
    rf"|/)\s*(?P<year>{Y})(?!\w)"
)
# "năm 2026", "cuối năm 2025"
YEAR = re.compile(rf"năm\s+(?P<year>{Y})(?!\w)(?!\s*-\s*\d)")
# "6 tháng đầu năm 2026"
HALF_YEAR = re.compile(rf"(?:6|06|sáu)\s+tháng\s+(?P<half>đầu|cuối)\s+năm(?!\s+học)(?:\s+(?P<year>{Y})(?!\w))?")
# "trong năm nay", "tháng này", "cuối năm nay", "tuần này"
THIS_SPAN = re.compile(r"(?P<unit>tuần|tháng|quý|năm)\s+(?:này|nay)(?!\w)")


PART_WORD = re.compile(r"(?<!\w)(?P<part>đầu|giữa|cuối)\s+$")
# "trong tuần đầu tháng 12/2025", "tuần cuối cùng của tháng 11"
WEEK_WORD = re.compile(r"(?<!\w)tuần\s+(?P<part>đầu|cuối)(?:\s+(?:tiên|cùng))?(?:\s+của)?\s+$")
WEEK_PARTS = {"đầu": "first_week", "cuối": "last_week"}


def _month(match: Match) -> SpanAtom | None:
    month = int(match["month"])
    return _span(match, "month", month) if month in MONTHS_OF_YEAR else None


def _quarter(match: Match) -> SpanAtom:
    return _span(match, "quarter", QUARTERS[match["quarter"]])


def _year(match: Match) -> SpanAtom:
    return _span(match, "year", 1)


def _half_year(match: Match) -> SpanAtom:
    return _span(match, "half_year", 1 if match["half"] == "đầu" else 2)


def _this_span(match: Match) -> SpanAtom:
    return _span(match, {"tuần": "week", "tháng": "month", "quý": "quarter", "năm": "year"}[match["unit"]], 0)


def _span(match: Match, unit: str, count: int) -> SpanAtom:
    year = match.groupdict().get("year")
    before = _before(match, 22)
    week = WEEK_WORD.search(before) if unit == "month" else None
    word = week or PART_WORD.search(before)
    start = match.start() - (len(before) - word.start()) if word else match.start()
    part = (WEEK_PARTS if week else PARTS)[word["part"]] if word else None
    return SpanAtom(start, match.end(), unit, count, int(year) if year else None, part)


# ---------------------------------------------------------------- clock times and weekdays
# "16 giờ 00 phút", "16h30'", "08g00", "10h", "8 giờ kém" is left alone; "2 giờ chiều" is 14:00
CLOCK = re.compile(
    r"(?P<hour>[0-9][0-9]?)\s*(?:(?:giờ|h)(?:\s*(?P<minute>[0-5]\d)(?!\d)(?!\s*/))?|g(?P<short>[0-5]\d))(?!\w)"
    r"(?:\s*(?:phút|p[h]?út|'))?"
    r"(?:\s*(?P<part>chiều|tối)(?!\w)(?!\s+(?:nay|mai)(?!\w))|(?=\s*(?P<this>chiều|tối)\s+(?:nay|mai)(?!\w)))?"
    r"(?!\s*làm việc)"
)
# "15:00"
DIGITAL_CLOCK = re.compile(r"(?P<hour>[0-9][0-9]?):(?P<minute>[0-5]\d)(?![\w:])(?!\.\d)")
# "cuối giờ chiều ngày 25/11", "hết giờ làm việc ngày 25/11", "trong giờ hành chính ngày 25/11"
OFFICE_HOURS = re.compile(
    r"(?:(?:cuối|hết)\s+giờ(?:\s+(?:chiều|làm\s+việc|hành\s+chính))?"
    r"|giờ\s+hành\s+chính)(?=\s*,?\s+(?:của\s+)?(?:ngày|hôm|thứ|cùng)(?!\w))"
)
# After these words "24 giờ" is how long, not when.
CLOCK_GOES_ON = frozenset(".,:/")
HOW_LONG = re.compile(r"(?:trong|vòng|thời hạn|thời gian|quá|sau|ít nhất|tối thiểu|tối đa|mỗi|khoảng)\s+$")
COUNTED = re.compile(r"\s*,?\s*(?:(?:kể|tính)\s+từ|sau\s+khi|trước\s+khi)(?!\w)")
WEEKDAYS = {"hai": 0, "2": 0, "ba": 1, "3": 1, "tư": 2, "4": 2, "năm": 3, "5": 3, "sáu": 4, "6": 4, "bảy": 5, "7": 5}
# "thứ Sáu", "thứ 6", "chủ nhật"; not "lần thứ năm", "tuần lễ thứ hai"
WEEKDAY = re.compile(
    r"(?:thứ\s+(?P<day>hai|ba|tư|năm|sáu|bảy|[2-7])|(?P<sunday>chủ\s+nhật))(?!\w)"
    r"(?:,?\s+(?:của\s+)?tuần\s+(?:lễ\s+)?(?:thứ\s+)?(?P<week>nhất|hai|ba|tư|[1-4]|đầu(?:\s+tiên)?"
    r"|cuối(?:\s+cùng)?)(?!\w))?"
    r"(?:,?\s+tuần\s+(?P<ahead>này|sau|tới|kế\s+tiếp)(?!\w))?"
    r"(?:\s+(?P<last>cuối(?:\s+cùng)?|đầu\s+tiên)(?=\s+(?:của\s+)?(?:h[ằà]ng\s+|mỗi\s+)?tháng))?"
)
ORDINALS = ("lần ", "tuần ", "tuần lễ ", "đợt ", "khoá ", "người ")
WEEKS = {"nhất": 1, "1": 1, "đầu": 1, "hai": 2, "2": 2, "ba": 3, "3": 3, "tư": 4, "4": 4, "cuối": -1}


def _clock(match: Match) -> TimeAtom | None:
    if _is_how_long(match):
        return None
    minute = match["minute"] or match["short"] or "0"
    hour = int(match["hour"])
    if (match["part"] or match["this"]) and hour < HALF_DAY:
        hour += HALF_DAY
    return _time(match, hour, int(minute))


def _is_how_long(match: Match) -> bool:
    """ "trong 24 giờ", "chậm nhất 48 giờ sau khi …": how long, not when."""
    return HOW_LONG.search(_before(match, 12)) is not None or COUNTED.match(match.string, match.end()) is not None


def _digital_clock(match: Match) -> TimeAtom | None:
    return _time(match, int(match["hour"]), int(match["minute"]))


def _office_hours(match: Match) -> TimeAtom:
    return TimeAtom(match.start(), match.end(), 0, 0, closes_office=True)


def _time(match: Match, hour: int, minute: int) -> TimeAtom | None:
    if _before(match, 1) in CLOCK_GOES_ON:
        return None
    if hour == MIDNIGHT and minute == 0:
        hour, minute = 23, 59  # Civil Code 148.6: the end of the last day is 24:00
    return TimeAtom(match.start(), match.end(), hour, minute) if hour in HOURS else None


def _weekday(match: Match) -> WeekdayAtom | None:
    if _before(match, 8).endswith(ORDINALS):
        return None
    weekday = 6 if match["sunday"] else WEEKDAYS[match["day"]]
    week = match["week"] or match["last"]
    ahead = None if match["ahead"] is None else int(match["ahead"] != "này")
    return WeekdayAtom(match.start(), match.end(), weekday, WEEKS[week.split()[0]] if week else None, ahead)


# ---------------------------------------------------------------- recurrences
FREQUENCIES = {
    "ngày": ("DAILY", 1),
    "tuần": ("WEEKLY", 1),
    "tháng": ("MONTHLY", 1),
    "quý": ("MONTHLY", 3),
    "năm": ("YEARLY", 1),
}
# "hằng tháng", "hàng năm", "mỗi tuần"; not "ngân hàng", "mặt hàng năm 2025"
EVERY = re.compile(r"(?:h[ằà]ng|mỗi)\s+(?P<unit>ngày|tuần|tháng|quý|năm)(?!\w)(?!\s+\d)(?!\s+(?:tới|một lần))")
GOODS = ("ngân ", "mặt ", "khách ", "cửa ", "bán ", "nhà ", "đơn ")
# "06 tháng một lần", "3 tháng/lần", "định kỳ 6 tháng"
EVERY_FEW = re.compile(
    r"(?:(?P<count>[0-9][0-9]?)\s+(?P<unit>ngày|tuần|tháng|năm)\s*(?:/\s*|một\s+|(?:0?1)\s+)lần"
    rf"|(?:định kỳ|mỗi)\s+(?P<count2>\d{{1,2}})(?:\s*{SPELLED})?\s+(?P<unit2>ngày|tuần|tháng|năm)"
    r"(?!\s+(?:đầu|cuối)))(?!\w)"
)
# "một tháng một lần", "mỗi quý 1 lần"
ONCE = re.compile(r"(?:một|mỗi|01|1)\s+(?P<unit>tuần|tháng|quý|năm)\s*(?:/\s*|một\s+|0?1\s+)lần(?!\w)")
# "01 lần/quý", "một lần mỗi năm"
ONCE_PER = re.compile(
    r"(?:0?1|một)\s+lần\s*(?:/|mỗi|một|trong\s+(?:một\s+)?)\s*(?P<unit>tuần|tháng|quý|năm)(?!\w)(?!\s+\d)"
)
# "báo cáo 02 lần/ngày (trước 7 giờ và trước 15 giờ)"
TIMES_A_DAY = re.compile(r"lần\s*(?:/|mỗi|một|trong(?:\s+một)?)\s*ngày(?!\w)")
SO_MANY = re.compile(r"(?<!\w)(?:0?[1-6]|một|hai|ba)\s+$")
# "báo cáo nhanh ngày 02 lần"
A_DAY_SO_MANY_TIMES = re.compile(r"ngày\s+(?:0?[1-6]|một|hai|ba)\s+lần(?!\w)")
# "ngày 20 của tháng cuối quý", "tháng đầu quý sau"; periods of report (quarter, half, year) end in those months too
QUARTER_MONTH = re.compile(
    r"tháng\s+(?P<which>cuối|đầu)(?:\s+(?:cùng|tiên))?\s+(?:của\s+)?(?:h[ằà]ng\s+|mỗi\s+)?"
    r"(?:quý(?:\s+(?:sau|trước|tiếp theo|kế tiếp|báo cáo))?|kỳ\s+báo\s+cáo)(?!\w)"
)
# "Báo cáo tuần: gửi trước thứ Năm", "báo cáo năm"; not "báo cáo tháng 11", "báo cáo năm 2025"
REPORT_OF = re.compile(
    r"báo\s+cáo\s+(?P<unit>tuần|tháng|quý|năm)(?!\w)(?!\s+(?:\d|i|trước(?!\s+(?:ngày|\d))|này|nay|học))"
)
# "ngày 05 của tháng sau", "ngày 25 của tháng báo cáo", "ngày 15 của tháng"
OF_THE_MONTH = re.compile(
    r"(?:của\s+tháng(?:\s+(?:sau|tiếp theo|kế tiếp|liền kề|báo cáo|đó))?|tháng\s+(?:sau|kế tiếp|tiếp theo|liền kề))"
    r"(?!\w)(?!\s+(?:\d|cuối|đầu|này|trước))"
)
# "thứ sáu của tuần lễ thứ hai trong tháng", "thứ sáu của tuần lễ cuối tháng"
MONTH_OF_WEEK = re.compile(r"tháng(?!\w)(?!\s+(?:\d|này|nay|sau|tới|trước))")
WEEK_OF_MONTH = re.compile(
    r"(?<!\w)tuần\s+(?:lễ\s+)?(?:thứ\s+)?(?:nhất|hai|ba|tư|[1-4]|đầu(?:\s+tiên)?|cuối(?:\s+cùng)?)"
    r"\s+(?P<of>(?:trong|của)\s+)?$"
)
# "ngày 31 tháng 01 của năm tiếp theo", "15/12 của năm báo cáo"; "31/01 năm sau" is one day only
OF_THE_YEAR = re.compile(r"của\s+năm\s+(?:sau|tiếp theo|kế tiếp|liền kề|báo cáo|kế hoạch)(?!\w)")


def _every(match: Match) -> RecurrenceAtom | None:
    if _before(match, 6).endswith(GOODS):
        return None
    frequency, interval = FREQUENCIES[match["unit"]]
    return RecurrenceAtom(match.start(), match.end(), frequency, interval)


def _once(match: Match) -> RecurrenceAtom:
    frequency, interval = FREQUENCIES[match["unit"]]
    return RecurrenceAtom(match.start(), match.end(), frequency, interval, says_once=True)


def _times_a_day(match: Match) -> RecurrenceAtom | None:
    return _a_day_so_many_times(match) if SO_MANY.search(_before(match, 8)) else None


def _a_day_so_many_times(match: Match) -> RecurrenceAtom:
    """It completes the hours beside it and is nothing by itself."""
    return RecurrenceAtom(match.start(), match.end(), "DAILY", is_named_only=True)


def _report_of(match: Match) -> RecurrenceAtom:
    """It completes a day elsewhere in the sentence and is nothing by itself."""
    frequency, interval = FREQUENCIES[match["unit"]]
    return RecurrenceAtom(match.start(), match.end(), frequency, interval, is_named_only=True)


def _every_few(match: Match) -> RecurrenceAtom | None:
    frequency, interval = FREQUENCIES[match["unit"] or match["unit2"]]
    count = int(match["count"] or match["count2"])
    if not count:
        return None
    return RecurrenceAtom(match.start(), match.end(), frequency, interval * count, says_once=match["unit"] is not None)


def _quarter_month(match: Match) -> RecurrenceAtom:
    months = (3, 6, 9, 12) if match["which"] == "cuối" else (1, 4, 7, 10)
    return RecurrenceAtom(match.start(), match.end(), "YEARLY", 1, months)


def _monthly(match: Match) -> RecurrenceAtom:
    return RecurrenceAtom(match.start(), match.end(), "MONTHLY")


def _month_of_week(match: Match) -> RecurrenceAtom | None:
    week = WEEK_OF_MONTH.search(_before(match, 34))
    return RecurrenceAtom(match.start() - len(week["of"] or ""), match.end(), "MONTHLY") if week else None


def _yearly(match: Match) -> RecurrenceAtom:
    return RecurrenceAtom(match.start(), match.end(), "YEARLY")


# ---------------------------------------------------------------- durations and "today"
UNITS = {
    "ngày": DurationUnit.CALENDAR_DAY,
    "tuần": DurationUnit.WEEK,
    "tháng": DurationUnit.MONTH,
    "năm": DurationUnit.YEAR,
    "giờ": DurationUnit.HOUR,
}
WORDS_OF_NUMBER = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "bảy": 7, "mười": 10, "mười lăm": 15, "ba mươi": 30}
FIGURE_GOES_ON = frozenset("/.,-")
# "05 ngày làm việc", "30 (ba mươi) ngày", "24 giờ", "02 tuần", "24-48 giờ": the longer one is the limit
DURATION = re.compile(
    r"(?:[0-9][0-9]?\s?-\s?)?(?P<count>[0-9][0-9]?[0-9]?)\)?\s*(?:\([^()\n]{1,24}\)\s*)?(?P<unit>ngày|tuần|tháng|năm|giờ)(?!\w)"
    r"(?P<working>,?\s+(?:\([^()\n]{1,16}\)\s*)?làm\s+việc)?(?!\s+(?:đầu|cuối)\s+n[ăáà]m)"
)
# "chậm nhất là ngày thứ 45 kể từ ngày …", "ngày làm việc thứ 3 sau khi …"
NTH_DAY = re.compile(
    r"ngày\s+(?P<working>làm\s+việc\s+)?thứ\s+(?P<count>[0-9][0-9]?)(?=\s*,?\s*(?:(?:kể|tính)\s+từ|sau\s+(?:ngày|khi))(?!\w))"
)
# "bảy ngày làm việc", "mười lăm ngày"
WORD_DURATION = re.compile(
    r"(?P<count>mười lăm|ba mươi|mười|một|hai|ba|bốn|năm|bảy)\s+(?P<unit>ngày|tuần)(?!\w)(?P<working>\s+làm\s+việc)?"
)
# "ngày làm việc tiếp theo (ngay) sau ngày …"
NEXT_WORKDAY = re.compile(r"ngày\s+làm\s+việc\s+(?:tiếp\s+theo|kế\s+tiếp|liền\s+kề|liền\s+sau)(?!\w)")
# "hôm nay", "chiều nay", "sáng mai", "cùng ngày"; each by the word that is the rarer one
TODAY = re.compile(r"nay(?!\w)")
TOMORROW = re.compile(r"mai(?!\w)")
SAME_DAY = re.compile(r"cùng\s+ngày(?!\w)")
PART_OF_TODAY = re.compile(r"(?<!\w)(?:hôm|sáng|trưa|chiều|tối|đêm)\s+$")
PART_OF_TOMORROW = re.compile(r"(?<!\w)(?:ngày|sáng|trưa|chiều|tối)\s+$")


def _duration(match: Match) -> DurationAtom | None:
    if _before(match, 1) in FIGURE_GOES_ON:
        return None
    if match["unit"] == "giờ" and not match["working"] and not _is_how_long(match):
        return None
    return _length(match, int(match["count"]))


def _word_duration(match: Match) -> DurationAtom | None:
    return _length(match, WORDS_OF_NUMBER[match["count"]])


def _nth_day(match: Match) -> DurationAtom | None:
    unit = DurationUnit.WORKING_DAY if match["working"] else DurationUnit.CALENDAR_DAY
    count = int(match["count"])
    return DurationAtom(match.start(), match.end(), count, unit) if count else None


def _length(match: Match, count: int) -> DurationAtom | None:
    unit = UNITS[match["unit"]]
    if match["working"] and unit is DurationUnit.CALENDAR_DAY:
        unit = DurationUnit.WORKING_DAY
    return DurationAtom(match.start(), match.end(), count, unit) if count else None


def _next_workday(match: Match) -> DurationAtom:
    return DurationAtom(match.start(), match.end(), 1, DurationUnit.WORKING_DAY)


def _today(match: Match) -> TodayAtom | None:
    return _day_named_before(match, PART_OF_TODAY, 0)


def _tomorrow(match: Match) -> TodayAtom | None:
    return _day_named_before(match, PART_OF_TOMORROW, 1)


def _day_named_before(match: Match, named: re.Pattern[str], offset: int) -> TodayAtom | None:
    before = _before(match, 8)
    word = named.search(before)
    return TodayAtom(_start_with(word, match, before), match.end(), offset) if word else None


def _same_day(match: Match) -> TodayAtom:
    return TodayAtom(match.start(), match.end(), 0)


RULES: tuple[tuple[re.Pattern[str], Callable[[Match], Atom | None]], ...] = (
    (LONG_DAY, _full_day),
    (SHORT_DAY, _full_day),
    (SHORT_DAY_NO_YEAR, _short_day),
    (LISTED_DAY, _listed_day),
    (DAY_OF_MONTH, _day_alone),
    (NTH_OF_MONTH, _day_alone),
    (FIRST_OF_RANGE, _day_alone),
    (FROM_FIRST_OF_RANGE, _first_of_range),
    (FIRST_OF_BARE_RANGE, _first_of_range),
    (FIRST_WHOLE_DAY, _first_whole_day),
    (DAY_LIST, _several_days),
    (LAST_DAY, _last_day),
    (NEW_YEAR_BY_NAME, _new_year),
    (MONTH, _month),
    (MONTHS, _month),
    (QUARTER, _quarter),
    (QUARTERS_LIST, _quarter),
    (YEAR, _year),
    (HALF_YEAR, _half_year),
    (THIS_SPAN, _this_span),
    (CLOCK, _clock),
    (DIGITAL_CLOCK, _digital_clock),
    (OFFICE_HOURS, _office_hours),
    (WEEKDAY, _weekday),
    (EVERY, _every),
    (EVERY_FEW, _every_few),
    (ONCE, _once),
    (ONCE_PER, _once),
    (TIMES_A_DAY, _times_a_day),
    (A_DAY_SO_MANY_TIMES, _a_day_so_many_times),
    (REPORT_OF, _report_of),
    (QUARTER_MONTH, _quarter_month),
    (OF_THE_MONTH, _monthly),
    (MONTH_OF_WEEK, _month_of_week),
    (OF_THE_YEAR, _yearly),
    (DURATION, _duration),
    (WORD_DURATION, _word_duration),
    (NTH_DAY, _nth_day),
    (NEXT_WORKDAY, _next_workday),
    (TODAY, _today),
    (TOMORROW, _tomorrow),
    (SAME_DAY, _same_day),
)
