"""Accounts: added, changed, and what is held about a person."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from tests.web.conftest import CULTURE, MakeEntry, People
from tests.web.test_second_factor import with_phone
from web.organization import actions
from web.organization.models import Role, Staff, Unit
from web.organization.setup import ensure_admin
from web.register import actions as register_actions
from web.register.models import AuditRecord, Event, State

SignIn = Callable[[str], Client]


def change(client: Client, person: Staff, **values: object) -> Any:
    data = {"full_name": str(person), "role": person.role, "unit": person.unit_id or "", **values}
    return client.post(reverse("account", args=[person.pk]), data)


def test_name_role_and_unit_are_changed_and_recorded(people: People, units: dict[str, Unit], sign_in: SignIn) -> None:
    officer = people["officer"]
    change(sign_in("admin"), officer, full_name="  Lê  Thị Mới ", role="unit_head", unit=units[CULTURE].pk)
    officer.refresh_from_db()
    assert (officer.last_name, officer.first_name) == ("Lê Thị", "Mới")
    assert (officer.role, officer.unit) == (Role.UNIT_HEAD, units[CULTURE])
    record = AuditRecord.objects.get(event=Event.STAFF_CHANGED)
    assert record.details == {
        "staff": officer.pk,
        "role": "unit_head",
        "unit": CULTURE,
        "is_moved": True,
        "has_email": False,
    }


def test_who_leaves_the_unit_hands_the_work_over_first(
    people: People, units: dict[str, Unit], sign_in: SignIn, make_entry: MakeEntry
) -> None:
    make_entry(State.IN_PROGRESS, officer=people["officer"])
    response = change(sign_in("admin"), people["officer"], unit=units[CULTURE].pk)
    assert "đang giữ 1 việc chưa xong" in response.content.decode()
    assert Staff.objects.get(username="officer").unit == people["officer"].unit
    assert change(sign_in("admin"), people["officer"], full_name="Tên Mới").status_code == 302


def test_who_has_no_unit_role_has_no_unit(people: People, units: dict[str, Unit], sign_in: SignIn) -> None:
    change(sign_in("admin"), people["officer"], role="clerk", unit=units[CULTURE].pk)
    assert Staff.objects.get(username="officer").unit is None
    response = change(sign_in("admin"), people["clerk"], role="officer", unit="")
    assert "phải thuộc một đơn vị" in response.content.decode()


def test_no_administrator_gives_up_or_locks_their_own_account(people: People) -> None:
    admin = people["admin"]
    with pytest.raises(PermissionDenied):
        actions.change_account(admin, by=admin, full_name="x", role=Role.CLERK, unit=None)
    with pytest.raises(PermissionDenied):
        actions.set_active(admin, active=False, by=admin)
    actions.change_account(admin, by=admin, full_name="Tên Khác", role=Role.ADMIN, unit=None)
    assert Staff.objects.get(pk=admin.pk).first_name == "Khác"


def test_a_change_made_meanwhile_is_not_overwritten(people: People) -> None:
    stale = Staff.objects.get(pk=people["clerk"].pk)
    actions.change_account(people["clerk"], by=people["admin"], full_name="Một", role=Role.LEADER, unit=None)
    with pytest.raises(actions.AccountChangedError):
        actions.change_account(stale, by=people["admin"], full_name="Hai", role=Role.CLERK, unit=None)


def test_new_passwords_from_others_must_be_changed(people: People) -> None:
    added = actions.add_account(
        by=people["admin"], username="moi", password="mat-khau-1", role=Role.CLERK, full_name="Mới", unit=None
    )
    assert added.must_change_password
    assert not people["clerk"].must_change_password


def test_the_first_administrator_changes_the_printed_password(db: None) -> None:
    assert ensure_admin() is not None
    assert Staff.objects.get().must_change_password


def test_the_page_shows_when_somebody_was_last_here(people: People, sign_in: SignIn) -> None:
    page = sign_in("admin").get(reverse("accounts")).content.decode()
    assert "chưa lần nào" in page
    assert "Đăng nhập lần cuối" in page


def held_about(client: Client, address: str) -> dict[str, Any]:
    response = client.get(address)
    assert response["Content-Disposition"].startswith("attachment;")
    return dict(json.loads(b"".join(response.streaming_content)))  # type: ignore[attr-defined]


def test_everything_held_about_a_person_is_handed_out_without_letters_or_secrets(
    people: People, sign_in: SignIn, make_entry: MakeEntry
) -> None:
    officer = people["officer"]
    key, codes = with_phone(officer)
    entry = make_entry(officer=officer, subject="Đơn của ông Bí Mật")
    register_actions.complete(entry.pk, by=officer, outcome="Đã trả lời ông Bí Mật")
    held = held_about(sign_in("admin"), reverse("account-data", args=[officer.pk]))
    assert held["tai_khoan"]["ten_dang_nhap"] == "officer"
    assert held["tai_khoan"]["xac_thuc_hai_buoc_tu"]
    assert held["dong_lien_quan"]["register_registerentry.officer"] == [entry.pk]
    newest = held["nhat_ky"][0]
    assert (newest["viec"], newest["so_den"]) == ("Hoàn thành", f"{entry.arrival_number}/2026")
    for secret in ("Bí Mật", key, codes[0], officer.password or "argon2$"):
        assert secret not in json.dumps(held, ensure_ascii=False)
    assert AuditRecord.objects.get(event=Event.EXPORTED).details == {"staff": officer.pk, "what": "account"}


def test_one_takes_the_data_about_oneself_only(people: People, sign_in: SignIn) -> None:
    held = held_about(sign_in("clerk"), reverse("own-data"))
    assert held["tai_khoan"]["ten_dang_nhap"] == "clerk"
    assert sign_in("clerk").get(reverse("account-data", args=[people["officer"].pk])).status_code == 403
