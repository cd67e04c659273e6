"""ward.toml and a first administrator -> rows: what a start makes sure of."""

from __future__ import annotations

import secrets

from django.db import transaction

from pipeline.config import Office
from web.organization.models import Role, Staff, Unit

FIRST_ADMIN = "quantri"


@transaction.atomic
def update_units(office: Office) -> None:
    """Units of ward.toml exist and are active; units no longer named there stay, inactive, with their letters."""
    for code, name in office.units.items():
        Unit.objects.update_or_create(code=code, defaults={"name": name, "is_active": True})
    Unit.objects.exclude(code__in=office.units).update(is_active=False)


@transaction.atomic
def ensure_admin() -> tuple[str, str] | None:
    """Create the first administrator when nobody can sign in; return name and password to print once."""
    if Staff.objects.exists():
        return None
    password = secrets.token_urlsafe(9)
    add_staff(FIRST_ADMIN, password, role=Role.ADMIN, full_name="Quản trị hệ thống", must_change_password=True)
    return FIRST_ADMIN, password


def add_staff(
    username: str,
    password: str,
    *,
    role: Role,
    full_name: str,
    unit: Unit | None = None,
    must_change_password: bool = False,
) -> Staff:
    last_name, first_name = split_name(full_name)
    return Staff.objects.create_user(
        username,
        password=password,
        role=role,
        unit=unit,
        last_name=last_name,
        first_name=first_name,
        must_change_password=must_change_password,
    )


def split_name(full_name: str) -> tuple[str, str]:
    """Family name with the middle names, and the given name: the last word."""
    last_name, _, first_name = " ".join(full_name.split()).rpartition(" ")
    return last_name, first_name
