"""Two hosts read for one register on PostgreSQL; one of them is cut off and comes back: nothing lost, nothing twice."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest

from pipeline.config_database import DatabaseConfig
from tests.home import run
from tests.letters.many import many_letters
from tests.postgresql_server import PostgresqlServer
from tests.s3_server import S3Server, store_at
from tests.scaled.fleet import Register, drop, make_host, wait_until
from tests.scaled.link import Link
from web.databases import databases

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 20)
SECONDS = 240.0  # the lease of the cut-off worker, the next look for forgotten letters, and a slow machine
OFFICE_LETTERS = 24


def test_a_host_that_is_cut_off_loses_and_doubles_nothing(
    server: PostgresqlServer, s3_server: S3Server, trained_home: Path, tmp_path: Path
) -> None:
    s3_server.empty()
    store = store_at(s3_server.url, tmp_path)
    url = server.create("two_hosts")
    link = Link(server.port)
    first = make_host(tmp_path / "first", trained_home, database_url=url, store=store)
    second = make_host(
        tmp_path / "second", trained_home, database_url=server.url("two_hosts", port=link.port), store=store
    )
    hosts = (first, second)
    register = Register(url)
    letters = dict(many_letters(OFFICE_LETTERS, TODAY))
    sha256s = [hashlib.sha256(content).hexdigest() for content in letters.values()]
    try:
        done = run(first.home, "setup")
        assert done.returncode == 0, done.stderr.decode()
        first.start("watch")
        second.start("work", worker=1)
        drop(first, letters)
        wait_until(lambda: register.done() >= 3, "the second host reads", hosts, seconds=SECONDS)
        link.cut()
        first.start("work", worker=1)
        wait_until(lambda: register.done() == len(letters), "the first host reads the rest", hosts, seconds=SECONDS)
        link.mend()
        more = {f"them-{name}": content + b"\n" for name, content in many_letters(8, TODAY)}
        sha256s += [hashlib.sha256(content).hexdigest() for content in more.values()]
        first.stop_last()  # from here on the second host reads alone
        drop(first, more)
        wait_until(lambda: register.done() == len(sha256s), "the second host reads again", hosts, seconds=SECONDS)
        assert register.problems(sha256s) == []
        assert len(s3_server.objects()) == len(sha256s)
    finally:
        for host in hosts:
            host.kill()
        link.close()


@pytest.mark.parametrize("where", ["between", "inside"])
def test_what_a_host_held_when_it_was_cut_off_is_free_again(
    server: PostgresqlServer, tmp_path: Path, where: str
) -> None:
    """Cut off in the middle of a change: the server must not keep its rows locked for the hours that TCP waits."""
    url = server.create(f"held_{where}")
    link = Link(server.port)
    made = databases(DatabaseConfig(server.url(f"held_{where}", port=link.port)), tmp_path)["default"]
    parameters = {"host": made["HOST"], "port": made["PORT"], "user": made["USER"], "dbname": made["NAME"]}
    try:
        with psycopg.connect(url, autocommit=True) as other:
            other.execute("CREATE TABLE letter AS SELECT 1 AS id")
            held = psycopg.connect(**parameters, **made["OPTIONS"], cursor_factory=psycopg.ClientCursor)
            held.execute("UPDATE letter SET id = 2")
            if where == "between":
                link.cut()
            else:
                link.cut_after(10_000)
            saying = threading.Thread(target=_say, args=(held, f"SELECT '{'a' * 100_000}'"))
            saying.start()
            other.execute("SET lock_timeout = '60s'")
            assert other.execute("UPDATE letter SET id = 3").rowcount == 1
            link.mend()
            saying.join()
    finally:
        link.close()


def _say(held: psycopg.Connection[Any], statement: str) -> None:
    with contextlib.closing(held), contextlib.suppress(psycopg.OperationalError):
        held.execute(statement)


def test_the_server_looks_whether_a_silent_host_is_still_there(server: PostgresqlServer, tmp_path: Path) -> None:
    """In the middle of a statement no limit of time holds; only the line itself can say that nobody is there."""
    made = databases(DatabaseConfig(server.create("silent")), tmp_path)["default"]
    parameters = {"host": made["HOST"], "port": made["PORT"], "user": made["USER"], "dbname": made["NAME"]}
    with psycopg.connect(**parameters, **made["OPTIONS"]) as connection:
        for name, value in (("idle", "10"), ("interval", "5"), ("count", "3")):
            # What the server's own end of the line says, not what it was asked for.
            assert connection.execute(f"SHOW tcp_keepalives_{name}").fetchone() == (value,)
        assert connection.execute("SHOW tcp_user_timeout").fetchone() == ("30000",)


def test_the_server_crashes_and_comes_back(
    server: PostgresqlServer, s3_server: S3Server, trained_home: Path, tmp_path: Path
) -> None:
    s3_server.empty()
    url = server.create("crash")
    host = make_host(tmp_path / "host", trained_home, database_url=url, store=store_at(s3_server.url, tmp_path))
    letters = dict(many_letters(12, TODAY))
    register = Register(url)
    try:
        done = run(host.home, "setup")
        assert done.returncode == 0, done.stderr.decode()
        host.start("watch")
        host.start("work", worker=1)
        drop(host, letters)
        wait_until(lambda: register.done() >= 2, "the first letters are read", [host], seconds=SECONDS)
        server.stop()
        server.start()
        wait_until(lambda: register.done() == len(letters), "the others are read", [host], seconds=SECONDS)
        assert register.problems(hashlib.sha256(content).hexdigest() for content in letters.values()) == []
    finally:
        host.kill()


def test_urgent_letters_are_read_first(
    server: PostgresqlServer, s3_server: S3Server, trained_home: Path, tmp_path: Path
) -> None:
    s3_server.empty()
    url = server.create("urgent")
    host = make_host(tmp_path / "host", trained_home, database_url=url, store=store_at(s3_server.url, tmp_path))
    letters = dict(many_letters(26, TODAY))
    urgent = [name for name in letters if "khan" in name]
    register = Register(url)
    try:
        done = run(host.home, "setup")
        assert done.returncode == 0, done.stderr.decode()
        host.start("watch")
        drop(host, letters)
        wait_until(lambda: register.states().get("RECEIVED") == len(letters), "all taken in", [host], seconds=SECONDS)
        host.start("work", worker=1)
        wait_until(lambda: register.done() == len(letters), "all read", [host], seconds=SECONDS)
        read = register.rows(
            "SELECT entry.file_name FROM register_auditrecord record JOIN register_registerentry entry "
            "ON entry.id = record.entry_id WHERE record.event = 'READ' ORDER BY record.id"
        )
        assert sorted(row["file_name"] for row in read[: len(urgent)]) == sorted(urgent)
    finally:
        host.kill()
