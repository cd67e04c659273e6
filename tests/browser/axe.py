"""A page in a browser with JavaScript -> what axe-core finds wrong with it for people with disabilities."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from selenium import webdriver

# WCAG 2.2, levels A and AA.
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
GRAVE = frozenset({"serious", "critical"})
# What is folded in is part of the page too.
UNFOLD = "for (const folded of document.querySelectorAll('details')) folded.open = true;"
RUN = """
const done = arguments[arguments.length - 1];
axe.run(document, {runOnly: {type: 'tag', values: arguments[0]}, resultTypes: ['violations']}).then(
  found => done({violations: found.violations}), error => done({error: String(error)}));
"""


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule and where; printed by pytest when a page has some."""

    rule: str
    impact: str
    help: str
    elements: tuple[str, ...]


@cache
def axe_script() -> str:
    """axe-core as a development package carries it; the package's own code needs playwright and is not used."""
    return (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


def grave_violations(driver: webdriver.Chrome) -> tuple[Violation, ...]:
    """Serious and critical ones of the page that is open."""
    driver.execute_script(UNFOLD)
    driver.execute_script(axe_script())
    answer: dict[str, Any] = driver.execute_async_script(RUN, list(TAGS))
    if "error" in answer:
        raise RuntimeError(answer["error"])
    return tuple(
        Violation(
            found["id"],
            found["impact"],
            found["help"],
            tuple(node["html"][:200] + " | " + node.get("failureSummary", "")[:300] for node in found["nodes"][:5]),
        )
        for found in answer["violations"]
        if found["impact"] in GRAVE
    )
