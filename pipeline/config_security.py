"""The table [security] of ward.toml -> how people sign in. Absent keys take the safe value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.errors import ConfigError

IDLE_MINUTES = (5, 480)


@dataclass(frozen=True, slots=True)
class SecurityConfig:
    two_factor_for_admins: bool = True
    idle_minutes: int = 60


DEFAULT_SECURITY = SecurityConfig()


def parse_security(settings: Mapping[str, Any]) -> SecurityConfig:
    """Raises ConfigError that names the key, the value and what is allowed."""
    table = settings.get("security", {})
    if not isinstance(table, dict):
        raise _wrong("[security] phải là một bảng.")
    two_factor = table.get("two_factor_for_admins", DEFAULT_SECURITY.two_factor_for_admins)
    if not isinstance(two_factor, bool):
        raise _wrong(f"security.two_factor_for_admins = {two_factor!r}: chỉ nhận true, false.")
    minutes = table.get("idle_minutes", DEFAULT_SECURITY.idle_minutes)
    low, high = IDLE_MINUTES
    if isinstance(minutes, bool) or not isinstance(minutes, int) or not low <= minutes <= high:
        raise _wrong(f"security.idle_minutes = {minutes!r}: phải là số nguyên từ {low} đến {high}.")
    return SecurityConfig(two_factor_for_admins=two_factor, idle_minutes=minutes)


def _wrong(sentence: str) -> ConfigError:
    return ConfigError(sentence, sentence=f"Cấu hình sai. {sentence}")
