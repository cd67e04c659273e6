"""What a browser is told, and the error pages: Vietnamese, whatever goes wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from pipeline.originals import path_of
from tests.home import PROJECT
from tests.web.answers import close
from tests.web.conftest import MakeEntry, People
from web.errors import failed
from web.headers import PERMISSIONS_POLICY
from web.originals.files import FileOriginals

SignIn = Callable[[str], Client]


def policy_of(response_policy: str) -> dict[str, list[str]]:
    return {part.split()[0]: part.split()[1:] for part in response_policy.split(";") if part.strip()}


def test_every_page_carries_the_headers(people: People, sign_in: SignIn) -> None:
    for response in (Client().get(reverse("sign-in")), sign_in("clerk").get(reverse("arrivals"))):
        assert response["X-Frame-Options"] == "DENY"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "same-origin"
        assert response["Cross-Origin-Opener-Policy"] == "same-origin"
        assert response["Cross-Origin-Resource-Policy"] == "same-origin"
        assert response["Permissions-Policy"] == PERMISSIONS_POLICY
        assert response["Cache-Control"].endswith("no-store") or "no-store" in response["Cache-Control"]


def test_the_content_policy_lets_nothing_in_from_elsewhere(people: People, sign_in: SignIn) -> None:
    policy = policy_of(sign_in("clerk").get(reverse("arrivals"))["Content-Security-Policy"])
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert {source for sources in policy.values() for source in sources} <= {"'none'", "'self'"}


def test_no_template_has_an_inline_script_or_style() -> None:
    for template in (PROJECT / "web" / "templates").rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert " style=" not in text, template.name
        assert "<style" not in text, template.name
        assert "<script>" not in text, template.name
        assert " onclick=" not in text, template.name


def test_an_original_is_only_a_download_and_can_do_nothing(
    sign_in: SignIn, make_entry: MakeEntry, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    entry = make_entry(file_name='văn bản "1"\r\nX: y.html')
    page = path_of(tmp_path, entry.sha256)
    page.parent.mkdir()
    page.write_text("<html><script>alert(1)</script>", encoding="utf-8")
    monkeypatch.setattr("web.register.views.document.current_originals", lambda: FileOriginals(tmp_path))
    response = sign_in("clerk").get(reverse("original", args=[entry.pk]))
    close(response)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment;")
    assert "X" not in response.headers
    assert policy_of(response["Content-Security-Policy"]) == {"default-src": ["'none'"], "sandbox": []}
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_foreign_host_name_is_refused_in_vietnamese(units: object) -> None:
    response = Client(raise_request_exception=False).get(reverse("sign-in"), headers={"host": "example.org"})
    assert response.status_code == 400
    assert "Máy chủ không nhận yêu cầu này" in response.content.decode()
    assert "example.org" not in response.content.decode()


def test_a_form_without_its_token_is_refused_in_vietnamese(people: People) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["clerk"])
    response = client.post(reverse("sign-out"))
    assert response.status_code == 403
    assert "Chưa ghi được: trang đã cũ" in response.content.decode()


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/khong-co/", 404, "Không có trang này"),
        ("/tai-khoan/", 403, "Không có quyền"),
        ("/van-ban/1/huy/", 405, "chỉ mở bằng nút bấm"),
    ],
)
def test_what_goes_wrong_is_told_in_vietnamese(
    address: str, status: int, words: str, people: People, sign_in: SignIn
) -> None:
    response = sign_in("clerk").get(address)
    assert response.status_code == status
    assert words in response.content.decode()


def test_the_page_of_an_error_needs_neither_database_nor_session() -> None:
    """No `db` fixture: a question to the database would fail this test."""
    response = failed(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Có lỗi xảy ra" in response.content.decode()


@pytest.mark.parametrize(("https", "secure"), [("1", True), ("", False)])
def test_cookies_are_sealed_when_the_office_serves_over_https(https: str, secure: bool, tmp_path: Path) -> None:  # noqa: FBT001
    code = (
        "import json, web.settings as s;"
        "print(json.dumps([s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0]))"
    )
    environment = {**os.environ, "VANTHU_HOME": str(tmp_path), "VANTHU_HTTPS": https}
    done = subprocess.run([sys.executable, "-c", code], env=environment, cwd=PROJECT, capture_output=True, check=True)
    assert json.loads(done.stdout) == [secure] * 3
