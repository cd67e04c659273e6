"""One letter that came twice: found, shown together, and one of its numbers cancelled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.web.conftest import MakeEntry, People
from tests.web.inbox_office import events
from web.register import actions
from web.register.actions import StateChangedError
from web.register.models import RegisterEntry, State
from web.register.same_letter import Likeness, group_entries, likeness_of, twins_of

SignIn = Callable[[str], Client]
DAY = date(2026, 10, 30)
LETTER = {
    "code": "471/QĐ-UBND",
    "issuing_body": "Ủy ban nhân dân Thành phố Hồ Chí Minh",
    "issued_on": DAY,
    "subject": "Về việc phê duyệt kế hoạch nạo vét kênh rạch năm 2027",
}


def entry(**columns: Any) -> RegisterEntry:
    return RegisterEntry(**{**LETTER, **columns})


@pytest.mark.parametrize(
    ("columns", "likeness"),
    [
        ({}, Likeness.SAME),
        ({"subject": "một trích yếu khác"}, Likeness.SAME),
        ({"issuing_body": "UBND TP Hồ Chí Minh"}, Likeness.BODY_DIFFERS),
        ({"issuing_body": "ỦY BAN NHÂN DÂN THÀNH PH HÔ CHI MINH"}, Likeness.BODY_DIFFERS),
        ({"issuing_body": ""}, Likeness.BODY_DIFFERS),
        ({"issuing_body": "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG"}, Likeness.BODY_DIFFERS),  # same subject
        ({"issuing_body": "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "subject": "Về việc nghỉ lễ Quốc khánh"}, None),
        ({"code": "471/QD-UBND"}, Likeness.SAME),
        ({"code": "472/QĐ-UBND"}, None),
        ({"issued_on": DAY + timedelta(days=1)}, None),
        ({"issued_on": None}, Likeness.DATE_MISSING),
        ({"issued_on": None, "subject": "Về việc nghỉ lễ Quốc khánh"}, None),
        ({"code": ""}, Likeness.CODE_MISSING),
        ({"code": "", "subject": "Về việc phê duyệt kế hoạch nạo vét kênh rạch năm 2O27"}, Likeness.CODE_MISSING),
        ({"code": "", "issued_on": None}, None),
        ({"code": "", "subject": ""}, None),
    ],
)
def test_headers_tell_whether_two_entries_may_be_one_letter(columns: dict[str, Any], likeness: Likeness | None) -> None:
    other = entry(**columns)
    assert likeness_of(entry(), other) is likeness
    assert likeness_of(other, entry()) is likeness


def test_two_wards_may_give_the_same_number_on_one_day() -> None:
    one = entry(code="15/KH-UBND", issuing_body="Ủy ban nhân dân phường An Đông", subject="Kế hoạch tuần lễ áo dài")
    other = entry(code="15/KH-UBND", issuing_body="Ủy ban nhân dân phường An Lạc", subject="Kế hoạch hội khỏe")
    assert likeness_of(one, other) is None


def test_twins_are_found_also_when_one_number_was_not_read(make_entry: MakeEntry) -> None:
    text = make_entry(**LETTER)
    scan = make_entry(State.NEEDS_REVIEW, **{**LETTER, "code": ""})
    wrong_bar = make_entry(**{**LETTER, "code": "471/QD-UBND"})
    make_entry(**{**LETTER, "code": "999/QĐ-UBND", "subject": "Về việc nghỉ lễ Quốc khánh năm 2027"})
    assert [twin.entry for twin in twins_of(text)] == [scan, wrong_bar]
    assert [twin.entry for twin in twins_of(scan)] == [text, wrong_bar]


def test_a_cancelled_entry_is_nobodys_twin(make_entry: MakeEntry) -> None:
    first = make_entry(**LETTER)
    second = make_entry(**LETTER, cancelled_at=first.received_at)
    assert twins_of(first) == ()
    assert [group.entries for group in group_entries([second, first])] == [(second,), (first,)]


def test_a_days_letters_are_grouped_with_twins_of_other_days(make_entry: MakeEntry) -> None:
    first, alone, again = make_entry(**LETTER), make_entry(issued_on=DAY), make_entry(**LETTER)
    groups = group_entries([again, alone])
    assert [(group.entries, group.likeness) for group in groups] == [
        ((first, again), Likeness.SAME),
        ((alone,), None),
    ]


def test_grouping_costs_one_query_however_many_letters(make_entry: MakeEntry) -> None:
    entries = [
        make_entry(**LETTER),
        make_entry(),
        make_entry(**{**LETTER, "code": ""}),
        *(make_entry() for _ in range(9)),
    ]
    with CaptureQueriesContext(connection) as queries:
        group_entries(entries)
    assert len(queries) == 1


def test_one_number_is_cancelled_and_says_which_one_it_repeats(people: People, make_entry: MakeEntry) -> None:
    kept, repeated = make_entry(**LETTER), make_entry(**LETTER)
    actions.cancel_as_repeated(repeated.pk, kept.pk, by=people["clerk"])
    repeated.refresh_from_db()
    assert repeated.cancel_reason == f"Trùng với số đến {kept.arrival_number}/2026"
    assert events(repeated) == ["CANCELLED"]
    kept.refresh_from_db()
    assert kept.cancelled_at is None


def test_two_different_letters_are_not_taken_for_one(people: People, make_entry: MakeEntry) -> None:
    one, other = make_entry(**LETTER), make_entry(issued_on=DAY)
    with pytest.raises(StateChangedError):
        actions.cancel_as_repeated(one.pk, other.pk, by=people["clerk"])
    with pytest.raises(StateChangedError):
        actions.cancel_as_repeated(one.pk, one.pk, by=people["clerk"])


def test_of_two_twins_not_both_are_cancelled(people: People, make_entry: MakeEntry) -> None:
    one, other = make_entry(**LETTER), make_entry(**LETTER)
    actions.cancel_as_repeated(other.pk, one.pk, by=people["clerk"])
    with pytest.raises(StateChangedError):
        actions.cancel_as_repeated(one.pk, other.pk, by=people["clerk"])


@pytest.mark.parametrize("name", ["leader", "head", "officer", "admin"])
def test_only_the_clerk_cancels_a_repeated_letter(name: str, people: People, make_entry: MakeEntry) -> None:
    kept, repeated = make_entry(**LETTER), make_entry(**LETTER)
    with pytest.raises(PermissionDenied):
        actions.cancel_as_repeated(repeated.pk, kept.pk, by=people[name])


def test_the_page_of_a_letter_offers_to_cancel_the_later_number(sign_in: SignIn, make_entry: MakeEntry) -> None:
    first, second = make_entry(**LETTER), make_entry(**LETTER)
    clerk = sign_in("clerk")
    for shown in (first, second):
        page = clerk.get(reverse("document", args=[shown.pk])).content.decode()
        assert reverse("cancel-repeated", args=[second.pk]) in page
        assert reverse("cancel-repeated", args=[first.pk]) not in page
    response = clerk.post(reverse("cancel-repeated", args=[second.pk]), {"kept": first.pk})
    assert response["Location"] == reverse("document", args=[first.pk])
    second.refresh_from_db()
    assert second.cancelled_at is not None


def test_a_request_that_names_no_letter_changes_nothing(sign_in: SignIn, make_entry: MakeEntry) -> None:
    first, second = make_entry(**LETTER), make_entry(**LETTER)
    sign_in("clerk").post(reverse("cancel-repeated", args=[second.pk]), {"kept": "x"})
    assert [twin.entry for twin in twins_of(first)] == [second]
