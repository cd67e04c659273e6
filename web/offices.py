"""The office that this thread serves: its ward.toml, read once."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from django.conf import settings

from pipeline.config import Office, load_office
from pipeline.config_city import CityConfig
from web.wards import current_ward


def current_office() -> Office:
    city: CityConfig | None = settings.CITY
    ward = current_ward()
    return office_at(settings.HOME if city is None or ward is None else city.home_of(ward))


@cache
def office_at(home: Path) -> Office:
    """Raises ConfigError."""
    office = load_office(home)
    city: CityConfig | None = settings.CITY
    if city is not None and home == city.home:
        # The ward.toml beside city.toml is what new wards begin with; its own office is the city.
        return replace(office, identity=replace(office.identity, name=city.name))
    return office
