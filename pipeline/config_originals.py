"""The table [originals] of ward.toml -> where the original files lie: on this machine, or in an object store."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.config_values import choice as _choice
from pipeline.config_values import optional_table
from pipeline.config_values import text as _text
from pipeline.config_values import whole_number as _number
from pipeline.config_values import wrong as _wrong

FILES, S3 = "files", "s3"
STORAGES = (FILES, S3)
ENDPOINT = re.compile(r"https?://[^\s/]+/?")
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
PREFIX = re.compile(r"[a-z0-9][a-z0-9_-]*(?:/[a-z0-9_-]+)*")
CACHE_MB = 1024


@dataclass(frozen=True, slots=True)
class ObjectStoreConfig:
    """A bucket that speaks S3; many offices may share it, each below its own prefix."""

    bucket: str
    prefix: str
    endpoint_url: str | None = None  # None: Amazon's own
    region: str | None = None
    credentials_file: Path | None = None  # None: the usual environment variables and files of S3 programs
    cache_mb: int = CACHE_MB  # of copies on this machine, for reading


def parse_originals(settings: Mapping[str, Any], home: Path) -> ObjectStoreConfig | None:
    """None: files under var/originals. Raises ConfigError that names the key, the value and what is allowed."""
    table = optional_table(settings, "originals")
    storage = _choice(table, "originals", "storage", STORAGES) if "storage" in table else FILES
    if storage == FILES:
        return None
    return ObjectStoreConfig(
        bucket=_matching(BUCKET, _text(table, "originals", "bucket"), "bucket", "«van-ban-den»"),
        prefix=_matching(PREFIX, _text(table, "originals", "prefix"), "prefix", "«phuong-an-thanh»"),
        endpoint_url=_matching(
            ENDPOINT, _text(table, "originals", "endpoint_url"), "endpoint_url", "https://s3.vn:9000"
        )
        if "endpoint_url" in table
        else None,
        region=_text(table, "originals", "region") if "region" in table else None,
        credentials_file=home / _text(table, "originals", "credentials_file") if "credentials_file" in table else None,
        cache_mb=_number(table, "originals", "cache_mb", low=10, high=1_000_000) if "cache_mb" in table else CACHE_MB,
    )


def _matching(shape: re.Pattern[str], value: str, key: str, example: str) -> str:
    if not shape.fullmatch(value):
        raise _wrong(f"originals.{key} = {value!r}: không đúng dạng, ví dụ {example}.")
    return value
