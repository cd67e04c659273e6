"""The document that answers a letter: noted, withdrawn, and found again from later letters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from tests.web.conftest import CULTURE, NOW, MakeEntry, People
from web.register import actions, office_queries
from web.register.actions import StateChangedError
from web.register.models import Event, RegisterEntry, Reply, State

SignIn = Callable[[str], Client]
CODE = "15/QĐ-UBND"


@pytest.fixture
def entry(people: People, make_entry: MakeEntry) -> RegisterEntry:
    return make_entry(State.IN_PROGRESS, officer=people["officer"])


def note(entry: RegisterEntry, people: People, code: str = CODE) -> Reply:
    actions.note_reply(entry.pk, by=people["officer"], code=code, issued_on=date(2026, 11, 5), subject="Trả lời")
    return Reply.objects.get(entry=entry, code=code)


def test_a_reply_is_noted_once(people: People, entry: RegisterEntry) -> None:
    note(entry, people)
    note(entry, people)
    assert entry.replies.count() == 1
    assert entry.history.filter(event=Event.REPLY_NOTED).count() == 1


def test_a_reply_noted_by_mistake_is_withdrawn_and_stays_in_the_record(people: People, entry: RegisterEntry) -> None:
    reply = note(entry, people)
    actions.withdraw_reply(entry.pk, reply.pk, by=people["officer"])
    assert not office_queries.replies_of(entry).exists()
    with pytest.raises(StateChangedError):
        actions.withdraw_reply(entry.pk, reply.pk, by=people["officer"])
    assert Reply.objects.filter(pk=reply.pk).exists()


def test_the_reply_may_be_signed_after_the_work_was_done(people: People, entry: RegisterEntry) -> None:
    actions.complete(entry.pk, by=people["officer"], outcome="Đã làm")
    assert note(entry, people).noted_by == people["officer"]


@pytest.mark.parametrize("name", ["clerk", "leader", "other_officer", "other_head", "admin"])
def test_only_who_does_the_work_and_the_head_note_it(name: str, people: People, entry: RegisterEntry) -> None:
    with pytest.raises(PermissionDenied):
        actions.note_reply(entry.pk, by=people[name], code=CODE)


def test_completing_with_a_code_notes_the_reply(sign_in: SignIn, entry: RegisterEntry) -> None:
    values = {"reply_code": CODE, "reply_issued_on": "05/11/2026"}
    sign_in("officer").post(reverse("complete", args=[entry.pk]), values)
    entry.refresh_from_db()
    assert entry.state == State.COMPLETED
    assert (entry.replies.get().code, entry.replies.get().issued_on) == (CODE, date(2026, 11, 5))
    assert CODE in sign_in("head").get(reverse("completed")).content.decode()


def test_completing_asks_for_a_code_or_a_note(sign_in: SignIn, people: People, entry: RegisterEntry) -> None:
    officer, address = sign_in("officer"), reverse("complete", args=[entry.pk])
    refused = officer.post(address, {})
    assert refused.status_code == 400
    assert "Ghi số, ký hiệu văn bản trả lời" in refused.content.decode()
    note(entry, people)  # now there is one
    officer.post(address, {})
    entry.refresh_from_db()
    assert entry.state == State.COMPLETED


def test_a_later_letter_that_names_our_reply_is_linked_both_ways(
    people: People, sign_in: SignIn, entry: RegisterEntry, make_entry: MakeEntry
) -> None:
    reply = note(entry, people)
    later = make_entry(in_reply_to=["15 / QĐ-UBND"], received_at=NOW + timedelta(days=9))
    assert office_queries.letters_answering([reply]) == (later,)
    assert office_queries.replies_mentioned_in(later) == (reply,)
    clerk = sign_in("clerk")
    ours = clerk.get(reverse("document", args=[entry.pk])).content.decode()
    theirs = clerk.get(reverse("document", args=[later.pk])).content.decode()
    assert f'href="{reverse("document", args=[later.pk])}"' in ours
    assert f'href="{reverse("document", args=[entry.pk])}"' in theirs


@pytest.mark.parametrize("code", ["115/QĐ-UBND", "15/UBND-KT", "5/QĐ-UBND"])
def test_a_code_that_only_looks_alike_is_not_linked(
    code: str, people: People, entry: RegisterEntry, make_entry: MakeEntry
) -> None:
    reply = note(entry, people)
    later = make_entry(in_reply_to=[code], received_at=NOW + timedelta(days=9))
    assert office_queries.letters_answering([reply]) == ()
    assert office_queries.replies_mentioned_in(later) == ()


def test_a_linked_letter_of_another_unit_is_named_but_not_opened(
    people: People, sign_in: SignIn, entry: RegisterEntry, make_entry: MakeEntry
) -> None:
    note(entry, people)
    later = make_entry(unit=CULTURE, in_reply_to=[CODE], received_at=NOW + timedelta(days=9))
    page = sign_in("officer").get(reverse("document", args=[entry.pk])).content.decode()
    assert f"Văn bản đến số {later.arrival_number}/2026" in page
    assert f'href="{reverse("document", args=[later.pk])}"' not in page


def test_a_withdrawn_reply_links_nothing(people: People, entry: RegisterEntry, make_entry: MakeEntry) -> None:
    reply = note(entry, people)
    actions.withdraw_reply(entry.pk, reply.pk, by=people["officer"])
    assert office_queries.replies_mentioned_in(make_entry(in_reply_to=[CODE])) == ()
