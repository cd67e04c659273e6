"""A home with an empty, migrated database that the cases copy."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.home import PROJECT, environment

PREPARE = """
import django; django.setup()
from django.core.management import call_command
from django.db import connection
from web.offices import current_office
from web.organization.setup import update_units
call_command("migrate", verbosity=0)
update_units(current_office())
connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
"""


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("empty")
    shutil.copy(PROJECT / "ward.toml", home)
    variables = environment(home) | {"DJANGO_SETTINGS_MODULE": "web.settings"}
    subprocess.run([sys.executable, "-c", PREPARE], cwd=PROJECT, env=variables, check=True)
    return home
