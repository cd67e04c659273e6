"""Where the register is kept -> Django's DATABASES: SQLite in var/, or the PostgreSQL server that ward.toml names."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pipeline.config_database import DatabaseConfig
from pipeline.errors import ConfigError

INSTALL_EXTRA = ".venv/bin/pip install --constraint requirements-dev.lock '.[scaled]'"
SQLITE, POSTGRESQL = "django.db.backends.sqlite3", "django.db.backends.postgresql"
CONNECTION_SECONDS = 300  # a new SQLite connection reads the whole schema and starts with an empty cache
CONNECT_TIMEOUT = 10
# The server must not keep for hours what a host held that was cut off in the middle of a change: its rows stay locked.
# It ends a transaction in which it waits for the next statement as long as the lease of a letter (no change of ours
# waits in between), and looks whether a silent host is still there: in the middle of a statement only that helps.
SERVER_OPTIONS = (
    "-c idle_in_transaction_session_timeout=30s "
    "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c tcp_user_timeout=30000"
)


def databases(config: DatabaseConfig | None, var: Path) -> dict[str, dict[str, Any]]:
    """Raises ConfigError when PostgreSQL is asked for and its driver is not installed."""
    return {"default": _sqlite(var) if config is None else _postgresql(config)}


def ward_databases(config: DatabaseConfig) -> dict[str, dict[str, Any]]:
    """Of a city: one database with a schema for each ward. Raises ConfigError when its packages are not installed."""
    made = {"default": _postgresql(config)}
    if find_spec("django_tenants") is None:
        raise ConfigError(
            "django-tenants is not installed",
            sentence=f"Cấu hình sai. Nhiều phường dùng chung cần gói bổ sung chưa cài. Chạy: {INSTALL_EXTRA}",
        )
    made["default"]["ENGINE"] = "django_tenants.postgresql_backend"
    return made


def job_apps(made: dict[str, dict[str, Any]]) -> tuple[str, ...]:
    """What Django must install besides our own: the job queue, which only PostgreSQL can keep."""
    return () if made["default"]["ENGINE"] == SQLITE else ("procrastinate.contrib.django",)


def _sqlite(var: Path) -> dict[str, Any]:
    return {
        "ENGINE": SQLITE,
        "NAME": var / "vanthu.sqlite3",
        "CONN_MAX_AGE": CONNECTION_SECONDS,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            # FULL: the inbox file is removed after the commit, so a commit must survive a power cut.
            # secure_delete: what is deleted is overwritten, so that of a purged secret document nothing stays.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000; "
            "PRAGMA secure_delete=ON;",
        },
    }


def _postgresql(config: DatabaseConfig) -> dict[str, Any]:
    try:
        from psycopg.conninfo import conninfo_to_dict
    except ImportError as error:
        raise ConfigError(
            "psycopg is not installed",
            sentence=f"Cấu hình sai. PostgreSQL cần gói bổ sung chưa cài. Chạy: {INSTALL_EXTRA}",
        ) from error
    given = conninfo_to_dict(config.url)
    password = given.pop("password", None)
    if config.password_file is not None:
        password = config.password_file.read_text(encoding="utf-8").strip()
    return {
        "ENGINE": POSTGRESQL,
        "NAME": given.pop("dbname"),
        "USER": given.pop("user", "") or "",
        "PASSWORD": password or "",
        "HOST": given.pop("host", "") or "",
        "PORT": str(given.pop("port", "") or ""),
        "CONN_MAX_AGE": CONNECTION_SECONDS,
        "CONN_HEALTH_CHECKS": True,  # the server may have been started again since
        # A link that went silent must not hold a worker for the two hours of the system's own patience.
        "OPTIONS": {
            "connect_timeout": CONNECT_TIMEOUT,
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": 30_000,  # milliseconds
            **given,
            "options": f"{given.get('options') or ''} {SERVER_OPTIONS}".strip(),
        },
    }
