"""The project's ward.toml for the homes of tests and of the demo, whose administrators have no phone."""

from __future__ import annotations

from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SWITCH = "two_factor_for_admins = "


def copy_ward(home: Path) -> None:
    """Write it into `home` with the second factor of administrators switched off."""
    text = (PROJECT / "ward.toml").read_text(encoding="utf-8")
    (home / "ward.toml").write_text(text.replace(f"{SWITCH}true", f"{SWITCH}false"), encoding="utf-8")
