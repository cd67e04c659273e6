"""A training from letters to the gate: what becomes active, what waits, and that nothing is lost."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from classifiers.examples import OFFICE, Example
from classifiers.predict import Letter
from classifiers.retrain import ModelStore, OfficeFields, Retraining, retrain
from classifiers.store import active_version, list_models, load_model, read_card, trouble_of
from tests.classifiers.corpus import SUBJECTS, UNIT_OF_FIELD, tiny_corpus

TODAY = date(2026, 11, 21)
FIELDS = OfficeFields(UNIT_OF_FIELD)


def confirmed() -> list[Example]:
    """Letters of the office: the matters of the corpus in other words."""
    return [
        Example(
            Letter(f"V/v triển khai {subject} đợt {'một hai ba bốn'.split()[turn]}"),  # noqa: SIM905
            field,
            origin=OFFICE,
            decided_on=TODAY,
            arrival=f"{number + 10 * turn}/2026",
        )
        for field, subjects in SUBJECTS.items()
        for number, subject in enumerate(subjects)
        for turn in range(4)
    ]


def shuffled() -> list[Example]:
    """The corpus with every field named after another one."""
    wrong = {"y-te": "giao-duc", "giao-duc": "giao-thong", "giao-thong": "y-te"}
    return [replace(example, field=wrong[example.field]) for example in tiny_corpus()]


def run(
    store: ModelStore, seed: Iterable[Example], office: Iterable[Example] = (), **settings: OfficeFields
) -> Retraining:
    return retrain(seed, office, store, fields=settings.get("fields", FIELDS), today=TODAY)


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("first")
    run(ModelStore(home / "models", home / "key"), tiny_corpus())
    return home


@pytest.fixture
def store(first: Path, tmp_path: Path) -> ModelStore:
    """A store whose version 0001 is active."""
    home = Path(shutil.copytree(first, tmp_path / "home"))
    return ModelStore(home / "models", home / "key")


def test_the_first_version_becomes_active(store: ModelStore) -> None:
    assert active_version(store.folder) == "0001"
    (card,) = list_models(store.folder)
    assert (card.accepted, card.reason) == (True, "Bản đầu tiên: chưa có bản nào để so sánh.")


def test_a_version_that_learned_wrong_labels_waits_as_a_candidate(store: ModelStore) -> None:
    done = run(store, shuffled(), confirmed())
    assert not done.decision.activates
    assert active_version(store.folder) == "0001"
    assert done.decision.reason.startswith("Giữ làm bản chờ vì kém bản 0001:")
    assert read_card(store.folder, "0002")["gate"]["reason"] == done.decision.reason


def test_a_version_that_learned_from_the_office_becomes_active(store: ModelStore) -> None:
    done = run(store, tiny_corpus(), confirmed())
    assert done.decision.activates
    assert active_version(store.folder) == done.version == "0002"
    assert done.decision.office[0].letters == len(read_card(store.folder, "0002")["held_out"]) > 10
    assert done.decision.seed[0].letters == len(tiny_corpus())


def test_the_card_names_letters_by_number_only(store: ModelStore) -> None:
    run(store, tiny_corpus(), confirmed())
    (row, *_) = read_card(store.folder, "0002")["held_out"]
    assert set(row) == {"arrival", "field", "predicted", "is_right"}
    report = (store.folder / "0002" / "report" / "report.json").read_text("utf-8")
    assert "đợt" not in json.dumps(json.loads(report)["mistakes"], ensure_ascii=False)


def test_a_version_that_forgot_a_field_of_the_office_waits(store: ModelStore) -> None:
    done = run(store, [example for example in tiny_corpus() if example.field != "y-te"])
    assert not done.decision.activates
    assert "không còn biết lĩnh vực y-te" in done.decision.reason


def test_a_field_that_the_office_gave_up_may_be_forgotten(store: ModelStore) -> None:
    fields = OfficeFields({code: unit for code, unit in UNIT_OF_FIELD.items() if code != "y-te"})
    assert run(
        store, [example for example in tiny_corpus() if example.field != "y-te"], fields=fields
    ).decision.activates


def test_a_renamed_field_takes_over_what_was_learned(store: ModelStore) -> None:
    fields = OfficeFields(
        {"suc-khoe": "van-hoa-xa-hoi", "giao-duc": "x", "giao-thong": "x"}, successors={"y-te": "suc-khoe"}
    )
    done = run(store, tiny_corpus(), fields=fields)
    assert done.decision.activates
    assert "suc-khoe" in load_model(store.folder, key_file=store.key_file).fields


def test_when_the_active_version_cannot_be_loaded_the_new_one_takes_over_and_the_file_stays(store: ModelStore) -> None:
    file = store.folder / "0001" / "model.joblib"
    file.write_bytes(b"changed")
    assert "đã bị sửa" in str(trouble_of(store.folder, "0001", key_file=store.key_file))
    done = run(store, tiny_corpus())
    assert done.decision.activates
    assert file.read_bytes() == b"changed"


def test_trouble_is_found_without_opening_the_model(store: ModelStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("classifiers.store._unpack", lambda *_: pytest.fail("was opened"))
    assert trouble_of(store.folder, "0001", key_file=store.key_file) is None
