"""Five weeks of an office that confirms and corrects, after it renamed two fields and added one.

    .venv/bin/python -m benchmarks.simulated_office [--every N] [--letters-a-week N]

A part of each seed field is held back from training and arrives, week by week, as the office's post. In the first week
the active model still speaks of the old fields. The office calls y-te suc-khoe, has merged nguoi-co-cong and
bao-tro-xa-hoi into an-sinh, and leads on a field that no seed letter is about: dan-toc-ton-giao is taken out of the
seed corpus. Each letter is judged by the model of its week, then a person says the right field; at the end of the week
the office trains, through the gate. `replaces` in ward.toml tells the training of the two new names; with --untold it
does not, and the names too have to be learned from the corrections.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from classifiers.examples import OFFICE, Example, load_seed_corpus
from classifiers.retrain import ModelStore, OfficeFields, Retraining, retrain
from classifiers.store import active_version, load_model
from pipeline.config import load_office

PROJECT = Path(__file__).parents[1]
WEEKS = 5
FIRST_MONDAY = date(2026, 11, 2)
RENAMED = {"y-te": "suc-khoe", "nguoi-co-cong": "an-sinh", "bao-tro-xa-hoi": "an-sinh"}
ADDED = "dan-toc-ton-giao"


@dataclass(frozen=True, slots=True)
class Week:
    """What the model of the week said, before people told it better; and what the one before it would have said."""

    number: int
    letters: int
    right: int
    right_before: int
    renamed: tuple[int, int]  # right, letters
    added: tuple[int, int]

    @property
    def share(self) -> float:
        return self.right / self.letters


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, help="take every Nth seed letter only: quicker")
    parser.add_argument("--letters-a-week", type=int, default=120)
    parser.add_argument("--untold", action="store_true", help="ward.toml does not say which field replaces which")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vanthu-office-") as home:
        run(Path(home), every=arguments.every, letters_a_week=arguments.letters_a_week, told=not arguments.untold)


def run(home: Path, *, every: int, letters_a_week: int, told: bool) -> list[Week]:
    """Print and return accuracy by week; print what the gate decided."""
    store = ModelStore(home / "models", home / "model-key")
    unit_of_field = {code: field.unit for code, field in load_office(PROJECT).fields.items()}
    seed, post = split(load_seed_corpus()[::every], letters=WEEKS * letters_a_week)
    old = OfficeFields({code: unit for code, unit in unit_of_field.items() if code != ADDED})
    new = OfficeFields(
        {RENAMED.get(code, code): unit for code, unit in unit_of_field.items()}, successors=RENAMED if told else {}
    )
    print(f"{len(seed)} seed letters, {len(post)} letters of post, {len(new.unit_of_field)} fields in ward.toml")
    report(retrain(seed, (), store, fields=old, today=FIRST_MONDAY))
    print(
        "\n| week | letters | right field | renamed fields | added field | model | the gate, at the end of the week |"
    )
    print("|---|---|---|---|---|---|---|---|")
    decided: list[Example] = []
    weeks: list[Week] = []
    before = active_version(store.folder)
    for number in range(1, WEEKS + 1):
        letters = post[(number - 1) * letters_a_week : number * letters_a_week]
        version = active_version(store.folder)
        week = judge(number, letters, store, before=before)
        before = version
        monday = FIRST_MONDAY + timedelta(weeks=number)
        decided += [replace(one, origin=OFFICE, decided_on=monday, arrival=f"{number}") for one in letters]
        done = retrain(seed, decided, store, fields=new, today=monday)
        state = "activates" if done.decision.activates else "keeps as candidate"
        print(
            f"| {number} | {week.letters} | {week.share:.3f} | {week.right_before / week.letters:.3f} |"
            f" {_share(week.renamed)} | {_share(week.added)} |"
            f" {version} | {state} {done.version}: {done.decision.reason} |",
            flush=True,
        )
        weeks.append(week)
    return weeks


def split(examples: Sequence[Example], *, letters: int) -> tuple[list[Example], list[Example]]:
    """The seed corpus of the office, and its post under the new names, in an order that has no meaning."""
    shuffled = sorted(examples, key=lambda example: hashlib.sha256(example.digest.encode()).hexdigest())
    added = [example for example in shuffled if example.field == ADDED]
    known = [example for example in shuffled if example.field != ADDED]
    wanted = letters - min(len(added), letters // 10)
    post = [*known[:wanted], *added[: letters // 10]]
    return known[wanted:], sorted((_under_new_name(example) for example in post), key=lambda example: example.digest)


def _under_new_name(example: Example) -> Example:
    field = RENAMED.get(example.field, example.field)
    return replace(example, field=field, also=tuple({RENAMED.get(code, code) for code in example.also} - {field}))


def judge(number: int, letters: Sequence[Example], store: ModelStore, *, before: str | None) -> Week:
    """A proposal under an old name is no right proposal: no unit leads on it, and the letter waits for the clerk."""
    right = _right(letters, store, None)

    def of(fields: set[str]) -> tuple[int, int]:
        own = [flag for flag, example in zip(right, letters, strict=True) if example.field in fields]
        return sum(own), len(own)

    right_before = sum(_right(letters, store, before))
    return Week(number, len(letters), sum(right), right_before, of(set(RENAMED.values())), of({ADDED}))


def _right(letters: Sequence[Example], store: ModelStore, version: str | None) -> list[bool]:
    model = load_model(store.folder, key_file=store.key_file, version=version)
    predictions = model.predict_many([example.letter for example in letters])
    return [one.field in example.accepted for one, example in zip(predictions, letters, strict=True)]


def report(done: Retraining) -> None:
    print(f"before: {done.version} {done.decision.reason}")


def _share(counts: tuple[int, int]) -> str:
    return f"{counts[0]}/{counts[1]}"


if __name__ == "__main__":
    main()
