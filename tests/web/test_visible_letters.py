"""What a person finds is what they may see: the list and permissions.can_see say the same for every case."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from tests.web.conftest import CULTURE, ECONOMY, MakeEntry, People
from web.organization.models import Absence, Staff, Unit
from web.register import permissions, queries
from web.register.models import RegisterEntry, State
from web.register.search import find, index_entry

# An administrator away for the officer, the officer for the head, the clerk for the other head, and nobody.
STAND_INS = (
    (),
    (("officer", "admin"),),
    (("head", "officer"),),
    (("other_head", "clerk"), ("officer", "other_officer")),
)


@pytest.fixture
def every_letter(people: People, units: dict[str, Unit], make_entry: MakeEntry) -> list[RegisterEntry]:
    """Each state, lead, cooperation, officer and restriction."""
    entries = []
    officers: list[str | None] = [None, "officer", "other_officer", "head"]
    for state, lead, cooperating, officer, is_restricted in product(
        State, [None, ECONOMY, CULTURE], [(), (ECONOMY,), (ECONOMY, CULTURE)], officers, [False, True]
    ):
        entry = make_entry(
            State(state), unit=lead, officer=people[officer] if officer else None, is_restricted=is_restricted
        )
        entry.cooperating_units.set(units[code] for code in cooperating)
        entries.append(entry)
    return entries


def away(staff: Staff, stand_in: Staff) -> None:
    today = timezone.localdate()
    Absence.objects.create(
        staff=staff,
        stand_in=stand_in,
        first_on=today - timedelta(days=1),
        last_on=today + timedelta(days=1),
        noted_by=staff,
        noted_at=timezone.now(),
    )


@pytest.mark.parametrize("stand_ins", STAND_INS, ids=str)
def test_the_list_holds_what_can_see_allows(
    people: People, every_letter: list[RegisterEntry], stand_ins: tuple[tuple[str, str], ...]
) -> None:
    for absent, stand_in in stand_ins:
        away(people[absent], people[stand_in])
    for name in people:
        staff = Staff.objects.get(username=name)
        allowed = [entry.pk for entry in every_letter if permissions.can_see(staff, entry)]
        listed = sorted(queries.visible_to(staff).values_list("pk", flat=True))
        assert listed == allowed, name


def test_a_search_shows_nobody_a_letter_they_may_not_see(people: People, every_letter: list[RegisterEntry]) -> None:
    wanted = [entry for entry in every_letter if entry.state in {State.ASSIGNED, State.NEEDS_REVIEW}]
    RegisterEntry.objects.filter(pk__in=[entry.pk for entry in wanted]).update(subject="Tìm tôi đi")
    for entry in wanted:
        index_entry(entry.pk)
    for staff in people.values():
        found = find("tìm tôi đi", queries.visible_to(staff)).ids
        assert sorted(found) == [entry.pk for entry in wanted if permissions.can_see(staff, entry)], staff.username
