"""models/: nothing is overwritten, nothing unvouched is loaded."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from classifiers.errors import ModelProblemError
from classifiers.predict import Model
from classifiers.store import activate, active_version, list_models, load_model, save_model
from tests.classifiers.corpus import tiny_corpus


@pytest.fixture
def home(trained: Path, tmp_path: Path) -> Path:
    """A copy of the trained home that a test may break."""
    return Path(shutil.copytree(trained, tmp_path / "home"))


def _load(home: Path, version: str | None = None) -> Model:
    return load_model(home / "models", key_file=home / "var" / "model-key", version=version)


def _change_card(home: Path, **changes: object) -> None:
    file = home / "models" / "0001" / "card.json"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | changes), "utf-8")


def test_saved_model_predicts_what_it_predicted(model: Model, home: Path) -> None:
    version = save_model(model, home / "models", key_file=home / "var" / "model-key", examples=tiny_corpus())
    letters = [example.letter for example in tiny_corpus()]
    before, after = model.predict_many(letters), _load(home, version).predict_many(letters)
    assert [(one.field, one.confidence, one.evidence) for one in before] == [
        (one.field, one.confidence, one.evidence) for one in after
    ]


def test_no_model_is_active_at_first(home: Path, tmp_path: Path) -> None:
    assert active_version(home / "models") is None
    assert active_version(tmp_path / "nowhere") is None


def test_active_model_is_loaded(home: Path) -> None:
    activate(home / "models", "0001")
    assert active_version(home / "models") == "0001"
    assert _load(home).version == "0001"


def test_roll_back_activates_an_older_version(model: Model, home: Path) -> None:
    version = save_model(model, home / "models", key_file=home / "var" / "model-key", examples=tiny_corpus())
    activate(home / "models", version)
    activate(home / "models", "0001")
    assert (version, active_version(home / "models")) == ("0002", "0001")


@pytest.mark.parametrize("version", ["0009", "../0001", "", "ACTIVE"])
def test_a_version_that_is_not_there_cannot_be_activated(home: Path, version: str) -> None:
    with pytest.raises(ModelProblemError, match="Không có mô hình"):
        activate(home / "models", version)
    assert active_version(home / "models") is None


def test_garbage_in_active_is_no_version(home: Path) -> None:
    (home / "models" / "ACTIVE").write_text("../../etc\n", "utf-8")
    assert active_version(home / "models") is None


def test_numbers_are_never_used_again(model: Model, home: Path) -> None:
    (home / "models" / "0004").mkdir()
    (home / "models" / "0004" / "note").touch()
    assert save_model(model, home / "models", key_file=home / "var" / "model-key", examples=()) == "0005"


def test_list_shows_every_version_with_its_summary(trained: Path) -> None:
    (card,) = list_models(trained / "models")
    assert card.version == "0001"
    assert card.summary.startswith("30 văn bản, 3 lĩnh vực; kiểm tra chéo: đúng lĩnh vực")


def test_list_is_empty_without_a_folder(tmp_path: Path) -> None:
    assert list_models(tmp_path / "nowhere") == ()


def test_a_broken_card_is_listed_as_such(home: Path) -> None:
    (home / "models" / "0001" / "card.json").write_text("{", "utf-8")
    (card,) = list_models(home / "models")
    assert "Không đọc được" in card.summary


def test_card_says_what_the_model_is(trained: Path) -> None:
    card = json.loads((trained / "models" / "0001" / "card.json").read_text("utf-8"))
    assert card["version"] == "0001"
    assert card["letters"] == {"giao-duc": 10, "giao-thong": 10, "y-te": 10}
    assert {"scikit-learn", "underthesea"} <= card["libraries"].keys()


def test_a_changed_model_file_is_refused_and_kept(home: Path) -> None:
    file = home / "models" / "0001" / "model.joblib"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(ModelProblemError, match="Hãy huấn luyện lại"):
        _load(home, "0001")
    assert file.read_bytes() == bytes(content)


def test_a_model_of_another_office_is_refused(home: Path) -> None:
    (home / "var" / "model-key").write_text("0" * 64, "utf-8")
    with pytest.raises(ModelProblemError, match="không do cơ quan này huấn luyện"):
        _load(home, "0001")


def test_a_lost_key_is_told(home: Path) -> None:
    (home / "var" / "model-key").unlink()
    with pytest.raises(ModelProblemError, match="khóa model-key"):
        _load(home, "0001")


def test_another_library_version_asks_for_a_new_training(home: Path) -> None:
    _change_card(home, libraries={"scikit-learn": "0.1"})
    with pytest.raises(ModelProblemError, match="phiên bản phần mềm khác"):
        _load(home, "0001")


@pytest.mark.parametrize("name", ["card.json", "model.joblib"])
def test_a_missing_file_is_told(home: Path, name: str) -> None:
    (home / "models" / "0001" / name).unlink()
    with pytest.raises(ModelProblemError, match="thiếu hoặc hỏng"):
        _load(home, "0001")


def test_a_card_without_seal_is_refused(home: Path) -> None:
    (home / "models" / "0001" / "card.json").write_text("[]", "utf-8")
    with pytest.raises(ModelProblemError, match="thiếu hoặc hỏng"):
        _load(home, "0001")


def test_a_version_is_a_number_and_no_path(home: Path) -> None:
    with pytest.raises(ModelProblemError, match="Không có mô hình"):
        _load(home, "../models/0001")


def test_without_active_model_the_clerk_is_told(home: Path) -> None:
    with pytest.raises(ModelProblemError, match="Chưa có mô hình"):
        _load(home)


def test_key_is_readable_by_its_owner_only(trained: Path) -> None:
    assert (trained / "var" / "model-key").stat().st_mode & 0o777 == 0o600


def test_a_failed_save_leaves_nothing(model: Model, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> bytes:
        raise OSError("disk full")

    monkeypatch.setattr("classifiers.store._pack", fail)
    before = sorted((home / "models").iterdir())
    with pytest.raises(OSError, match="disk full"):
        save_model(model, home / "models", key_file=home / "var" / "model-key", examples=())
    assert sorted((home / "models").iterdir()) == before
