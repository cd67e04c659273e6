"""Pages over HTTP: who gets which page, what a page costs, and that nothing changes without POST."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.web.conftest import CULTURE, ECONOMY, MakeEntry, People
from web.register.models import AuditRecord, Event, State

SignIn = Callable[[str], Client]
OK, FOUND, FORBIDDEN, NOT_FOUND, NOT_ALLOWED = 200, 302, 403, 404, 405

# Page -> the people who may open it.
PAGES = {
    "arrivals": {"clerk", "leader"},
    "review": {"clerk", "leader"},
    "register": {"clerk", "leader"},
    "units": {"clerk", "leader"},
    "queue": {"head", "officer", "other_head", "other_officer"},
    "completed": {"head", "officer", "other_head", "other_officer"},
    "my-work": {"head", "officer", "other_head", "other_officer"},
    "directions": {"leader"},
    "extensions": {"head", "officer", "other_head", "other_officer"},
    "absences": {"clerk", "leader", "admin", "head", "officer", "other_head", "other_officer"},
    "field-officers": {"leader", "admin", "head", "other_head"},
    "system": {"admin"},
    "accounts": {"admin"},
    "calendar": {"admin"},
    "arrivals-live": {"clerk", "leader"},
    "guide": {"clerk", "leader", "admin", "head", "officer", "other_head", "other_officer"},
}
CHANGES = (
    "route", "accept", "give-back", "correct-header", "add-deadline", "assign", "start", "complete",
    "complete-period", "reopen", "refuse",
    "cancel", "retry", "clear-secrecy", "remove-secret", "confirm-review",
    "direct", "extend", "ask-extension", "note-reply", "restrict", "unrestrict",
)  # fmt: skip

EVERY_FIELD = {
    "reason": "x", "return-reason": "x", "restrict-reason": "x", "unrestrict-reason": "x", "unit": ECONOMY,
    "extension-until": "20/11/2099", "extension-reason": "x", "reply-code": "1/UBND",
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_each_page_opens_for_its_roles_only(page: str, people: People, sign_in: SignIn) -> None:
    opened = {name for name in people if sign_in(name).get(reverse(page)).status_code == OK}
    assert opened == PAGES[page]


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_sent_to_sign_in(page: str, units: object) -> None:
    response = Client().get(reverse(page))
    assert response.status_code == FOUND
    assert response["Location"].startswith(reverse("sign-in"))


@pytest.mark.parametrize("change", CHANGES)
def test_no_change_is_made_by_following_a_link(change: str, sign_in: SignIn, make_entry: MakeEntry) -> None:
    entry = make_entry()
    assert sign_in("clerk").get(reverse(change, args=[entry.pk])).status_code == NOT_ALLOWED


@pytest.mark.parametrize("change", CHANGES)
def test_another_units_people_change_nothing(change: str, sign_in: SignIn, make_entry: MakeEntry) -> None:
    entry = make_entry(unit=ECONOMY)
    response = sign_in("other_head").post(reverse(change, args=[entry.pk]), EVERY_FIELD)
    assert response.status_code == FORBIDDEN
    entry.refresh_from_db()
    assert entry.state == State.ASSIGNED
    assert not entry.history.exclude(event=Event.VIEWED).exists()


def test_a_letter_of_another_unit_is_not_shown(sign_in: SignIn, make_entry: MakeEntry) -> None:
    entry = make_entry(unit=CULTURE)
    for name in ("document", "original"):
        assert sign_in("head").get(reverse(name, args=[entry.pk])).status_code == FORBIDDEN
    assert sign_in("head").get(reverse("page", args=[entry.pk, 1])).status_code == FORBIDDEN


def test_every_view_of_a_letter_is_recorded(people: People, sign_in: SignIn, make_entry: MakeEntry) -> None:
    entry = make_entry()
    sign_in("officer").get(reverse("document", args=[entry.pk]))
    record = AuditRecord.objects.get(entry=entry)
    assert (record.event, record.by) == (Event.VIEWED, people["officer"])


def test_digital_signatures_are_shown_in_plain_words(sign_in: SignIn, make_entry: MakeEntry) -> None:
    late = {"signer": "Sở Y tế", "signed_at": "2026-11-01T09:00:00+07:00", "status": "valid", "flags": []}
    early = {"signer": None, "signed_at": None, "status": "changed_since", "flags": ["covered_by_later"]}
    entry = make_entry(signatures=[early, late], issued_on_source="signature")
    page = sign_in("officer").get(reverse("document", args=[entry.pk])).content.decode()
    for words in (
        "Chữ ký số",
        "Sở Y tế",
        "09:00 01/11/2026",
        "hợp lệ",
        "tệp đã bị sửa sau khi ký",
        "có chữ ký sau bao trùm cả tệp hiện nay",
        "theo chữ ký số",
    ):
        assert words in page


def test_no_picture_is_shown_before_the_letter_was_read(sign_in: SignIn, make_entry: MakeEntry) -> None:
    entry = make_entry(State.PROCESSING)
    assert sign_in("clerk").get(reverse("page", args=[entry.pk, 1])).status_code == NOT_FOUND


def test_a_missing_reason_shows_the_form_again_with_the_error(sign_in: SignIn, make_entry: MakeEntry) -> None:
    entry = make_entry()
    response = sign_in("head").post(reverse("give-back", args=[entry.pk]), {"return-reason": ""})
    assert response.status_code == 400
    assert "bắt buộc" in response.content.decode()


def test_pages_forbid_scripts_and_foreign_content(sign_in: SignIn, units: object) -> None:
    response = sign_in("clerk").get(reverse("arrivals"))
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy


@pytest.mark.parametrize(("page", "name"), [("queue", "head"), ("arrivals", "clerk"), ("register", "clerk")])
def test_a_list_costs_the_same_few_queries_however_long(
    page: str, name: str, sign_in: SignIn, make_entry: MakeEntry
) -> None:
    from django.db import connection

    client = sign_in(name)
    make_entry()
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(page))
    for _ in range(20):
        make_entry()
    with CaptureQueriesContext(connection) as many:
        client.get(reverse(page))
    assert len(many) == len(few) <= 12


def test_signing_in_is_recorded(people: People) -> None:
    clerk = people["clerk"]
    clerk.set_password("mat-khau-1")
    clerk.save()
    Client().post(reverse("sign-in"), {"username": "clerk", "password": "mat-khau-1"})
    assert AuditRecord.objects.filter(event=Event.SIGNED_IN, by=clerk).exists()


def test_after_confirming_the_next_waiting_letter_opens(sign_in: SignIn, make_entry: MakeEntry) -> None:
    first, second = make_entry(State.NEEDS_REVIEW), make_entry(State.NEEDS_REVIEW)
    values = {"field": "dat-dai", "unit": ECONOMY, "then": "next"}
    response = sign_in("clerk").post(reverse("route", args=[first.pk]), values)
    assert response["Location"] == reverse("review-letter", args=[second.pk])
