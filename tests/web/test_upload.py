"""Letters that are sent through the page: into the inbox folder, nowhere else, and never shown as a page."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.disks import tiny_disk
from tests.web.answers import close
from tests.web.conftest import MakeEntry, People
from tests.web.inbox_office import FILES, SECRET, InboxOffice, letter
from web.cli import main
from web.offices import current_office
from web.register.models import AuditRecord, Event, RegisterEntry, State

SignIn = Callable[[str], Client]
NAME = "công văn 12.pdf"


@pytest.fixture
def inbox(office: InboxOffice) -> Iterator[Path]:
    """The folder of the test's office is the one that the page writes to; at most 1 MB a file."""
    config = replace(current_office().inbox, folder=office.folder, upload_mb=1)
    here = replace(current_office(), inbox=config)
    with patch("web.register.views.arrivals.current_office", lambda: here):
        yield office.folder


def send(client: Client, *files: tuple[str, bytes], plain: bool = False) -> HttpResponse:
    sent = [SimpleUploadedFile(name, content, "application/pdf") for name, content in files]
    headers = {"Accept": "text/plain"} if plain else {}
    answer = client.post(reverse("upload"), {"file": sent}, headers=headers)
    assert isinstance(answer, HttpResponse)
    return answer


def said(client: Client) -> str:
    return client.get(reverse("review")).content.decode()


def test_a_sent_letter_enters_the_register_like_a_dropped_one(
    office: InboxOffice, inbox: Path, sign_in: SignIn
) -> None:
    client = sign_in("clerk")
    assert send(client, (NAME, letter(1)))["Location"] == reverse("arrivals")
    assert "Đã nhận 1 tệp" in said(client)
    office.take()
    entry = RegisterEntry.objects.get()
    assert (entry.file_name, entry.state, entry.arrival_number) == (NAME, State.RECEIVED, 1)


def test_several_files_are_sent_at_once(office: InboxOffice, inbox: Path, sign_in: SignIn) -> None:
    send(sign_in("clerk"), *((f"{number}.pdf", letter(number)) for number in range(3)))
    assert office.names() == ["0.pdf", "1.pdf", "2.pdf"]


def test_the_same_name_gets_a_number(office: InboxOffice, inbox: Path, sign_in: SignIn) -> None:
    office.drop("a.pdf", letter(1))
    send(sign_in("clerk"), ("a.pdf", letter(2)))
    assert office.names() == ["a (2).pdf", "a.pdf"]
    assert (inbox / "a.pdf").read_bytes() == letter(1)


def test_a_script_gets_one_sentence_a_file(inbox: Path, sign_in: SignIn) -> None:
    answer = send(sign_in("clerk"), (NAME, letter(1)), plain=True)
    assert (answer.status_code, answer.content.decode()) == (200, "đã nhận")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"


def test_the_record_of_it_holds_no_file_name(people: People, inbox: Path, sign_in: SignIn) -> None:
    send(sign_in("clerk"), (NAME, letter(1)))
    record = AuditRecord.objects.get(event=Event.UPLOADED)
    assert (record.by, record.entry, record.details) == (people["clerk"], None, {"size": len(letter(1))})


def test_a_file_that_is_too_large_is_refused_and_leaves_nothing(
    office: InboxOffice, inbox: Path, sign_in: SignIn
) -> None:
    large = b"%PDF-1.7" + b"x" * (1 << 20)
    answer = send(sign_in("clerk"), ("a.pdf", large), plain=True)
    assert answer.status_code == 400
    assert "lớn hơn 1 MB" in answer.content.decode()
    assert office.names() == []
    assert not AuditRecord.objects.filter(event=Event.UPLOADED).exists()


def test_one_file_that_is_too_large_does_not_stop_the_others(office: InboxOffice, inbox: Path, sign_in: SignIn) -> None:
    client = sign_in("clerk")
    send(client, ("a.pdf", letter(1)), ("b.pdf", b"x" * (2 << 20)), ("c.pdf", letter(3)))
    assert office.names() == ["a.pdf", "c.pdf"]
    page = said(client)
    assert "Đã nhận 2 tệp" in page
    assert "lớn hơn 1 MB" in page


def test_nothing_chosen_is_said(inbox: Path, sign_in: SignIn) -> None:
    client = sign_in("clerk")
    send(client)
    assert "chưa chọn tệp nào" in said(client)


def test_a_full_disk_is_said_and_nothing_is_half_written(
    tmp_path: Path, inbox: Path, sign_in: SignIn, units: object
) -> None:
    with tiny_disk(tmp_path / "small") as disk:
        config = replace(current_office().inbox, folder=disk.folder, upload_mb=5)
        here = replace(current_office(), inbox=config)
        with patch("web.register.views.arrivals.current_office", lambda: here):
            answer = send(sign_in("clerk"), ("a.pdf", b"x" * (3 << 20)), plain=True)
        assert list(disk.folder.iterdir()) == []
    assert answer.status_code == 400
    assert "ổ đĩa của máy chủ đầy" in answer.content.decode()


def test_a_request_that_breaks_off_leaves_nothing(office: InboxOffice, inbox: Path, sign_in: SignIn) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7 the rest never came'
    sign_in("clerk").post(reverse("upload"), body, content_type="multipart/form-data; boundary=x")
    assert office.names() == []


def test_a_request_from_another_site_leaves_nothing(people: People, office: InboxOffice, inbox: Path) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["clerk"])
    assert send(client, ("a.pdf", letter(1))).status_code == 403
    assert office.names() == []


@pytest.mark.parametrize("name", ["leader", "admin", "head", "officer"])
def test_only_the_clerk_sends_letters_in(name: str, office: InboxOffice, inbox: Path, sign_in: SignIn) -> None:
    assert send(sign_in(name), ("a.pdf", letter(1))).status_code == 403
    assert office.names() == []


def test_a_stranger_sends_nothing(office: InboxOffice, inbox: Path) -> None:
    assert send(Client(), ("a.pdf", letter(1))).status_code == 302
    assert office.names() == []


def test_a_secret_document_that_is_sent_lies_in_the_inbox_and_nowhere_else(
    tmp_path: Path, office: InboxOffice, inbox: Path, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    # Nobody makes temporary files while it is sent, not even nameless ones.
    with (
        patch("tempfile.TemporaryFile", side_effect=AssertionError),
        patch("tempfile.NamedTemporaryFile", side_effect=AssertionError),
    ):
        send(sign_in("clerk"), (SECRET, FILES[SECRET]))
    office.take()
    entry = RegisterEntry.objects.get()
    assert (entry.trouble_code, entry.file_name, entry.sha256) == ("secret", "", "")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [inbox / SECRET]


def test_what_was_sent_is_only_ever_downloaded_as_a_pdf(make_entry: MakeEntry, sign_in: SignIn) -> None:
    entry = make_entry(sha256="ab" * 32, file_name="trang.html")
    original = current_office().originals / "ab" / f"{'ab' * 32}.pdf"
    original.parent.mkdir(parents=True, exist_ok=True)
    original.write_bytes(b"<script>alert(1)</script>")
    try:
        answer = sign_in("clerk").get(reverse("original", args=[entry.pk]))
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        close(answer)
    finally:
        original.unlink()


def test_the_page_server_keeps_what_is_sent_in_memory_until_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    served: dict[str, int] = {}
    monkeypatch.setattr("waitress.serve", lambda _application, **settings: served.update(settings))
    assert CliRunner().invoke(main, ["web"]).exit_code == 0
    assert served["inbuf_overflow"] >= served["max_request_body_size"] >= 100 << 20


def test_text_is_sent_compressed_and_a_pdf_as_it_is(make_entry: MakeEntry, sign_in: SignIn) -> None:
    entry = make_entry(sha256="cd" * 32)
    original = current_office().originals / "cd" / f"{'cd' * 32}.pdf"
    original.parent.mkdir(parents=True, exist_ok=True)
    original.write_bytes(letter(1) * 50)
    clerk = sign_in("clerk")
    packed = {"Accept-Encoding": "gzip"}
    try:
        assert clerk.get(reverse("arrivals"), headers=packed)["Content-Encoding"] == "gzip"
        answer = clerk.get(reverse("original", args=[entry.pk]), headers=packed)
        assert "Content-Encoding" not in answer
        close(answer)
    finally:
        original.unlink()
