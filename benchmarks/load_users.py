"""What the people of an office do on the pages, for locust; load.py starts it in a process of its own."""

from __future__ import annotations

import json
import os
import random
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

from locust import HttpUser, between, task

PASSWORD = "mot-mat-khau-dai"  # noqa: S105  as in made_up_register.py, which cannot be imported here: Django and gevent
PEOPLE = iter(json.loads(Path(os.environ["VANTHU_LOAD_PEOPLE"]).read_text()))
LISTS = {
    "clerk": ["/hom-nay/", "/hom-nay/", "/cho-xem/", "/so-van-ban-den/"],
    "leader": ["/don-vi/", "/cho-xem/", "/so-van-ban-den/", "/don-vi/van-hoa-xa-hoi/"],
    "unit_head": ["/viec-don-vi/", "/viec-don-vi/", "/viec-cua-toi/", "/viec-don-vi/da-xong/"],
    "officer": ["/viec-cua-toi/", "/viec-cua-toi/", "/viec-don-vi/"],
    "admin": ["/he-thong/", "/tai-khoan/", "/huan-luyen/"],
}
SEARCHES = [
    "đất đai",
    "quy hoach",
    "sot xuat huyet",
    "UBND",
    "dat dia",
    "báo cáo tháng",
    "Nguyễn Văn Hòa",
    "5012/UBND-DT",
]
# A person does what the page offers: take the work, give it to somebody, confirm where it goes.
CHANGES = ("/nhan-viec/", "/bat-dau/", "/giao/", "/chuyen/")
LETTER = re.compile(r'href="(/van-ban/\d+/)"')


class Person(HttpUser):
    """Looks at a list, opens a letter, does something with it, searches; a few seconds between."""

    wait_time = between(2, 6)

    def on_start(self) -> None:
        self.username, self.role = next(PEOPLE)
        forms = _forms(self._page("/dang-nhap/", "sign-in page"))
        values = next(iter(forms.values())) | {"username": self.username, "password": PASSWORD}
        self.client.post("/dang-nhap/", values, name="sign in")

    @task(4)
    def look_at_a_list(self) -> None:
        url = random.choice(LISTS[self.role])  # noqa: S311
        self.letters = LETTER.findall(self._page(url, url))

    @task(3)
    def open_a_letter(self) -> None:
        letters = getattr(self, "letters", [])
        if letters:
            self._page(random.choice(letters), "a letter")  # noqa: S311

    @task(1)
    def work_on_a_letter(self) -> None:
        letters = getattr(self, "letters", [])
        if not letters:
            return
        forms = _forms(self._page(random.choice(letters), "a letter"))  # noqa: S311
        for action, values in forms.items():
            if action.endswith(CHANGES) and all(values.values()):
                self.client.post(action, values, name="a change")
                return

    @task(2)
    def search(self) -> None:
        if self.role != "admin":
            self.letters = LETTER.findall(self._page(f"/tim/?q={quote(random.choice(SEARCHES))}", "/tim/"))  # noqa: S311

    def _page(self, url: str, name: str) -> str:
        return str(self.client.get(url, name=name).text)


class _Forms(HTMLParser):
    """The forms of a page with the values that stand in them."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self._form: dict[str, str] | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._form = self.forms.setdefault(values.get("action", ""), {})
        elif self._form is None:
            return
        elif tag == "input" and values.get("type") != "checkbox" and values.get("name"):
            self._form[values["name"]] = values.get("value", "")
        elif tag == "select":
            self._select = values.get("name", "")
        elif tag == "option" and values.get("value") and ("selected" in values or not self._form.get(self._select)):
            self._form[self._select] = values["value"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None


def _forms(page: str) -> dict[str, dict[str, str]]:
    parser = _Forms()
    parser.feed(page)
    return {
        action: values for action, values in parser.forms.items() if "dang-xuat" not in action and "tim" not in action
    }
