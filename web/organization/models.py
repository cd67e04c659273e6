"""Who works in the office: units and the staff in them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models


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
