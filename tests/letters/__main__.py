"""`python -m tests.letters FOLDER [--today YYYY-MM-DD]`: write the sample letters into a folder."""

from __future__ import annotations

import argparse
import sys
from datetime import date, datetime
from pathlib import Path

from pipeline.time_zone import VIETNAM_TIME
from tests.letters.samples import sample_files


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.letters", description="Write the sample letters into a folder."
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--today", type=date.fromisoformat, default=datetime.now(VIETNAM_TIME).date())
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    files = sample_files(arguments.today)
    for name, content in files.items():
        (arguments.folder / name).write_bytes(content)
    sys.stdout.write(f"{len(files)} files written to {arguments.folder}\n")


if __name__ == "__main__":
    main()
