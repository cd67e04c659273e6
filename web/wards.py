"""Which ward of a city this thread serves. In an office of its own: none, and nothing here changes anything.

A city keeps one schema for each ward (django-tenants); the connection of the thread knows which one it asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from pipeline.config_city import CITY_OFFICE, CityConfig


def current_ward() -> str | None:
    """The schema that this thread asks now; None in an office of its own."""
    return getattr(connection, "schema_name", None)


@contextmanager
def serving(ward: str) -> Iterator[None]:
    """Ask the schema of this ward; afterwards again the one before."""
    before = current_ward()
    connection.set_schema(ward)  # type: ignore[attr-defined]  # of django-tenants
    try:
        yield
    finally:
        connection.set_schema(before)  # type: ignore[attr-defined]


@contextmanager
def serving_city_office() -> Iterator[None]:
    """What all wards share (which services are alive) stands with the city's office."""
    city: CityConfig | None = settings.CITY
    if city is None:
        yield
        return
    with serving(CITY_OFFICE):
        yield
