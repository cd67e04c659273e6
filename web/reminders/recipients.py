"""A letter's officer and unit -> who is reminded today: the officer, the heads, the leaders, or their stand-ins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from web.organization.models import Role, Staff
from web.organization.stand_ins import stand_in_ids, who_does_the_work_of


@dataclass(frozen=True, slots=True)
class Recipient:
    person: int
    instead_of: int | None = None  # who is away


class People:
    """Everybody with an open account and who stands in for whom, as of one day."""

    def __init__(self, day: date) -> None:
        self._stand_ins = stand_in_ids(day)
        self._active: set[int] = set()
        self._heads: dict[int | None, list[int]] = {}
        self._leaders: list[int] = []
        self._clerks: list[int] = []
        for person, role, unit in Staff.objects.filter(is_active=True).order_by("pk").values_list("pk", "role", "unit"):
            self._active.add(person)
            if role == Role.UNIT_HEAD:
                self._heads.setdefault(unit, []).append(person)
            elif role == Role.LEADER:
                self._leaders.append(person)
            elif role == Role.CLERK:
                self._clerks.append(person)

    def workers(self, officer: int | None, unit: int | None) -> tuple[Recipient, ...]:
        """The officer, or who does the officer's work; without one the heads of the unit."""
        return self.present([officer] if officer is not None else []) or self.heads(unit)

    def heads(self, unit: int | None) -> tuple[Recipient, ...]:
        """Of a unit where nobody is left: the leaders."""
        return self.present(self._heads.get(unit, [])) or self.leaders()

    def leaders(self, directing: int | None = None) -> tuple[Recipient, ...]:
        """The leader who gave the direction, else all."""
        return self.present([directing] if directing is not None else []) or self.present(self._leaders)

    def clerks(self) -> tuple[Recipient, ...]:
        return self.present(self._clerks)

    def present(self, people: Iterable[int]) -> tuple[Recipient, ...]:
        """Of these people those who are there, and the stand-ins of the others; each once, rather for themselves."""
        found: dict[int, Recipient] = {}
        for person in people:
            if person not in self._active:
                continue
            present = who_does_the_work_of(person, self._stand_ins)
            if present is None or present not in self._active:
                continue
            if present == person:
                found[present] = Recipient(person)
            else:
                found.setdefault(present, Recipient(present, person))
        return tuple(found.values())


def merged(*groups: Iterable[Recipient]) -> tuple[Recipient, ...]:
    """A person once, and rather for themselves than for somebody else."""
    found: dict[int, Recipient] = {}
    for recipient in (recipient for group in groups for recipient in group):
        known = found.get(recipient.person)
        if known is None or (known.instead_of is not None and recipient.instead_of is None):
            found[recipient.person] = recipient
    return tuple(found.values())
