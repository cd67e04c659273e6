"""The unit head changes several letters at once and is told of each that could not be changed."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from tests.web.conftest import CULTURE, ECONOMY, MakeEntry, People
from web.organization.models import FieldOfficer
from web.register import actions
from web.register.models import RegisterEntry, State

SignIn = Callable[[str], Client]
GROUP = "group"


def post(client: Client, unit: str = ECONOMY, **values: object) -> str:
    return client.post(reverse(GROUP, args=[unit]), values, follow=True).content.decode()


def officers(*entries: RegisterEntry) -> list[str | None]:
    names = []
    for entry in entries:
        entry.refresh_from_db()
        names.append(entry.officer.username if entry.officer else None)
    return names


def test_the_ticked_letters_go_to_one_officer(people: People, sign_in: SignIn, make_entry: MakeEntry) -> None:
    first, second, other = make_entry(), make_entry(), make_entry()
    page = post(sign_in("head"), entry=[first.pk, second.pk], officer=people["officer"].pk, do="assign")
    assert "Đã giao 2 văn bản." in page
    assert officers(first, second, other) == ["officer", "officer", None]


def test_each_letter_goes_to_who_looks_after_its_field(people: People, sign_in: SignIn, make_entry: MakeEntry) -> None:
    FieldOfficer.objects.create(field="dat-dai", staff=people["officer"])
    FieldOfficer.objects.create(field="giao-thong", staff=people["head"])
    land, roads, trees = make_entry(), make_entry(field="giao-thong"), make_entry(field="moi-truong")
    page = post(sign_in("head"), entry=[land.pk, roads.pk, trees.pk], officer="field", do="assign")
    assert officers(land, roads, trees) == ["officer", "head", None]
    assert f"Số đến {trees.arrival_number}: lĩnh vực này chưa có người phụ trách" in page


def test_accepting_tells_which_letters_somebody_had_confirmed(
    people: People, sign_in: SignIn, make_entry: MakeEntry
) -> None:
    fresh, confirmed = make_entry(), make_entry()
    actions.accept(confirmed.pk, by=people["head"])
    page = post(sign_in("head"), entry=[fresh.pk, confirmed.pk], do="accept")
    assert "Đã nhận 1 văn bản." in page
    assert f"Số đến {confirmed.arrival_number}: đã có người xác nhận rồi." in page
    fresh.refresh_from_db()
    assert fresh.is_decided


def test_letters_that_left_the_queue_meanwhile_are_counted_not_changed(
    people: People, sign_in: SignIn, make_entry: MakeEntry
) -> None:
    foreign, done = make_entry(unit=CULTURE), make_entry(State.COMPLETED)
    page = post(sign_in("head"), entry=[foreign.pk, done.pk], officer=people["officer"].pk, do="assign")
    assert "2 văn bản đã chọn không còn trong danh sách này." in page
    assert officers(foreign, done) == [None, None]


def test_giving_again_to_the_same_officer_is_told(people: People, sign_in: SignIn, make_entry: MakeEntry) -> None:
    entry = make_entry(officer=people["officer"])
    page = post(sign_in("head"), entry=[entry.pk], officer=people["officer"].pk, do="assign")
    assert "đã giao cho Officer từ trước." in page
    assert not entry.history.filter(event="ASSIGNED").exists()


def test_a_person_of_another_unit_cannot_be_chosen(people: People, sign_in: SignIn, make_entry: MakeEntry) -> None:
    entry = make_entry()
    page = post(sign_in("head"), entry=[entry.pk], officer=people["other_officer"].pk, do="assign")
    assert "Hãy chọn người để giao việc." in page
    assert officers(entry) == [None]


def test_only_the_head_of_the_unit_may(people: People, sign_in: SignIn, make_entry: MakeEntry) -> None:
    entry = make_entry()
    for name in ("officer", "other_head", "clerk", "leader", "admin"):
        values = {"entry": [entry.pk], "officer": people["officer"].pk, "do": "assign"}
        assert sign_in(name).post(reverse(GROUP, args=[ECONOMY]), values).status_code == 403
    assert officers(entry) == [None]


def test_an_officer_sees_the_queue_without_boxes_to_tick(sign_in: SignIn, make_entry: MakeEntry) -> None:
    make_entry()
    assert 'type="checkbox"' in sign_in("head").get(reverse("queue")).content.decode()
    assert 'type="checkbox"' not in sign_in("officer").get(reverse("queue")).content.decode()
