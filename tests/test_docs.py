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
CONFIG_KEY = re.compile(r'_(?:text|choice|number|clock|flag)\(.*?, "(?P<table>\w+)", "(?P<key>\w+)"')
SCREEN_WORDS = re.compile(r"«(?P<words>[^»…]+)»")
QUOTED_FROM_LETTERS = {"trước ngày 05/12", "chậm nhất ngày 05/12", "Mật"}


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


def test_every_error_is_documented_with_its_sentence() -> None:
    text = _read("contract.md")
    rows = [
        f"| `{kind.code}` | {'yes' if kind.retryable else 'no'} | {kind.sentence} |" for kind in _errors(IntakeError)
    ]
    assert [row for row in rows if row not in text] == []


def test_guides_use_the_words_of_the_screen() -> None:
    screen = " ".join(" ".join(file.read_text("utf-8").split()) for file in _what_people_see())
    unknown = [
        f"{guide.name}: {words}"
        for guide in GUIDES
        for words in SCREEN_WORDS.findall(guide.read_text("utf-8"))
        if words not in screen and words not in QUOTED_FROM_LETTERS
    ]
    assert unknown == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_relative_links_lead_somewhere(page: Path) -> None:
    text = FENCE.sub("", page.read_text("utf-8"))
    assert [target for target in LINK.findall(text) if "://" not in target and not _leads_somewhere(page, target)] == []


def _read(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def _commands() -> Iterator[tuple[str, click.Command]]:
    """Every command of the program with its full name: "vanthu staff add"."""

    def walk(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
        if path != "vanthu":
            yield path, command
        if isinstance(command, click.Group):
            for name, child in command.commands.items():
                yield from walk(f"{path} {name}", child)

    return walk("vanthu", main)


def _options(command: click.Command) -> Iterator[str]:
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            yield max(parameter.opts, key=len)


def _command_sections() -> dict[str, str]:
    """The full name of a command -> the text under its heading, up to the next heading."""
    text = _read("commands.md")
    sections = {}
    for heading in HEADING.finditer(text):
        rest = text[heading.end() :]
        following = re.search(r"^#", rest, re.MULTILINE)
        sections[heading["command"]] = rest[: following.start()] if following else rest
    return sections


def _keys_of_ward_toml() -> set[str]:
    """`[units]` and `[fields]` hold the office's own codes; their pattern is documented, not each code."""
    settings = tomllib.loads((PROJECT / "ward.toml").read_text("utf-8"))
    free = {"units", "fields"}
    keys = {f"{table}.{key}" for table, values in settings.items() if table not in free for key in values}
    return keys | {f"fields.<code>.{key}" for entry in settings["fields"].values() for key in entry}


def _keys_of_config_module() -> set[str]:
    sources = (file.read_text("utf-8") for file in (PROJECT / "pipeline").glob("config*.py"))
    return {f"{found['table']}.{found['key']}" for source in sources for found in CONFIG_KEY.finditer(source)}


def _sources() -> Iterator[Path]:
    for folder in CODE_FOLDERS:
        yield from (PROJECT / folder).rglob("*.py")
    yield from (PROJECT / name for name in ("Makefile", "setup.sh", "check"))


def _errors(kind: type[IntakeError]) -> Iterator[type[IntakeError]]:
    """All kinds below `kind`; the base itself is raised only with a sentence of its own."""
    for child in kind.__subclasses__():
        yield child
        yield from _errors(child)


def _what_people_see() -> Iterator[Path]:
    yield from (PROJECT / "web" / "templates").rglob("*.html")
    yield from (PROJECT / "web").rglob("*.py")
    yield from (PROJECT / "pipeline").glob("config*.py")
    yield PROJECT / "classifiers" / "store.py"


def _leads_somewhere(page: Path, target: str) -> bool:
    path, _, anchor = target.partition("#")
    file = (page.parent / path) if path else page
    if not file.exists():
        return False
    return not anchor or anchor in {
        _anchor(found["title"]) for found in ANCHOR_HEADING.finditer(file.read_text("utf-8"))
    }


def _anchor(title: str) -> str:
    """As GitHub makes it: lower case, punctuation out, blanks to hyphens."""
    return re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-")
