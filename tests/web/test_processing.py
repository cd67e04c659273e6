"""What a reading leaves in the register: proposals, retries, failures, and nothing of a secret."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from classifiers.predict import Prediction
from pipeline.documents import (
    ArrivalStamp,
    Bound,
    Box,
    DateAnswer,
    Deadline,
    DeadlineKind,
    DocumentHeader,
    Evidence,
    ExtractedText,
    Line,
    Page,
    ProcessedDocument,
    Routing,
    SignatureReport,
    SignatureStatus,
    TextSource,
    Urgency,
    Word,
)
from pipeline.errors import EncryptedFileError, ReadingTimeoutError, SecretDocumentError
from pipeline.originals import path_of
from tests.web.conftest import CULTURE, ECONOMY, MakeEntry, People
from web.originals.files import FileOriginals
from web.register import actions, queue
from web.register.models import AuditRecord, EntryDeadline, Event, PageText, RegisterEntry, State
from web.register.processing import RETRY_AFTER, save_failure, save_reading
from web.register.search import find

BOX = Box(72, 100, 300, 112)
DEADLINE = Deadline(
    kind=DeadlineKind.REPORT,
    answer=DateAnswer(date(2026, 11, 20), Bound.BEFORE),
    due_on=date(2026, 11, 19),
    quote="trước ngày 20/11/2026",
    start=0,
    obliged=None,
    applies_to_us=True,
    confidence=0.9,
    evidence=(Evidence(2, (BOX,)),),
)


def reading(*, needs_review: bool = False, lead: str | None = ECONOMY, **parts: Any) -> ProcessedDocument:
    pages = tuple(
        Page(number, 595, 842, (Line((Word(f"Trang {number}", BOX),)),), TextSource.TEXT_LAYER) for number in (1, 2)
    )
    values: dict[str, Any] = {
        "text": ExtractedText(pages, page_count=2),
        "header": DocumentHeader(
            code="12/UBND-ĐT", subject="Nạo vét kênh", issued_on=date(2026, 11, 1), urgency=Urgency.URGENT
        ),
        "deadlines": (DEADLINE,),
        "prediction": Prediction("dat-dai", 0.91, (("giao-thong", 0.05),), ("kênh",), "0002"),
        "routing": Routing(lead, (CULTURE, "don-vi-la"), 0.91, needs_review=needs_review, reason="Vì có từ «kênh»."),
        "due_on": date(2026, 11, 19),
        **parts,
    }
    return ProcessedDocument(**values)


@pytest.fixture
def entry(make_entry: MakeEntry) -> RegisterEntry:
    return make_entry(State.RECEIVED, unit=None, subject="", code="", proposed_field="", field="")


def claim(entry: RegisterEntry, *, attempt: int = 1) -> queue.Claim:
    """The claim that a worker holds which is at its `attempt`."""
    now = timezone.now()
    RegisterEntry.objects.filter(pk=entry.pk).update(
        state=State.PROCESSING, attempts=attempt, lease_until=now + queue.LEASE
    )
    return queue.Claim(entry.pk, attempt)


def events(entry: RegisterEntry) -> list[str]:
    return list(entry.history.order_by("id").values_list("event", flat=True))


# --- a reading --------------------------------------------------------------------------------------------------------


def test_a_sure_reading_goes_into_the_queue_of_the_unit_as_a_proposal(entry: RegisterEntry) -> None:
    assert save_reading(claim(entry), reading())
    entry.refresh_from_db()
    assert entry.lead_unit is not None
    assert (entry.state, entry.lead_unit.code, entry.is_decided) == (State.ASSIGNED, ECONOMY, False)
    assert entry.forwarded_at is not None
    assert events(entry) == [Event.READ, Event.FORWARDED]


def test_digital_signatures_are_kept_with_the_letter(entry: RegisterEntry) -> None:
    signed_at = datetime(2026, 11, 1, 2, 0, tzinfo=UTC)
    signature = SignatureReport("Sở Y tế", signed_at, True, SignatureStatus.VALID)  # noqa: FBT003
    save_reading(claim(entry), reading(signatures=(signature,)))
    entry.refresh_from_db()
    assert [(kept["signer"], kept["status"]) for kept in entry.signatures] == [("Sở Y tế", "valid")]


def test_a_date_that_only_the_signature_gives_is_marked_until_a_person_sets_it(
    entry: RegisterEntry, people: People
) -> None:
    header = DocumentHeader(issued_on=date(2026, 11, 1), issued_on_source="signature")
    save_reading(claim(entry), reading(header=header))
    entry.refresh_from_db()
    assert entry.issued_on_source == "signature"
    actions.correct_header(entry.pk, by=people["clerk"], values={"issued_on": date(2026, 10, 30)})
    entry.refresh_from_db()
    assert entry.issued_on_source == ""


def test_an_unsure_reading_waits_for_the_clerk_with_the_proposal(entry: RegisterEntry) -> None:
    save_reading(claim(entry), reading(needs_review=True))
    entry.refresh_from_db()
    assert entry.proposed_unit is not None
    assert (entry.state, entry.proposed_unit.code, entry.forwarded_at) == (State.NEEDS_REVIEW, ECONOMY, None)
    assert events(entry) == [Event.READ]


@pytest.mark.parametrize("lead", [None, "don-vi-la"])
def test_a_reading_without_a_unit_of_ours_waits_for_the_clerk(entry: RegisterEntry, lead: str | None) -> None:
    save_reading(claim(entry), reading(lead=lead))
    entry.refresh_from_db()
    assert (entry.state, entry.lead_unit) == (State.NEEDS_REVIEW, None)


def test_header_prediction_and_due_date_are_kept(entry: RegisterEntry) -> None:
    save_reading(claim(entry), reading())
    entry.refresh_from_db()
    assert (entry.code, entry.subject, entry.urgency) == ("12/UBND-ĐT", "Nạo vét kênh", Urgency.URGENT)
    assert (entry.proposed_field, entry.confidence, entry.model_version) == ("dat-dai", 0.91, "0002")
    assert (entry.runners_up, entry.evidence_words) == ([["giao-thong", 0.05]], ["kênh"])
    assert (entry.due_on, entry.page_count) == (date(2026, 11, 19), 2)
    assert find("nao vet kenh", RegisterEntry.objects.all()).ids == (entry.pk,)


def test_pages_and_deadlines_are_kept_with_their_places(entry: RegisterEntry) -> None:
    save_reading(claim(entry), reading())
    assert list(entry.pages.values_list("number", "text", "source")) == [
        (1, "Trang 1", "text_layer"),
        (2, "Trang 2", "text_layer"),
    ]
    deadline = EntryDeadline.objects.get(entry=entry)
    assert (deadline.page, deadline.due_on, deadline.quote) == (2, date(2026, 11, 19), "trước ngày 20/11/2026")
    assert deadline.evidence == [{"page": 2, "boxes": [[72, 100, 300, 112]]}]


def test_cooperating_units_that_we_have_are_kept(entry: RegisterEntry) -> None:
    save_reading(claim(entry), reading())
    assert [unit.code for unit in entry.cooperating_units.all()] == [CULTURE]


def test_a_letter_without_prediction_is_kept(entry: RegisterEntry) -> None:
    assert save_reading(claim(entry), reading(prediction=None, lead=None, header=DocumentHeader(), deadlines=()))
    entry.refresh_from_db()
    assert (entry.state, entry.proposed_field, entry.subject) == (State.NEEDS_REVIEW, "", "")


def test_parts_that_are_longer_than_any_letter_has_them_are_cut(entry: RegisterEntry) -> None:
    save_reading(claim(entry), reading(header=DocumentHeader(issuing_body="Ủ" * 1000, code="1" * 500)))
    entry.refresh_from_db()
    assert (len(entry.issuing_body), len(entry.code)) == (300, 100)


def test_a_second_reading_replaces_pages_and_what_the_machine_found_not_what_people_added(
    entry: RegisterEntry, people: People
) -> None:
    save_reading(claim(entry), reading())
    actions.add_deadline(entry.pk, by=people["clerk"], due_on=date(2026, 11, 10), note="Gửi dự thảo")
    save_reading(claim(entry, attempt=2), reading())
    assert entry.pages.count() == 2
    assert list(entry.deadlines.values_list("origin", flat=True)) == ["person", "machine"]


def test_the_audit_record_holds_nothing_of_the_letter(entry: RegisterEntry) -> None:
    save_reading(claim(entry), reading())
    details = repr(list(AuditRecord.objects.values_list("details", flat=True)))
    assert "kênh" not in details


# --- fencing ----------------------------------------------------------------------------------------------------------


def contents(entry: RegisterEntry) -> tuple[object, ...]:
    rows = RegisterEntry.objects.filter(pk=entry.pk).values()
    return (list(rows), PageText.objects.count(), EntryDeadline.objects.count(), AuditRecord.objects.count())


def test_a_worker_whose_lease_was_taken_over_writes_nothing(entry: RegisterEntry, tmp_path: Path) -> None:
    stale = claim(entry)
    claim(entry, attempt=2)
    before = contents(entry)
    assert not save_reading(stale, reading())
    for error in (EncryptedFileError(), ReadingTimeoutError(), SecretDocumentError()):
        assert not save_failure(stale, error, originals=FileOriginals(tmp_path), page_cache=tmp_path)
    assert contents(entry) == before


def test_a_reading_that_was_already_saved_is_not_saved_again(entry: RegisterEntry) -> None:
    held = claim(entry)
    save_reading(held, reading())
    before = contents(entry)
    assert not save_reading(held, reading(needs_review=True))
    assert contents(entry) == before


# --- failures ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("attempt", [1, 2])
def test_a_failure_that_may_pass_is_tried_again_later_and_later(
    entry: RegisterEntry, tmp_path: Path, attempt: int
) -> None:
    before = timezone.now()
    save_failure(
        claim(entry, attempt=attempt), ReadingTimeoutError(), originals=FileOriginals(tmp_path), page_cache=tmp_path
    )
    entry.refresh_from_db()
    assert (entry.state, entry.lease_until) == (State.RECEIVED, None)
    assert entry.not_before is not None
    assert RETRY_AFTER * attempt <= entry.not_before - before < RETRY_AFTER * attempt + timedelta(seconds=5)


def test_after_three_attempts_the_clerk_sees_the_sentence(entry: RegisterEntry, tmp_path: Path) -> None:
    save_failure(claim(entry, attempt=3), ReadingTimeoutError(), originals=FileOriginals(tmp_path), page_cache=tmp_path)
    entry.refresh_from_db()
    assert (entry.state, entry.trouble_code, entry.trouble) == (State.FAILED, "timeout", ReadingTimeoutError.sentence)
    assert events(entry) == [Event.READING_FAILED]


def test_a_failure_that_stays_is_not_tried_again(entry: RegisterEntry, tmp_path: Path) -> None:
    save_failure(claim(entry), EncryptedFileError(), originals=FileOriginals(tmp_path), page_cache=tmp_path)
    entry.refresh_from_db()
    assert (entry.state, entry.trouble_code) == (State.FAILED, "encrypted")


def test_a_reading_after_a_failure_clears_the_trouble(entry: RegisterEntry, people: People, tmp_path: Path) -> None:
    save_failure(claim(entry), EncryptedFileError(), originals=FileOriginals(tmp_path), page_cache=tmp_path)
    actions.retry(entry.pk, by=people["clerk"])
    save_reading(claim(entry), reading())
    entry.refresh_from_db()
    assert (entry.state, entry.trouble, entry.trouble_code) == (State.ASSIGNED, "", "")


# --- a secret found late ----------------------------------------------------------------------------------------------


@pytest.fixture
def purged(entry: RegisterEntry, make_entry: MakeEntry, tmp_path: Path) -> RegisterEntry:
    """An entry that was read once, whose second reading found the mark on it."""
    save_reading(claim(entry), reading())
    make_entry(State.REFUSED, duplicate_of=entry, arrival_number=None, sha256=entry.sha256, file_name="Mật khẩu.pdf")
    original = path_of(tmp_path / "originals", entry.sha256)
    picture = tmp_path / "pages" / original.stem / "1.webp"
    for file in (original, picture):
        file.parent.mkdir(parents=True)
        file.write_bytes(b"content")
    held = claim(entry, attempt=2)
    originals = FileOriginals(tmp_path / "originals")
    assert save_failure(held, SecretDocumentError(), originals=originals, page_cache=tmp_path / "pages")
    entry.refresh_from_db()
    return entry


def test_of_a_secret_found_late_no_file_stays(purged: RegisterEntry, tmp_path: Path) -> None:
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_of_a_secret_found_late_no_word_stays(purged: RegisterEntry) -> None:
    rows = repr(
        [*RegisterEntry.objects.values_list(), *PageText.objects.values_list(), *EntryDeadline.objects.values_list()]
    )
    for word in ("kênh", "kenh", "12/UBND", "Trang 1", "20/11/2026", "Mật khẩu", "1.pdf"):
        assert word not in rows


def test_a_secret_found_late_keeps_its_number_cancelled_with_what_to_do(purged: RegisterEntry) -> None:
    assert purged.arrival_number == 1
    assert purged.cancelled_at is not None
    assert (purged.state, purged.trouble) == (State.REFUSED, SecretDocumentError.sentence)
    assert events(purged)[-1] == Event.SECRET_STOPPED


def test_an_arrival_stamp_and_the_text_as_it_is_in_the_file_are_kept_beside_what_was_read(entry: RegisterEntry) -> None:
    page = Page(1, 595, 842, (), TextSource.REPAIRED, unrepaired="B¸o c¸o")
    header = DocumentHeader(code="12/UBND-ĐT", arrival_stamp=ArrivalStamp("152", date(2026, 11, 3)))
    assert save_reading(claim(entry), reading(text=ExtractedText((page,), page_count=1), header=header))
    entry.refresh_from_db()
    assert entry.arrival_stamp == {"number": "152", "date": "2026-11-03"}
    assert entry.pages.get().unrepaired == "B¸o c¸o"
