"""The city's ward.toml -> the ward.toml of a new ward."""

from __future__ import annotations

import re
import tomllib

from pipeline.config_values import wrong

WARD_FILE = "ward.toml"


def ward_file(template: str, *, code: str, name: str) -> str:
    """The city's ward.toml with the names of this ward, and its own place in a shared object store.

    Raises ConfigError when what comes out cannot be used.
    """
    short = re.sub(r"^Ủy ban nhân dân ", "", name)
    text = _with_value(template, "office", "name", f'"{name}"')
    text = _with_value(text, "office", "also_called", f'["UBND {short}", "{short}"]')
    prefix = tomllib.loads(text).get("originals", {}).get("prefix")
    if prefix:
        text = _with_value(text, "originals", "prefix", f'"{prefix}/{code}"')
    return text


def _with_value(text: str, table: str, key: str, value: str) -> str:
    """One line of one table, its comment kept."""
    line = re.compile(rf"(\[{table}\][^\[]*?^{key}\s*=\s*)(?:\[[^\]]*\]|\"[^\"]*\")", re.MULTILINE | re.DOTALL)
    changed, count = line.subn(lambda found: found[1] + value, text, count=1)
    if not count:
        raise wrong(f"{WARD_FILE} của thành phố thiếu dòng {table}.{key}.")
    return changed
