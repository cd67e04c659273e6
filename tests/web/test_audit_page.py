"""The page «Nhật ký»: what the administrator finds there, what not, and that reading it is recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from pipeline.originals import path_of
from tests.web.conftest import MakeEntry, People
from web.organization import actions as organization
from web.organization.models import Role, Staff
from web.originals.files import FileOriginals
from web.register import actions
from web.register.audit_export import as_csv
from web.register.audit_log import PAGE_SIZE, AuditFilter, audit_page, audit_records, first_key_at
from web.register.models import AuditRecord, Event
from web.reminders.models import ReminderEvent

SignIn = Callable[[str], Client]
START = datetime(2026, 11, 2, 0, 30, tzinfo=UTC)  # 07:30 in Hà Nội


def write(
    count: int, *, by: Staff | None = None, every: timedelta = timedelta(hours=1), event: Event = Event.READ
) -> None:
    AuditRecord.objects.bulk_create(
        [AuditRecord(at=START + number * every, by=by, event=event) for number in range(count)]
    )


def page(client: Client, **query: str | int) -> str:
    return client.get(reverse("audit"), query).content.decode()


def test_the_page_says_who_did_what_and_shows_no_words_of_a_letter(
    people: People, sign_in: SignIn, make_entry: MakeEntry
) -> None:
    entry = make_entry(subject="Đơn của ông Bí Mật", issuing_body="Sở Kín Đáo", code="77/SKD")
    actions.return_to_clerk(entry.pk, by=people["head"], reason="Đơn của ông Bí Mật không thuộc phòng")
    shown = page(sign_in("admin"))
    assert "Trả lại văn thư" in shown
    assert f"{entry.arrival_number}/2026" in shown
    for words in ("Bí Mật", "Kín Đáo", "77/SKD"):
        assert words not in shown


@pytest.mark.parametrize(
    ("event", "details", "words"),
    [
        (
            Event.ABSENCE_NOTED,
            {"staff": "officer", "stand_in": "head", "first_on": "2026-11-02", "last_on": "2026-11-04", "absence": 7},
            "tài khoản Officer · làm thay Head · từ ngày 02/11/2026 · đến hết ngày 04/11/2026",
        ),
        (
            Event.EXTENSION_GRANTED,
            {"was": "2026-11-10", "until": "2026-11-20", "reason": "Chờ ông Bí Mật"},
            "trước là 10/11/2026 · đến ngày 20/11/2026",
        ),
        (
            Event.EXPORTED,
            {"what": "thong-ke/don-vi", "form": "csv", "count": 12, "first_on": "2026-11-01", "last_on": "2026-11-30"},
            "thống kê · dạng csv · số lượng 12 · từ ngày 01/11/2026 · đến hết ngày 30/11/2026",
        ),
        (Event.FIELD_OFFICERS_SET, {"officers": {"dat-dai": ["officer"], "y-te": []}}, "Officer; "),
        (Event.UPLOADED, {"size": 204_800}, "200 kB"),
        (Event.DIRECTED, {"cooperating": ["van-hoa-xa-hoi"], "was": "van-phong"}, "phối hợp Phòng Văn hóa"),
        (ReminderEvent.MAIL_RETRIED, {"message": 3}, "Gửi lại thư nhắc việc"),
    ],
)
def test_what_the_office_does_is_told_in_words(
    event: str, details: dict[str, object], words: str, people: People, sign_in: SignIn
) -> None:
    keys = {name: person.pk for name, person in people.items()}
    written = {name: keys.get(str(value), value) for name, value in details.items()}
    if isinstance(officers := details.get("officers"), dict):
        written["officers"] = {field: [keys[name] for name in names] for field, names in officers.items()}
    AuditRecord.objects.create(at=START, event=event, details=written)
    shown = page(sign_in("admin"))
    assert words in shown
    assert "Bí Mật" not in shown


def test_each_reading_and_each_export_is_recorded_with_what_was_looked_for(people: People, sign_in: SignIn) -> None:
    admin = sign_in("admin")
    page(admin, staff=people["clerk"].pk, first_on="01/11/2026")
    read = AuditRecord.objects.get(event=Event.AUDIT_READ)
    assert (read.by, read.details["wanted"]) == (people["admin"], {"from": "2026-11-01", "of": people["clerk"].pk})
    admin.get(reverse("audit-export"), {"event": Event.VIEWED, "dang": "csv"})
    exported = AuditRecord.objects.get(event=Event.EXPORTED)
    assert exported.details == {"what": "audit", "wanted": {"looked_for": "VIEWED"}, "rows": 0}
    assert "nhật ký · việc «Xem văn bản»" in page(admin)


def test_nobody_else_reads_it(people: People, sign_in: SignIn) -> None:
    for name in set(people) - {"admin"}:
        assert sign_in(name).get(reverse("audit")).status_code == 403
    assert not AuditRecord.objects.exists()


@pytest.mark.parametrize("count", [0, 1, PAGE_SIZE, PAGE_SIZE + 1, 3 * PAGE_SIZE + 7])
def test_turning_the_pages_there_and_back_shows_each_record_once(count: int, people: People) -> None:
    write(count)
    wanted = AuditFilter()
    pages = [audit_page(wanted)]
    while pages[-1].older is not None:
        pages.append(audit_page(wanted, before=pages[-1].older))
    keys = [record.pk for shown in pages for record in shown.records]
    assert keys == list(AuditRecord.objects.order_by("-pk").values_list("pk", flat=True))
    back = [pages[-1]]
    while back[-1].newer is not None:
        back.append(audit_page(wanted, after=back[-1].newer))
    assert [shown.records for shown in reversed(back)] == [shown.records for shown in pages]


def test_a_day_is_the_day_of_viet_nam(people: People) -> None:
    write(60)  # from 07:30 on 02/11, one an hour
    found = audit_records(AuditFilter(first_on=date(2026, 11, 3), last_on=date(2026, 11, 3)))
    days = {timezone.localtime(record.at).date() for record in found}
    assert (len(found), days) == (24, {date(2026, 11, 3)})


def test_a_clock_that_was_set_back_hides_no_record(people: People) -> None:
    write(30)
    AuditRecord.objects.create(at=START, event=Event.READ)
    AuditRecord.objects.create(at=START + timedelta(hours=29, minutes=30), event=Event.READ)
    AuditRecord.objects.create(at=START + timedelta(hours=29, minutes=10), event=Event.VIEWED)
    found = audit_records(AuditFilter(first_on=date(2026, 11, 3), last_on=date(2026, 11, 3)))
    assert Event.VIEWED in {record.event for record in found}


def test_the_first_key_of_a_moment_is_found_with_few_questions(people: People) -> None:
    write(2000, every=timedelta(minutes=1))
    moment = START + timedelta(minutes=1234)
    with CaptureQueriesContext(connection) as queries:
        key = first_key_at(moment)
    assert AuditRecord.objects.get(pk=key).at == moment
    assert AuditRecord.objects.filter(pk__lt=key, at__gte=moment).count() == 0
    assert len(queries) <= 14


def test_filters_narrow_by_person_event_and_arrival_number(
    people: People, sign_in: SignIn, make_entry: MakeEntry
) -> None:
    mine, other = make_entry(), make_entry()
    actions.accept(mine.pk, by=people["head"])
    actions.cancel(other.pk, by=people["clerk"], reason="x")
    by_person = audit_records(AuditFilter(staff_id=people["clerk"].pk))
    by_event = audit_records(AuditFilter(event=Event.CONFIRMED))
    by_number = audit_records(AuditFilter(number=mine.arrival_number, year=2026))
    assert [record.event for record in by_person] == [Event.CANCELLED]
    assert {record.entry_id for record in by_event} == {record.entry_id for record in by_number} == {mine.pk}
    assert not audit_records(AuditFilter(number=mine.arrival_number, year=2025)).exists()


def test_a_wrong_date_is_told_and_the_page_still_shows(people: People, sign_in: SignIn) -> None:
    write(3)
    response = sign_in("admin").get(reverse("audit"), {"first_on": "31/02/2026"})
    assert response.status_code == 400
    assert "Máy đọc xong" in response.content.decode()


def test_the_page_costs_the_same_few_queries_however_long(people: People, sign_in: SignIn) -> None:
    admin = sign_in("admin")
    counts = []
    for _ in range(2):
        write(PAGE_SIZE, by=people["clerk"])
        with CaptureQueriesContext(connection) as queries:
            page(admin)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_the_export_is_a_table_that_runs_no_formula(people: People, sign_in: SignIn) -> None:
    organization.change_account(
        people["clerk"], by=people["admin"], full_name='=HYPERLINK("http://x") Ác', role=Role.CLERK, unit=None
    )
    actions.note_audit_read(by=Staff.objects.get(username="admin"), wanted={"of": people["clerk"].pk})
    AuditRecord.objects.create(at=timezone.now(), by=people["clerk"], event=Event.SIGNED_IN)
    response = sign_in("admin").get(reverse("audit-export"), {"dang": "xlsx"})
    assert response["Content-Disposition"].startswith("attachment; ")
    sheet = load_workbook(BytesIO(response.content)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
    assert "f" not in {cell.data_type for cell in cells}
    table = sign_in("admin").get(reverse("audit-export"), {"dang": "csv"}).content.decode("utf-8-sig")
    assert "\n=" not in table
    assert ",=" not in table
    assert ',"=' not in table


def test_a_table_of_nothing_has_its_headings() -> None:
    assert as_csv([]).decode("utf-8-sig").startswith("Lúc,Ai,Việc")


def test_every_view_of_a_restricted_letter_is_recorded_also_each_picture(
    people: People, sign_in: SignIn, make_entry: MakeEntry, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    picture = tmp_path / "1.webp"
    picture.write_bytes(b"RIFF")
    monkeypatch.setattr("web.register.views.document.page_picture", lambda *_arguments: picture)
    entry = make_entry(is_restricted=True)
    original = path_of(tmp_path, entry.sha256)
    original.parent.mkdir()
    original.write_bytes(b"%PDF")
    monkeypatch.setattr("web.register.views.document.current_originals", lambda: FileOriginals(tmp_path))
    client = sign_in("head")
    client.get(reverse("document", args=[entry.pk]))
    shown = client.get(reverse("page", args=[entry.pk, 1]))
    b"".join(shown.streaming_content)  # type: ignore[attr-defined]
    b"".join(client.get(reverse("original", args=[entry.pk])).streaming_content)  # type: ignore[attr-defined]
    assert shown["Cache-Control"] == "no-store"  # the next look asks, and is recorded, again
    kept = entry.history.order_by("pk").values_list("event", "by__username", "details__page")
    assert list(kept) == [
        (Event.VIEWED, "head", None),
        (Event.VIEWED, "head", 1),
        (Event.DOWNLOADED, "head", None),
    ]
