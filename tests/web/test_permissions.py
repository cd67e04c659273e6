"""The permission matrix: every role against every action, on an entry of its own unit and of another."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.web.conftest import CULTURE, ECONOMY, MakeEntry, People
from web.organization.models import Staff
from web.register import permissions
from web.register.models import RegisterEntry, State

Rule = Callable[[Staff, RegisterEntry], bool]

# Who may, on an assigned and undecided entry led by the economy unit (head, officer).
ON_ASSIGNED: dict[Rule, set[str]] = {
    permissions.can_see: {"clerk", "leader", "head", "officer"},
    permissions.can_route: {"clerk", "leader"},
    permissions.can_direct: {"leader"},
    permissions.can_restrict: {"clerk", "leader", "head"},
    permissions.can_extend: {"head"},
    permissions.can_ask_extension: set(),
    permissions.can_note_reply: {"head"},
    permissions.can_accept: {"head"},
    permissions.can_correct_header: {"clerk"},
    permissions.can_set_deadlines: {"clerk", "leader", "head"},
    permissions.can_return: {"head"},
    permissions.can_assign: {"head"},
    permissions.can_work_on: {"head"},
    permissions.can_reopen: set(),
    permissions.can_retry: set(),
    permissions.can_refuse: {"clerk"},
    permissions.can_cancel: {"clerk"},
    permissions.can_clear_secrecy: set(),
    permissions.can_review: set(),
}
ON_REVIEW: dict[Rule, set[str]] = {
    permissions.can_see: {"clerk", "leader"},
    permissions.can_review: {"clerk"},
    permissions.can_route: {"clerk", "leader"},
    permissions.can_direct: set(),
    permissions.can_restrict: {"clerk", "leader"},
    permissions.can_extend: set(),
    permissions.can_note_reply: set(),
    permissions.can_accept: set(),
    permissions.can_assign: set(),
    permissions.can_work_on: set(),
    permissions.can_set_deadlines: {"clerk", "leader"},
}


def allowed(rule: Rule, people: People, entry: RegisterEntry) -> set[str]:
    return {name for name, staff in people.items() if rule(staff, entry)}


@pytest.mark.parametrize("rule", ON_ASSIGNED, ids=lambda rule: rule.__name__)
def test_only_the_named_people_may_act_on_an_assigned_entry(rule: Rule, people: People, make_entry: MakeEntry) -> None:
    assert allowed(rule, people, make_entry(State.ASSIGNED, unit=ECONOMY)) == ON_ASSIGNED[rule]


@pytest.mark.parametrize("rule", ON_REVIEW, ids=lambda rule: rule.__name__)
def test_an_entry_in_review_belongs_to_clerk_and_leader(rule: Rule, people: People, make_entry: MakeEntry) -> None:
    assert allowed(rule, people, make_entry(State.NEEDS_REVIEW, unit=ECONOMY)) == ON_REVIEW[rule]


def test_an_officer_works_on_what_was_given_to_them(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(State.IN_PROGRESS, officer=people["officer"])
    assert allowed(permissions.can_work_on, people, entry) == {"head", "officer"}


def test_a_cooperating_unit_sees_but_does_not_act(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(State.ASSIGNED, unit=CULTURE)
    head = people["head"]
    assert head.unit is not None
    entry.cooperating_units.add(head.unit)
    assert permissions.can_see(head, entry)
    assert not permissions.can_work_on(head, entry)


def test_nobody_acts_on_a_cancelled_entry(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(State.ASSIGNED)
    entry.cancelled_at = entry.received_at
    acting = set(ON_ASSIGNED) - {permissions.can_see}
    assert {rule.__name__: names for rule in acting if (names := allowed(rule, people, entry))} == {}
