"""The postman against a real mail server: what it says and never says, when it tries again, when it gives up."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from pipeline.config import Office
from tests.mail_server import Accepted, MailServer
from tests.web.conftest import ECONOMY, MakeEntry, People
from tests.web.reminding import MONDAY, add_deadline, at, give_addresses, office_with_mail, plan
from tests.web.test_stand_ins import note_absence
from web.organization.models import Staff
from web.register import actions
from web.register.models import AuditRecord, Event, RegisterEntry, State, UrgencyLevel
from web.register.services import silent_services
from web.reminders import outbox
from web.reminders.actions import send_again, send_all_again, send_test
from web.reminders.models import ChannelPause, Message, MessageState, Reminder, ReminderEvent
from web.reminders.outbox import LEASE, MOST_REFUSALS, LeaseLostError, claim_next
from web.reminders.postman import Postman

THURSDAY = MONDAY + timedelta(days=3)
EARLY, MORNING = at(MONDAY, "06:00"), at(MONDAY, "07:30")


@pytest.fixture
def server() -> Iterator[MailServer]:
    server = MailServer()
    server.start()
    yield server
    server.stop()


def post_all(office: Office, now: datetime) -> int:
    postman, count = Postman(office), 0
    while postman.post_once(now):
        count += 1
        assert count < 1000
    return count


def states() -> list[str]:
    return sorted(Message.objects.values_list("state", flat=True))


def test_a_digest_says_what_is_due_with_the_sentence_and_the_link(
    people: People, make_entry: MakeEntry, server: MailServer
) -> None:
    give_addresses()
    office = office_with_mail(server.port)
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=THURSDAY)
    add_deadline(entry, THURSDAY)
    late = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=MONDAY - timedelta(days=3))
    plan(EARLY, office)
    assert post_all(office, EARLY) == 0  # not before the hour of the digest
    post_all(office, MORNING)
    (mail,) = [mail for mail in server.accepted if mail.to == "officer@an-thanh.test"]
    assert mail.subject == "Nhắc việc ngày 02/11/2026: 2 văn bản"
    assert mail.body.index(f"số {late.arrival_number},") < mail.body.index(f"số {entry.arrival_number},")
    for words in (
        f"- Văn bản đến số {entry.arrival_number}, {entry.code}: hạn 05/11/2026 (còn 3 ngày làm việc).",
        "Câu nêu hạn: «báo cáo trước ngày 05/11/2026»",
        f"http://vanthu.test/van-ban/{entry.pk}/",
        "hạn 30/10/2026 (quá 1 ngày làm việc)",
        "2 văn bản cần chú ý, trong đó 1 quá hạn.",
    ):
        assert words in mail.body
    assert entry.subject not in mail.body


def test_of_a_restricted_letter_a_mail_says_the_number_only(
    people: People, make_entry: MakeEntry, server: MailServer
) -> None:
    give_addresses()
    office = office_with_mail(server.port)
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=THURSDAY, is_restricted=True)
    add_deadline(entry, THURSDAY)
    plan(EARLY, office)
    post_all(office, MORNING)
    (mail,) = server.accepted
    assert f"Văn bản đến số {entry.arrival_number}: hạn 05/11/2026" in mail.body
    assert entry.code not in mail.body
    assert "Câu nêu hạn" not in mail.body


def test_the_stand_in_reads_in_whose_place(people: People, make_entry: MakeEntry, server: MailServer) -> None:
    give_addresses()
    office = office_with_mail(server.port)
    make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=THURSDAY)
    note_absence(people["officer"], people["other_officer"], first=MONDAY)
    plan(EARLY, office)
    post_all(office, MORNING)
    (mail,) = server.accepted
    assert mail.to == "other_officer@an-thanh.test"
    assert f"Thay cho {people['officer']} đang vắng." in mail.body
    assert "http://vanthu.test/van-ban/" in mail.body  # a stand-in may open the letter


def test_what_was_done_before_the_mail_goes_out_is_not_in_it(
    people: People, make_entry: MakeEntry, server: MailServer
) -> None:
    give_addresses()
    office = office_with_mail(server.port)
    done, other = (make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=THURSDAY) for _ in range(2))
    single = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=THURSDAY, urgency=UrgencyLevel.URGENT)
    plan(EARLY, office)
    for entry in (done, single):
        actions.complete(entry.pk, by=people["officer"], outcome="xong")
    post_all(office, MORNING)
    (mail,) = server.accepted
    assert f"số {other.arrival_number}," in mail.body
    assert f"số {done.arrival_number}," not in mail.body
    assert states() == ["dropped", "sent"]


def test_a_server_that_is_away_never_makes_a_message_fail(people: People, make_entry: MakeEntry) -> None:
    give_addresses()
    server = MailServer()  # not started
    office = office_with_mail(server.port)
    make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=THURSDAY)
    plan(EARLY, office)
    now, tries = MORNING, 0
    while now < MORNING + timedelta(hours=8):
        tries += post_all(office, now)
        now += timedelta(minutes=1)
    assert states() == ["pending"]
    assert 8 * 60 / 7 < tries < 8 * 60 / 4  # about every five minutes, not every minute
    pause = ChannelPause.objects.get()
    assert (pause.since, "không trả lời" in pause.trouble) == (MORNING, True)
    server.start()
    try:
        post_all(office, now + timedelta(minutes=5))
    finally:
        server.stop()
    assert (states(), len(server.accepted), ChannelPause.objects.count()) == (["sent"], 1, 0)


def test_a_refused_mail_is_tried_again_ever_more_rarely_and_stays_visible_in_the_end(
    people: People, make_entry: MakeEntry, server: MailServer
) -> None:
    give_addresses()
    office = office_with_mail(server.port)
    make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=THURSDAY)
    server.rcpt_answer = lambda _address: "450 4.2.1 Hộp thư bận"
    plan(EARLY, office)
    now, tried_at = MORNING, []
    while now < MORNING + timedelta(hours=12):
        if post_all(office, now):
            tried_at.append(int((now - MORNING).total_seconds() / 60))
        now += timedelta(minutes=1)
    assert tried_at == [0, 1, 3, 7, 15, 31, 63, 123, 183, 243]
    assert len(tried_at) == MOST_REFUSALS
    message = Message.objects.get()
    assert (message.state, "450" in message.trouble) == (MessageState.FAILED, True)
    server.rcpt_answer = lambda _address: "250 OK"
    send_again(message.pk, by=people["admin"])
    Message.objects.update(not_before=now)
    post_all(office, now)
    assert states() == ["sent"]
    assert AuditRecord.objects.filter(event=ReminderEvent.MAIL_RETRIED, by=people["admin"]).exists()


def test_one_wrong_address_fails_at_once_and_stops_nobody_else(
    people: People, make_entry: MakeEntry, server: MailServer
) -> None:
    give_addresses()
    office = office_with_mail(server.port)
    make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=MONDAY)
    server.rcpt_answer = lambda address: "550 5.1.1 Không có" if address.startswith("officer") else "250 OK"
    plan(EARLY, office)
    post_all(office, MORNING)
    assert states() == ["failed", "sent"]
    assert [mail.to for mail in server.accepted] == ["head@an-thanh.test"]
    assert send_all_again(by=people["admin"]) == 1


def test_an_address_that_is_none_fails_with_its_sentence(
    people: People, make_entry: MakeEntry, server: MailServer
) -> None:
    Staff.objects.filter(username="officer").update(email="officer@")
    office = office_with_mail(server.port)
    make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=THURSDAY)
    plan(EARLY, office)
    post_all(office, MORNING)
    message = Message.objects.get()
    assert (message.state, "không đúng dạng" in message.trouble) == (MessageState.FAILED, True)


def test_a_letter_refused_after_its_data_comes_again_with_the_same_id(
    people: People, make_entry: MakeEntry, server: MailServer
) -> None:
    give_addresses()
    office = office_with_mail(server.port)
    make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=THURSDAY)
    refused: list[str] = []

    def answer(mail: Accepted) -> str:
        refused.append(mail.message_id)
        return "451 4.3.0 Thử lại sau" if len(refused) == 1 else "250 OK"

    server.data_answer = answer
    plan(EARLY, office)
    post_all(office, MORNING)
    post_all(office, MORNING + timedelta(minutes=2))
    assert [mail.message_id for mail in server.accepted] == refused[1:] == refused[:1]


def test_a_server_that_hangs_up_in_the_middle_of_a_letter_gets_it_again_later(
    people: People, make_entry: MakeEntry, server: MailServer
) -> None:
    give_addresses()
    office = office_with_mail(server.port)
    make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=THURSDAY)
    plan(EARLY, office)
    server.hangs_up = True
    post_all(office, MORNING)
    assert (states(), Message.objects.get().handed_at, server.accepted) == (["pending"], None, [])
    server.hangs_up = False
    post_all(office, MORNING + timedelta(minutes=1))
    assert (states(), len(server.accepted)) == (["sent"], 1)


def test_without_any_answer_a_letter_is_not_sent_again_by_itself(
    people: People, make_entry: MakeEntry, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_addresses()
    office = office_with_mail(server.port)
    make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=THURSDAY)
    plan(EARLY, office)
    monkeypatch.setattr("web.reminders.channels.mail_channel.ANSWER_SECONDS", 0.2)
    done = threading.Event()
    server.after_accepting = lambda _mail: [done.wait(10)].clear()
    post_all(office, MORNING)
    done.set()
    post_all(office, MORNING + timedelta(days=1))
    assert (states(), len(server.accepted)) == (["unsure"], 1)
    assert "có thể người nhận đã có thư" in Message.objects.get().trouble


def test_who_lost_the_lease_hands_nothing_over(people: People, make_entry: MakeEntry, server: MailServer) -> None:
    give_addresses()
    office = office_with_mail(server.port)
    make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=THURSDAY)
    plan(EARLY, office)
    slow = claim_next(MORNING)
    assert slow is not None
    assert claim_next(MORNING + LEASE) is None
    post_all(office, MORNING + LEASE + timedelta(seconds=1))
    with pytest.raises(LeaseLostError):
        outbox.note_handing_over(slow, MORNING)
    outbox.drop(slow, "x")
    assert states() == ["sent"]


def test_a_wrong_password_is_said_and_nothing_is_lost(
    people: People, make_entry: MakeEntry, server: MailServer, tmp_path: Path
) -> None:
    give_addresses()
    office = office_with_mail(server.port)
    assert office.mail is not None
    secret = tmp_path / "password"
    office = replace(office, mail=replace(office.mail, user="vanthu", password_file=secret))
    make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=THURSDAY)
    plan(EARLY, office)
    post_all(office, MORNING)
    assert "Không đọc được tệp mật khẩu" in ChannelPause.objects.get().trouble
    assert states() == ["pending"]


def test_a_test_mail_goes_the_way_of_all_mails(people: People, server: MailServer) -> None:
    give_addresses()
    send_test(by=Staff.objects.get(username="admin"))
    Message.objects.update(not_before=MORNING)
    post_all(office_with_mail(server.port), MORNING)
    assert [(mail.to, "thư thử" in mail.body) for mail in server.accepted] == [("admin@an-thanh.test", True)]


def test_a_locked_account_gets_no_mail_any_more(people: People, make_entry: MakeEntry, server: MailServer) -> None:
    give_addresses()
    office = office_with_mail(server.port)
    make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=THURSDAY)
    plan(EARLY, office)
    Staff.objects.filter(pk=people["officer"].pk).update(is_active=False)
    post_all(office, MORNING)
    assert (states(), server.accepted) == (["dropped"], [])


class Listener(http.server.BaseHTTPRequestHandler):
    """A chat service of an office, as Apprise's json:// knows it."""

    bodies: list[str]
    status = 200

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.bodies.append(self.rfile.read(length).decode())
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        return


@pytest.fixture
def chat() -> Iterator[tuple[str, type[Listener]]]:
    handler = type("ChatListener", (Listener,), {"bodies": []})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"json://127.0.0.1:{server.server_address[1]}/", handler
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # within Apprise
def test_outside_services_hear_numbers_and_days_only(
    people: People, make_entry: MakeEntry, chat: tuple[str, type[Listener]]
) -> None:
    address, listener = chat
    office = replace(office_with_mail(apprise_urls=(address,)), mail=None)
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=MONDAY)
    add_deadline(entry, MONDAY)
    plan(EARLY, office)
    listener.status = 500
    post_all(office, MORNING)
    assert states() == ["pending"]
    listener.status = 200
    post_all(office, MORNING + timedelta(minutes=1))
    said = json.loads(listener.bodies[-1])
    assert (said["title"], states()) == ("Văn thư: 1 văn bản cần chú ý", ["sent"])  # once, though two are reminded
    assert f"Văn bản đến số {entry.arrival_number}: hạn 02/11/2026 (hôm nay)" in said["message"]
    for secret in (entry.code, entry.subject, "báo cáo", str(people["officer"]), "van-ban"):
        assert secret not in said["message"]


def test_an_address_that_left_the_settings_gets_nothing(people: People, make_entry: MakeEntry, tmp_path: Path) -> None:
    addresses = tmp_path / "apprise.txt"
    addresses.write_text("# phòng Kinh tế\njson://127.0.0.1:1/\n")
    office = replace(office_with_mail(apprise_file=addresses), mail=None)
    make_entry(due_on=THURSDAY)
    plan(EARLY, office)
    addresses.unlink()
    post_all(office, MORNING)
    assert states() == ["dropped"]


def test_a_silent_postman_is_told_on_the_pages(db: None) -> None:
    assert any("gửi thư nhắc việc đang dừng" in sentence for sentence in silent_services(MORNING))


def test_reminders_need_no_mail_server(people: People, make_entry: MakeEntry) -> None:
    give_addresses()
    make_entry(due_on=THURSDAY)
    plan(EARLY, replace(office_with_mail(), mail=None))
    assert (Reminder.objects.count(), Message.objects.count()) == (1, 0)


def test_the_rows_need_no_new_migration(db: None) -> None:
    call_command("makemigrations", "reminders", check=True, dry_run=True, verbosity=0)


def test_views_and_downloads_mark_what_was_said_of_the_letter_as_seen(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"], due_on=MONDAY, unit=ECONOMY)
    plan(EARLY)
    actions.note_view(RegisterEntry.objects.get(pk=entry.pk), by=people["officer"])
    seen = {who for who, seen_at in Reminder.objects.values_list("person__username", "seen_at") if seen_at}
    assert seen == {"officer"}
    assert AuditRecord.objects.filter(event=Event.VIEWED).count() == 1
