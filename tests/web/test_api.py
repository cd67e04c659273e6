"""The REST API: who may what, what comes of it, and nothing that is sent makes it fail."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import Client, override_settings
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error

import tests.api_hooks  # noqa: F401  how a PDF is sent
from tests.ward import copy_ward
from tests.web.answers import staying_connected
from tests.web.conftest import CULTURE, ECONOMY, MakeEntry, People
from tests.web.inbox_office import InboxOffice, letter
from web.interchange.actions import make_token, revoke_token
from web.interchange.api import api
from web.interchange.models import ApiToken
from web.offices import current_office, office_at
from web.register.models import AuditRecord, EntryDeadline, Event, RegisterEntry, State

Program = Callable[[str], "Caller"]
CAST = ("clerk", "head", "admin")
ROLES = ("clerk", "leader", "admin", "head", "officer", "other_head", "other_officer")


class Caller:
    """Another program with the key of one account."""

    def __init__(self, key: str) -> None:
        self._client = Client()
        self._headers = {"Authorization": f"Bearer {key}"}

    def call(self, method: str, path: str, data: object = None, *, query: str = "") -> tuple[int, Any]:
        answer = self._client.generic(
            method,
            f"/api/v1{path}{query}",
            data if isinstance(data, bytes) else json.dumps(data) if data is not None else b"",
            content_type="application/pdf" if isinstance(data, bytes) else "application/json",
            headers=self._headers,
        )
        is_json = answer.headers["Content-Type"].startswith("application/json")
        return answer.status_code, answer.json() if is_json else answer.content.decode()


@pytest.fixture
def program(people: People) -> Program:
    return lambda name: Caller(make_token(people[name], name="Chương trình khác"))


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    copy_ward(tmp_path)
    (tmp_path / "var").mkdir()
    with override_settings(HOME=tmp_path):
        office_at.cache_clear()
        current_office().inbox.folder.mkdir(exist_ok=True)
        yield tmp_path
    office_at.cache_clear()


def test_without_a_key_nothing_is_told(people: People, make_entry: MakeEntry) -> None:
    make_entry()
    for key in ("", "sai", "ä"):
        assert Caller(key).call("GET", "/letters")[0] == 401


def test_a_revoked_key_and_one_of_a_locked_account_are_useless(people: People, program: Program) -> None:
    revoked, locked = program("clerk"), program("head")
    assert revoked.call("GET", "/letters")[0] == locked.call("GET", "/letters")[0] == 200
    assert revoke_token(ApiToken.objects.get(staff=people["clerk"]))
    people["head"].is_active = False
    people["head"].save()
    assert revoked.call("GET", "/letters")[0] == locked.call("GET", "/letters")[0] == 401


def test_the_key_itself_is_kept_nowhere(people: People) -> None:
    key = make_token(people["clerk"], name="Cổng")
    assert key not in json.dumps([list(ApiToken.objects.values()), list(AuditRecord.objects.values())], default=str)


def test_a_list_holds_what_the_account_may_see_and_no_more(make_entry: MakeEntry, program: Program) -> None:
    ours, theirs = make_entry(unit=ECONOMY), make_entry(unit=CULTURE)
    hidden = make_entry(unit=ECONOMY, is_restricted=True)
    seen = {
        name: {found["id"] for found in program(name).call("GET", "/letters")[1]["letters"]}
        & {ours.pk, theirs.pk, hidden.pk}
        for name in ROLES
    }
    assert seen["officer"] == {ours.pk}
    assert seen["head"] == {ours.pk, hidden.pk}
    assert theirs.pk in seen["other_head"]
    assert seen["clerk"] == {ours.pk, theirs.pk, hidden.pk}


def test_a_letter_that_the_account_may_not_see_does_not_exist_for_it(make_entry: MakeEntry, program: Program) -> None:
    entry = make_entry(unit=CULTURE)
    caller = program("officer")
    assert caller.call("GET", f"/letters/{entry.pk}")[0] == 404
    for method, path, data in (
        ("PUT", "routing", {"field": "dat-dai", "lead_unit": ECONOMY}),
        ("PATCH", "header", {"subject": "x"}),
        ("POST", "acceptance", {}),
        ("POST", "completion", {"outcome": "x"}),
    ):
        assert caller.call(method, f"/letters/{entry.pk}/{path}", data)[0] == 404
    entry.refresh_from_db()
    assert entry.state == State.ASSIGNED


def test_pages_are_turned_by_the_last_id(make_entry: MakeEntry, program: Program) -> None:
    entries = [make_entry() for _ in range(5)]
    caller, found, after = program("clerk"), [], 0
    while page := caller.call("GET", "/letters", query=f"?limit=2&after={after}" if after else "?limit=2")[1][
        "letters"
    ]:
        found += [one["id"] for one in page]
        after = found[-1]
    assert found == [entry.pk for entry in entries]


def test_details_tell_reason_and_deadlines_and_are_recorded_as_a_view(
    make_entry: MakeEntry, program: Program, people: People
) -> None:
    entry = make_entry(routing_reason="đất đai, quy hoạch")
    EntryDeadline.objects.create(entry=entry, kind="report", due_on="2026-11-20", quote="trước ngày 21/11", answer={})
    status, told = program("head").call("GET", f"/letters/{entry.pk}")
    assert status == 200
    assert (told["routing_reason"], told["deadlines"][0]["quote"]) == ("đất đai, quy hoạch", "trước ngày 21/11")
    last = AuditRecord.objects.order_by("-pk").first()
    assert last is not None
    assert (last.event, last.by, last.entry_id) == (Event.VIEWED, people["head"], entry.pk)


def test_a_correction_is_that_of_the_account_and_is_learned_from(
    make_entry: MakeEntry, program: Program, people: People
) -> None:
    entry = make_entry(State.NEEDS_REVIEW, unit=None)
    status, told = program("clerk").call(
        "PUT", f"/letters/{entry.pk}/routing", {"field": "dat-dai", "lead_unit": ECONOMY, "reason": "Đúng việc"}
    )
    assert (status, told["lead_unit"], told["is_decided"]) == (200, ECONOMY, True)
    entry.refresh_from_db()
    assert entry.decided_by == people["clerk"]
    assert entry.history.filter(event=Event.CORRECTED, by=people["clerk"]).exists()


@pytest.mark.parametrize("wrong", [{"field": "khong-co"}, {"lead_unit": "khong-co"}, {"cooperating_units": ["x"]}])
def test_an_unknown_field_or_unit_is_named_and_changes_nothing(
    wrong: dict[str, object], make_entry: MakeEntry, program: Program
) -> None:
    entry = make_entry(State.NEEDS_REVIEW, unit=None)
    wanted = {"field": "dat-dai", "lead_unit": ECONOMY} | wrong
    status, told = program("clerk").call("PUT", f"/letters/{entry.pk}/routing", wanted)
    assert status == 422
    assert "Không có" in told["message"]
    entry.refresh_from_db()
    assert entry.state == State.NEEDS_REVIEW


def test_only_what_is_given_of_a_header_is_changed(make_entry: MakeEntry, program: Program) -> None:
    entry = make_entry(State.NEEDS_REVIEW, unit=None, subject="Cũ", code="1/UBND")
    assert program("clerk").call("PATCH", f"/letters/{entry.pk}/header", {"subject": "Mới", "code": None})[0] == 200
    entry.refresh_from_db()
    assert (entry.subject, entry.code) == ("Mới", "1/UBND")


def test_the_unit_takes_and_completes_its_letter(make_entry: MakeEntry, program: Program) -> None:
    entry = make_entry(unit=ECONOMY)
    head = program("head")
    assert head.call("POST", f"/letters/{entry.pk}/acceptance", {})[1]["is_decided"] is True
    assert head.call("POST", f"/letters/{entry.pk}/completion", {"outcome": "Đã trả lời"})[1]["state"] == "COMPLETED"
    assert head.call("POST", f"/letters/{entry.pk}/completion", {"outcome": "Lần nữa"})[0] == 403


def test_a_submitted_file_goes_into_the_inbox_and_its_receipt_leads_to_the_letter(
    home: Path, program: Program, office: InboxOffice
) -> None:
    clerk = program("clerk")
    status, told = clerk.call("POST", "/letters", letter(1), query="?file_name=cong-van.pdf")
    assert status == 202
    lies = home / "inbox" / "cong-van.pdf"
    assert lies.read_bytes() == letter(1)
    assert clerk.call("GET", f"/submissions/{told['receipt']}")[1]["status"] == "waiting"
    lies.rename(office.folder / lies.name)  # the same file system: the file stays the same to the watcher
    office.take()
    entry = RegisterEntry.objects.get()
    found = clerk.call("GET", f"/submissions/{told['receipt']}")[1]
    assert (found["status"], found["letter"]["arrival_number"]) == ("accepted", entry.arrival_number)


def test_a_file_that_is_not_accepted_says_why(home: Path, program: Program, office: InboxOffice) -> None:
    clerk = program("clerk")
    told = clerk.call("POST", "/letters", b"PK\x03\x04 no pdf", query="?file_name=x.docx")[1]
    (home / "inbox" / "x.docx").rename(office.folder / "x.docx")
    office.take()
    found = clerk.call("GET", f"/submissions/{told['receipt']}")[1]
    assert (found["status"], found["letter"]) == ("not_accepted", None)
    assert "PDF" in found["message"]


@pytest.mark.parametrize("name", ["leader", "head", "officer", "admin"])
def test_only_a_clerk_submits(name: str, home: Path, program: Program) -> None:
    assert program(name).call("POST", "/letters", letter(1), query="?file_name=a.pdf")[0] == 403
    assert list((home / "inbox").iterdir()) == []


def test_a_file_that_is_too_large_is_refused_before_it_is_read(home: Path, program: Program) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("web.interchange.api.BYTES_PER_MB", 1)
        assert program("clerk").call("POST", "/letters", letter(1), query="?file_name=a.pdf")[0] == 413
    assert list((home / "inbox").iterdir()) == []


@pytest.mark.parametrize("name", ROLES)
def test_figures_are_for_the_administrator(name: str, program: Program, home: Path, make_entry: MakeEntry) -> None:
    make_entry()
    status, told = program(name).call("GET", "/metrics")
    assert status == (200 if name == "admin" else 403)
    if name == "admin":
        assert 'vanthu_letters{state="ASSIGNED"} 1.0' in told
        assert "vanthu_disk_free_bytes" in told


def test_the_description_is_openapi_3_1_and_names_every_address(client: Client) -> None:
    told = client.get("/api/v1/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert len(told["paths"]) == 8


OPERATIONS = {
    f"{method.upper()} {path}": (path, method)
    for path, methods in api.get_openapi_schema()["paths"].items()
    for method in methods
}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_nothing_that_is_sent_makes_it_fail(operation: str, home: Path, people: People, make_entry: MakeEntry) -> None:
    """`benchmarks/api.py` tries far more."""
    for state in (State.NEEDS_REVIEW, State.ASSIGNED, State.IN_PROGRESS):
        make_entry(state, unit=ECONOMY)
    with staying_connected():
        _try_everything(*OPERATIONS[operation], [make_token(people[name], name="Thử") for name in CAST])


def _try_everything(path: str, method: str, keys: list[str]) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())

    @settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=schema[path][method.upper()].as_strategy())
    def try_it(case: schemathesis.Case[Any]) -> None:
        for key in keys:
            case.call_and_validate(headers={"Authorization": f"Bearer {key}"}, checks=[not_a_server_error])

    try_it()
