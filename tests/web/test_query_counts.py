"""A page asks the database a fixed number of times, however many letters stand on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.web.conftest import CULTURE, ECONOMY, MakeEntry, People
from web.organization.models import Unit
from web.register.models import EntryDeadline, PageText, RegisterEntry, State
from web.register.search import index_entry

MOST = 12  # of any list page
MOST_OF_SEARCH = 24  # it asks the index place by place, and again for what may have been meant
LISTS = [
    ("clerk", "/hom-nay/"),
    ("clerk", "/cho-xem/"),
    ("clerk", "/so-van-ban-den/"),
    ("clerk", "/so-van-ban-den/?q=ke+hoach"),
    ("clerk", "/tim/?q=ke+hoach"),
    ("clerk", "/tim/?q=noi+dung+rieng"),
    ("clerk", "/tim/?q=ke+hoahc"),
    ("head", "/tim/?q=noi+dung+rieng&state=ASSIGNED"),
    ("officer", "/tim/?year=2026"),
    ("leader", "/don-vi/"),
    ("leader", f"/don-vi/{ECONOMY}/"),
    ("head", "/viec-don-vi/"),
    ("head", "/viec-don-vi/da-xong/"),
    ("officer", "/viec-cua-toi/"),
]


@pytest.fixture
def add_letters(people: People, units: dict[str, Unit], make_entry: MakeEntry) -> Callable[[int], None]:
    """So many letters in each state, arrived today, with officers, cooperating units, deadlines, texts."""

    def add_one(state: State) -> None:
        entry = make_entry(
            state,
            subject="Kế hoạch kiểm tra",
            received_at=timezone.now(),
            year=timezone.localdate().year,
            officer=people["officer"],
            due_on=timezone.localdate() + timedelta(days=2),
            header_evidence={"code": {"page": 1, "quote": "1/UBND", "boxes": [[1, 1, 2, 2]]}},
        )
        entry.cooperating_units.add(units[CULTURE])
        EntryDeadline.objects.create(entry=entry, kind="report", due_on=entry.due_on, quote="Báo cáo", answer={})
        PageText.objects.create(entry=entry, number=1, width=1, height=1, source="ocr", text="Nội dung riêng")
        index_entry(entry.pk)
        other = make_entry(state, unit=CULTURE, received_at=timezone.now(), due_on=date(2026, 1, 1))
        other.cooperating_units.add(units[ECONOMY])

    def add(count: int) -> None:
        for _ in range(count):
            for state in State:
                add_one(state)

    return add


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize(("name", "url"), LISTS)
def test_a_list_asks_no_more_with_more_letters(
    sign_in: Callable[[str], Client], add_letters: Callable[[int], None], name: str, url: str
) -> None:
    client = sign_in(name)
    add_letters(5)  # enough that «Hôm nay» already tells how far the machine is
    few = queries_of(client, url)
    add_letters(6)
    many = queries_of(client, url)
    assert many <= few <= (MOST_OF_SEARCH if url.startswith("/tim/") else MOST)


def test_the_page_of_a_letter_asks_no_more_with_more_around_it(
    sign_in: Callable[[str], Client], add_letters: Callable[[int], None], people: People, make_entry: MakeEntry
) -> None:
    entry = make_entry(code="1/A", issuing_body="B")
    client = sign_in("clerk")
    url = f"/van-ban/{entry.pk}/"
    few = queries_of(client, url)
    add_letters(2)
    for number in range(1, 30):
        PageText.objects.create(entry=entry, number=number, width=1, height=1, source="ocr", text="Trang")
        EntryDeadline.objects.create(entry=entry, kind="report", due_on=date(2026, 11, 3), rejected_by=people["clerk"])
        make_entry(code="1/A", issuing_body="B")
        client.get(url)
    assert queries_of(client, url) <= few + 1
    assert RegisterEntry.objects.filter(code="1/A").count() == 30
