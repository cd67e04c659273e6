"""A register on PostgreSQL is backed up while it is used, and put back whole or not at all."""

from __future__ import annotations

import tarfile
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.home import run
from tests.letters.many import many_letters
from tests.postgresql_server import PostgresqlServer
from tests.s3_server import S3Server, store_at
from tests.scaled.fleet import Host, Register, drop, make_host, wait_until
from web.operations.backups import list_backups

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 20)


def content_of(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of the office."""
    with psycopg.connect(url) as connection:
        tables = connection.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1"
        ).fetchall()
        return {
            name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr)  # noqa: S608
            for (name,) in tables
        }


def test_what_was_backed_up_is_put_back_to_the_last_row(
    server: PostgresqlServer, s3_server: S3Server, trained_home: Path, tmp_path: Path
) -> None:
    s3_server.empty()
    store = store_at(s3_server.url, tmp_path)
    url = server.create("office")
    office = make_host(tmp_path / "office", trained_home, database_url=url, store=store)
    assert run(office.home, "setup").returncode == 0
    letters = dict(many_letters(4, TODAY))
    register = Register(url)
    office.start("watch")
    office.start("work", worker=1)
    drop(office, letters)
    wait_until(lambda: register.done() == len(letters), "all read", [office], seconds=120)
    office.kill()
    done = run(office.home, "backup")
    assert done.returncode == 0, done.stderr.decode()
    (backup,) = list_backups(office.home / "var" / "backups")
    assert backup.manifest is not None
    assert (backup.manifest.entries, backup.manifest.originals) == (4, 4)
    assert run(office.home, "check", "--thorough").stdout.decode().count("!!") == _silent_services(office)

    kept = s3_server.objects()
    s3_server.empty()
    other_url = server.create("other_office")
    other = make_host(tmp_path / "other", trained_home, database_url=other_url, store=store)
    done = run(other.home, "restore", str(backup.path))
    assert done.returncode == 0, done.stderr.decode()
    assert content_of(other_url) == content_of(url)
    assert s3_server.objects() == kept

    assert other_url in (other.home / "ward.toml").read_text(encoding="utf-8")  # it does not turn to the first office

    refused = run(other.home, "restore", str(backup.path))
    assert refused.returncode != 0
    assert "--replace" in refused.stderr.decode()
    with psycopg.connect(other_url) as connection:
        connection.execute("UPDATE register_registerentry SET subject = 'sửa sau sao lưu'")
    done = run(other.home, "restore", str(backup.path), "--replace")
    assert done.returncode == 0, done.stderr.decode()
    assert "truoc_khi_phuc_hoi_" in done.stdout.decode()
    assert content_of(other_url) == content_of(url)


def test_a_damaged_dump_changes_nothing(
    server: PostgresqlServer, s3_server: S3Server, trained_home: Path, tmp_path: Path
) -> None:
    s3_server.empty()
    url = server.create("damaged")
    office = make_host(tmp_path / "office", trained_home, database_url=url, store=store_at(s3_server.url, tmp_path))
    assert run(office.home, "setup").returncode == 0
    assert run(office.home, "backup").returncode == 0
    (backup,) = list_backups(office.home / "var" / "backups")
    before = content_of(url)
    with tarfile.open(backup.path) as tar:
        dump = tar.getmember("var/vanthu.pgdump")
    with backup.path.open("r+b") as stream:
        stream.seek(dump.offset_data + dump.size // 2)
        stream.write(b"\0" * 64)
    refused = run(office.home, "restore", str(backup.path), "--replace")
    assert refused.returncode != 0
    assert content_of(url) == before


def test_a_backup_of_the_other_kind_of_database_is_refused(
    server: PostgresqlServer, s3_server: S3Server, trained_home: Path, tmp_path: Path
) -> None:
    s3_server.empty()
    url = server.create("kind")
    office = make_host(tmp_path / "office", trained_home, database_url=url, store=store_at(s3_server.url, tmp_path))
    assert run(office.home, "setup").returncode == 0
    assert run(office.home, "backup").returncode == 0
    (backup,) = list_backups(office.home / "var" / "backups")
    plain = tmp_path / "plain"
    plain.mkdir()
    (plain / "ward.toml").write_text((trained_home / "ward.toml").read_text(encoding="utf-8"), encoding="utf-8")
    refused = run(plain, "restore", str(backup.path))
    assert refused.returncode != 0
    assert "[database]" in refused.stderr.decode()


def _silent_services(office: Host) -> int:
    """No service runs while we look, which the check says; nothing else is wrong."""
    told = run(office.home, "check").stdout.decode()
    return sum(line.startswith("!!") and "Các bộ phận" in line for line in told.splitlines())
