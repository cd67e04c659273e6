"""city.toml and `vanthu city add` -> schemas, homes, units, a first account and a model for each ward."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django_tenants.utils import get_public_schema_name

from pipeline.config import parse_office
from pipeline.config_city import CITY_OFFICE, CityConfig, check_code, checked_host
from pipeline.config_values import wrong
from web.city.base_model import follow_base
from web.city.models import Ward, WardHost
from web.city.ward_file import WARD_FILE, ward_file
from web.city.wards import WardOffice, all_offices, this_city
from web.offices import office_at
from web.organization.setup import ensure_admin, update_units
from web.wards import serving

Say = Callable[[str], None]


def prepare_city(say: Say) -> None:
    """Bring all schemas up to date and make sure of the city's office. Run at every start."""
    call_command("migrate_schemas", shared=True, verbosity=0, interactive=False)
    city = this_city()
    _register(CITY_OFFICE, city.name, city.host)
    for code in schemas_behind():
        bring_up_to_date(code)
    for ward in all_offices():
        _prepare_office(ward, say)


def add_ward(code: str, *, name: str, host: str, say: Say) -> WardOffice:
    """A new ward with a ward.toml made from the city's. What is there already stays: a second run finishes a first.

    Raises ConfigError: a code or a host that cannot be, a host that is taken.
    """
    city = this_city()
    check_code(code)
    checked_host(host)
    call_command("migrate_schemas", shared=True, verbosity=0, interactive=False)  # before the first start, perhaps
    taken = WardHost.objects.filter(domain=host).exclude(tenant__schema_name=code).select_related("tenant").first()
    if taken is not None or host == city.host:
        raise wrong(f"Tên miền {host} đã dùng cho {taken.tenant.name if taken is not None else city.name}.")
    _write_home(city, code, name)
    _register(code, name, host)
    bring_up_to_date(code)  # of a run that was cut off
    ward = WardOffice(code, name, host, office_at(city.home_of(code)))
    _prepare_office(ward, say)
    with serving(code):
        follow_base(ward.office, office_at(city.home))
    return ward


def schemas_behind() -> list[str]:
    """Wards whose tables are older than this program. One question a ward: looking for migrations costs much more."""
    wanted = _migrations_of_offices()
    behind = []
    with serving(get_public_schema_name()):
        for code in Ward.objects.values_list("schema_name", flat=True):
            if wanted - _applied(f"{connection.ops.quote_name(code)}.django_migrations"):
                behind.append(code)
    return behind


def _applied(table: str) -> set[tuple[str, str]]:
    """Empty for a ward that was cut off before it had any table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [table])
        if cursor.fetchone() == (None,):
            return set()
        cursor.execute(f"SELECT app, name FROM {table}")  # noqa: S608  quoted by the caller
        return set(cursor.fetchall())


def _migrations_of_offices() -> set[tuple[str, str]]:
    """(app, name) of every migration that a ward's schema must have."""
    apps_of_offices = {apps.get_app_config(name.rpartition(".")[2]).label for name in settings.TENANT_APPS}
    return {key for key in MigrationLoader(None).disk_migrations if key[0] in apps_of_offices}


def bring_up_to_date(code: str) -> None:
    """Make the schema, if it is not there, and all tables that are missing in it."""
    with serving(get_public_schema_name()):
        Ward.objects.get(schema_name=code).create_schema(check_if_exists=True, verbosity=0)
        call_command("migrate_schemas", schema_name=code, verbosity=0, interactive=False)


def _write_home(city: CityConfig, code: str, name: str) -> None:
    home = city.home_of(code)
    home.mkdir(parents=True, exist_ok=True)
    file = home / WARD_FILE
    if not file.exists():
        if '"' in name or "\\" in name:
            raise wrong(f"Tên phường {name!r}: không dùng dấu nháy kép và gạch chéo ngược.")
        text = ward_file((city.home / WARD_FILE).read_text(encoding="utf-8"), code=code, name=name)
        parse_office(tomllib.loads(text), home)
        unfinished = Path(f"{file}.part")
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(file)


def _register(code: str, name: str, host: str) -> None:
    with serving(get_public_schema_name()):
        ward = Ward.objects.filter(schema_name=code).first() or Ward(schema_name=code)
        ward.name = name
        ward.save(verbosity=0)  # makes the schema and its tables
        with transaction.atomic():
            WardHost.objects.filter(tenant=ward).exclude(domain=host).delete()
            WardHost.objects.get_or_create(domain=host, defaults={"tenant": ward, "is_primary": True})


def _prepare_office(ward: WardOffice, say: Say) -> None:
    ward.office.inbox.folder.mkdir(parents=True, exist_ok=True)
    with serving(ward.code):
        update_units(ward.office)
        account = ensure_admin()
    if account is not None:
        say(f"{ward.name}: tài khoản quản trị {account[0]}, mật khẩu {account[1]} (hãy đổi sau khi đăng nhập)")
