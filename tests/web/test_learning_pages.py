"""The administrator's pages about models: who sees them, what they show, what their buttons do."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classifiers.errors import ModelProblemError
from classifiers.retrain import ModelStore
from classifiers.store import active_version
from pipeline.config import Office
from tests.classifiers.corpus import tiny_corpus
from tests.classifiers.test_retrain import confirmed, run, shuffled
from tests.web.conftest import ECONOMY, MakeEntry, People
from web.learning import actions as learning_actions
from web.learning.models import RunState, TrainingRun, Trigger
from web.learning.runs import queue_run
from web.offices import current_office
from web.organization.models import Unit
from web.register import actions
from web.register.models import AuditRecord

SignIn = Callable[[str], Client]
FORBIDDEN, NOT_FOUND = 403, 404
NOT_ADMINS = ("clerk", "leader", "head", "officer")


@pytest.fixture(scope="module")
def two_versions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with 0001 active and 0002, which learned wrong labels, waiting."""
    home = tmp_path_factory.mktemp("two")
    store = ModelStore(home / "models", home / "var" / "model-key")
    run(store, tiny_corpus())
    run(store, shuffled(), confirmed())
    return home


@pytest.fixture
def office(two_versions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    home = Path(shutil.copytree(two_versions, tmp_path / "home"))
    office = replace(current_office(), home=home)
    for module in ("web.learning.views", "web.organization.views"):
        monkeypatch.setattr(f"{module}.current_office", lambda: office)
    return office


def text(client: Client, name: str, *arguments: object) -> str:
    return client.get(reverse(name, args=arguments)).content.decode()


@pytest.mark.parametrize("name", NOT_ADMINS)
def test_only_administrators_see_and_change_models(name: str, sign_in: SignIn, office: Office) -> None:
    client = sign_in(name)
    for page, arguments in (
        ("learning", []),
        ("model-version", ["0001"]),
        ("model-picture", ["0001", "confusion.png"]),
    ):
        assert client.get(reverse(page, args=arguments)).status_code == FORBIDDEN
    assert client.post(reverse("train")).status_code == FORBIDDEN
    assert client.post(reverse("use-model", args=["0002"])).status_code == FORBIDDEN
    assert not TrainingRun.objects.exists()
    assert active_version(office.models) == "0001"


def test_the_list_shows_state_and_reason_of_each_version(sign_in: SignIn, office: Office) -> None:
    page = text(sign_in("admin"), "learning")
    assert "đang dùng" in page
    assert "bản chờ" in page
    assert "Giữ làm bản chờ vì kém bản 0001" in page


def test_the_button_puts_a_training_into_the_queue(people: People, sign_in: SignIn, office: Office) -> None:
    sign_in("admin").post(reverse("train"))
    waiting = TrainingRun.objects.get()
    assert (waiting.state, waiting.trigger, waiting.started_by) == (RunState.QUEUED, Trigger.BUTTON, people["admin"])
    assert AuditRecord.objects.get().event == "TRAINING_STARTED"


def test_a_second_press_says_that_one_is_going_on(sign_in: SignIn, office: Office) -> None:
    client = sign_in("admin")
    client.post(reverse("train"))
    assert "Đang có một lần huấn luyện khác" in client.post(reverse("train"), follow=True).content.decode()
    assert TrainingRun.objects.count() == 1


def test_progress_is_shown_and_refreshed_while_it_trains(sign_in: SignIn, office: Office) -> None:
    client = sign_in("admin")
    assert 'http-equiv="refresh"' not in text(client, "learning")
    waiting = queue_run(Trigger.BUTTON, timezone.now())
    assert waiting is not None
    TrainingRun.objects.filter(pk=waiting.pk).update(state=RunState.RUNNING, progress=["Kiểm tra chéo, lượt 2/5…"])
    page = text(client, "learning")
    assert 'http-equiv="refresh"' in page
    assert "lượt 2/5" in page
    assert "Bắt đầu huấn luyện" not in page


def test_one_click_activates_and_rolls_back_with_a_record(people: People, sign_in: SignIn, office: Office) -> None:
    client = sign_in("admin")
    for version in ("0002", "0001"):
        client.post(reverse("use-model", args=[version]))
        assert active_version(office.models) == version
    records = AuditRecord.objects.filter(event="MODEL_ACTIVATED").order_by("pk")
    assert [(record.by, record.details) for record in records] == [
        (people["admin"], {"version": "0002", "was": "0001"}),
        (people["admin"], {"version": "0001", "was": "0002"}),
    ]


def test_a_tampered_model_is_shown_as_unusable_and_is_neither_used_nor_deleted(
    people: People, sign_in: SignIn, office: Office
) -> None:
    file = office.models / "0002" / "model.joblib"
    file.write_bytes(b"changed")
    client = sign_in("admin")
    assert "Không dùng được: Mô hình 0002 không do cơ quan này huấn luyện hoặc đã bị sửa." in text(client, "learning")
    client.post(reverse("use-model", args=["0002"]))
    with pytest.raises(ModelProblemError):
        learning_actions.use_model("0002", by=people["admin"], office=office)
    assert active_version(office.models) == "0001"
    assert file.read_bytes() == b"changed"


def test_the_system_page_says_when_the_active_model_cannot_be_loaded(sign_in: SignIn, office: Office) -> None:
    client = sign_in("admin")
    assert "Không mở được mô hình đang dùng" not in text(client, "system")
    (office.models / "0001" / "model.joblib").unlink()
    assert "Không mở được mô hình đang dùng" in text(client, "system")


def test_the_page_of_a_version_compares_it_and_names_wrong_letters_by_number_only(
    sign_in: SignIn, office: Office
) -> None:
    page = text(sign_in("admin"), "model-version", "0002")
    for words in ("So với bản 0001", "kém hơn", "/2026", "điểm", "Y tế", "confusion.png"):
        assert words in page
    assert "triển khai" not in page  # words of the letters


@pytest.mark.parametrize("version", ["0009", "ACTIVE", "0001x"])
def test_a_version_that_is_not_there_has_no_page(version: str, sign_in: SignIn, office: Office) -> None:
    client = sign_in("admin")
    assert client.get(reverse("model-version", args=[version])).status_code == NOT_FOUND
    client.post(reverse("use-model", args=[version]))
    assert active_version(office.models) == "0001"


def test_only_the_pictures_of_the_report_are_served(sign_in: SignIn, office: Office) -> None:
    client = sign_in("admin")
    response = client.get(reverse("model-picture", args=["0001", "confusion.png"]))
    assert response["Content-Type"] == "image/png"
    assert b"".join(response.streaming_content).startswith(b"\x89PNG")  # type: ignore[attr-defined]  # FileResponse
    for name in ("report.json", "..%2Fcard.json", "model.joblib", "other.png"):
        assert client.get(f"/huan-luyen/0001/{name}").status_code == NOT_FOUND


def test_drift_is_drawn_without_style_or_script(
    people: People, units: dict[str, Unit], sign_in: SignIn, office: Office, make_entry: MakeEntry
) -> None:
    actions.decide_routing(make_entry().pk, by=people["clerk"], field="giao-thong", unit=units[ECONOMY])
    page = text(sign_in("admin"), "learning")
    assert "100 %" in page
    assert "<rect" in page
    assert "style=" not in page
    assert not re.search(r"<script(?! src=)", page)
