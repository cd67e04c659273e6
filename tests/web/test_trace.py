"""Every change leaves a record: each function of each actions module is called once, so that none can forget."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

import web
from pipeline.calendar_file import CalendarProblemsError
from pipeline.inbox_drop import Drop
from tests.web.conftest import ECONOMY, MakeEntry, People, only_on_sqlite
from tests.web.test_second_factor import code_of
from web.books import actions as books
from web.interchange import actions as interchange
from web.interchange.models import ApiToken
from web.learning import actions as learning
from web.organization import actions as organization
from web.organization import second_factor
from web.organization import sign_in_actions as own
from web.organization.models import Role, Unit
from web.register import actions
from web.register.actions.extensions import drop_request
from web.register.actions.replies import add_reply
from web.register.actions.review import Review
from web.register.audit_words import EVENTS, WORDS
from web.register.models import AuditRecord, EntryDeadline, Event, Extension, RegisterEntry, Reply, State
from web.reminders import actions as reminders
from web.reminders.models import CalendarFeed, Channel, Message, MessageKind, MessageState

LATER = date(2030, 1, 31)


@dataclass(frozen=True)
class Office:
    """What the calls need."""

    people: People
    units: dict[str, Unit]
    make: MakeEntry
    folder: Path

    def entry(self, state: State = State.ASSIGNED, **columns: Any) -> int:
        return self.make(state, **columns).pk

    def duty(self, entry_id: int, **columns: Any) -> int:
        values = {"kind": "periodic", "due_on": date(2029, 1, 31), "answer": {"type": "rrule"}, **columns}
        return EntryDeadline.objects.create(entry_id=entry_id, applies_to_us=True, **values).pk

    def with_phone(self, name: str) -> str:
        key = second_factor.new_key()
        own.switch_on_second_factor(key, code_of(key), by=self.people[name])
        return key


Call = Callable[[Office], object]


def with_duty(call: Callable[[Office, int, int], object]) -> Call:
    def prepared(office: Office) -> object:
        entry = office.entry()
        return call(office, entry, office.duty(entry))

    return prepared


def secret(office: Office) -> int:
    return office.entry(State.REFUSED, trouble_code="secret", arrival_number=None, unit=None)


def unread(office: Office) -> int:
    return office.entry(State.FAILED)


def new_phone(office: Office) -> object:
    key = second_factor.new_key()
    return own.switch_on_second_factor(key, code_of(key), by=office.people["clerk"])


def new_codes(office: Office) -> object:
    office.with_phone("clerk")
    return own.renew_recovery_codes(by=office.people["clerk"])


def no_phone_any_more(office: Office) -> object:
    office.with_phone("clerk")
    return own.switch_off_second_factor(office.people["clerk"], by=office.people["admin"])


def unlocked(office: Office) -> object:
    from axes.models import AccessAttempt

    AccessAttempt.objects.create(username="clerk", failures_since_start=5)
    return organization.unlock_sign_in(office.people["clerk"], by=office.people["admin"])


def calendar(office: Office) -> object:
    year = b"01/01/2031;nghi\n30/04/2031;nghi\n01/05/2031;nghi\n02/09/2031;nghi\n24/11/2031;nghi\n"
    return organization.import_days_off(year, office.folder / "calendar.csv", by=office.people["admin"])


def asked(office: Office) -> tuple[int, int]:
    """A letter whose officer asked for more time, and what was asked."""
    entry = office.entry(officer=office.people["officer"])
    office.duty(entry)
    actions.ask_extension(entry, by=office.people["officer"], until=LATER, reason="x")
    return entry, Extension.objects.get(entry=entry).pk


def with_request(call: Callable[[Office, int, int], object]) -> Call:
    return lambda office: call(office, *asked(office))


def reply_of(office: Office) -> tuple[int, int]:
    entry = office.entry()
    actions.note_reply(entry, by=office.people["head"], code="15/UBND-KT")
    return entry, Reply.objects.get(entry=entry).pk


def repeated(office: Office) -> object:
    entry, kept = (office.entry(code="77/UBND-VP", issued_on=LATER) for _ in range(2))
    return actions.cancel_as_repeated(entry, kept, by=office.people["clerk"])


def reviewed(office: Office) -> object:
    review = Review({"code": "1/A"}, (), None, "dat-dai", office.units[ECONOMY], ())
    return actions.confirm_review(office.entry(State.NEEDS_REVIEW), review, by=office.people["clerk"], seen=0)


def dropped(office: Office) -> None:
    drop = Drop(office.folder)
    drop.write(b"%PDF-1.7")
    drop.finish()
    actions.upload(drop, "a.pdf", by=office.people["clerk"])


def absence(office: Office) -> int:
    today = timezone.localdate()
    officer, head = office.people["officer"], office.people["head"]
    return organization.note_absence(by=head, absent=officer, stand_in=head, first_on=today, last_on=today).pk


def feed(office: Office) -> int:
    reminders.make_feed(by=office.people["officer"], unit=None)
    return CalendarFeed.objects.get().pk


def refused_message() -> int:
    now = timezone.now()
    return Message.objects.create(
        key="x", channel=Channel.MAIL, kind=MessageKind.TEST, made_at=now, not_before=now, state=MessageState.FAILED
    ).pk


def mail_to_oneself(office: Office) -> object:
    office.people["admin"].email = "quan-tri@an-thanh.test"
    return reminders.send_test(by=office.people["admin"])


# One call that succeeds, for each public function of each actions module.


def revoked_token(office: Office) -> bool:
    interchange.make_token(office.people["clerk"], name="Cổng một cửa")
    return interchange.revoke_token(ApiToken.objects.get())


CALLS: dict[Callable[..., object], Call] = {
    actions.decide_routing: lambda o: actions.decide_routing(
        o.entry(State.NEEDS_REVIEW), by=o.people["clerk"], field="dat-dai", unit=o.units[ECONOMY]
    ),
    actions.accept: lambda o: actions.accept(o.entry(), by=o.people["head"]),
    actions.return_to_clerk: lambda o: actions.return_to_clerk(o.entry(), by=o.people["head"], reason="x"),
    actions.correct_header: lambda o: actions.correct_header(o.entry(), by=o.people["clerk"], values={"code": "1/A"}),
    actions.retry: lambda o: actions.retry(unread(o), by=o.people["clerk"]),
    actions.refuse: lambda o: actions.refuse(o.entry(), by=o.people["clerk"], reason="x"),
    actions.cancel: lambda o: actions.cancel(o.entry(), by=o.people["clerk"], reason="x"),
    actions.add_deadline: lambda o: actions.add_deadline(o.entry(), by=o.people["head"], due_on=LATER, note="x"),
    actions.reject_deadline: with_duty(lambda o, e, d: actions.reject_deadline(e, d, by=o.people["head"])),
    actions.correct_deadline: with_duty(
        lambda o, e, d: actions.correct_deadline(e, d, by=o.people["head"], due_on=LATER, is_ours=True)
    ),
    actions.meet_deadline: with_duty(lambda o, e, d: actions.meet_deadline(e, d, by=o.people["head"])),
    actions.assign_officer: lambda o: actions.assign_officer(
        o.entry(), by=o.people["head"], officer=o.people["officer"]
    ),
    actions.start: lambda o: actions.start(o.entry(), by=o.people["head"]),
    actions.complete: lambda o: actions.complete(o.entry(), by=o.people["head"], outcome="x"),
    actions.complete_period: with_duty(
        lambda o, e, _d: actions.complete_period(e, by=o.people["head"], outcome="x", next_due_on=LATER)
    ),
    actions.reopen: lambda o: actions.reopen(o.entry(State.COMPLETED), by=o.people["head"], reason="x"),
    actions.confirm_review: reviewed,
    actions.cancel_as_repeated: repeated,
    actions.upload: dropped,
    actions.direct: lambda o: actions.direct(o.entry(), by=o.people["leader"], lead_unit=o.units[ECONOMY]),
    actions.extend: with_duty(lambda o, e, _d: actions.extend(e, by=o.people["head"], until=LATER, reason="x")),
    actions.ask_extension: asked,
    actions.grant_extension: with_request(lambda o, _e, request: actions.grant_extension(request, by=o.people["head"])),
    actions.refuse_extension: with_request(
        lambda o, _e, request: actions.refuse_extension(request, by=o.people["head"], answer="x")
    ),
    drop_request: with_request(lambda o, e, _r: drop_request(e, by=o.people["head"], answer="x")),
    actions.note_reply: reply_of,
    actions.withdraw_reply: lambda o: actions.withdraw_reply(*reply_of(o), by=o.people["head"]),
    add_reply: lambda o: add_reply(o.make(), by=o.people["head"], code="15/UBND-KT", issued_on=None),
    actions.restrict: lambda o: actions.restrict(o.entry(), by=o.people["head"], reason="x"),
    actions.unrestrict: lambda o: actions.unrestrict(o.entry(is_restricted=True), by=o.people["head"], reason="x"),
    actions.clear_secrecy: lambda o: actions.clear_secrecy(secret(o), by=o.people["clerk"], reason="x"),
    actions.remove_secret_file: lambda o: actions.remove_secret_file(secret(o), by=o.people["clerk"], file=None),
    actions.note_view: lambda o: actions.note_view(o.make(), by=o.people["clerk"]),
    actions.note_page_view: lambda o: actions.note_page_view(o.make(), by=o.people["clerk"], number=1),
    actions.note_audit_read: lambda o: actions.note_audit_read(by=o.people["admin"], wanted={}),
    actions.note_audit_export: lambda o: actions.note_audit_export(by=o.people["admin"], wanted={}, rows=0),
    organization.add_account: lambda o: organization.add_account(
        by=o.people["admin"], username="moi", password="mat-khau-1", role=Role.CLERK, full_name="Người Mới", unit=None
    ),
    organization.set_password: lambda o: organization.set_password(
        o.people["clerk"], "mat-khau-1", by=o.people["admin"]
    ),
    organization.set_active: lambda o: organization.set_active(o.people["clerk"], active=False, by=o.people["admin"]),
    organization.change_account: lambda o: organization.change_account(
        o.people["clerk"], by=o.people["admin"], full_name="Tên Mới", role=Role.LEADER, unit=None
    ),
    organization.unlock_sign_in: unlocked,
    organization.note_account_export: lambda o: organization.note_account_export(
        o.people["clerk"], by=o.people["admin"]
    ),
    organization.import_days_off: calendar,
    organization.note_absence: absence,
    organization.end_absence: lambda o: organization.end_absence(absence(o), by=o.people["officer"]),
    organization.set_field_officers: lambda o: organization.set_field_officers(
        o.units[ECONOMY], {"dat-dai": [o.people["officer"]]}, by=o.people["head"]
    ),
    books.note_export: lambda o: books.note_export(by=o.people["clerk"], what="so", form="pdf", count=1),
    reminders.make_feed: feed,
    reminders.revoke_feed: lambda o: reminders.revoke_feed(feed(o), by=o.people["officer"]),
    reminders.send_again: lambda o: reminders.send_again(refused_message(), by=o.people["admin"]),
    reminders.send_all_again: lambda o: reminders.send_all_again(by=o.people["admin"]),
    reminders.send_test: mail_to_oneself,
    own.note_sign_in: lambda o: own.note_sign_in(by=o.people["clerk"], address="127.0.0.1"),
    own.note_refusal: lambda _o: own.note_refusal(None, address="127.0.0.1", step="password"),
    own.note_lock: lambda _o: own.note_lock(None, address="127.0.0.1"),
    own.note_sign_out: lambda o: own.note_sign_out(by=o.people["clerk"], why="button"),
    own.change_own_password: lambda o: own.change_own_password("mat-khau-1", by=o.people["clerk"]),
    own.switch_on_second_factor: new_phone,
    own.renew_recovery_codes: new_codes,
    own.switch_off_second_factor: no_phone_any_more,
    interchange.make_token: lambda o: interchange.make_token(o.people["clerk"], name="Cổng một cửa"),
    interchange.revoke_token: revoked_token,
    learning.start_training: lambda o: learning.start_training(by=o.people["admin"]),
}
# Calls that need another change first: the record that is theirs.
OF_ITS_OWN: dict[Callable[..., object], str] = {
    actions.grant_extension: Event.EXTENSION_GRANTED,
    actions.refuse_extension: Event.EXTENSION_REFUSED,
    drop_request: Event.EXTENSION_REFUSED,
    actions.withdraw_reply: Event.REPLY_WITHDRAWN,
    organization.end_absence: Event.ABSENCE_ENDED,
    reminders.revoke_feed: Event.FEED_REVOKED,
    interchange.revoke_token: Event.TOKEN_REVOKED,
    own.switch_off_second_factor: Event.SECOND_FACTOR_REMOVED,
}
# What the page «Nhật ký» does not show: what people typed, and ids that say nothing by themselves.
STAYS_WITH_THE_LETTER = {"reason", "code", "reply", "deadline", "absence"}
# What the others are made of; and what asks the schema of another ward (tests/scaled/test_city.py looks at its record).
NO_CHANGES = {"web.register.actions.rows", "web.city.actions"}
# A digest of a secret; and when a calendar program last fetched: the machine of its owner, every hour.
NO_CHANGE_OF_A_PERSON = {reminders.token_digest, reminders.note_fetched, interchange.digest_of}
# Their record is tested where a trained model is at hand (test_learning_pages.py, test_learning_runs.py).
WITH_A_MODEL = {learning.use_model, learning.use_model_from_command}


@pytest.fixture
def office(people: People, units: dict[str, Unit], make_entry: MakeEntry, tmp_path: Path) -> Office:
    return Office(people, units, make_entry, tmp_path)


def public_functions() -> Iterator[FunctionType]:
    """Of every module of web whose name ends in «actions», and of every package of that name."""
    for module in pkgutil.walk_packages(web.__path__, "web."):
        if not any(part.endswith("actions") for part in module.name.split(".")) or module.name in NO_CHANGES:
            continue
        loaded = importlib.import_module(module.name)
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            if not name.startswith("_") and function.__module__ == module.name:
                yield function


def test_no_function_of_an_actions_module_is_left_out() -> None:
    missing = set(public_functions()) - set(CALLS) - WITH_A_MODEL - NO_CHANGE_OF_A_PERSON
    assert sorted(f"{function.__module__}.{function.__name__}" for function in missing) == []


@pytest.mark.parametrize("function", CALLS, ids=lambda function: function.__name__)
def test_it_leaves_a_record(function: Callable[..., object], office: Office) -> None:
    CALLS[function](office)
    last = AuditRecord.objects.order_by("-pk").first()
    assert last is not None
    assert last.event == OF_ITS_OWN.get(function, last.event)
    assert last.event in EVENTS, "the administrator would read an English word"
    assert set(last.details) - STAYS_WITH_THE_LETTER <= set(WORDS)


def test_a_change_whose_record_fails_does_not_happen(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_details: object) -> None:
        raise DatabaseError

    monkeypatch.setattr("web.register.actions.routing.record", fail)
    entry = office.make()
    with pytest.raises(DatabaseError):
        actions.cancel(entry.pk, by=office.people["clerk"], reason="x")
    assert RegisterEntry.objects.get(pk=entry.pk).cancelled_at is None


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE register_auditrecord SET event = 'READ'",
        "UPDATE register_auditrecord SET by_id = NULL WHERE id = {key}",
        "DELETE FROM register_auditrecord",
        "DELETE FROM register_auditrecord WHERE id = {key}",
        "INSERT INTO register_auditrecord (id, at, event, details) VALUES ({key}, '2020-01-01', 'READ', '{{}}')"
        " ON CONFLICT (id) DO UPDATE SET event = 'READ'",
        pytest.param(
            "REPLACE INTO register_auditrecord (id, at, event, details) VALUES ({key}, '2020-01-01', 'READ', '{{}}')",
            marks=only_on_sqlite,
        ),
        pytest.param(
            "INSERT OR REPLACE INTO register_auditrecord (id, at, event, details) SELECT id, at, 'READ', details"
            " FROM register_auditrecord",
            marks=only_on_sqlite,
        ),
    ],
)
def test_nobody_changes_a_record_even_past_the_program(sql: str, office: Office) -> None:
    actions.accept(office.entry(), by=office.people["head"])
    kept = list(AuditRecord.objects.order_by("pk").values())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(key=kept[0]["id"]))
    assert list(AuditRecord.objects.order_by("pk").values()) == kept


def test_the_classes_refuse_too(office: Office) -> None:
    actions.accept(office.entry(), by=office.people["head"])
    record = AuditRecord.objects.first()
    assert record is not None
    for change in (record.save, record.delete):
        with pytest.raises(TypeError):
            change()
    for refused in (lambda: AuditRecord.objects.update(event=Event.READ), lambda: AuditRecord.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            refused()


def test_who_may_not_leaves_no_record_of_having_done_it(office: Office) -> None:
    entry = office.entry()
    with pytest.raises(PermissionDenied):
        actions.cancel(entry, by=office.people["officer"], reason="x")
    with pytest.raises(PermissionDenied):
        organization.set_password(office.people["clerk"], "mat-khau-1", by=office.people["leader"])
    with pytest.raises(PermissionDenied):
        actions.note_audit_read(by=office.people["leader"], wanted={})
    assert not AuditRecord.objects.exists()


def test_a_wrong_table_of_days_off_leaves_no_record(office: Office) -> None:
    with pytest.raises(CalendarProblemsError):
        organization.import_days_off(b"31/02/2031;nghi", office.folder / "calendar.csv", by=office.people["admin"])
    assert not AuditRecord.objects.exists()
