"""A file in the inbox -> may it be stored? Opens it, looks for a secrecy mark, keeps nothing. Runs in the sandbox."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.documents import ExtractedText, Secrecy
from pipeline.errors import SecretDocumentError
from pipeline.extract import extract_first_page
from pipeline.extract.ocr import OcrEngine
from pipeline.secrecy import find_secrecy_mark

NOTHING_READ = ExtractedText((), page_count=0)


@dataclass(frozen=True, slots=True)
class Inspector:
    """Called with a path; raises IntakeError, SecretDocumentError above all."""

    ocr: OcrEngine | None

    def __call__(self, file: Path) -> None:
        # The name first: a locked or damaged file with a mark in its name is not kept either.
        if find_secrecy_mark(NOTHING_READ, file.name) is not Secrecy.NONE:
            raise SecretDocumentError
        text = extract_first_page(file, ocr=self.ocr)
        if find_secrecy_mark(text, file.name) is not Secrecy.NONE:
            raise SecretDocumentError
