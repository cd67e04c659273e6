"""city.toml: which home belongs to which city, and what a wrong value says."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipeline.config import parse_office
from pipeline.config_city import CITY_OFFICE, CityConfig, check_code, checked_host, database_of, load_city
from pipeline.errors import ConfigError
from tests.ward import PROJECT
from web.city.ward_file import ward_file

CITY = '[city]\nname = "Thành phố"\nhost = "thanh-pho.vn"\n\n[database]\nurl = "postgresql://vanthu@db/city"\n'
S3 = '\n[originals]\nstorage = "s3"\nbucket = "van-ban-den"\nprefix = "thanh-pho"\n'


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "city.toml").write_text(CITY, encoding="utf-8")
    (tmp_path / "wards" / "an_thanh").mkdir(parents=True)
    return tmp_path


def _city(home: Path) -> CityConfig:
    city = load_city(home)
    assert city is not None
    return city


def test_a_home_without_city_file_is_an_office_of_its_own(tmp_path: Path) -> None:
    assert load_city(tmp_path) is None
    assert database_of(tmp_path) is None


def test_a_ward_belongs_to_the_city_that_it_lies_in(home: Path) -> None:
    ward = home / "wards" / "an_thanh"
    assert _city(ward) == _city(home)
    assert _city(home).home_of("an_thanh") == ward
    assert _city(home).ward_at(ward) == "an_thanh"
    assert _city(home).ward_at(home) == CITY_OFFICE
    assert _city(home).home_of(CITY_OFFICE) == home


def test_each_ward_has_its_own_schema_in_the_database_of_the_city(home: Path) -> None:
    ours, citys = database_of(home / "wards" / "an_thanh"), database_of(home)
    assert ours is not None
    assert citys is not None
    assert (ours.url, ours.schema) == ("postgresql://vanthu@db/city", "an_thanh")
    assert (citys.url, citys.schema) == ("postgresql://vanthu@db/city", CITY_OFFICE)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (CITY.partition("[database]")[0], "[database]"),
        (CITY.replace('host = "thanh-pho.vn"', 'host = "http://thanh-pho.vn"'), "http://thanh-pho.vn"),
        (CITY.replace('name = "Thành phố"', "name = 5"), "city.name"),
        (CITY.replace("postgresql://vanthu@db/city", "mysql://db/city"), "database.url"),
        ("[city", "city.toml"),
    ],
)
def test_a_wrong_value_is_named(home: Path, text: str, named: str) -> None:
    (home / "city.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_city(home)
    assert named in caught.value.sentence


@pytest.mark.parametrize(
    "code", ["public", "pg_toast", "An_Thanh", "an-thanh", "../x", "", "a" * 41, CITY_OFFICE, 'a"b']
)
def test_a_code_that_is_no_name_of_folder_and_schema_is_refused(code: str) -> None:
    with pytest.raises(ConfigError):
        check_code(code)


@pytest.mark.parametrize("host", ["a b", "an-thanh.vn:8000", "An-Thanh.vn", "", "-a.vn", "a.vn/x"])
def test_a_host_is_a_name_alone(host: str) -> None:
    with pytest.raises(ConfigError):
        checked_host(host)


def test_the_file_of_a_new_ward_differs_by_its_names_and_its_place_in_the_store(tmp_path: Path) -> None:
    template = (PROJECT / "ward.toml").read_text(encoding="utf-8") + S3
    text = ward_file(template, code="binh_hoa", name="Ủy ban nhân dân phường Bình Hòa")
    office = parse_office(tomllib.loads(text), tmp_path)
    before = parse_office(tomllib.loads(template), tmp_path)
    assert office.identity.name == "Ủy ban nhân dân phường Bình Hòa"
    assert office.identity.also_called == ("UBND phường Bình Hòa", "phường Bình Hòa")
    assert office.object_store is not None
    assert office.object_store.prefix == "thanh-pho/binh_hoa"
    assert (office.units, office.fields, office.inbox) == (before.units, before.fields, before.inbox)
    changed = [line for line, old in zip(text.splitlines(), template.splitlines(), strict=True) if line != old]
    assert len(changed) == 3


def test_a_template_without_the_line_is_no_template() -> None:
    with pytest.raises(ConfigError):
        ward_file('[office]\nname = "x"\n', code="binh_hoa", name="y")
