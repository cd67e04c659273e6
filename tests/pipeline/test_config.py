"""ward.toml: what is right becomes an Office, what is wrong names the key and what is allowed."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import load_office, parse_office
from pipeline.documents import Urgency
from pipeline.errors import ConfigError, ExitCode

HOME = Path("/srv/vanthu")
WARD = Path(__file__).parents[2] / "ward.toml"
GOOD = tomllib.loads(WARD.read_text(encoding="utf-8"))
GONE = object()


def with_value(key: str, value: object) -> dict[str, Any]:
    """The project's own settings with one key set, or taken out."""
    settings = deepcopy(GOOD)
    *tables, last = key.split(".")
    table = settings
    for name in tables:
        table = table.setdefault(name, {})
    if value is GONE:
        table.pop(last)
    else:
        table[last] = value
    return settings


def complaint(settings: dict[str, Any]) -> str:
    with pytest.raises(ConfigError) as caught:
        parse_office(settings, HOME)
    assert caught.value.exit_code == ExitCode.CONFIG
    return caught.value.sentence


def test_the_settings_of_the_project_are_right() -> None:
    office = parse_office(GOOD, HOME)
    assert office.identity.kind == "phường"
    assert office.inbox.folder == HOME / "inbox"
    assert office.end_of_day == time(17, 0)
    assert office.auto_route_at is None
    assert (office.unit_of_field("dat-dai"), office.unit_of_field("khong-co")) == ("kinh-te-ha-tang-do-thi", None)


def test_an_absolute_inbox_folder_is_taken_as_it_is() -> None:
    assert parse_office(with_value("inbox.folder", "/mnt/scan"), HOME).inbox.folder == Path("/mnt/scan")


def test_how_large_a_sent_file_may_be_is_set_only_when_the_office_wants_it() -> None:
    assert parse_office(GOOD, HOME).inbox.upload_mb == 100
    assert parse_office(with_value("inbox.upload_mb", 20), HOME).inbox.upload_mb == 20


def test_a_threshold_of_the_office_is_taken_over() -> None:
    assert parse_office(with_value("routing.auto_route_at", 0.9), HOME).auto_route_at == 0.9


@pytest.mark.parametrize(("value", "waits"), [(True, True), (False, False), (GONE, False)])
def test_letters_wait_for_the_leader_only_where_the_ward_says_so(value: object, waits: bool) -> None:  # noqa: FBT001
    assert parse_office(with_value("workflow.leader_directs", value), HOME).leader_directs is waits


def test_nights_train_only_when_the_office_wants_it() -> None:
    assert parse_office(GOOD, HOME).nightly_at is None
    assert parse_office(with_value("learning.nightly_at", "02:00"), HOME).nightly_at == time(2, 0)


def test_signing_in_is_strict_when_the_office_says_nothing() -> None:
    office = parse_office(with_value("security", {}), HOME)
    assert (office.security.two_factor_for_admins, office.security.idle_minutes) == (True, 60)
    looser = parse_office(with_value("security", {"two_factor_for_admins": False, "idle_minutes": 15}), HOME)
    assert (looser.security.two_factor_for_admins, looser.security.idle_minutes) == (False, 15)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("security.two_factor_for_admins", "yes"),
        ("security.two_factor_for_admins", 1),
        ("security.idle_minutes", 0),
        ("security.idle_minutes", True),
        ("security.idle_minutes", 30.5),
        ("security.idle_minutes", 481),
    ],
)
def test_a_wrong_value_about_signing_in_names_key_and_value(key: str, value: object) -> None:
    sentence = complaint(with_value(key, value))
    assert key in sentence
    assert repr(value) in sentence


def test_a_field_can_take_the_place_of_older_ones() -> None:
    office = parse_office(with_value("fields.y-te.replaces", ["suc-khoe", "duoc"]), HOME)
    assert office.fields["y-te"].replaces == ("suc-khoe", "duoc")


def test_an_older_field_has_one_successor() -> None:
    settings = with_value("fields.y-te.replaces", ["suc-khoe"])
    settings["fields"]["giao-duc"]["replaces"] = ["suc-khoe"]
    assert "«suc-khoe»" in complaint(settings)


def test_an_office_that_says_nothing_is_reminded_as_is_usual() -> None:
    reminders = parse_office({**GOOD, "reminders": {}}, HOME).reminders
    assert (reminders.days_before, reminders.urgent_from) == ((3, 1), Urgency.URGENT)
    assert (reminders.morning_at, reminders.quiet_from, reminders.quiet_until) == (time(7, 30), time(18), time(7))
    assert (reminders.base_url, reminders.apprise_urls, reminders.apprise_file) == (None, (), None)
    assert parse_office(GOOD, HOME).mail is None


def test_reminders_of_the_office_are_taken_over() -> None:
    table = {
        "days_before": [1, 5, 5],
        "urgent_from": "hỏa tốc",
        "base_url": "http://10.0.0.2:8000/",
        "apprise_file": "a",
    }
    reminders = parse_office({**GOOD, "reminders": table}, HOME).reminders
    assert (reminders.days_before, reminders.urgent_from) == ((5, 1), Urgency.EXPRESS)
    assert (reminders.base_url, reminders.apprise_file) == ("http://10.0.0.2:8000", HOME / "a")


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_a_mail_server_has_the_port_of_its_security(security: str, port: int) -> None:
    mail = parse_office(GOOD | {"mail": {"host": "mail.test", "sender": "a@b.vn", "security": security}}, HOME).mail
    assert mail is not None
    assert (mail.port, mail.user, mail.password_file) == (port, None, None)


def test_name_and_password_of_the_mail_server_belong_together() -> None:
    mail = {"host": "mail.test", "sender": "a@b.vn", "user": "vanthu"}
    assert "mail.password_file" in complaint(GOOD | {"mail": mail})
    found = parse_office(GOOD | {"mail": {**mail, "password_file": "var/mail-password"}}, HOME).mail
    assert found is not None
    assert found.password_file == HOME / "var/mail-password"


def test_an_address_with_a_key_is_not_repeated_in_the_complaint() -> None:
    sentence = complaint(GOOD | {"reminders": {"apprise_urls": ["tgram//bi-mat"]}})
    assert "reminders.apprise_urls" in sentence
    assert "bi-mat" not in sentence


def test_learning_must_be_a_table() -> None:
    assert "[learning]" in complaint(GOOD | {"learning": "02:00"})


@pytest.mark.parametrize(
    ("key", "value", "allowed"),
    [
        ("reminders.days_before", [0], "số nguyên từ 1 đến 30"),
        ("reminders.days_before", [1, 2, 3, 4, 5, 6], "nhiều nhất 5"),
        ("reminders.days_before", [True], "số nguyên"),
        ("reminders.days_before", 3, "danh sách"),
        ("reminders.morning_at", "bảy giờ", "giờ dạng 17:00"),
        ("reminders.quiet_from", "18:00+07:00", "giờ dạng 17:00"),
        ("reminders.quiet_until", 7, "giờ dạng 17:00"),
        ("reminders.urgent_from", "mật", "khẩn, thượng khẩn, hỏa tốc"),
        ("reminders.minutes_before_meeting", -1, "từ 0 đến 600"),
        ("reminders.head_days_before", 1.5, "số nguyên từ 0 đến 30"),
        ("reminders.leader_days_overdue", 0, "từ 1 đến 365"),
        ("reminders.base_url", "vanthu.local", "http://192.168.1.10:8000"),
        ("reminders.apprise_file", "", "chuỗi không trống"),
        ("mail.host", "", "chuỗi không trống"),
        ("office.name", "  ", "chuỗi không trống"),
        ("office.name", 5, "chuỗi không trống"),
        ("office.kind", "quận", "phường, xã, đặc khu"),
        ("office.kind", ["phường"], "phường, xã, đặc khu"),
        ("office.also_called", "phường An Thạnh", "danh sách chuỗi"),
        ("office.also_called", [1], "danh sách chuỗi"),
        ("inbox.folder", "", "chuỗi không trống"),
        ("inbox.observer", "inotify", "native, polling"),
        ("inbox.settle_seconds", 0, "từ 0.1 đến 600"),
        ("inbox.settle_seconds", "1", "từ 0.1 đến 600"),
        ("inbox.settle_seconds", float("nan"), "từ 0.1 đến 600"),
        ("inbox.rescan_seconds", 0.5, "từ 1 đến 60"),
        ("inbox.upload_mb", 0, "từ 1 đến 500"),
        ("reading.seconds_per_file", -1, "từ 1 đến 3600"),
        ("reading.seconds_per_file", float("inf"), "từ 1 đến 3600"),
        ("reading.memory_mb", 100, "từ 300 đến 64000"),
        ("reading.max_pages", True, "từ 1 đến 100000"),
        ("hours.end_of_day", "5 giờ chiều", "17:00"),
        ("hours.end_of_day", "25:00", "17:00"),
        ("routing.auto_route_at", 1.2, "từ 0 đến 1"),
        ("learning.nightly_at", "nửa đêm", "17:00"),
        ("workflow.leader_directs", "yes", "true"),
        ("fields.y-te.replaces", "suc-khoe", "danh sách mã"),
        ("fields.y-te.replaces", ["giao-duc"], "vẫn còn trong [fields]"),
        ("units.cong-an", "", "tên đơn vị"),
        ("fields.y-te", "van-hoa-xa-hoi", "{ unit = …, name = … }"),
        ("fields.y-te.unit", "phong-y-te", "van-phong, trung-tam-hcc"),
        ("fields.y-te.name", "", "chuỗi không trống"),
    ],
)
def test_a_wrong_value_names_the_key_and_what_is_allowed(key: str, value: object, allowed: str) -> None:
    sentence = complaint(with_value(key, value))
    assert key in sentence
    assert allowed in sentence


@pytest.mark.parametrize(
    "key",
    [
        "office.name",
        "office.kind",
        "office.province",
        "inbox.folder",
        "inbox.observer",
        "inbox.settle_seconds",
        "inbox.rescan_seconds",
        "reading.seconds_per_file",
        "reading.memory_mb",
        "reading.max_pages",
        "hours.end_of_day",
        "fields.y-te.unit",
    ],
)
def test_a_missing_key_is_named(key: str) -> None:
    assert key in complaint(with_value(key, GONE))


@pytest.mark.parametrize("table", ["office", "inbox", "reading", "hours", "units", "fields"])
def test_a_missing_table_is_named(table: str) -> None:
    assert f"[{table}]" in complaint(with_value(table, GONE))


@pytest.mark.parametrize("table", ["units", "fields"])
def test_an_empty_map_is_refused(table: str) -> None:
    settings = with_value("fields", {}) | {table: {}}
    assert f"[{table}]" in complaint(settings)


def test_routing_must_be_a_table() -> None:
    assert "[routing]" in complaint(with_value("routing", 0.9))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("VANTHU_WARD", raising=False)
    (tmp_path / "ward.toml").write_text(WARD.read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


def test_the_settings_are_read_from_the_home(home: Path) -> None:
    assert load_office(home).home == home


def test_another_file_can_be_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = home / "xa.toml"
    other.write_text(WARD.read_text(encoding="utf-8").replace('kind = "phường"', 'kind = "xã"'), encoding="utf-8")
    monkeypatch.setenv("VANTHU_WARD", str(other))
    assert load_office(home).identity.kind == "xã"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file.unlink(),
        lambda file: file.write_text("[office", encoding="utf-8"),
        lambda file: file.write_bytes(b'[office]\nname = "\xff"'),
        lambda file: (file.unlink(), file.mkdir()),
    ],
    ids=["gone", "no TOML", "no UTF-8", "a folder"],
)
def test_a_file_that_cannot_be_read_is_named(home: Path, spoil: Any) -> None:
    spoil(home / "ward.toml")
    with pytest.raises(ConfigError) as caught:
        load_office(home)
    assert str(home / "ward.toml") in caught.value.sentence
