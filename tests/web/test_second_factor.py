"""The second step of signing in: set up, asked for, replaced by a recovery code, lost."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from pipeline.config_security import SecurityConfig
from tests.web.conftest import People
from web.cli import main
from web.offices import current_office
from web.organization import second_factor
from web.organization.models import Staff
from web.organization.sign_in_actions import switch_on_second_factor
from web.register.models import AuditRecord, Event

PASSWORD = "mat-khau-dung"
OK, FOUND, BAD_REQUEST, FORBIDDEN = 200, 302, 400, 403


@pytest.fixture
def required(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The office asks its administrators for a phone, as the project's own ward.toml does."""
    office = replace(current_office(), security=SecurityConfig(two_factor_for_admins=True))
    monkeypatch.setattr("web.organization.second_factor.current_office", lambda: office)
    yield


@pytest.fixture
def admin(people: People) -> Staff:
    people["admin"].set_password(PASSWORD)
    people["admin"].save()
    return people["admin"]


def code_of(key: str, *, steps: int = 0) -> str:
    """What the phone shows, `steps` half minutes from now."""
    phone = TOTP(bytes.fromhex(key))
    phone.time = time.time() + 30 * steps
    return f"{phone.token():06d}"


def enter(client: Client, username: str = "admin") -> str:
    return str(client.post(reverse("sign-in"), {"username": username, "password": PASSWORD})["Location"])


def with_phone(staff: Staff) -> tuple[str, tuple[str, ...]]:
    key = second_factor.new_key()
    codes = switch_on_second_factor(key, code_of(key, steps=-1), by=staff)
    return key, codes


def test_an_administrator_without_a_phone_is_led_to_set_it_up_first(admin: Staff, required: None) -> None:
    client = Client()
    enter(client)
    for page in ("system", "accounts", "audit", "home"):
        assert client.get(reverse(page))["Location"] == reverse("second-factor")
    page = client.get(reverse("second-factor")).content.decode()
    assert "<svg" in page
    assert "style=" not in page
    sealed = re.search(r'name="sealed" value="([^"]+)"', page)
    typed = re.search(r'<code class="breakable">([A-Z2-7 ]+)</code>', page)
    assert sealed is not None
    assert typed is not None
    import base64

    key = base64.b32decode(typed[1].replace(" ", "")).hex()
    wrong = client.post(reverse("second-factor-on"), {"sealed": sealed[1], "code": "000000"})
    assert wrong.status_code == BAD_REQUEST
    assert not TOTPDevice.objects.exists()
    shown = client.post(reverse("second-factor-on"), {"sealed": sealed[1], "code": code_of(key)}).content.decode()
    assert all(token in shown for token in StaticToken.objects.values_list("token", flat=True))
    assert StaticToken.objects.count() == second_factor.RECOVERY_CODES
    assert client.get(reverse("system")).status_code == OK
    assert AuditRecord.objects.filter(event=Event.SECOND_FACTOR_SET, by=admin).exists()


def test_an_office_without_phones_switches_it_off(admin: Staff) -> None:
    client = Client()
    enter(client)
    assert client.get(reverse("system")).status_code == OK


def test_the_password_alone_opens_nothing(admin: Staff, required: None) -> None:
    key, _codes = with_phone(admin)
    client = Client()
    assert enter(client) == reverse("second-step")
    assert client.get(reverse("system"))["Location"].startswith(reverse("sign-in"))
    assert not AuditRecord.objects.filter(event=Event.SIGNED_IN).exists()
    assert client.post(reverse("second-step"), {"code": code_of(key)}).status_code == FOUND
    assert client.get(reverse("system")).status_code == OK
    assert AuditRecord.objects.get(event=Event.SIGNED_IN).details["second_step"] == "phone"


def test_a_code_is_taken_once(admin: Staff) -> None:
    key, _codes = with_phone(admin)
    first, second = Client(), Client()
    code = code_of(key)
    enter(first)
    first.post(reverse("second-step"), {"code": code})
    enter(second)
    assert second.post(reverse("second-step"), {"code": code}).status_code == BAD_REQUEST


def test_a_recovery_code_opens_once_however_it_is_typed(admin: Staff) -> None:
    _key, codes = with_phone(admin)
    client = Client()
    enter(client)
    typed = f" {codes[0][:4].upper()} {codes[0][4:]}"
    assert client.post(reverse("second-step"), {"code": typed}).status_code == FOUND
    assert AuditRecord.objects.get(event=Event.SIGNED_IN).details["second_step"] == "recovery"
    again = Client()
    enter(again)
    assert again.post(reverse("second-step"), {"code": codes[0]}).status_code == BAD_REQUEST


def test_wrong_codes_are_recorded_slow_down_and_end_the_attempt(admin: Staff) -> None:
    key, _codes = with_phone(admin)
    client = Client()
    enter(client)
    answers = [client.post(reverse("second-step"), {"code": "000000"}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [BAD_REQUEST] * 4 + [FOUND]
    assert "giây rồi nhập lại" in answers[1].content.decode()
    assert AuditRecord.objects.filter(event=Event.SIGN_IN_REFUSED, details__step="code").count() == 5
    assert client.post(reverse("second-step"), {"code": code_of(key)})["Location"] == reverse("sign-in")


def test_anybody_may_switch_it_on_with_their_password(people: People) -> None:
    officer = people["officer"]
    officer.set_password(PASSWORD)
    officer.save()
    client = Client()
    enter(client, "officer")
    page = client.get(reverse("second-factor")).content.decode()
    assert 'name="password"' in page
    sealed = re.search(r'name="sealed" value="([^"]+)"', page)
    assert sealed is not None
    refused = client.post(reverse("second-factor-on"), {"sealed": sealed[1], "code": "123456", "password": "sai"})
    assert "Mật khẩu không đúng" in refused.content.decode()
    assert not TOTPDevice.objects.exists()


def test_a_key_shown_to_somebody_else_is_not_taken(people: People, admin: Staff) -> None:
    from django.core import signing

    from web.organization.second_factor_pages import SEAL_SALT

    key = second_factor.new_key()
    sealed = signing.dumps([people["officer"].pk, key], salt=SEAL_SALT)
    client = Client()
    enter(client)
    client.post(reverse("second-factor-on"), {"sealed": sealed, "code": code_of(key), "password": PASSWORD})
    assert not TOTPDevice.objects.exists()


def test_switching_off_and_new_recovery_codes_need_the_password(admin: Staff) -> None:
    key, codes = with_phone(admin)
    client = Client()
    enter(client)
    client.post(reverse("second-step"), {"code": code_of(key)})
    for action in ("second-factor-off", "second-factor-codes"):
        assert client.post(reverse(action), {"password": "sai"}).status_code == BAD_REQUEST
    assert TOTPDevice.objects.exists()
    client.post(reverse("second-factor-codes"), {"password": PASSWORD})
    assert not StaticToken.objects.filter(token__in=codes).exists()
    client.post(reverse("second-factor-off"), {"password": PASSWORD})
    assert not TOTPDevice.objects.exists()
    assert AuditRecord.objects.filter(event=Event.SECOND_FACTOR_REMOVED, by=admin).exists()


def test_a_session_from_before_the_phone_signs_in_again(admin: Staff, required: None) -> None:
    old = Client()
    enter(old)
    with_phone(admin)
    assert old.get(reverse("system"))["Location"] == reverse("second-factor")
    assert old.get(reverse("second-factor"))["Location"] == reverse("sign-in")
    assert old.get(reverse("accounts"))["Location"].startswith(reverse("sign-in"))


def test_the_command_line_helps_who_lost_the_phone(admin: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    with_phone(admin)
    monkeypatch.setattr("web.cli._django", lambda: None)
    told = CliRunner().invoke(main, ["staff", "second-factor-off", "admin"])
    assert "Đã tắt" in told.output
    assert not TOTPDevice.objects.exists()
    record = AuditRecord.objects.get(event=Event.SECOND_FACTOR_REMOVED)
    assert (record.by, record.details) == (None, {"staff": admin.pk})
    assert "chưa bật" in CliRunner().invoke(main, ["staff", "second-factor-off", "admin"]).output
    assert CliRunner().invoke(main, ["staff", "second-factor-off", "khong-ai"]).exit_code == 1
