"""What every test shares: a home of its own, so that no test touches the project's var/."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as django_settings
from hypothesis import HealthCheck, settings

from tests.ward import copy_ward

if TYPE_CHECKING:
    from tests.s3_server import S3Server  # boto3: only who needs it pays

# Before Django reads its settings.
HOME = Path(tempfile.mkdtemp(prefix="vanthu-tests-"))
copy_ward(HOME)
(HOME / "var").mkdir()
os.environ["VANTHU_HOME"] = str(HOME)
django_settings.HOME = HOME  # pytest-django may have read the settings before this file

# pytest tests/pipeline/test_deadlines_properties.py --hypothesis-profile=thorough (docs/measurements.md)
settings.register_profile("thorough", max_examples=50_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="session")
def trained_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with ward.toml and a model, trained once a test run; copy it before you change anything in it."""
    from tests.home import train_home

    return train_home(tmp_path_factory.mktemp("trained"))


@pytest.fixture(scope="session")
def s3_server() -> Iterator[S3Server]:
    """One server that speaks S3 for the whole run; `empty` it before use."""
    from tests.s3_server import S3Server

    server = S3Server()
    server.start()
    yield server
    server.kill()


def pytest_unconfigure() -> None:
    shutil.rmtree(HOME, ignore_errors=True)
