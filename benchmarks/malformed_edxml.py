"""Damaged edXML messages: read, refused, or failed. `python -m benchmarks.malformed_edxml [--count 20000]`"""

from __future__ import annotations

import argparse
import random
import time

from pipeline.edxml import read_edxml
from pipeline.errors import EdxmlError
from tests.edxml_messages import message, old_message
from tests.edxml_mutations import mutated

PDF = b"%PDF-1.7 letter" * 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args()
    chance = random.Random(chosen.seed)  # noqa: S311  which damage
    sound = (message(), message(pdf=PDF), old_message(PDF, {}))
    counts = {"read": 0, "refused": 0, "failed": 0}
    slowest = 0.0
    for _ in range(chosen.count):
        data = mutated(chance.choice(sound), chance)
        began = time.perf_counter()
        try:
            read_edxml(data)
            counts["read"] += 1
        except EdxmlError:
            counts["refused"] += 1
        except Exception as error:
            counts["failed"] += 1
            print(f"{type(error).__name__}: {error}: {data[:200]!r}")
        slowest = max(slowest, time.perf_counter() - began)
    print(f"{chosen.count} damaged messages: {counts}; slowest {slowest * 1000:.1f} ms")


if __name__ == "__main__":
    main()
