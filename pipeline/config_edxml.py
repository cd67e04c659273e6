"""The table [edxml] of ward.toml -> how other agencies' systems are told what becomes of their documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.config_values import optional_table
from pipeline.config_values import text as _text


@dataclass(frozen=True, slots=True)
class EdxmlConfig:
    organ_id: str  # of this office
    status_folder: Path  # messages are laid there; the office's own gateway sends them


def parse_edxml(settings: Mapping[str, Any], home: Path) -> EdxmlConfig | None:
    """None: nobody is told. Raises ConfigError that names the key, the value and what is allowed."""
    table = optional_table(settings, "edxml")
    if not table:
        return None
    return EdxmlConfig(_text(table, "edxml", "organ_id"), home / _text(table, "edxml", "status_folder"))
