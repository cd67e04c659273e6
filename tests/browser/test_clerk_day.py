"""The clerk's day in a browser with JavaScript: from the keyboard alone, live, and with files dropped on the page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.conftest import SECONDS, Browser, Site, running_site
from tests.web.inbox_office import letter

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EVERYTHING_WAITS = "\n[routing]\nauto_route_at = 1.0\n"
# A page that was loaded anew has forgotten it.
REMEMBER, REMEMBERED = "window.isTheSamePage = true;", "return window.isTheSamePage === true;"
DROP = """
const carried = new DataTransfer();
for (const name of arguments[0]) carried.items.add(new File([arguments[1] + name], name, {type: 'application/pdf'}));
for (const kind of ['dragover', 'drop']) {
  document.body.dispatchEvent(new DragEvent(kind, {dataTransfer: carried, bubbles: true, cancelable: true}));
}
"""
LOOKS = "return performance.getEntriesByType('resource').filter(entry => entry.name.includes('/hom-nay/moi/')).length;"
ROW = """
const rows = [...document.querySelectorAll('#live tr')].map(row => row.innerText);
return rows.find(text => text.includes(arguments[0])) || '';
"""
HIDE = "Object.defineProperty(document, 'hidden', {value: true, configurable: true});"
SHOW = "delete document.hidden; document.dispatchEvent(new Event('visibilitychange'));"


@pytest.fixture(scope="module")
def waiting_site(trained_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An office where every sample letter waits for the clerk."""
    home = tmp_path_factory.mktemp("waiting")
    shutil.copytree(trained_home, home, dirs_exist_ok=True)
    with running_site(home, settings=EVERYTHING_WAITS) as site:
        yield site


@pytest.fixture
def clerk(waiting_site: Site, scripted_chromium: webdriver.Chrome) -> Browser:
    browser = Browser(scripted_chromium, waiting_site)
    browser.sign_in("vanthu")
    return browser


@pytest.fixture
def plain_clerk(waiting_site: Site, chromium: webdriver.Chrome) -> Browser:
    """Without JavaScript."""
    browser = Browser(chromium, waiting_site)
    browser.sign_in("vanthu")
    return browser


def press_keys(browser: Browser, *keys: str) -> None:
    """Keys to whatever has the focus; the mouse is not used."""
    ActionChains(browser.driver).send_keys(*keys).perform()


def leads_on(browser: Browser, *keys: str) -> None:
    page = browser.one("html")
    # The screen ignores an Enter in its first moments: nobody can have looked yet.
    WebDriverWait(browser.driver, SECONDS).until(
        lambda driver: driver.execute_script("return performance.now() > 500 && document.readyState === 'complete';")
    )
    press_keys(browser, *keys)
    WebDriverWait(browser.driver, SECONDS).until(staleness_of(page))
    browser.wait_for("h1")


def waiting_count(browser: Browser) -> int:
    browser.open("/cho-xem/")
    return int(browser.one("h1 .count").text)


def chosen_unit(browser: Browser) -> str:
    return str(browser.one("input[name=unit]:checked").get_attribute("value"))


def is_shown(browser: Browser, text: str) -> None:
    WebDriverWait(browser.driver, SECONDS).until(lambda _: row_of(browser, text))


def test_letters_are_confirmed_from_the_keyboard_alone(clerk: Browser) -> None:
    before = waiting_count(clerk)
    leads_on(clerk, Keys.ENTER)  # the link to the first letter has the focus
    first = clerk.heading
    leads_on(clerk, Keys.ENTER)
    assert "Đã chuyển đơn vị." in clerk.text
    second = clerk.heading
    leads_on(clerk, Keys.CONTROL, Keys.ENTER)
    assert len({first, second, clerk.heading}) == 3
    assert waiting_count(clerk) == before - 2


def test_a_digit_chooses_the_unit_and_the_field_follows(clerk: Browser) -> None:
    waiting_count(clerk)
    leads_on(clerk, Keys.ENTER)
    press_keys(clerk, Keys.ESCAPE)
    address = clerk.driver.current_url
    press_keys(clerk, "6")
    assert chosen_unit(clerk) == "cong-an"
    assert clerk.one("select[name=field]").get_attribute("value") == "an-ninh-trat-tu"
    leads_on(clerk, Keys.ENTER)
    number = address.rstrip("/").rpartition("/")[2]
    clerk.open(f"/van-ban/{number}/")
    assert "Công an phường" in clerk.text


def test_a_digit_typed_into_a_field_is_a_digit(clerk: Browser) -> None:
    waiting_count(clerk)
    leads_on(clerk, Keys.ENTER)
    before = chosen_unit(clerk)
    clerk.one("input[name=code]").send_keys("6j?")
    assert str(clerk.one("input[name=code]").get_attribute("value")).endswith("6j?")
    assert chosen_unit(clerk) == before
    assert clerk.one("h1")


def test_a_held_enter_key_sends_no_letter_that_nobody_has_seen(clerk: Browser) -> None:
    before = waiting_count(clerk)
    leads_on(clerk, Keys.ENTER)
    shown = clerk.heading
    held = {"type": "rawKeyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "autoRepeat": True}
    for _ in range(20):
        clerk.driver.execute_cdp_cmd("Input.dispatchKeyEvent", {**held, "text": "\r"})
    assert clerk.heading == shown
    assert waiting_count(clerk) == before


def test_j_and_k_walk_through_the_waiting_letters(clerk: Browser) -> None:
    waiting_count(clerk)
    leads_on(clerk, Keys.ENTER)
    press_keys(clerk, Keys.ESCAPE)
    first = clerk.heading
    leads_on(clerk, "j")
    assert clerk.heading != first
    press_keys(clerk, Keys.ESCAPE)
    leads_on(clerk, "k")
    assert clerk.heading == first


def test_the_help_line_is_shown_by_its_key(clerk: Browser) -> None:
    waiting_count(clerk)
    leads_on(clerk, Keys.ENTER)
    press_keys(clerk, Keys.ESCAPE)
    assert not clerk.one("#help").is_displayed()
    press_keys(clerk, "?")
    assert clerk.one("#help").is_displayed()


def test_the_picture_shows_where_the_field_was_read(clerk: Browser) -> None:
    waiting_count(clerk)
    leads_on(clerk, Keys.ENTER)
    clerk.one("input[name=issued_on]").click()
    marked = clerk.one("rect.current")
    assert marked.get_attribute("data-part") == "issued_on"


def test_everything_of_a_letter_stands_on_one_screen(clerk: Browser) -> None:
    waiting_count(clerk)
    leads_on(clerk, Keys.ENTER)
    script = "return [document.documentElement.scrollHeight, innerHeight];"
    height, screen = clerk.driver.execute_script(script)
    assert height <= screen
    for css in ("#sheets svg", "input[name=code]", "input[name=unit]", "select[name=field]", "#confirm"):
        box = clerk.one(css).rect
        assert 0 <= box["y"] < screen, css


def test_a_letter_is_reviewed_without_javascript_too(plain_clerk: Browser) -> None:
    before = waiting_count(plain_clerk)
    plain_clerk.press("Xem lần lượt từ văn bản đầu")
    page = plain_clerk.one("html")
    plain_clerk.one("input[name=signer_name]").send_keys(Keys.ENTER)
    WebDriverWait(plain_clerk.driver, SECONDS).until(staleness_of(page))
    assert "Đã chuyển đơn vị." in plain_clerk.wait_for("main").text
    assert waiting_count(plain_clerk) == before - 1


def test_files_dropped_on_the_page_enter_the_register_without_a_reload(clerk: Browser) -> None:
    clerk.open("/hom-nay/")
    clerk.driver.execute_script(REMEMBER)
    clerk.driver.execute_script(DROP, ["tha-mot.pdf", "tha-hai.pdf"], "%PDF-1.4 no letter: ")
    WebDriverWait(clerk.driver, SECONDS).until(lambda _: len(clerk.all("#sending .sent")) == 2)
    # Broken files, so the watcher refuses them after a while and says so.
    WebDriverWait(clerk.driver, 2 * SECONDS).until(lambda _: row_of(clerk, "tha-hai.pdf"))
    assert clerk.driver.execute_script(REMEMBERED)


def test_chosen_files_appear_live_with_their_states(clerk: Browser, tmp_path: Path) -> None:
    file = tmp_path / "chon-tep.pdf"
    file.write_bytes(letter(4711))
    clerk.open("/hom-nay/")
    clerk.driver.execute_script(REMEMBER)
    clerk.one("#files").send_keys(str(file))
    is_shown(clerk, "chon-tep.pdf")
    # An empty page: the machine finds nothing on it, and the state changes before one's eyes.
    WebDriverWait(clerk.driver, SECONDS).until(
        lambda _: (
            "Chờ văn thư xem" in row_of(clerk, "chon-tep.pdf") or "không đọc được" in row_of(clerk, "chon-tep.pdf")
        )
    )
    assert clerk.driver.execute_script(REMEMBERED)


def row_of(browser: Browser, text: str) -> str:
    return str(browser.driver.execute_script(ROW, text))


def test_a_file_is_sent_without_javascript_by_the_plain_form(plain_clerk: Browser, tmp_path: Path) -> None:
    file = tmp_path / "khong-script.pdf"
    file.write_bytes(letter(4712))
    plain_clerk.open("/hom-nay/")
    plain_clerk.one("#files").send_keys(str(file))
    plain_clerk.follow(plain_clerk.one("#upload button"))
    assert "Đã nhận 1 tệp vào thư mục." in plain_clerk.text


def test_nobody_asks_while_the_tab_is_hidden(clerk: Browser) -> None:
    clerk.open("/hom-nay/")
    trigger = "htmx.trigger('#live', 'refresh');"
    clerk.driver.execute_script(HIDE)
    before = clerk.driver.execute_script(LOOKS)
    for _ in range(3):
        clerk.driver.execute_script(trigger)
    assert clerk.driver.execute_script(LOOKS) == before
    clerk.driver.execute_script(SHOW)
    WebDriverWait(clerk.driver, SECONDS).until(lambda driver: driver.execute_script(LOOKS) > before)
