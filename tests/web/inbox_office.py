"""An inbox with its intake for tests, and a clock that only the test moves."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf

from pipeline.inbox import Inbox
from pipeline.inspect_file import FirstLook
from pipeline.sandbox import Sandbox
from tests.letters.samples import sample_files
from web.originals import Originals
from web.originals.files import FileOriginals
from web.register.intake import Intake, IntakeSettings
from web.register.models import IntakeNotice, RegisterEntry

FILES = sample_files(date(2026, 11, 2))
SECRET = "27-KH-TM.pdf"
SETTLE = 1.0


class InboxOffice:
    def __init__(
        self,
        home: Path,
        *inspect: Sandbox[Path, FirstLook],
        originals: Path | None = None,
        store: Originals | None = None,
        most_at_once: int | None = None,
    ) -> None:
        self.folder = home / "inbox"
        self.folder.mkdir(exist_ok=True)
        self.originals = originals or home / "originals"
        self.now = 1000.0
        self._intake = Intake(
            Inbox(self.folder, settle_seconds=SETTLE),
            inspect,
            IntakeSettings(
                store or FileOriginals(self.originals), self.originals.parent / "pages", most_at_once=most_at_once
            ),
        )

    def drop(self, name: str, content: bytes | None = None) -> Path:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(FILES[name] if content is None else content)
        return file

    def take(self, *, after: float = SETTLE) -> int:
        """See the files, let `after` seconds pass, take in what has settled."""
        self._intake.take_all(self.now)
        self.now += after
        return self._intake.take_all(self.now)

    def names(self) -> list[str]:
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if not path.is_dir())

    def stored(self) -> list[Path]:
        return [path for path in self.originals.rglob("*") if path.is_file()]


def letter(number: int) -> bytes:
    """A PDF of one empty page, another one for each number."""
    with pikepdf.new() as document:
        document.add_blank_page()
        document.docinfo["/Title"] = str(number)
        stream = BytesIO()
        document.save(stream, deterministic_id=True)
    return stream.getvalue()


def only_entry() -> RegisterEntry:
    return RegisterEntry.objects.get()


def events(entry: RegisterEntry) -> list[str]:
    return list(entry.history.order_by("id").values_list("event", flat=True))


def notices() -> list[str]:
    return list(IntakeNotice.objects.values_list("sentence", flat=True))


def numbers(year: int) -> list[int]:
    entries = RegisterEntry.objects.filter(year=year, arrival_number__isnull=False).order_by("received_at", "id")
    return [entry.arrival_number or 0 for entry in entries]
