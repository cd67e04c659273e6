"""schemathesis against the running pages: `python -m benchmarks.api [--examples 300]`.

The real `vanthu web`, one run with the key of a clerk, of a unit head and of an administrator.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.demo import ACCOUNTS, prepare
from tests.home import PROJECT, VANTHU, environment, free_port, has_come_up, run

ROLES = ("clerk", "unit_head", "admin")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=300)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vanthu-api-") as folder:
        home = Path(folder) / "home"
        prepare(home, "mat-khau-thu")
        (home / "inbox").mkdir()
        port = free_port()
        with (home / "output.txt").open("wb") as output:
            server = subprocess.Popen(
                [*VANTHU, "web", "--port", str(port)],
                env=environment(home),
                cwd=PROJECT,
                stdout=output,
                stderr=output,
            )
        try:
            assert has_come_up(server, port, seconds=60)
            for role in ROLES:
                account = next(one.username for one in ACCOUNTS if one.role == role)
                key = run(home, "token", "add", account, "--name", "schemathesis").stdout.decode().strip()
                print(f"key of {account}:", _tried(port, key, chosen.examples), flush=True)
            errors = (home / "output.txt").read_text(encoding="utf-8", errors="replace").count("Internal Server Error")
            print(f"internal server errors in the log: {errors}")
        finally:
            server.terminate()
            server.wait(30)


def _tried(port: int, key: str, examples: int) -> str:
    done = subprocess.run(
        [
            str(Path(sys.executable).parent / "st"), "run", f"http://127.0.0.1:{port}/api/v1/openapi.json",
            "--header", f"Authorization: Bearer {key}", "--checks", "not_a_server_error",
            "--max-examples", str(examples), "--seed", "7", "--suppress-health-check", "all", "--no-color",
        ],
        env={**os.environ, "SCHEMATHESIS_HOOKS": "tests.api_hooks"},
        cwd=PROJECT,
        capture_output=True,
        check=False,
    )  # fmt: skip
    told = done.stdout.decode(errors="replace")
    generated = re.findall(r"(\d+) generated.*|Test cases:\s*\n?.*", told)
    summary = " | ".join(line.strip() for line in told.splitlines()[-25:] if line.strip())
    return f"exit {done.returncode} {generated}: {summary[-600:]}"


if __name__ == "__main__":
    main()
