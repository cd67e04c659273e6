"""city.toml -> many wards in one installation: one database, and a home for each ward in `wards/`.

A ward's home is the home of an ordinary office: its ward.toml, its inbox, its var/, its models. What differs is where
its register stands: in the city's database, in a schema that bears the ward's code.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.config_database import DatabaseConfig, load_database, parse_database
from pipeline.config_values import table as _table
from pipeline.config_values import text as _text
from pipeline.config_values import wrong as _wrong

CITY_FILE = "city.toml"
WARDS = "wards"
CITY_OFFICE = "city_office"  # the schema of the office that runs the installation
CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
RESERVED = frozenset({"public", "information_schema", CITY_OFFICE})
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class CityConfig:
    home: Path
    name: str
    host: str  # under which the city's own pages are asked for
    database: DatabaseConfig

    def home_of(self, ward: str) -> Path:
        return self.home if ward == CITY_OFFICE else self.home / WARDS / ward

    def ward_at(self, home: Path) -> str:
        """The schema of the office that lives in `home`: the city's own, or one of its wards."""
        return CITY_OFFICE if home == self.home else home.name


def load_city(home: Path) -> CityConfig | None:
    """The city that `home` is the home of, or a ward of; None for an office of its own.

    Raises ConfigError that names the key, the value and what is allowed.
    """
    for place in (home, home.parent.parent if home.parent.name == WARDS else None):
        if place is None or not (place / CITY_FILE).is_file():
            continue
        try:
            settings = tomllib.loads((place / CITY_FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise _wrong(f"Không đọc được {place / CITY_FILE}: {error}.") from error
        return parse_city(settings, place)
    return None


def parse_city(settings: Mapping[str, Any], home: Path) -> CityConfig:
    database = parse_database(settings, home)
    if database is None:
        raise _wrong(f"{CITY_FILE}: thiếu bảng [database]. Nhiều phường dùng chung phải có máy chủ PostgreSQL.")
    city = _table(settings, "city")
    return CityConfig(home, _text(city, "city", "name"), checked_host(_text(city, "city", "host")), database)


def database_of(home: Path, *, file: Path | None = None) -> DatabaseConfig | None:
    """Where the register of the office in `home` stands; None: SQLite. Raises ConfigError."""
    city = load_city(home)
    if city is None:
        return load_database(home, file=file)
    return replace(city.database, schema=city.ward_at(home))


def check_code(code: str) -> None:
    """Raises ConfigError: it is the name of a folder and of a schema."""
    if not CODE.fullmatch(code) or code in RESERVED or code.startswith("pg_"):
        raise _wrong(f"Mã phường {code!r}: chỉ gồm chữ thường không dấu, chữ số và gạch dưới, ví dụ «an_thanh».")


def checked_host(host: str) -> str:
    """Raises ConfigError: a name without scheme and port, as browsers send it."""
    if not HOST.fullmatch(host):
        raise _wrong(f"Tên miền {host!r}: chỉ ghi tên máy, ví dụ «an-thanh.vanthu.hcm.gov.vn».")
    return host
