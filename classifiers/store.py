"""models/: save, list, verify and load, activate. A version is never overwritten; a roll back activates another one."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import os
import platform
import re
import secrets
import shutil
import tempfile
from collections import Counter, OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from classifiers.errors import ModelProblemError
from classifiers.examples import Example, digest_of
from classifiers.predict import Model
from classifiers.tokens import WORDS_VERSION

if TYPE_CHECKING:
    from classifiers.evaluate import Report

__all__ = [
    "ModelCard",
    "ModelProblemError",
    "ModelShelf",
    "activate",
    "active_version",
    "adopt_model",
    "list_models",
    "load_model",
    "read_card",
    "read_report",
    "report_picture",
    "save_model",
    "trouble_of",
]

ACTIVE = "ACTIVE"
MODEL = "model.joblib"
CARD = "card.json"
REPORT = "report"
REPORT_FILE = "report.json"
PICTURES = frozenset({"risk-coverage.png", "reliability.png", "confusion.png"})
VERSION = re.compile(r"\d{4,}")
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
# A model is only right with the library that made it; a tokenizer of another version gives other words.
LIBRARIES = ("scikit-learn", "underthesea", "numpy", "joblib")
RETRAIN = "Hãy huấn luyện lại."


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What the list of models shows; the whole card stands in card.json."""

    version: str
    created_at: str  # "21/11/2025 09:40", local time
    summary: str  # one Vietnamese line with the scores of cross-validation
    accepted: bool | None = None  # what the gate said; None: it was not asked
    reason: str = ""  # of the gate, one Vietnamese sentence


def active_version(folder: Path) -> str | None:
    """The version in use, None when there is none. One small file is read: cheap enough to ask all the time."""
    try:
        version = (folder / ACTIVE).read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return version if VERSION.fullmatch(version) else None


def activate(folder: Path, version: str) -> None:
    """Make a version the one in use. Raises ModelProblemError when it is not there."""
    if not VERSION.fullmatch(version) or not (folder / version / MODEL).is_file():
        raise ModelProblemError(f"Không có mô hình {version}. Hãy chọn một phiên bản trong danh sách.")
    with tempfile.NamedTemporaryFile("w", dir=folder, prefix=".active-", delete=False) as stream:
        stream.write(version + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    Path(stream.name).chmod(0o644)
    Path(stream.name).replace(folder / ACTIVE)


def list_models(folder: Path) -> tuple[ModelCard, ...]:
    """Every version, oldest first."""
    return tuple(_read_list_card(folder / version) for version in _versions(folder))


def _versions(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    names = (path.name for path in folder.iterdir() if path.is_dir())
    return sorted((name for name in names if VERSION.fullmatch(name)), key=int)


def _read_list_card(folder: Path) -> ModelCard:
    try:
        card = json.loads((folder / CARD).read_text("utf-8"))
        created_at = datetime.fromisoformat(card["created_at"]).astimezone(HANOI)
        gate = card.get("gate") or {}
        accepted = gate.get("activates")
        return ModelCard(
            folder.name,
            f"{created_at:%d/%m/%Y %H:%M}",
            str(card["summary"]),
            accepted if isinstance(accepted, bool) else None,
            str(gate.get("reason", "")),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ModelCard(folder.name, "", "Không đọc được thẻ mô tả của mô hình này.")


def read_card(folder: Path, version: str) -> Mapping[str, Any]:
    """The whole card; empty when it cannot be read."""
    return _read_json(folder / version / CARD) if VERSION.fullmatch(version) else {}


def read_report(folder: Path, version: str) -> Mapping[str, Any]:
    """The report of cross-validation; empty when there is none."""
    return _read_json(folder / version / REPORT / REPORT_FILE) if VERSION.fullmatch(version) else {}


def report_picture(folder: Path, version: str, name: str) -> Path | None:
    """The file of a picture of the report; None for any other name."""
    file = folder / version / REPORT / name
    return file if VERSION.fullmatch(version) and name in PICTURES and file.is_file() else None


def _read_json(file: Path) -> Mapping[str, Any]:
    try:
        content = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


# --- load -------------------------------------------------------------------------------------------------------------


def load_model(folder: Path, *, key_file: Path, version: str | None = None) -> Model:
    """Load the active version, or the one asked for. Raises ModelProblemError; never changes a file.

    joblib runs code of the file it opens, so it only sees bytes that this office's key vouches for.
    """
    chosen = version or _active(folder)
    return _unpack(_vouched_content(folder, chosen, key_file), chosen)


def _active(folder: Path) -> str:
    chosen = active_version(folder)
    if chosen is None:
        raise ModelProblemError("Chưa có mô hình nào được dùng. Hãy huấn luyện một mô hình.")
    return chosen


class ModelShelf:
    """Models of many offices; those that go on with the same base share one copy in memory."""

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._models: OrderedDict[str, Model] = OrderedDict()  # by the digest of their bytes, the last used at the end

    def load(self, folder: Path, *, key_file: Path) -> Model:
        """The active version. Raises ModelProblemError, as `load_model` does."""
        chosen = _active(folder)
        content = _vouched_content(folder, chosen, key_file)
        digest = hashlib.sha256(content).hexdigest()
        model = self._models.pop(digest, None) or _unpack(content, chosen)
        self._models[digest] = model
        if len(self._models) > self._most:
            self._models.popitem(last=False)
        return replace(model, version=chosen)


def trouble_of(folder: Path, version: str, *, key_file: Path) -> str | None:
    """Why this version could not be loaded, without loading it; None when its key and its libraries are right."""
    try:
        _vouched_content(folder, version, key_file)
    except ModelProblemError as error:
        return str(error)
    return None


def _vouched_content(folder: Path, chosen: str, key_file: Path) -> bytes:
    """The bytes of the model, if this office's key vouches for them and this machine has its libraries."""
    if not VERSION.fullmatch(chosen):
        raise ModelProblemError(f"Không có mô hình {chosen}. Hãy chọn một phiên bản trong danh sách.")
    try:
        card = json.loads((folder / chosen / CARD).read_text("utf-8"))
        content = (folder / chosen / MODEL).read_bytes()
        seal = str(card["hmac_sha256"])
        libraries = dict(card["libraries"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelProblemError(f"Mô hình {chosen} bị thiếu hoặc hỏng tệp. {RETRAIN}") from error
    if not hmac.compare_digest(seal, _seal(content, _existing_key(key_file, chosen))):
        raise ModelProblemError(f"Mô hình {chosen} không do cơ quan này huấn luyện hoặc đã bị sửa. {RETRAIN}")
    if libraries != _libraries():
        raise ModelProblemError(f"Mô hình {chosen} được huấn luyện với phiên bản phần mềm khác. {RETRAIN}")
    return content


def _unpack(content: bytes, version: str) -> Model:
    import joblib

    try:
        saved: dict[str, Any] = joblib.load(io.BytesIO(content))
        return Model(**saved, version=version)
    except (ImportError, AttributeError, TypeError) as error:  # our own classes have moved since
        raise ModelProblemError(f"Mô hình {version} không hợp với phiên bản chương trình này. {RETRAIN}") from error


def _existing_key(key_file: Path, version: str) -> bytes:
    try:
        return key_file.read_bytes()
    except OSError as error:
        raise ModelProblemError(
            f"Không đọc được khóa {key_file.name} nên không kiểm tra được mô hình {version}. {RETRAIN}"
        ) from error


def _seal(content: bytes, key: bytes) -> str:
    return hmac.new(key, content, hashlib.sha256).hexdigest()


def _libraries() -> dict[str, str]:
    return {name: installed_version(name) for name in LIBRARIES} | {
        "python": ".".join(platform.python_version_tuple()[:2]),
        "vanthu-words": str(WORDS_VERSION),
    }


# --- save -------------------------------------------------------------------------------------------------------------


def save_model(
    model: Model,
    folder: Path,
    *,
    key_file: Path,
    examples: Sequence[Example],
    report: Report | None = None,
    more: Mapping[str, object] | None = None,
) -> str:
    """Write model, card and report beside each other, then give them the next free number in one step.

    `more` is added to the card: what the gate said, what the model got wrong of the office's held-out letters.
    """
    with _unfinished_version(folder) as unfinished:
        content = _pack(model)
        _write(unfinished / MODEL, content)
        card = _card(model, content, examples, report, key=_key(key_file)) | dict(more or {})
        if report is not None:
            from classifiers.plots import write_report

            write_report(report, unfinished / REPORT)
        return _take_next_number(unfinished, folder, card)


def adopt_model(
    folder: Path, version: str, *, key_file: Path, into: Path, new_key_file: Path, more: Mapping[str, object]
) -> str:
    """Take a version of another office over as the next one of `into`, sealed with its key; not yet active.

    Raises ModelProblemError when the office that made it does not vouch for it.
    """
    content = _vouched_content(folder, version, key_file)
    with _unfinished_version(into) as unfinished:
        _write(unfinished / MODEL, content)
        report = folder / version / REPORT
        if report.is_dir():
            shutil.copytree(report, unfinished / REPORT)
        card = dict(read_card(folder, version)) | {"hmac_sha256": _seal(content, _key(new_key_file))} | dict(more)
        card.pop("version", None)
        return _take_next_number(unfinished, into, card)


@contextmanager
def _unfinished_version(folder: Path) -> Iterator[Path]:
    """A folder beside the versions, gone again when what is written into it does not become one."""
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(dir=folder, prefix=".unfinished-"))
    unfinished.chmod(0o755)
    try:
        yield unfinished
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def _pack(model: Model) -> bytes:
    import joblib

    stream = io.BytesIO()
    saved = {"pipeline": model.pipeline, "auto_route_at": model.auto_route_at, "familiar_at": model.familiar_at}
    joblib.dump(saved, stream, compress=3)
    return stream.getvalue()


def _card(
    model: Model, content: bytes, examples: Sequence[Example], report: Report | None, *, key: bytes
) -> dict[str, object]:
    return {
        "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "summary": report.summary if report else f"{len(examples)} văn bản, chưa đánh giá.",
        "data_digest": digest_of(examples),
        "letters": dict(sorted(Counter(example.field for example in examples).items())),
        "origins": dict(sorted(Counter(example.origin for example in examples).items())),
        "auto_route_at": model.auto_route_at,
        "familiar_at": model.familiar_at,
        "scores": report.scores if report else {},
        "libraries": _libraries(),
        "sha256": hashlib.sha256(content).hexdigest(),
        "hmac_sha256": _seal(content, key),
    }


def _write(file: Path, content: bytes) -> None:
    with file.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _take_next_number(unfinished: Path, folder: Path, card: dict[str, object]) -> str:
    number = int(max(_versions(folder), key=int, default="0"))
    while True:
        number += 1
        version = f"{number:04d}"
        content = json.dumps({"version": version} | card, ensure_ascii=False, indent=1)
        _write(unfinished / CARD, content.encode())
        try:
            unfinished.rename(folder / version)  # fails on a folder that another training has just filled
        except OSError:
            if not (folder / version).exists():
                raise
        else:
            return version


def _key(key_file: Path) -> bytes:
    """The office's key; made on first use, readable by its owner only."""
    key_file.parent.mkdir(parents=True, exist_ok=True)
    fresh = key_file.with_name(f".{key_file.name}-{secrets.token_hex(4)}")
    try:
        descriptor = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_hex(32))
        os.link(fresh, key_file)  # never replaces: the first of two trainings that start together gives the key
    except FileExistsError:
        pass
    finally:
        fresh.unlink(missing_ok=True)
    return key_file.read_bytes()
