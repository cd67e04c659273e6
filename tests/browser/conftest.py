"""The real server on a free port and Debian's chromium."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.ui import WebDriverWait

from pipeline.time_zone import VIETNAM_TIME
from tests.demo import prepare
from tests.home import PROJECT, VANTHU, environment, free_port, has_come_up
from tests.letters.samples import sample_files

PASSWORD = "mat-khau-thu"
SECONDS = 60.0
CHROMIUM = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1366,768",
)


@dataclass(frozen=True)
class Site:
    """A running office whose sample letters have all been read."""

    url: str
    home: Path


@dataclass(frozen=True)
class Browser:
    """One person's browser window."""

    driver: webdriver.Chrome
    site: Site

    def open(self, path: str) -> None:
        self.driver.get(self.site.url + path)

    def sign_in(self, username: str) -> None:
        self.driver.delete_all_cookies()
        self.open("/dang-nhap/")
        self.one("input[name=username]").send_keys(username)
        self.one("input[name=password]").send_keys(PASSWORD)
        self.follow(self.one("main button"))

    def one(self, css: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def all(self, css: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def follow(self, element: WebElement) -> None:
        """Click what leads to another page, and wait for that page."""
        page = self.one("html")
        element.click()
        # Asked in the very moment of leaving, chromium answers with an error of its own instead of «stale».
        WebDriverWait(self.driver, SECONDS, ignored_exceptions=[WebDriverException]).until(staleness_of(page))
        self.wait_for("h1")

    def press(self, text: str) -> None:
        """Press the button, or follow the link, with this text."""
        quoted = f"[contains(normalize-space(.), '{text}')]"
        self.follow(self.driver.find_element(By.XPATH, f"//button{quoted} | //main//a{quoted}"))

    def unfold(self, text: str) -> None:
        self.driver.find_element(By.XPATH, f"//summary[contains(normalize-space(.), '{text}')]").click()

    def wait_for(self, css: str) -> WebElement:
        return WebDriverWait(self.driver, SECONDS).until(lambda driver: driver.find_element(By.CSS_SELECTOR, css))

    @property
    def heading(self) -> str:
        return self.one("h1").text

    @property
    def text(self) -> str:
        return self.one("main").text


@pytest.fixture(scope="session")
def site(trained_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("office")
    shutil.copytree(trained_home, home, dirs_exist_ok=True)
    with running_site(home) as site:
        yield site


@contextmanager
def running_site(home: Path, *, settings: str = "") -> Iterator[Site]:
    """Serve a home that has a model, with the sample letters read; `settings` are lines more for its ward.toml."""
    prepare(home, PASSWORD)
    with (home / "ward.toml").open("a", encoding="utf-8") as stream:
        stream.write(settings)
    port = free_port()
    log = (home / "serve.log").open("w")
    server = subprocess.Popen(
        [*VANTHU, "serve", "--port", str(port)], env=environment(home), cwd=PROJECT, stdout=log, stderr=log
    )
    try:
        if not has_come_up(server, port, seconds=SECONDS):
            raise RuntimeError(f"the server did not come up:\n{(home / 'serve.log').read_text()}")
        files = sample_files(datetime.now(VIETNAM_TIME).date())
        for name, content in files.items():
            (home / "inbox" / name).write_bytes(content)
        _wait_until_read(home, len(files), server)
        yield Site(f"http://127.0.0.1:{port}", home)
    finally:
        server.terminate()
        server.wait(20)
        log.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[webdriver.Chrome]:
    """A weak computer with scripts switched off must do."""
    driver = start_chromium(with_scripts=False)
    yield driver
    driver.quit()


@pytest.fixture(scope="session")
def scripted_chromium() -> Iterator[webdriver.Chrome]:
    driver = start_chromium(with_scripts=True)
    yield driver
    driver.quit()


@pytest.fixture
def browser(site: Site, chromium: webdriver.Chrome) -> Browser:
    return Browser(chromium, site)


@pytest.fixture
def scripted_browser(site: Site, scripted_chromium: webdriver.Chrome) -> Browser:
    """As most people have it, with JavaScript."""
    return Browser(scripted_chromium, site)


def start_chromium(*, with_scripts: bool) -> webdriver.Chrome:
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for argument in CHROMIUM:
        options.add_argument(argument)
    if not with_scripts:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    return webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))


def _wait_until_read(home: Path, count: int, server: subprocess.Popen[bytes]) -> None:
    """Every sample has a row and none is being read any more."""
    import sqlite3

    deadline = time.monotonic() + 2 * SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with sqlite3.connect(f"file:{home / 'var' / 'vanthu.sqlite3'}?mode=ro", uri=True) as database:
            states = [row[0] for row in database.execute("SELECT state FROM register_registerentry")]
        database.close()
        if len(states) == count and not {"RECEIVED", "PROCESSING"} & set(states):
            return
        time.sleep(0.3)
    raise RuntimeError(f"not all samples were read:\n{(home / 'serve.log').read_text()}")
