"""`python -m tests.faults.one_pass HOME` takes in what lies in the inbox and reads it, as the services do it.

With `--look SEED` it then prints, as JSON, everything that is lost, doubled, skipped or changed.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--look", type=int)
    arguments = parser.parse_args()
    os.environ |= {
        "VANTHU_HOME": str(arguments.home),
        "VANTHU_LOG": "CRITICAL",
        "DJANGO_SETTINGS_MODULE": "web.settings",
    }
    import django

    django.setup()
    from django.db import DatabaseError

    from tests.faults.kill_points import restart_and_look, take_all, work

    if arguments.look is not None:
        print(json.dumps(restart_and_look(arguments.home, arguments.look), ensure_ascii=False))  # noqa: T201
        return
    with contextlib.suppress(DatabaseError):  # as the watcher and the worker: told in the log, tried again
        take_all(arguments.home)
        work(arguments.home, minutes=0)


if __name__ == "__main__":
    main()
