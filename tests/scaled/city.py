"""A city on one PostgreSQL server: its home, wards added by the command, and visitors who ask under a ward's name."""

from __future__ import annotations

import http.client
import re
import shutil
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from tests.home import run
from tests.scaled.fleet import Host, Register

CITY_NAME = "Ủy ban nhân dân Thành phố Thử Nghiệm"
CITY_HOST = "thanh-pho.vanthu.test"
PASSWORD = "mat-khau-cua-nguoi-thu"
REDIRECT = 302


@dataclass(frozen=True)
class City:
    host: Host
    url: str

    @property
    def home(self) -> Path:
        return self.host.home

    def ward_home(self, code: str) -> Path:
        return self.home / "wards" / code

    def add(self, code: str, name: str) -> str:
        """Add a ward with a clerk; its host name."""
        host = f"{code.replace('_', '-')}.vanthu.test"
        succeeds(self.home, "city", "add", code, "--name", name, "--host", host)
        self.add_staff(self.ward_home(code), "vanthu", role="clerk")
        return host

    def add_staff(self, home: Path, username: str, *, role: str) -> None:
        person = ["--role", role, "--name", "Trần Thị Thử", "--password", PASSWORD, "--keep-password"]
        succeeds(home, "staff", "add", username, *person)

    def register(self, code: str) -> Register:
        return Register(f"{self.url}?options=-csearch_path%3D{code}")


def make_city(home: Path, trained: Path, *, database_url: str) -> City:
    shutil.copytree(trained, home)
    (home / "city.toml").write_text(
        f'[city]\nname = "{CITY_NAME}"\nhost = "{CITY_HOST}"\n\n[database]\nurl = "{database_url}"\n', encoding="utf-8"
    )
    succeeds(home, "setup")
    return City(Host(home), database_url)


def succeeds(home: Path, *arguments: str) -> str:
    done = run(home, *arguments)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@dataclass
class Visitor:
    """A browser without pictures: asks 127.0.0.1 under the name of a ward, and keeps its cookies."""

    host: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> tuple[int, str]:
        """Status and text; of a redirect, where it leads."""
        return self._ask("GET", path)

    def sign_in(self, username: str) -> None:
        _, page = self.get("/dang-nhap/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token is not None, page
        form = {"csrfmiddlewaretoken": token[1], "username": username, "password": PASSWORD}
        status, answer = self._ask("POST", "/dang-nhap/", urlencode(form))
        assert status == REDIRECT, answer

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Host": f"{self.host}:{self.port}"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return answer.status, answer.headers.get("Location") or text
