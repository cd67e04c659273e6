"""One PostgreSQL server for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.home import free_port
from tests.postgresql_server import PostgresqlServer, ServerMissingError


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresqlServer]:
    try:
        server = PostgresqlServer(port=free_port())
    except ServerMissingError as error:
        pytest.skip(f"no PostgreSQL here: {error}")
    with server:
        yield server
