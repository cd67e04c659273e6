"""Deadlines on sentences with known answers: ours beside dateparser, in one run; and what long texts cost.

python -m benchmarks.deadlines FOLDER      FOLDER holds *.jsonl of {"id","text","issued_on","kind","answer"}

dateparser is needed for this comparison only: pip install dateparser
"""

from __future__ import annotations

import json
import logging
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from time import process_time
from typing import Any

from pipeline.config import OfficeIdentity
from pipeline.deadlines import VIETNAM_CALENDAR, find_deadlines_in_text
from pipeline.deadlines.contract import deadline_to_json

OFFICE = OfficeIdentity("Ủy ban nhân dân phường An Thạnh", "phường", "Thành phố Hồ Chí Minh", ("UBND phường An Thạnh",))
DUTIES = frozenset({"report", "task", "relative", "periodic", "meeting", "window"})
# A page of a real letter holds about 2,400 characters and two or three dates.
PROSE = (
    "Tăng cường công tác tuyên truyền, vận động Nhân dân chấp hành chủ trương của Đảng, chính sách, pháp luật của Nhà "
    "nước; phát huy vai trò của người đứng đầu trong lãnh đạo, chỉ đạo, tổ chức thực hiện nhiệm vụ được giao.\n"
)
PAGE = (
    PROSE
    * 9
    + "2. Ủy ban nhân dân các phường, xã rà soát theo Công văn số 12/SNV-VP ngày 03/11/2025 của Sở Nội vụ, báo "
    "cáo kết quả về Sở Nội vụ trước ngày 05/12/2025; định kỳ trước ngày 20 hằng tháng gửi báo cáo.\n"
)
PAGES = 30
HOSTILE = (
    "trước ngày 05/12/2025 ",
    "05/12/2025 ",
    "a; trước ngày 5/12 ",
    "hằng tháng ",
    "công văn số 1 về ",
    "999999999999",
)
SIZES = (250_000, 1_000_000)
EXAMPLE_DAY = date(2025, 11, 20)

Days = frozenset[str]


@dataclass(frozen=True, slots=True)
class Score:
    found: int
    duties: int
    false_alarms: int
    others: int
    seconds: float


def main(folder: Path) -> None:
    rows = list(_rows(folder))
    if not rows:
        sys.exit(f"no sentences in {folder}: files *.jsonl of id, text, issued_on, kind, answer are expected")
    ours, theirs = _score(rows, _our_days), _score(rows, _dateparser())
    lines = [
        f"### {len(rows)} sentences: is the day of the duty among what was found?",
        "",
        "| | duties with their day found | sentences without a duty where a day was reported | a sentence |",
        "|---|---|---|---|",
        *(_line(name, score) for name, score in (("vanthu", ours), ("dateparser.search (vi)", theirs))),
        "",
        f"A {PAGES}-page text ({len(PAGE) * PAGES:,} characters): {1000 * _cost(PAGE * PAGES):.0f} ms.",
        "",
        "| hostile text | 250 kB | 1 MB | growth |",
        "|---|---|---|---|",
        *(_growth(piece) for piece in HOSTILE),
    ]
    sys.stdout.write("\n".join(lines) + "\n")


def _rows(folder: Path) -> Iterator[Mapping[str, Any]]:
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            row = json.loads(line) if line.strip() else {}
            if {"text", "kind", "answer"} <= row.keys():
                yield row


def _score(rows: list[Mapping[str, Any]], find: Callable[[Mapping[str, Any]], Days]) -> Score:
    """Only answers with a calendar day count as duties here: a rule or a period is more than dateparser can say."""
    found = duties = false_alarms = others = 0
    start = process_time()
    for row in rows:
        wanted = _days_of(row["answer"])
        if row["kind"] in DUTIES and not wanted:
            continue
        days = find(row)
        if row["kind"] in DUTIES:
            duties += 1
            found += wanted <= days
        elif row["kind"] != "effective":
            others += 1
            false_alarms += bool(days)
    return Score(found, duties, false_alarms, others, process_time() - start)


def _our_days(row: Mapping[str, Any]) -> Days:
    issued_on = date.fromisoformat(row["issued_on"]) if row.get("issued_on") else None
    found = find_deadlines_in_text(
        row["text"],
        issued_on=issued_on,
        received_on=issued_on or EXAMPLE_DAY,
        calendar=VIETNAM_CALENDAR,
        office=OFFICE,
        end_of_day=time(17),
    )
    written = [deadline_to_json(deadline) for deadline in found]
    return frozenset().union(*(_days_of(one["answer"]) for one in written if one["kind"] in DUTIES))


def _dateparser() -> Callable[[Mapping[str, Any]], Days]:
    try:
        from dateparser.search import search_dates  # type: ignore[import-untyped]
    except ImportError:
        sys.exit("dateparser is not installed: pip install dateparser")
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)

    def find(row: Mapping[str, Any]) -> Days:
        base = datetime.fromisoformat(row.get("issued_on") or EXAMPLE_DAY.isoformat())
        settings = {"DATE_ORDER": "DMY", "PREFER_DATES_FROM": "future", "RELATIVE_BASE": base}
        found = search_dates(row["text"], languages=["vi"], settings=settings) or []
        return frozenset(moment.date().isoformat() for _, moment in found)

    return find


def _days_of(answer: Any) -> Days:
    if answer["type"] == "multi":
        return frozenset().union(*map(_days_of, answer["items"]))
    written = [answer.get(key) for key in ("date", "value", "start")]
    return frozenset(str(day)[:10] for day in written if day and str(day)[:1].isdigit())


def _line(name: str, score: Score) -> str:
    milliseconds = 1000 * score.seconds / max(1, score.duties + score.others)
    return (
        f"| {name} | {score.found} of {score.duties} | {score.false_alarms} of {score.others} | {milliseconds:.1f} ms |"
    )


def _growth(piece: str) -> str:
    small, big = (_cost(piece * (size // len(piece))) for size in SIZES)
    return f"| `{piece.strip()}` … | {small:.2f} s | {big:.2f} s | {big / max(small, 0.001):.1f} times |"


def _cost(text: str) -> float:
    start = process_time()
    _our_days({"text": text, "issued_on": EXAMPLE_DAY.isoformat()})
    return process_time() - start


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
