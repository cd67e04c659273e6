"""The register as a backup takes and gives it: one consistent file, whichever database keeps it.

Django's settings are not read here: they make var/ and a new key in the home as soon as that happens.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pipeline.config_city import database_of
from pipeline.config_database import DatabaseConfig

SQLITE_FILE, POSTGRESQL_FILE = "var/vanthu.sqlite3", "var/vanthu.pgdump"
ENTRIES = "SELECT COUNT(*) FROM register_registerentry"
NAMED = "SELECT DISTINCT sha256 FROM register_registerentry WHERE sha256 <> '' ORDER BY sha256"
PURGES = "SELECT COUNT(*) FROM register_auditrecord WHERE event = 'SECRET_STOPPED'"
OWNER_ONLY = 0o600
UNKNOWN = -1
TOLD = 300  # characters of what a program of the server says

Ask = Callable[[str], list[tuple[Any, ...]]]


class BackupProblemError(Exception):
    """The text is a sentence for the administrator."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rows of one moment say."""

    entries: int
    named: tuple[str, ...]  # the sha256 of every original that a row points to, each once
    purges: int  # secret documents that were stopped so far


class RegisterStore(Protocol):
    name: str  # of its file in a backup

    def copy(self, target: Path) -> Facts:
        """Write one consistent snapshot while others write. Raises BackupProblemError."""

    def purges(self) -> int: ...

    def has_data(self) -> bool: ...

    def check(self, file: Path) -> Facts:
        """Of a snapshot on this disk: whole, and what it holds. Changes nothing. Raises BackupProblemError."""

    def put_back(self, file: Path, stamp: str) -> str | None:
        """Make the snapshot the register; say in a sentence where what was there before is now."""


def register_of(home: Path, *, ward: Path | None = None) -> RegisterStore:
    """What ward.toml of the home names, or the file `ward`."""
    config = database_of(home, file=ward)
    return SqliteRegister(home) if config is None else PostgresqlRegister(config)


class SqliteRegister:
    """The file itself; what puts the home in place puts it in place."""

    name = SQLITE_FILE

    def __init__(self, home: Path) -> None:
        self._file = home / SQLITE_FILE

    def copy(self, target: Path) -> Facts:
        if not self._file.exists():
            raise BackupProblemError(f"Chưa có cơ sở dữ liệu ở {self._file}.")
        try:
            with (
                closing(sqlite3.connect(f"file:{self._file}?mode=ro", uri=True, timeout=30)) as reading,
                closing(sqlite3.connect(target)) as writing,
            ):
                reading.backup(writing)
                writing.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.Error as error:
            raise BackupProblemError(f"Không sao chép được cơ sở dữ liệu: {error}.") from error
        target.chmod(OWNER_ONLY)
        return _facts(_asking(target))

    def purges(self) -> int:
        return int(_asking(self._file)(PURGES)[0][0])

    def has_data(self) -> bool:
        return self._file.exists()

    def check(self, file: Path) -> Facts:
        try:
            answer = _asking(file)("PRAGMA integrity_check")[0][0]
            if answer != "ok":
                raise BackupProblemError(f"Cơ sở dữ liệu trong tệp sao lưu bị hỏng: {answer}.")
            return _facts(_asking(file))
        except sqlite3.Error as error:
            raise BackupProblemError(f"Không mở được cơ sở dữ liệu trong tệp sao lưu: {error}.") from error

    def put_back(self, file: Path, stamp: str) -> None:
        return None


class PostgresqlRegister:
    """By the server's own programs (Debian: postgresql-client), of the same version as the server or newer."""

    name = POSTGRESQL_FILE

    def __init__(self, config: DatabaseConfig) -> None:
        self._config = config
        self._schema = config.schema  # a ward of a city dumps and puts back nothing of the others

    def copy(self, target: Path) -> Facts:
        import psycopg

        try:
            with self._connect() as connection, connection.transaction():
                connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                # The dump sees what this transaction sees, so the facts and the file agree.
                row = connection.execute("SELECT pg_export_snapshot()").fetchone()
                assert row is not None  # noqa: S101  a SELECT without FROM gives one row
                found = _facts(lambda query: connection.execute(query).fetchall())
                self._run("pg_dump", "-Fc", f"--snapshot={row[0]}", f"--schema={self._schema}", f"--file={target}")
        except psycopg.Error as error:
            raise BackupProblemError(f"Không sao chép được cơ sở dữ liệu: {type(error).__name__}.") from error
        target.chmod(OWNER_ONLY)
        return found

    def purges(self) -> int:
        with self._connect() as connection:
            row = connection.execute(PURGES).fetchone()
        return int(row[0]) if row else 0

    def has_data(self) -> bool:
        import psycopg

        try:
            with self._connect() as connection:
                row = connection.execute("SELECT to_regclass('register_registerentry')").fetchone()
        except psycopg.Error as error:
            raise BackupProblemError(f"Không mở được cơ sở dữ liệu: {type(error).__name__}.") from error
        return row is not None and row[0] is not None

    def check(self, file: Path) -> Facts:
        """What a dump holds is known only when it was put back; here only that its table of contents can be read."""
        listed = self._run("pg_restore", "--list", str(file))
        if f"TABLE DATA {self._schema} register_registerentry" not in listed:
            raise BackupProblemError("Cơ sở dữ liệu trong tệp sao lưu không trọn vẹn.")
        return Facts(UNKNOWN, (), 0)

    def put_back(self, file: Path, stamp: str) -> str | None:
        """In one transaction: either all of it is there, or the database is as before."""
        import psycopg

        # A name has 63 bytes, and the longest code of a ward takes 40 of them.
        before = "truoc_khi_phuc_hoi" if self._schema == "public" else self._schema
        aside = f"{before}_{stamp.replace('-', '_')}"
        had_data = self.has_data()
        try:
            with self._connect() as connection:
                if had_data:
                    connection.execute(f"ALTER SCHEMA {self._schema} RENAME TO {aside}")
                    connection.execute(f"CREATE SCHEMA {self._schema}")
            self._run(
                "pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges",
                "--clean", "--if-exists", f"--dbname={self._config.url}", str(file),
            )  # fmt: skip
        except (psycopg.Error, BackupProblemError) as error:
            if had_data:
                with self._connect() as connection:
                    connection.execute(f"DROP SCHEMA IF EXISTS {self._schema} CASCADE")
                    connection.execute(f"ALTER SCHEMA {aside} RENAME TO {self._schema}")
            raise BackupProblemError(f"Không phục hồi được cơ sở dữ liệu: {error}") from error
        return f"Cơ sở dữ liệu trước đó nằm trong schema {aside}." if had_data else None

    def _connect(self) -> Any:
        import psycopg

        return psycopg.connect(
            self._config.url,
            password=self._password(),
            connect_timeout=10,
            options=f"-c search_path={self._schema}",
        )

    def _password(self) -> str | None:
        file = self._config.password_file
        return file.read_text(encoding="utf-8").strip() if file is not None else None

    def _run(self, program: str, *arguments: str) -> str:
        found = shutil.which(program)
        if found is None:
            raise BackupProblemError(f"Thiếu chương trình {program}. Cài: apt-get install postgresql-client.")
        wanted = [found, *arguments]
        if program == "pg_dump":
            wanted.append(f"--dbname={self._config.url}")
        password = self._password()
        environment: Mapping[str, str] = {**os.environ, **({"PGPASSWORD": password} if password else {})}
        done = subprocess.run(wanted, env=environment, capture_output=True, check=False)  # noqa: S603  no shell
        if done.returncode:
            raise BackupProblemError(f"{program}: {done.stderr.decode(errors='replace')[:TOLD]}")
        return done.stdout.decode(errors="replace")


def _asking(file: Path) -> Ask:
    def ask(query: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=30)) as connection:
            return connection.execute(query).fetchall()

    return ask


def _facts(ask: Ask) -> Facts:
    return Facts(int(ask(ENTRIES)[0][0]), tuple(row[0] for row in ask(NAMED)), int(ask(PURGES)[0][0]))
