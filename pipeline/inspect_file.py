"""A file in the inbox -> may it be stored? Opens it, looks for a secrecy mark, writes nothing. Runs in the sandbox."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.documents import ExtractedText, Page, Secrecy, TextSource, Urgency
from pipeline.errors import SecretDocumentError
from pipeline.extract import extract_first_page
from pipeline.extract.ocr import OcrEngine
from pipeline.header import urgency_of
from pipeline.secrecy import find_secrecy_mark

NOTHING_READ = ExtractedText((), page_count=0)


@dataclass(frozen=True, slots=True)
class FirstLook:
    """What page 1 tells before anything is stored."""

    urgency: Urgency = Urgency.NORMAL  # an urgent letter is read before those that wait longer
    page: Page | None = None  # page 1, when something was read there: it may be handed on


@dataclass(frozen=True, slots=True)
class Inspector:
    """Called with a path; raises IntakeError, SecretDocumentError above all."""

    ocr: OcrEngine | None

    def __call__(self, file: Path) -> FirstLook:
        # The name first: a locked or damaged file with a mark in its name is not kept either.
        if find_secrecy_mark(NOTHING_READ, file.name) is not Secrecy.NONE:
            raise SecretDocumentError
        text = extract_first_page(file, ocr=self.ocr)
        if find_secrecy_mark(text, file.name) is not Secrecy.NONE:
            raise SecretDocumentError
        page = next((page for page in text.pages if page.source is not TextSource.NONE), None)
        return FirstLook() if page is None else FirstLook(urgency_of(page), page)
