"""Signing in: what is refused, throttled, recorded, and when a session ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.web.conftest import MakeEntry, People
from web.organization.models import Staff
from web.organization.sessions import QUIET_HEADER
from web.register.models import AuditRecord, Event

SignIn = Callable[[str], Client]
PASSWORD = "mat-khau-dung"
OK, FOUND, FORBIDDEN, TOO_MANY = 200, 302, 403, 429


@pytest.fixture
def clerk(people: People) -> Staff:
    people["clerk"].set_password(PASSWORD)
    people["clerk"].save()
    return people["clerk"]


def enter(client: Client, password: str = PASSWORD, username: str = "clerk", **more: Any) -> HttpResponse:
    return client.post(reverse("sign-in"), {"username": username, "password": password}, **more)  # type: ignore[return-value]


def events() -> list[str]:
    return list(AuditRecord.objects.order_by("pk").values_list("event", flat=True))


def move_clock(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    """From now on it is later."""
    real = timezone.now
    monkeypatch.setattr("django.utils.timezone.now", lambda: real() + by)


def test_signing_in_and_out_is_recorded_with_the_address(clerk: Staff) -> None:
    client = Client()
    assert enter(client, REMOTE_ADDR="192.168.1.9").status_code == FOUND
    client.post(reverse("sign-out"))
    assert events() == [Event.SIGNED_IN, Event.SIGNED_OUT]
    first = AuditRecord.objects.get(event=Event.SIGNED_IN)
    assert (first.by, first.details["address"]) == (clerk, "192.168.1.9")
    assert client.get(reverse("arrivals")).status_code == FOUND


def test_a_wrong_password_is_recorded_and_kept_nowhere(clerk: Staff) -> None:
    enter(Client(), "sai-roi-day")
    record = AuditRecord.objects.get(event=Event.SIGN_IN_REFUSED)
    assert (record.by, record.details["staff"]) == (None, clerk.pk)
    assert "sai-roi-day" not in str(record.details)
    assert not any("sai-roi-day" in str(row) for row in AccessAttempt.objects.values())


def test_a_password_typed_as_the_name_is_kept_nowhere(clerk: Staff) -> None:
    enter(Client(), "x", username=PASSWORD)
    record = AuditRecord.objects.get(event=Event.SIGN_IN_REFUSED)
    assert record.details["staff"] is None
    assert PASSWORD not in str(record.details)
    assert not any(PASSWORD in str(row) for row in AccessAttempt.objects.values())


def test_five_wrong_passwords_lock_the_account_for_that_computer_only(clerk: Staff) -> None:
    client = Client()
    answers = [enter(client, "sai").status_code for _ in range(5)]
    assert answers == [OK] * 4 + [TOO_MANY]
    locked = enter(client)  # even the right one has to wait
    assert locked.status_code == TOO_MANY
    assert "15 phút" in locked.content.decode()
    assert events() == [Event.SIGN_IN_REFUSED] * 5 + [Event.SIGN_IN_LOCKED, Event.SIGN_IN_REFUSED]
    assert enter(Client(), REMOTE_ADDR="192.168.1.9").status_code == FOUND


def test_after_the_cool_off_the_right_password_opens_again(clerk: Staff) -> None:
    for _ in range(5):
        enter(Client(), "sai")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert enter(Client()).status_code == FOUND


def test_the_administrator_unlocks_an_account(clerk: Staff, sign_in: SignIn) -> None:
    for _ in range(5):
        enter(Client(), "sai")
    admin = sign_in("admin")
    assert "Mở khóa đăng nhập" in admin.get(reverse("accounts")).content.decode()
    admin.post(reverse("unlock-account", args=[clerk.pk]))
    assert AuditRecord.objects.filter(event=Event.STAFF_CHANGED, details__unlocked=True).exists()
    assert "Mở khóa đăng nhập" not in admin.get(reverse("accounts")).content.decode()
    assert enter(Client()).status_code == FOUND


def test_a_locked_out_page_and_a_deactivated_account_tell_nothing_about_the_password(clerk: Staff) -> None:
    Staff.objects.filter(pk=clerk.pk).update(is_active=False)
    right, wrong = enter(Client()), enter(Client(), "sai")
    for answer in (right, wrong):
        assert "không đúng" in answer.content.decode()


def test_without_a_click_for_an_hour_one_signs_in_again_and_is_told_why(
    clerk: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    enter(client)
    move_clock(monkeypatch, timedelta(minutes=61))
    response = client.get(reverse("arrivals"), follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("sign-in"))
    assert "Phiên làm việc đã hết" in response.content.decode()
    assert events()[-1] == Event.SIGNED_OUT
    assert AuditRecord.objects.get(event=Event.SIGNED_OUT).details["why"] == "idle"


def test_each_click_starts_the_hour_anew_without_a_write(clerk: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    enter(client)
    real = timezone.now
    for minutes in range(0, 500, 50):
        monkeypatch.setattr("django.utils.timezone.now", lambda late=minutes: real() + timedelta(minutes=late))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("units")).status_code == OK
        assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []


def test_a_page_that_looks_for_news_by_itself_is_no_click(clerk: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    enter(client)
    real = timezone.now
    monkeypatch.setattr("django.utils.timezone.now", lambda: real() + timedelta(minutes=50))
    assert client.get(reverse("arrivals"), headers={QUIET_HEADER: "1"}).status_code == OK
    monkeypatch.setattr("django.utils.timezone.now", lambda: real() + timedelta(minutes=61))
    assert client.get(reverse("arrivals"), headers={QUIET_HEADER: "1"}).status_code == FOUND


def test_taking_the_time_cookie_away_does_not_prolong_the_session(
    clerk: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    enter(client)
    move_clock(monkeypatch, timedelta(minutes=61))
    del client.cookies["vanthu-lan-cuoi"]
    assert client.get(reverse("arrivals")).status_code == FOUND


def test_the_time_cookie_of_another_session_does_not_count(clerk: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = Client(), Client()
    enter(old)
    Staff.objects.update(last_login=timezone.now() - timedelta(minutes=61))
    enter(new, username="clerk")
    Staff.objects.update(last_login=timezone.now() - timedelta(minutes=61))
    old.cookies["vanthu-lan-cuoi"] = new.cookies["vanthu-lan-cuoi"].value
    assert old.get(reverse("arrivals")).status_code == FOUND


def test_a_session_ends_after_a_working_day_whatever_is_clicked(clerk: Staff) -> None:
    client = Client()
    enter(client)
    client.post(
        reverse("own-password"), {"old_password": PASSWORD, "new_password1": "moi-1234", "new_password2": "moi-1234"}
    )
    session = Session.objects.order_by("expire_date").last()
    assert session is not None
    assert session.expire_date <= timezone.now() + timedelta(hours=9)
    session.expire_date = timezone.now() - timedelta(seconds=1)
    session.save()
    assert "Phiên làm việc đã hết" in client.get(reverse("arrivals"), follow=True).content.decode()


def test_a_button_pressed_after_the_end_says_that_nothing_was_written(
    clerk: Staff, make_entry: MakeEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = make_entry()
    client = Client()
    enter(client)
    move_clock(monkeypatch, timedelta(minutes=61))
    response = client.post(reverse("cancel", args=[entry.pk]), {"cancel-reason": "x"}, follow=True)
    assert "chưa được ghi" in response.content.decode()
    entry.refresh_from_db()
    assert entry.cancelled_at is None


def test_a_part_of_a_page_takes_the_whole_page_to_sign_in(units: object) -> None:
    response = Client().get(reverse("arrivals"), headers={"HX-Request": "true"})
    assert response["HX-Redirect"] == reverse("sign-in")


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(clerk: Staff) -> None:
    here, there = Client(), Client()
    enter(here)
    enter(there)
    values = {"old_password": PASSWORD, "new_password1": "mat-khau-moi", "new_password2": "mat-khau-moi"}
    here.post(reverse("own-password"), values)
    assert here.get(reverse("arrivals")).status_code == OK
    assert there.get(reverse("arrivals")).status_code == FOUND
    assert AuditRecord.objects.filter(event=Event.PASSWORD_SET, by=clerk).exists()


def test_a_password_that_somebody_else_set_is_changed_before_anything_else(clerk: Staff, sign_in: SignIn) -> None:
    sign_in("admin").post(reverse("reset-password", args=[clerk.pk]), {"password": "tam-thoi-1"})
    client = Client()
    enter(client, "tam-thoi-1")
    for page in ("arrivals", "register", "own-data"):
        assert client.get(reverse(page))["Location"] == reverse("own-password")
    same = {"old_password": "tam-thoi-1", "new_password1": "tam-thoi-1", "new_password2": "tam-thoi-1"}
    assert "phải khác" in client.post(reverse("own-password"), same).content.decode()
    client.post(reverse("own-password"), {**same, "new_password1": "cua-rieng-toi", "new_password2": "cua-rieng-toi"})
    assert client.get(reverse("arrivals")).status_code == OK


def test_nobody_is_sent_to_another_site_after_signing_in(clerk: Staff) -> None:
    response = Client().post(
        reverse("sign-in"), {"username": "clerk", "password": PASSWORD, "next": "https://example.org/"}
    )
    assert response["Location"] == reverse("home")
