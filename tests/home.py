"""A home of its own for what starts the real `vanthu`: settings, a model, and the commands and servers run there."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

from classifiers.examples import Example, load_seed_corpus
from classifiers.store import activate, save_model
from pipeline.config import load_office
from tests.ward import copy_ward

PROJECT = Path(__file__).resolve().parent.parent
VANTHU = [sys.executable, "-m", "web.cli"]


def train_home(home: Path) -> Path:
    """Write ward.toml and the model of the project's own corpus into `home`, as `make run` does in half a minute."""
    home.mkdir(exist_ok=True)
    copy_ward(home)
    office = load_office(home)
    unit_of_field = {code: field.unit for code, field in office.fields.items()}
    version = train_and_save(load_seed_corpus(), office.models, key_file=office.model_key, group_of_field=unit_of_field)
    activate(office.models, version)
    return home


def train_and_save(
    examples: Sequence[Example], folder: Path, *, key_file: Path, group_of_field: Mapping[str, str]
) -> str:
    """The next version, without a gate and without becoming the active one."""
    from classifiers.train import train_model  # scikit-learn: only who trains pays

    model, report = train_model(examples, group_of_field=group_of_field)
    return save_model(model, folder, key_file=key_file, examples=examples, report=report)


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "VANTHU_HOME": str(home)}


def run(
    home: Path, *arguments: str, stdin: bytes = b"", variables: dict[str, str] | None = None, seconds: float = 120
) -> subprocess.CompletedProcess[bytes]:
    """Run `vanthu` in `home` until it ends."""
    return subprocess.run(
        [*VANTHU, *arguments],
        input=stdin,
        env=environment(home) | (variables or {}),
        cwd=PROJECT,
        capture_output=True,
        timeout=seconds,
        check=False,
    )


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def has_come_up(server: subprocess.Popen[bytes], port: int, *, seconds: float) -> bool:
    """Wait for the page to sign in; False when the server ended or took longer."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/dang-nhap/", timeout=2).close()
        except OSError:
            time.sleep(0.2)
        else:
            return True
    return False
