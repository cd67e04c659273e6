"""One office on servers: a register on PostgreSQL, originals in an object store, readers on several hosts.

A host is a home of its own with a process group of its own, as on another machine; its line to the database can be cut.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from pipeline.config_originals import ObjectStoreConfig
from tests.home import PROJECT, VANTHU, environment
from web.processes import die_with_parent

DONE = ("ASSIGNED", "NEEDS_REVIEW", "REGISTERED", "REFUSED", "FAILED")  # states, as the database has them


@dataclass
class Host:
    home: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *arguments: str, worker: int | None = None) -> subprocess.Popen[bytes]:
        variables = {} if worker is None else {"VANTHU_WORKER": f"{self.home.name}-{worker}"}
        with (self.home / "output.txt").open("ab") as output:
            process = subprocess.Popen(
                [*VANTHU, *arguments],
                env=environment(self.home) | variables,
                cwd=PROJECT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                preexec_fn=die_with_parent,  # noqa: PLW1509  a killed run of the tests must leave no process behind
            )
        self.processes.append(process)
        return process

    def stop_last(self) -> None:
        process = self.processes.pop()
        process.kill()
        process.wait()

    def kill(self) -> None:
        for process in self.processes:
            process.send_signal(signal.SIGKILL)
            process.wait()
        self.processes.clear()

    def output(self) -> str:
        return (self.home / "output.txt").read_text(encoding="utf-8", errors="replace")


def make_host(home: Path, trained: Path, *, database_url: str, store: ObjectStoreConfig) -> Host:
    """A home with the model of `trained`, pointed at the servers."""
    shutil.copytree(trained, home)
    with (home / "ward.toml").open("a", encoding="utf-8") as ward:
        ward.write(
            f'\n[database]\nurl = "{database_url}"\n\n[originals]\nstorage = "s3"\nbucket = "{store.bucket}"\n'
            f'prefix = "{store.prefix}"\nendpoint_url = "{store.endpoint_url}"\n'
            f'credentials_file = "{store.credentials_file}"\n'
        )
    (home / "inbox").mkdir(exist_ok=True)
    return Host(home)


def drop(host: Host, letters: Mapping[str, bytes]) -> None:
    for name, content in letters.items():
        part = host.home / "inbox" / f".{name}.part"
        part.write_bytes(content)
        part.rename(host.home / "inbox" / name)


@dataclass(frozen=True)
class Register:
    """Looked at from outside, as another program would."""

    url: str

    def rows(self, sql: str) -> list[dict[str, Any]]:
        with psycopg.connect(self.url, row_factory=psycopg.rows.dict_row) as connection:
            return connection.execute(sql).fetchall()

    def states(self) -> dict[str, int]:
        found = self.rows("SELECT state, count(*) AS count FROM register_registerentry GROUP BY state")
        return {row["state"]: row["count"] for row in found}

    def done(self) -> int:
        return sum(count for state, count in self.states().items() if state in DONE)

    def problems(self, sha256s: Iterable[str]) -> list[str]:
        """What is lost, doubled, skipped or read twice; empty when all is well."""
        entries = self.rows("SELECT id, sha256, year, arrival_number, state FROM register_registerentry ORDER BY id")
        wanted = sorted(sha256s)
        found = []
        if sorted(entry["sha256"] for entry in entries) != wanted:
            found.append(f"{len(wanted)} files dropped, {len(entries)} rows")
        if sorted(entry["arrival_number"] for entry in entries) != list(range(1, len(entries) + 1)):
            found.append("numbers skipped or doubled")
        found += [f"entry {entry['id']} is {entry['state']}" for entry in entries if entry["state"] not in DONE]
        read = self.rows("SELECT entry_id, count(*) AS count FROM register_auditrecord WHERE event = 'READ' GROUP BY 1")
        found += [f"entry {row['entry_id']} read {row['count']} times" for row in read if row["count"] != 1]
        if len(read) != len(entries):
            found.append(f"{len(entries)} rows, {len(read)} read")
        return found


def wait_until(is_so: Callable[[], bool], what: str, hosts: Iterable[Host], *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            said = "\n".join(f"{host.home.name}: {host.output()[-3000:]}" for host in hosts)
            raise TimeoutError(f"waited for: {what}\n{said}")
        time.sleep(0.2)
