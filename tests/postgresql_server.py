"""A real PostgreSQL server for a test run, in a folder of its own, as a user that is not root.

`python -m tests.postgresql_server pytest tests/web …` runs a command with VANTHU_DATABASE_URL set to a new server.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType

from pipeline.config_database import VARIABLE

USER = "postgres"  # Debian's package makes it
READY_SECONDS = 30


class ServerMissingError(Exception):
    """Why no server can be started here."""


def server_folder() -> Path:
    """Where Debian keeps the programs of the newest version. Raises ServerMissingError."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise ServerMissingError("the package postgresql is not installed")
    if os.geteuid() == 0:
        try:
            pwd.getpwnam(USER)
        except KeyError as error:
            raise ServerMissingError(f"root cannot run a server and there is no user {USER}") from error
    return found[-1].parent


class PostgresqlServer:
    """Started by `with`; `url` names a database of the server. `address`: where it listens, besides its socket."""

    def __init__(self, *, port: int, address: str = "127.0.0.1", is_durable: bool = False) -> None:
        self._programs = server_folder()
        self._port = port
        self._address = address
        self._is_durable = is_durable
        self._folder = Path()

    def __enter__(self) -> PostgresqlServer:
        self._folder = Path(tempfile.mkdtemp(prefix="vanthu-postgresql-", dir="/tmp"))
        if os.geteuid() == 0:
            shutil.chown(self._folder, USER, USER)
        # C.UTF-8: every installation sorts alike. Trust: the folder and the loopback are the test's own.
        self._run("initdb", "-D", self._data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8", "-N")
        with (self._folder / "data" / "pg_hba.conf").open("a", encoding="ascii") as rules:
            rules.write("host all all samenet trust\n")
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def folder(self) -> Path:
        return self._folder

    @property
    def port(self) -> int:
        return self._port

    def url(self, database: str = "postgres", *, port: int | None = None) -> str:
        """`port`: of a line to the server, instead of its own."""
        return f"postgresql://{USER}@{self._address}:{port or self._port}/{database}"

    def create(self, database: str) -> str:
        """Make an empty database; return its url."""
        self._run("createdb", "-h", self._address, "-p", str(self._port), "-U", USER, database)
        return self.url(database)

    def start(self) -> None:
        options = f"-p {self._port} -k {self._folder} -c listen_addresses={self._address} -c max_connections=200"
        if not self._is_durable:
            options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        self._run(
            "pg_ctl",
            "-D",
            self._data,
            "-w",
            "-t",
            str(READY_SECONDS),
            "-l",
            f"{self._folder}/log",
            "-o",
            options,
            "start",
        )

    def stop(self, mode: str = "immediate") -> None:
        """`immediate` is a crash: the next start recovers from the server's own log."""
        self._run("pg_ctl", "-D", self._data, "-w", "-m", mode, "stop", check=False)

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def _run(self, program: str, *arguments: str, check: bool = True) -> None:
        as_user = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups"] if os.geteuid() == 0 else []
        done = subprocess.run(
            [*as_user, str(self._programs / program), *arguments],
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=120,
            check=False,
        )
        if check and done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.decode(errors='replace')}")


def main() -> int:
    from tests.home import free_port

    try:
        server_folder()
    except ServerMissingError as error:
        sys.stderr.write(f"not run on PostgreSQL: {error}\n")
        return 0
    with PostgresqlServer(port=free_port()) as server:
        url = server.create("vanthu")
        return subprocess.run(sys.argv[1:], env={**os.environ, VARIABLE: url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
