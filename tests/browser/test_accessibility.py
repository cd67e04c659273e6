"""Every page of every role: WCAG 2.2 AA by axe-core, on a desktop and on a phone, and light enough for a slow line.

The pages are found by walking the site, and an address that no walk reaches fails the test: no page is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from selenium import webdriver

from tests.browser.axe import grave_violations
from tests.browser.conftest import Browser, Site
from tests.browser.site_map import SiteMap, is_only_posted, map_site, route_names, weight

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PEOPLE = ("vanthu", "lanhdao", "kinhte", "chuyenvien", "quantri")
DESKTOP, PHONE = (1366, 768), (390, 844)
MAX_BYTES = 100_000
# Of a page that is wider than the screen people see only a part. A table of numbers may scroll within its own card.
IS_TOO_WIDE = "return document.documentElement.scrollWidth > document.documentElement.clientWidth;"


@dataclass(frozen=True)
class Walk:
    """Where one person comes to, and the cookies to go there beside the browser."""

    cookies: str
    site_map: SiteMap


Walks = Mapping[str, Walk]


@pytest.fixture(scope="module")
def walks(site: Site, scripted_chromium: webdriver.Chrome) -> Walks:
    found = {}
    browser = Browser(scripted_chromium, site)
    for username in PEOPLE:
        browser.sign_in(username)
        cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in browser.driver.get_cookies())
        found[username] = Walk(cookies, map_site(site.url, cookies))
    return found


@contextmanager
def screen(driver: webdriver.Chrome, width: int, height: int) -> Iterator[None]:
    values = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", values)
    try:
        yield
    finally:
        driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def problems_of(browser: Browser, path: str) -> list[str]:
    """What is wrong with the page on each screen, in words."""
    found = []
    for size in (DESKTOP, PHONE):
        with screen(browser.driver, *size):
            browser.open(path)
            browser.wait_for("h1")
            found += [f"{path} at {size}: {violation}" for violation in grave_violations(browser.driver)]
            if browser.driver.execute_script(IS_TOO_WIDE):
                found.append(f"{path} at {size}: wider than the screen")
    return found


@pytest.mark.parametrize("username", PEOPLE)
def test_no_page_has_grave_barriers(username: str, walks: Walks, scripted_browser: Browser) -> None:
    scripted_browser.sign_in(username)
    paths = [path for examples in walks[username].site_map.pages.values() for path in examples]
    assert len(paths) > 3
    assert [problem for path in paths for problem in problems_of(scripted_browser, path)] == []


def test_pages_of_strangers_and_of_errors_have_no_grave_barriers(scripted_browser: Browser) -> None:
    scripted_browser.driver.delete_all_cookies()
    problems = problems_of(scripted_browser, "/dang-nhap/")
    scripted_browser.sign_in("chuyenvien")
    assert problems + problems_of(scripted_browser, "/khong-co/") + problems_of(scripted_browser, "/he-thong/") == []


def test_every_page_is_light(walks: Walks, site: Site) -> None:
    weights = {
        path: weight(site.url, path, walk.cookies)
        for walk in walks.values()
        for examples in walk.site_map.pages.values()
        for path in examples
    }
    assert {path: size for path, size in weights.items() if size >= MAX_BYTES} == {}


def test_no_address_is_forgotten(walks: Walks, site: Site) -> None:
    """Each one is a page that a walk reaches, something else that is sent, or a change that only POST makes."""
    reached = {name for walk in walks.values() for name in (*walk.site_map.pages, *walk.site_map.other_names)}
    cookies = walks["vanthu"].cookies
    left = [name for name in route_names() if name not in reached and not is_only_posted(site.url, name, cookies)]
    # Reached through the picture of a letter and of a report, and a calendar through its secret address.
    assert sorted(left) == ["feed", "model-picture", "page"]
