"""The wards of the city and their homes."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.conf import settings
from django_tenants.utils import get_public_schema_name

from pipeline.config import Office
from pipeline.config_city import CITY_OFFICE, CityConfig
from pipeline.errors import ConfigError
from web.city.models import Ward
from web.offices import office_at
from web.wards import serving

logger = logging.getLogger(__name__)

NEW_WARDS_SECONDS = 10.0  # until a running service serves a ward that was added


@dataclass(frozen=True, slots=True)
class WardOffice:
    """A ward and the configuration of its home."""

    code: str
    name: str
    host: str
    office: Office


def this_city() -> CityConfig:
    city: CityConfig | None = settings.CITY
    if city is None:
        raise LookupError("no city.toml: this is an office of its own")
    return city


@dataclass(frozen=True, slots=True)
class BrokenWard:
    """A ward whose ward.toml cannot be used; `sentence` says why."""

    code: str
    name: str
    sentence: str


def all_offices() -> list[WardOffice]:
    """What the services serve: the wards that can be served, by name, and last the city's own office."""
    usable, broken = look_at_wards()
    for ward in broken:
        logger.error("ward %s is not served: %s", ward.code, ward.sentence)
    city = this_city()
    return [*usable, WardOffice(CITY_OFFICE, city.name, city.host, office_at(city.home))]


def look_at_wards() -> tuple[list[WardOffice], list[BrokenWard]]:
    """Without the city's own office. One broken ward.toml must not stop the others."""
    city = this_city()
    with serving(get_public_schema_name()):
        found = list(Ward.objects.exclude(schema_name=CITY_OFFICE).prefetch_related("domains"))
    usable: list[WardOffice] = []
    broken: list[BrokenWard] = []
    for ward in found:
        try:
            usable.append(WardOffice(ward.code, ward.name, _host_of(ward), office_at(city.home_of(ward.code))))
        except ConfigError as error:
            broken.append(BrokenWard(ward.code, ward.name, error.sentence))
    return usable, broken


def _host_of(ward: Ward) -> str:
    hosts = [host.domain for host in ward.domains.all() if host.is_primary]
    return str(hosts[0]) if hosts else ""
