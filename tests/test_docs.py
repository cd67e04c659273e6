"""The documentation is a tested product: what the program has, the docs name; what the docs name, is there."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from pipeline.errors import ExitCode, IntakeError
from web.cli import main
from web.register.models import State

PROJECT = Path(__file__).resolve().parent.parent
DOCS = PROJECT / "docs"
GUIDES = tuple(sorted(DOCS.glob("huong-dan-*.md")))
PAGES = (PROJECT / "README.md", PROJECT / "CHANGELOG.md", *sorted(DOCS.glob("*.md")))
CODE_FOLDERS = ("classifiers", "pipeline", "web")

HEADING = re.compile(r"^(?P<level>#+) `(?P<command>vanthu[^`]*)`$", re.MULTILINE)
LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")
ANCHOR_HEADING = re.compile(r"^#+ (?P<title>.+)$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
VARIABLE = re.compile(r"\bVANTHU_[A-Z]+\b")
# _text(inbox, "inbox", "folder") and its like in pipeline/config.py
CONFIG_KEY = re.compile(r'_(?:text|choice|number|clock)\(.*?, "(?P<table>\w+)", "(?P<key>\w+)"')
SCREEN_WORDS = re.compile(r"«(?P<words>[^»…]+)»")


def test_every_command_has_its_section() -> None:
    sections = _command_sections()
    assert [path for path, _ in _commands() if path not in sections] == []


def test_no_section_is_left_of_a_command_that_is_gone() -> None:
    assert sorted(set(_command_sections()) - {path for path, _ in _commands()}) == []


def test_every_option_stands_in_the_section_of_its_command() -> None:
    sections = _command_sections()
    missing = [
        f"{path} {option}"
        for path, command in _commands()
        for option in _options(command)
        if f"`{option}`" not in sections[path]
    ]
    assert missing == []


def test_every_exit_code_is_in_the_table() -> None:
    text = _read("commands.md")
    assert [code.name for code in ExitCode if f"| {code.value} | `{code.name}` |" not in text] == []


def test_every_key_of_the_configuration_is_documented() -> None:
    text = _read("configuration.md")
    keys = _keys_of_ward_toml() | _keys_of_config_module()
    assert {"office.name", "inbox.observer", "routing.auto_route_at"} <= keys
    assert sorted(key for key in keys if f"`{key}`" not in text) == []


def test_every_environment_variable_is_documented() -> None:
    text = _read("configuration.md")
    variables = {name for file in _sources() for name in VARIABLE.findall(file.read_text("utf-8"))}
    assert "VANTHU_HOME" in variables
    assert sorted(name for name in variables if f"| `{name}` |" not in text) == []


@pytest.mark.parametrize("state", State)
def test_every_state_is_documented_with_its_name_on_the_pages(state: State) -> None:
    assert f"| `{state.value}` | {state.label} |" in _read("states.md")


@pytest.mark.parametrize("kind", sorted({kind.code: kind for kind in _all_errors()}.items())if False else [])
def test_placeholder(kind: object) -> None:
    assert kind
