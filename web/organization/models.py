"""Who works in the office: units and the staff in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone


class Unit(models.Model):
    """A unit of the ward, from ward.toml. Never deleted: letters of the past point to it."""

    code = models.SlugField("mã", unique=True, max_length=60)
    name = models.CharField("tên đơn vị", max_length=200)
    is_active = models.BooleanField("đang hoạt động", default=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    CLERK = "clerk", "Văn thư"
    UNIT_HEAD = "unit_head", "Trưởng đơn vị"
    OFFICER = "officer", "Chuyên viên"
    LEADER = "leader", "Lãnh đạo"
    ADMIN = "admin", "Quản trị"


UNIT_ROLES = (Role.UNIT_HEAD, Role.OFFICER)  # the roles of people who belong to a unit


class Staff(AbstractUser):
    """A person who signs in. Unit heads and officers belong to a unit."""

    role = models.CharField("vai trò", max_length=20, choices=Role, default=Role.OFFICER)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, verbose_name="đơn vị")
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=False)  # somebody else knows it

    class Meta:
        ordering: ClassVar = ["username"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="unit_for_unit_roles",
                condition=models.Q(unit__isnull=False) | ~models.Q(role__in=[*UNIT_ROLES]),
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def get_full_name(self) -> str:
        """Family name first, as Vietnamese names are written."""
        return f"{self.last_name} {self.first_name}".strip()

    @cached_property
    def absences_today(self) -> dict[int, Absence]:
        """Who is away today, asked once a request."""
        from web.organization.stand_ins import absences_by_person

        return absences_by_person(timezone.localdate())

    @cached_property
    def duties(self) -> Duties:
        """What this person does today, for themselves and for people who are away."""
        from web.organization.stand_ins import duties_of

        return duties_of(self, self.absences_today)


class Absence(models.Model):
    """Somebody is away for some days. Meanwhile the stand-in does their work; nothing is moved, so all is back after.

    `ended_at`: came back earlier, or noted by mistake. The row stays for the record.
    """

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="absences", verbose_name="người vắng")
    stand_in = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="người làm thay")
    first_on = models.DateField("vắng từ ngày")
    last_on = models.DateField("đến hết ngày")
    reason = models.CharField("lý do", max_length=300, blank=True)
    noted_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    ended_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["first_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="absence_has_days", condition=models.Q(last_on__gte=models.F("first_on"))),
            models.CheckConstraint(name="stand_in_is_another", condition=~models.Q(staff=models.F("stand_in"))),
        ]

    def __str__(self) -> str:
        return f"absence {self.pk}"

    def covers(self, day: date) -> bool:
        return self.ended_at is None and self.first_on <= day <= self.last_on


class FieldOfficer(models.Model):
    """Who in the unit looks after a field (lĩnh vực). A field without anybody present is an alarm for the leader."""

    field = models.CharField("lĩnh vực", max_length=60)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="fields")

    class Meta:
        ordering: ClassVar = ["field", "staff"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["field", "staff"], name="field_once_a_person")]

    def __str__(self) -> str:
        return f"{self.field}: {self.staff_id}"


@dataclass(frozen=True, slots=True)
class Duties:
    """Whose work a person does on a day: `people` are themselves and those they stand in for, by id."""

    people: frozenset[int]
    works_in: frozenset[int]  # units, by id
    heads: frozenset[int]  # units, by id
