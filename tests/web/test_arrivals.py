"""«Hôm nay»: its moving part, letters that came twice, failed files, refused files."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.web.conftest import MakeEntry
from web.register.models import IntakeNotice, RegisterEntry, State

SignIn = Callable[[str], Client]
ADDRESS = re.compile(r'hx-get="(?P<address>[^"]+)"')
TWICE = {"code": "12/UBND-ĐT", "issued_on": date(2026, 10, 30)}


def page(client: Client) -> str:
    return client.get(reverse("arrivals")).content.decode()


def moving_part(shown: str) -> str:
    found = ADDRESS.search(shown)
    assert found is not None
    return found["address"].replace("&amp;", "&")


def today(make_entry: MakeEntry, *args: object, **columns: object) -> RegisterEntry:
    return make_entry(*args, received_at=timezone.now(), **columns)


def test_the_moving_part_is_sent_only_when_it_says_something_new(sign_in: SignIn, make_entry: MakeEntry) -> None:
    clerk = sign_in("clerk")
    entry = today(make_entry, State.RECEIVED)
    address = moving_part(page(clerk))
    assert clerk.get(address).status_code == 204
    RegisterEntry.objects.filter(pk=entry.pk).update(state=State.NEEDS_REVIEW)
    answer = clerk.get(address)
    assert answer.status_code == 200
    assert "Chờ văn thư xem" in answer.content.decode()
    assert clerk.get(moving_part(answer.content.decode())).status_code == 204


def test_the_moving_part_is_no_whole_page(sign_in: SignIn, units: object) -> None:
    answer = sign_in("clerk").get(reverse("arrivals-live")).content.decode()
    assert "<html" not in answer
    assert answer.startswith('<div id="live"')


def test_it_is_asked_for_often_only_while_something_is_on_its_way(sign_in: SignIn, make_entry: MakeEntry) -> None:
    clerk = sign_in("clerk")
    assert 'hx-trigger="every 20s' in page(clerk)
    notice = IntakeNotice.objects.create(key="file:a", sentence="máy đang chờ chép xong.", since=timezone.now())
    assert 'hx-trigger="every 3s' in page(clerk)
    notice.delete()
    today(make_entry, State.PROCESSING)
    assert 'hx-trigger="every 3s' in page(clerk)


def test_without_javascript_the_page_reloads_itself(sign_in: SignIn, make_entry: MakeEntry) -> None:
    clerk = sign_in("clerk")
    assert '<noscript><meta http-equiv="refresh" content="60"></noscript>' in page(clerk)
    today(make_entry, State.RECEIVED)
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page(clerk)


def test_a_secret_file_that_appears_is_told_at_the_next_look(sign_in: SignIn, make_entry: MakeEntry) -> None:
    clerk = sign_in("clerk")
    address = moving_part(page(clerk))
    make_entry(State.REFUSED, trouble_code="secret", arrival_number=None, file_name="", sha256="", subject="", code="")
    assert "Có tài liệu mang dấu mật" in clerk.get(address).content.decode()


def test_letters_that_came_twice_stand_together_with_what_to_do(sign_in: SignIn, make_entry: MakeEntry) -> None:
    first = make_entry(**TWICE)
    today(make_entry)
    second = today(make_entry, **TWICE)
    shown = page(sign_in("clerk"))
    group = shown[shown.index('<tbody class="twins">') :].split("</tbody>")[0]
    assert "Có thể là một văn bản đến 2 lần" in group
    assert group.index(f'id="letter-{first.pk}"') < group.index(f'id="letter-{second.pk}"')
    assert reverse("cancel-repeated", args=[second.pk]) in group


def test_after_cancelling_in_the_list_the_list_is_shown(sign_in: SignIn, make_entry: MakeEntry) -> None:
    first, second = today(make_entry, **TWICE), today(make_entry, **TWICE)
    clerk = sign_in("clerk")
    values = {"kept": first.pk, "then": "arrivals"}
    assert clerk.post(reverse("cancel-repeated", args=[second.pk]), values)["Location"] == reverse("arrivals")
    shown = page(clerk)
    assert "twins" not in shown
    assert 'class="cancelled"' in shown


def test_a_failed_letter_is_read_again_with_one_click_in_the_list(sign_in: SignIn, make_entry: MakeEntry) -> None:
    entry = today(make_entry, State.FAILED, trouble="Đọc tệp quá lâu nên đã dừng.")
    clerk = sign_in("clerk")
    for place in ("arrivals", "review"):
        assert reverse("retry", args=[entry.pk]) in clerk.get(reverse(place)).content.decode()
        answer = clerk.post(reverse("retry", args=[entry.pk]), {"then": place})
        assert answer["Location"] == reverse(place)
        entry.refresh_from_db()
        assert entry.state == State.RECEIVED
        RegisterEntry.objects.filter(pk=entry.pk).update(state=State.FAILED)


def test_nothing_but_our_own_lists_is_gone_back_to(sign_in: SignIn, make_entry: MakeEntry) -> None:
    entry = today(make_entry, State.FAILED)
    answer = sign_in("clerk").post(reverse("retry", args=[entry.pk]), {"then": "https://example.org/"})
    assert answer["Location"] == reverse("document", args=[entry.pk])


def test_a_refused_file_says_where_it_lies_and_what_to_do(sign_in: SignIn, make_entry: MakeEntry) -> None:
    refused = {"arrival_number": None, "received_at": timezone.now()}
    make_entry(State.REFUSED, **refused, trouble_code="encrypted", trouble="Tệp PDF đặt mật khẩu.", file_name="a.pdf")
    first = make_entry()
    make_entry(State.REFUSED, **refused, trouble_code="duplicate", trouble="Trùng hoàn toàn.", duplicate_of=first)
    shown = page(sign_in("clerk"))
    assert "Có tệp đúng rồi thì gửi lại như văn bản mới." in shown
    assert "Không phải làm gì thêm." in shown


def test_the_leader_sees_the_day_without_the_clerks_buttons(sign_in: SignIn, make_entry: MakeEntry) -> None:
    today(make_entry, State.FAILED)
    shown = page(sign_in("leader"))
    assert 'id="upload"' not in shown
    assert "Đọc lại" not in shown
