"""A file with far too many pages: it enters the register, and the clerk is told to type it in by hand."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.utils import timezone

from pipeline.errors import TooLargeError
from pipeline.inspect_file import FirstLook
from pipeline.process import build_reader
from pipeline.sandbox import Sandbox
from tests.web.inbox_office import InboxOffice, only_entry
from web.offices import current_office
from web.register.models import State
from web.register.worker import Worker

PAGES = 5000

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_five_thousand_pages_get_a_number_and_a_sentence_for_the_clerk(
    tmp_path: Path, inspect: Sandbox[Path, FirstLook]
) -> None:
    office = replace(current_office(), home=tmp_path)
    inbox = InboxOffice(tmp_path, inspect, originals=office.originals)
    with pikepdf.new() as document:
        for _ in range(PAGES):
            document.add_blank_page()
        content = BytesIO()
        document.save(content)
    inbox.drop("rat dai.pdf", content.getvalue())
    inbox.take()
    worker = Worker(office, lambda own: build_reader(own, load_model=lambda _: None, load_ocr=lambda: None))
    try:
        assert worker.work_once(timezone.now())
    finally:
        worker.close()
    entry = only_entry()
    assert (entry.state, entry.arrival_number) == (State.FAILED, 1)
    assert entry.trouble == TooLargeError.sentence
