"""The table [database] of ward.toml -> where the register is kept. Absent: SQLite in var/, all a ward needs."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipeline.config_values import optional_table as _optional_table
from pipeline.config_values import text as _text
from pipeline.config_values import wrong as _wrong

SCHEMES = ("postgresql", "postgres")
VARIABLE = "VANTHU_DATABASE_URL"


@dataclass(frozen=True, slots=True)
class DatabaseConfig:
    url: str  # postgresql://user@host:port/name
    password_file: Path | None = None  # a file with the password alone
    schema: str = "public"  # of a ward that shares the database with others: its own


def load_database(home: Path, *, file: Path | None = None) -> DatabaseConfig | None:
    """What ward.toml of `home` (or `file`, or the environment) asks for; None: SQLite.

    Read before everything else: a file that is missing or broken is left for `load_office` to tell. Raises ConfigError.
    """
    url = os.environ.get(VARIABLE, "")
    if url:
        return DatabaseConfig(_checked(url, VARIABLE))
    file = file or Path(os.environ.get("VANTHU_WARD", home / "ward.toml"))
    try:
        with file.open("rb") as stream:
            settings = tomllib.load(stream)
    except (OSError, ValueError):
        return None
    return parse_database(settings, home)


def parse_database(settings: Mapping[str, Any], home: Path) -> DatabaseConfig | None:
    """Raises ConfigError that names the key, the value and what is allowed."""
    table = _optional_table(settings, "database")
    if not table:
        return None
    password_file = home / _text(table, "database", "password_file") if "password_file" in table else None
    if password_file is not None and not password_file.is_file():
        raise _wrong(f"database.password_file: không thấy tệp {password_file}.")
    return DatabaseConfig(_checked(_text(table, "database", "url"), "database.url"), password_file)


def _checked(url: str, name: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES or not parts.path.strip("/"):
        # Not the value itself: it may hold a password.
        raise _wrong(f"{name}: phải có dạng postgresql://người-dùng@máy:5432/tên-cơ-sở-dữ-liệu.")
    return url
