"""The list of wards: what stands in the public schema, for all."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django_tenants.models import DomainMixin, TenantMixin


class Ward(TenantMixin):  # type: ignore[misc]  # no stubs
    """A ward, or the city's own office. `schema_name` is its code and the name of its folder. Never deleted."""

    name = models.CharField("tên", max_length=200)
    added_at = models.DateTimeField("thêm lúc", auto_now_add=True)

    auto_drop_schema = False

    class Meta:
        ordering: ClassVar = ["name", "schema_name"]

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> str:
        return str(self.schema_name)


class WardHost(DomainMixin):  # type: ignore[misc]  # no stubs
    """Under which name browsers ask for a ward."""
