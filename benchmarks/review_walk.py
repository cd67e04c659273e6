"""The review screen walked by a script: keys pressed and the machine's time for each letter, from the keyboard alone.

python -m benchmarks.review_walk

The sample letters wait for the clerk as they were read; then, so that there is something to do, a part of them is
spoiled as bad scans and unsure models spoil them: the number not read, the date not read, another unit proposed. The
script knows what each letter says and corrects it as a clerk would. It measures the machine, not a person: the time of
a person is estimated from the keys and from the words that have to be read.
"""

from __future__ import annotations

import shutil
import sqlite3
import statistics
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.ui import WebDriverWait

from pipeline.time_zone import VIETNAM_TIME
from tests.browser.conftest import SECONDS, Browser, running_site, start_chromium
from tests.home import PROJECT
from tests.letters.samples import ExpectedReading, samples

EVERYTHING_WAITS = "\n[routing]\nauto_route_at = 1.0\n"
# The keystroke-level model (Card, Moran, Newell 1980): an average typist, and one decision before acting.
SECONDS_A_KEY, SECONDS_TO_DECIDE = 0.28, 1.35
# Vietnamese is read aloud at 5.25 syllables a second (Coupé and others 2019, Science Advances); silent reading is
# 238/183 times as fast (Brysbaert 2019, J. Memory and Language, English).
SYLLABLES_A_SECOND = 5.25 * 238 / 183
SPOILED = (
    ("as read", ""),
    ("number not read", "code = ''"),
    ("as read", ""),
    ("another unit proposed", "{unit}"),
    ("date not read", "issued_on = NULL"),
    ("as read", ""),
    ("number and unit", "code = '', {unit}"),
)
OTHER_UNIT = (
    "proposed_unit_id = {other}, lead_unit_id = {other}, confidence = 0.55, "
    "runners_up = json_array(json_array(proposed_field, 0.4)), proposed_field = '{field}', field = '{field}'"
)


@dataclass(frozen=True, slots=True)
class Step:
    """One letter: what was wrong with it, keys pressed, seconds of the machine, syllables to read."""

    kind: str
    keys: int
    machine_seconds: float
    syllables: int

    @property
    def person_seconds(self) -> float:
        reading = self.syllables / SYLLABLES_A_SECOND
        return reading + SECONDS_TO_DECIDE + self.keys * SECONDS_A_KEY + self.machine_seconds


def walk() -> list[Step]:
    """Start an office in a throw-away home and confirm letter after letter until none waits."""
    home = Path(tempfile.mkdtemp(prefix="vanthu-review-"))
    try:
        shutil.copytree(PROJECT / "models", home / "models", dirs_exist_ok=True)
        (home / "var").mkdir()
        shutil.copy(PROJECT / "var" / "model-key", home / "var")
        with running_site(home, settings=EVERYTHING_WAITS) as site:
            kinds = _spoil(home / "var" / "vanthu.sqlite3")
            driver = start_chromium(with_scripts=True)
            try:
                return list(_walk(Browser(driver, site), kinds))
            finally:
                driver.quit()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def report(steps: list[Step]) -> list[str]:
    lines = ["| letter | count | keys, median | machine, median | person, estimated median |", "|---|---|---|---|---|"]
    for kind in [*dict.fromkeys(step.kind for step in steps), ""]:
        found = [step for step in steps if kind in {"", step.kind}]
        lines.append(
            f"| {kind or '**all**'} | {len(found)} | {_median(found, lambda step: step.keys):g} "
            f"| {_median(found, lambda step: step.machine_seconds):.2f} s "
            f"| {_median(found, lambda step: step.person_seconds):.1f} s |"
        )
    slow = sum(step.person_seconds >= 15 for step in steps)
    syllables = _median(steps, lambda step: step.syllables)
    return [*lines, "", f"Syllables to read, median: {syllables:g}; letters of 15 s and more: {slow} of {len(steps)}."]


def _median(steps: list[Step], value: Callable[[Step], float]) -> float:
    return statistics.median(value(step) for step in steps)


def _spoil(database: Path) -> dict[int, str]:
    """Arrival number -> what was spoiled."""
    kinds = {}
    with closing(sqlite3.connect(database)) as connection, connection:
        units = dict(connection.execute("SELECT code, id FROM organization_unit"))
        waiting = "SELECT id, arrival_number FROM register_registerentry WHERE state = 'NEEDS_REVIEW' ORDER BY id"
        for place, (entry_id, number) in enumerate(connection.execute(waiting).fetchall()):
            kind, change = SPOILED[place % len(SPOILED)]
            other = OTHER_UNIT.format(other=units["cong-an"], field="an-ninh-trat-tu")
            if change:
                changes = change.format(unit=other)
                connection.execute(f"UPDATE register_registerentry SET {changes} WHERE id = ?", (entry_id,))  # noqa: S608
            kinds[number] = kind
    return kinds


def _walk(browser: Browser, kinds: dict[int, str]) -> Iterator[Step]:
    today = datetime.now(VIETNAM_TIME).date()
    known = {unicodedata.normalize("NFC", each.name): each.expected for each in samples(today)}
    units = list(_unit_numbers(browser))
    browser.sign_in("vanthu")
    browser.open("/cho-xem/")
    _press(browser, Keys.ENTER)
    while browser.all("#review"):
        number = int(browser.heading.split()[2])
        expected = known[_file_name(browser.site.home, number)]
        syllables = sum(len(text.split()) for text in _what_is_read(browser))
        keys = _correct(browser, expected, units)
        yield Step(kinds[number], keys + 1, _press(browser, Keys.ENTER), syllables)


def _correct(browser: Browser, expected: ExpectedReading, units: list[str]) -> int:
    """Type what is missing, choose the right unit; return the keys this took. The focus stands on the first doubt."""
    keys = 0
    header = expected.header
    if not _value(browser, "code"):
        keys += _type(browser, header.code or "")
    if not _value(browser, "issued_on") and header.issued_on is not None:
        keys += _tab_to(browser, "issued_on")
        keys += _type(browser, f"{header.issued_on:%d/%m/%Y}")
    chosen = browser.all("input[name=unit]:checked")
    if not chosen or chosen[0].get_attribute("value") != expected.unit:
        keys += _type(browser, Keys.ESCAPE) if keys else 0  # out of the field, so that a digit is no text
        keys += _type(browser, str(units.index(expected.unit) + 1))
    return keys


def _tab_to(browser: Browser, name: str) -> int:
    keys = 0
    while browser.driver.switch_to.active_element.get_attribute("name") != name:
        keys += _type(browser, Keys.TAB)
    return keys


def _type(browser: Browser, text: str) -> int:
    ActionChains(browser.driver).send_keys(text).perform()
    return len(text)


def _press(browser: Browser, key: str) -> float:
    """Seconds from the key until the next screen is complete, its picture included."""
    ready = "return document.readyState === 'complete' && performance.now() > 350;"
    WebDriverWait(browser.driver, SECONDS, poll_frequency=0.02).until(lambda driver: driver.execute_script(ready))
    page = browser.one("html")
    started = time.monotonic()
    ActionChains(browser.driver).send_keys(key).perform()
    WebDriverWait(browser.driver, SECONDS, poll_frequency=0.02).until(staleness_of(page))
    complete = "return document.readyState === 'complete';"
    WebDriverWait(browser.driver, SECONDS, poll_frequency=0.02).until(lambda driver: driver.execute_script(complete))
    return time.monotonic() - started


def _what_is_read(browser: Browser) -> Iterator[str]:
    """Why it waits, number, day, issuer and subject, the unit, and each sentence that sets a duty of ours."""
    yield browser.one(".why").text
    yield from (_value(browser, name) for name in ("code", "issued_on", "issuing_body", "subject"))
    yield from (element.text for element in browser.all(".units label:has(:checked)"))
    yield from (element.text for element in browser.all(".duty blockquote"))


def _value(browser: Browser, name: str) -> str:
    return str(browser.one(f"#review [name={name}]").get_attribute("value") or "")


def _unit_numbers(browser: Browser) -> Iterator[str]:
    from pipeline.config import load_office

    yield from load_office(browser.site.home).units


def _file_name(home: Path, number: int) -> str:
    with closing(sqlite3.connect(home / "var" / "vanthu.sqlite3")) as connection:
        row = connection.execute("SELECT file_name FROM register_registerentry WHERE arrival_number = ?", (number,))
        return str(row.fetchone()[0])


if __name__ == "__main__":
    print("\n".join(report(walk())))
