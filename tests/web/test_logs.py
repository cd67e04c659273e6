"""What the program logs: entry numbers, never a name or a word of a letter, from the inbox to the last page."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pipeline.config import Office
from pipeline.inspect_file import FirstLook, Inspector
from pipeline.process import build_reader
from pipeline.sandbox import Sandbox
from tests.letters.samples import REFUSALS, sample_files
from tests.web.conftest import People
from tests.web.inbox_office import InboxOffice
from web.offices import current_office
from web.organization.models import Staff
from web.register.models import RegisterEntry, State
from web.register.worker import Worker

PRIVATE_FILE = "Đơn tố cáo của ông Nguyễn Văn Kín Đáo.pdf"
TYPED = "Trần Thị Riêng Tư"
NAMED = "Lê Văn Kín Tiếng"
GOOD = [name for name in sample_files(date(2026, 11, 2)) if name not in REFUSALS][:6]


@pytest.fixture
def at_work(tmp_path: Path) -> Office:
    return replace(current_office(), home=tmp_path)


@pytest.fixture
def worker(at_work: Office, db: None) -> Iterator[Worker]:
    """With the real reader; without a model and without OCR."""
    worker = Worker(
        at_work, lambda office: build_reader(office, load_model=lambda _office: None, load_ocr=lambda: None)
    )
    yield worker
    worker.close()


def take_in(at_work: Office, worker: Worker) -> None:
    """A whole intake: good letters, the refused ones, one whose file name is private; then all are read."""
    sandbox: Sandbox[Path, FirstLook] = Sandbox(Inspector(None), seconds=60, memory_mb=1000)
    inbox = InboxOffice(at_work.home, sandbox, originals=at_work.originals)
    files = sample_files(date(2026, 11, 2))
    for name in (*GOOD, *REFUSALS):
        inbox.drop(name)
    inbox.drop(PRIVATE_FILE, files[GOOD[0]] + b"\n")
    inbox.drop(f"hỏng {PRIVATE_FILE}", b"%PDF-1.4 broken")
    inbox.take()
    inbox.take(after=60)
    sandbox.close()
    while worker.work_once(timezone.now()):
        pass


def visit(people: People) -> None:
    """Pages that work, that are refused, that are missing; a sign-in that fails; a search for a person."""
    clerk, stranger = Client(raise_request_exception=False), Client()
    clerk.force_login(people["clerk"])
    for entry in RegisterEntry.objects.all():
        clerk.get(reverse("document", args=[entry.pk]))
        stranger.get(reverse("document", args=[entry.pk]))
    clerk.get(reverse("register"), {"q": TYPED})
    clerk.get("/khong-co/", {"q": TYPED})
    clerk.get(reverse("accounts"), {"q": TYPED})
    for _ in range(6):
        stranger.post(reverse("sign-in"), {"username": TYPED, "password": f"mật khẩu {TYPED}"})
    first = RegisterEntry.objects.filter(state=State.NEEDS_REVIEW).first()
    assert first is not None
    clerk.post(reverse("cancel", args=[first.pk]), {"cancel-reason": f"Theo yêu cầu của {TYPED}"})
    stranger.get(reverse("sign-in"), headers={"host": "example.org"})


def test_a_whole_day_leaves_no_personal_data_in_the_log(
    at_work: Office,
    worker: Worker,
    people: People,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    Staff.objects.update(last_name=NAMED)
    caplog.set_level(logging.INFO)
    take_in(at_work, worker)
    visit(people)
    output = capfd.readouterr()
    logged = caplog.text + output.out + output.err
    assert "entry" in logged  # something was logged, and this is where
    read = RegisterEntry.objects.exclude(subject="")
    assert read.count() >= len(GOOD)
    private = {TYPED, NAMED, PRIVATE_FILE.removesuffix(".pdf"), "Kín Đáo", *REFUSALS, *GOOD}
    for entry in read:
        private |= {entry.subject, entry.issuing_body, entry.signer_name, entry.code, entry.file_name}
    words = {word for word in private if len(word) > 3}
    assert sorted(word for word in words if word.lower() in logged.lower()) == []
