"""One value of ward.toml -> the checked value; an error names the key, the value and what is allowed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any

from pipeline.errors import ConfigError


def table(settings: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = settings.get(name)
    if not isinstance(found, dict):
        raise wrong(f"Thiếu mục [{name}].")
    return found


def optional_table(settings: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Empty when the office does not set it."""
    found = settings.get(name, {})
    if not isinstance(found, dict):
        raise wrong(f"[{name}] phải là một bảng.")
    return found


def text(table: Mapping[str, Any], name: str, key: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise wrong(f"{name}.{key} = {value!r}: phải là một chuỗi không trống.")
    return value


def choice(table: Mapping[str, Any], name: str, key: str, allowed: tuple[str, ...]) -> str:
    value = table.get(key)
    if value not in allowed:
        raise wrong(f"{name}.{key} = {value!r}: chỉ nhận {', '.join(allowed)}.")
    return str(value)


def number(table: Mapping[str, Any], name: str, key: str, *, low: float, high: float) -> float:
    value = table.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise wrong(f"{name}.{key} = {value!r}: phải là số từ {low:g} đến {high:g}.")
    return float(value)


def whole_number(table: Mapping[str, Any], name: str, key: str, *, low: int, high: int) -> int:
    value = table.get(key)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise wrong(f"{name}.{key} = {value!r}: phải là số nguyên từ {low} đến {high}.")
    return value


def clock(table: Mapping[str, Any], name: str, key: str) -> time:
    value = table.get(key)
    try:
        moment = time.fromisoformat(str(value))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is not None:
        raise wrong(f"{name}.{key} = {value!r}: phải là giờ dạng 17:00.")
    return moment


def flag(table: Mapping[str, Any], name: str, key: str) -> bool:
    value = table.get(key)
    if not isinstance(value, bool):
        raise wrong(f"{name}.{key} = {value!r}: chỉ nhận true hoặc false.")
    return value


def wrong(sentence: str) -> ConfigError:
    return ConfigError(sentence, sentence=f"Cấu hình sai. {sentence}")
