"""`python -m tests.pictures` serves an office with the sample letters and makes the pictures of docs/pictures/."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.browser.conftest import Browser, running_site, start_chromium
from tests.home import PROJECT, train_home

PICTURES = PROJECT / "docs" / "pictures"
# Who looks, at which page, under which name; "a.subject" opens the first letter of that page.
SHOWN = (
    ("vanthu", "/hom-nay/", "", "today"),
    ("vanthu", "/cho-xem/", "main a[href*='/cho-xem/']", "review"),
    ("vanthu", "/so-van-ban-den/", "", "register"),
    ("lanhdao", "/don-vi/", "", "leader"),
    ("lanhdao", "/thong-ke/", "", "statistics"),
    ("kinhte", "/viec-don-vi/", "", "queue"),
    ("kinhte", "/viec-don-vi/", "a.subject", "letter"),
    ("quantri", "/he-thong/", "", "system"),
)


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="vanthu-pictures-") as folder,
        running_site(train_home(Path(folder))) as site,
    ):
        driver = start_chromium(with_scripts=True)
        browser = Browser(driver, site)
        try:
            for username in dict.fromkeys(who for who, *_ in SHOWN):
                browser.sign_in(username)
                for button in browser.all("form[action='/bat-dau/an/'] button"):
                    browser.follow(button)
                for _, page, link, name in (shown for shown in SHOWN if shown[0] == username):
                    browser.open(page)
                    if link:
                        browser.follow(browser.one(link))
                    driver.save_screenshot(str(PICTURES / f"{name}.png"))
        finally:
            driver.quit()


if __name__ == "__main__":
    main()
