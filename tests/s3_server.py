"""A real server that speaks S3, in a process of its own, and a wire to it on which things go wrong."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import boto3

from pipeline.config_originals import ObjectStoreConfig
from tests.home import free_port
from web.processes import die_with_parent

PATIENCE_SECONDS = 60.0
BUCKET, PREFIX = "van-ban-den", "phuong-an-thanh"
KEYS = ("ten-khoa", "chuoi-khoa")


@dataclass
class S3Server:
    """`kill` is kill -9: it forgets everything, as a server whose disk is gone."""

    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Returns when it answers, with an empty bucket."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-p", str(self.port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"AWS_ACCESS_KEY_ID": KEYS[0], "AWS_SECRET_ACCESS_KEY": KEYS[1]},
            preexec_fn=die_with_parent,  # noqa: PLW1509  a killed run of the tests must leave no server behind
        )
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._answers():
            assert time.monotonic() < deadline, "the S3 server did not come up"
            assert self.process.poll() is None, "the S3 server ended"
            time.sleep(0.1)
        self.client.create_bucket(Bucket=BUCKET)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def empty(self) -> None:
        """As new: one bucket, nothing in it."""
        self._ask("POST", "/moto-api/reset")
        self.client.create_bucket(Bucket=BUCKET)

    def keep_versions(self) -> None:
        self.client.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})

    @cached_property
    def client(self) -> Any:
        return boto3.client(
            "s3",
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id=KEYS[0],
            aws_secret_access_key=KEYS[1],
        )

    def objects(self, bucket: str = BUCKET) -> dict[str, bytes]:
        client = self.client
        found = client.list_objects_v2(Bucket=bucket).get("Contents", [])
        return {one["Key"]: client.get_object(Bucket=bucket, Key=one["Key"])["Body"].read() for one in found}

    def versions(self) -> list[str]:
        """Every byte that the bucket still holds, marks of deletions too."""
        found = self.client.list_object_versions(Bucket=BUCKET)
        return [one["Key"] for one in (*found.get("Versions", []), *found.get("DeleteMarkers", []))]

    def _answers(self) -> bool:
        try:
            self._ask("GET", "/moto-api/")
        except OSError:
            return False
        return True

    def _ask(self, method: str, path: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request(method, path)
            connection.getresponse().read()
        finally:
            connection.close()


def credentials(folder: Path, *, access_key: str = KEYS[0], secret_key: str = KEYS[1]) -> Path:
    file = folder / "s3-credentials"
    file.write_text(f"[default]\naws_access_key_id = {access_key}\naws_secret_access_key = {secret_key}\n")
    return file


def store_at(url: str, folder: Path, **others: Any) -> ObjectStoreConfig:
    values = {"prefix": PREFIX, "region": "us-east-1", "credentials_file": credentials(folder), **others}
    return ObjectStoreConfig(bucket=values.pop("bucket", BUCKET), endpoint_url=url, **values)


@dataclass
class Wire:
    """Passes requests on; each of the attributes is one thing that goes wrong on the way."""

    server: S3Server
    sent: Callable[[bytes], bytes] = bytes  # what becomes of an uploaded body
    received: Callable[[bytes], bytes] = bytes  # what becomes of a downloaded one, with the old length announced
    status: int | None = None  # answered instead of passing anything on
    seconds: float = 0.0  # it takes
    before: Callable[[str], None] = lambda _method: None
    methods: tuple[str, ...] = ("GET", "PUT", "HEAD", "DELETE", "POST")  # to which it happens
    asked: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked.append(handler.command)
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        goes_wrong = handler.command in self.methods
        if goes_wrong:
            time.sleep(self.seconds)
            self.before(handler.command)
            if self.status is not None:
                handler.send_response(self.status)
                handler.send_header("Content-Length", "0")
                handler.end_headers()
                return
            body = self.sent(body) if handler.command == "PUT" else body
        self._pass_on(handler, body, goes_wrong=goes_wrong)

    def _pass_on(self, handler: BaseHTTPRequestHandler, body: bytes, *, goes_wrong: bool) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        headers = {name: value for name, value in handler.headers.items() if name.lower() != "content-length"}
        try:
            connection.request(handler.command, handler.path, body, headers | {"Content-Length": str(len(body))})
            answer = connection.getresponse()
            content = answer.read()
        except OSError:  # the server is gone: so is the wire
            handler.close_connection = True
            return
        finally:
            connection.close()
        handler.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in {"transfer-encoding", "connection", "server", "date"}:
                handler.send_header(name, value)
        handler.end_headers()
        is_download = goes_wrong and handler.command == "GET" and answer.getheader("ETag") is not None
        handler.wfile.write(self.received(content) if is_download else content)


@contextmanager
def wire_to(server: S3Server) -> Iterator[Wire]:
    wire = Wire(server)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            wire.answer(self)
            self.close_connection = True

        do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = handle_any  # noqa: N815  the names that http.server calls

        def log_message(self, *_arguments: object) -> None:
            """Nobody reads it."""

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.daemon_threads = True
    wire.port = listener.server_port
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    try:
        yield wire
    finally:
        listener.shutdown()
        listener.server_close()
