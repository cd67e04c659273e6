"""The table [security] of ward.toml -> how people sign in. Absent keys take the safe value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.config_values import flag as _flag
from pipeline.config_values import whole_number as _whole_number
from pipeline.config_values import wrong as _wrong

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
    low, high = IDLE_MINUTES
    return SecurityConfig(
        two_factor_for_admins=_flag(table, "security", "two_factor_for_admins")
        if "two_factor_for_admins" in table
        else DEFAULT_SECURITY.two_factor_for_admins,
        idle_minutes=_whole_number(table, "security", "idle_minutes", low=low, high=high)
        if "idle_minutes" in table
        else DEFAULT_SECURITY.idle_minutes,
    )
