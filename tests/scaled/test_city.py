"""Many wards in one installation: each sees its own, the city sees all, nobody waits for another ward's backlog."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.home import free_port, run
from tests.letters.many import many_letters
from tests.postgresql_server import PostgresqlServer
from tests.scaled.city import CITY_HOST, City, Visitor, make_city, succeeds
from tests.scaled.fleet import Host, drop, wait_until

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 20)
SECONDS = 120.0
AN_THANH, BINH_HOA = "an_thanh", "binh_hoa"


@pytest.fixture
def city(
    server: PostgresqlServer, trained_home: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[City]:
    name = f"city_{hashlib.sha256(request.node.name.encode()).hexdigest()[:12]}"
    city = make_city(tmp_path / "city", trained_home, database_url=server.create(name))
    yield city
    city.host.kill()


def test_each_ward_sees_its_own_and_the_city_sees_all(city: City) -> None:
    first = city.add(AN_THANH, "Ủy ban nhân dân phường An Thạnh")
    second = city.add(BINH_HOA, "Ủy ban nhân dân phường Bình Hòa")
    city.add_staff(city.home, "giam-sat", role="admin")
    port = free_port()
    city.host.start("serve", "--port", str(port), "--workers", "1")
    ours = dict(many_letters(4, TODAY))
    theirs = {f"them-{name}": content + b"\n" for name, content in many_letters(2, TODAY)}
    drop(Host(city.ward_home(AN_THANH)), ours)
    drop(Host(city.ward_home(BINH_HOA)), theirs)
    registers = {code: city.register(code) for code in (AN_THANH, BINH_HOA)}
    wait_until(
        lambda: (registers[AN_THANH].done(), registers[BINH_HOA].done()) == (4, 2),
        "both wards have their letters",
        [city.host],
        seconds=SECONDS,
    )
    for code, letters in ((AN_THANH, ours), (BINH_HOA, theirs)):
        assert registers[code].problems(hashlib.sha256(content).hexdigest() for content in letters.values()) == []

    clerk = Visitor(first, port)
    clerk.sign_in("vanthu")
    status, page = clerk.get("/so-van-ban-den/")
    assert status == 200
    assert "phường An Thạnh" in page
    assert len(set(re.findall(r'href="/van-ban/(\d+)/"', page))) == 4
    # The same account and the same cookie are worth nothing at the neighbour's door.
    status, answer = replace(clerk, host=second).get("/so-van-ban-den/")
    assert (status, answer.partition("?")[0]) == (302, "/dang-nhap/")
    assert Visitor("khong-co.vanthu.test", port).get("/dang-nhap/")[0] == 404
    # Nor has a ward the pages of the city.
    assert clerk.get("/cac-phuong/")[0] == 404

    admin = Visitor(CITY_HOST, port)
    admin.sign_in("giam-sat")
    status, page = admin.get("/cac-phuong/")
    assert status == 200
    assert "phường An Thạnh" in page
    assert "phường Bình Hòa" in page
    assert "đang dừng" not in page  # the services beat for all wards at once
    to_do = registers[AN_THANH].rows(
        "SELECT count(*) FROM register_registerentry WHERE state IN ('ASSIGNED', 'REGISTERED')"
    )[0]["count"]
    assert to_do > 0
    status, page = admin.get(f"/cac-phuong/{AN_THANH}/")
    assert status == 200
    assert page.count("<tr>") - 1 == to_do
    seen = registers[AN_THANH].rows("SELECT details FROM register_auditrecord WHERE event = 'CITY_VIEWED'")
    assert [row["details"]["city_account"] for row in seen] == ["Trần Thị Thử (giam-sat)"]
    assert registers[BINH_HOA].rows("SELECT 1 FROM register_auditrecord WHERE event = 'CITY_VIEWED'") == []
    assert admin.get("/cac-phuong/khong_co/")[0] == 404


def test_a_ward_with_few_letters_does_not_wait_for_one_with_many(city: City) -> None:
    city.add(AN_THANH, "Ủy ban nhân dân phường An Thạnh")
    city.add(BINH_HOA, "Ủy ban nhân dân phường Bình Hòa")
    many = {name: content for name, content in many_letters(60, TODAY) if "khan" not in name}
    few = {f"them-{name}": content + b"\n" for name, content in many_letters(6, TODAY) if "khan" not in name}
    assert len(few) >= 2
    city.host.start("watch")
    registers = {code: city.register(code) for code in (AN_THANH, BINH_HOA)}
    for code, letters in ((AN_THANH, many), (BINH_HOA, few)):  # all of the first are there before one of the second
        drop(Host(city.ward_home(code)), letters)
        wait_until(
            lambda code=code, letters=letters: sum(registers[code].states().values()) == len(letters),  # type: ignore[misc]
            f"the letters of {code} have their numbers",
            [city.host],
            seconds=SECONDS,
        )
    city.host.start("work", worker=1)
    wait_until(lambda: registers[BINH_HOA].done() == len(few), "the few letters are read", [city.host], seconds=SECONDS)
    before_them = registers[AN_THANH].done()
    assert before_them <= 2 * len(few) + 2, f"{before_them} of the {len(many)} letters of another ward were read first"
    wait_until(lambda: registers[AN_THANH].done() == len(many), "the rest is read", [city.host], seconds=SECONDS)


def test_a_ward_is_restored_and_its_neighbour_stays_as_it_is(city: City) -> None:
    for code, name in ((AN_THANH, "phường An Thạnh"), (BINH_HOA, "phường Bình Hòa")):
        city.add(code, f"Ủy ban nhân dân {name}")
    backup = succeeds(city.ward_home(AN_THANH), "backup")
    file = backup.strip().rstrip(".").rpartition(" ")[2]
    for code in (AN_THANH, BINH_HOA):
        city.add_staff(city.ward_home(code), "moi-den", role="leader")
    succeeds(city.ward_home(AN_THANH), "restore", "--replace", file)
    people = "SELECT username FROM organization_staff ORDER BY username"
    assert [row["username"] for row in city.register(AN_THANH).rows(people)] == ["quantri", "vanthu"]
    assert [row["username"] for row in city.register(BINH_HOA).rows(people)] == ["moi-den", "quantri", "vanthu"]
    # The backup of one ward is refused in the home of another.
    done = run(city.ward_home(BINH_HOA), "restore", "--replace", file)
    assert done.returncode != 0
    assert "moi-den" in [row["username"] for row in city.register(BINH_HOA).rows(people)]


def test_a_broken_ward_file_stops_only_its_own_ward(city: City) -> None:
    city.add(AN_THANH, "Ủy ban nhân dân phường An Thạnh")
    city.add(BINH_HOA, "Ủy ban nhân dân phường Bình Hòa")
    broken = city.ward_home(AN_THANH) / "ward.toml"
    broken.write_text(broken.read_text(encoding="utf-8").replace('"native"', '"sai"'), encoding="utf-8")
    listed = run(city.home, "city", "list")
    assert listed.returncode != 0
    assert "observer" in listed.stderr.decode()
    assert BINH_HOA in listed.stdout.decode()
    city.host.start("watch")
    city.host.start("work", worker=1)
    drop(Host(city.ward_home(BINH_HOA)), dict(many_letters(1, TODAY)))
    register = city.register(BINH_HOA)
    wait_until(lambda: register.done() == 1, "the other ward is served", [city.host], seconds=SECONDS)


@pytest.mark.parametrize("after", [2.5, 4.0], ids=str)  # seconds; it takes some five
def test_an_adding_that_is_killed_is_finished_by_the_next_start(city: City, after: float) -> None:
    name = "Ủy ban nhân dân phường An Thạnh"
    city.host.start("city", "add", AN_THANH, "--name", name, "--host", "an-thanh.vanthu.test")
    time.sleep(after)
    city.host.kill()
    succeeds(city.home, "setup")
    assert run(city.home, "city", "list").returncode == 0
    city.add(AN_THANH, name)
    assert AN_THANH in succeeds(city.home, "city", "list")
    people = city.register(AN_THANH).rows("SELECT username FROM organization_staff ORDER BY username")
    assert [person["username"] for person in people] == ["quantri", "vanthu"]


def test_what_cannot_be_a_ward_is_refused_and_leaves_nothing(city: City) -> None:
    host = city.add(AN_THANH, "Ủy ban nhân dân phường An Thạnh")
    for code, wanted_host, name in (
        ("Binh-Hoa", "binh-hoa.vanthu.test", "Ủy ban nhân dân phường Bình Hòa"),
        ("public", "binh-hoa.vanthu.test", "Ủy ban nhân dân phường Bình Hòa"),
        ("binh_hoa", host, "Ủy ban nhân dân phường Bình Hòa"),
        ("binh_hoa", CITY_HOST, "Ủy ban nhân dân phường Bình Hòa"),
        ("binh_hoa", "http://binh-hoa", "Ủy ban nhân dân phường Bình Hòa"),
        ("binh_hoa", "binh-hoa.vanthu.test", 'Phường "Bình Hòa"'),
    ):
        done = run(city.home, "city", "add", code, "--name", name, "--host", wanted_host)
        assert done.returncode != 0, code
        assert done.stderr.decode().startswith("Cấu hình sai."), done.stderr.decode()
    assert [row["schema_name"] for row in _wards(city)] == [AN_THANH, "city_office"]
    # A second run of the same command is no second ward.
    city_add = ("city", "add", AN_THANH, "--name", "Ủy ban nhân dân phường An Thạnh", "--host", host)
    succeeds(city.home, *city_add)
    assert len(_wards(city)) == 2
    # The services of one ward are the city's.
    assert "thành phố" in run(city.ward_home(AN_THANH), "watch").stderr.decode()


def _wards(city: City) -> list[dict[str, object]]:
    return city.register("public").rows("SELECT schema_name FROM city_ward ORDER BY schema_name")
