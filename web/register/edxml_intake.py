"""Messages of other agencies' systems in the inbox: beside a PDF of the same name, or instead of one."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.documents import ExtractedText, Secrecy
from pipeline.edxml import EdxmlMessage, read_edxml
from pipeline.edxml.reading import MOST_BYTES
from pipeline.errors import EdxmlError, SecretDocumentError
from pipeline.secrecy import find_secrecy_mark

SUFFIXES = (".edxml", ".xml")
# Memory, not a disk: what lies in a message may turn out to be secret, and then no copy of it may stay.
MEMORY = Path("/dev/shm")  # noqa: S108  in it a folder that only this account can open
PREFIX = "vanthu-edxml-"
PDF_HEAD, HEAD_BYTES = b"%PDF-", 1024
NO_PDF = (
    "Thông điệp edXML không kèm văn bản PDF, và trong thư mục không có tệp PDF cùng tên. "
    "Hãy thả lại cả hai tệp cùng lúc."
)


def is_message(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES


def message_beside(pdf: Path) -> Path | None:
    """The file of a message that lies beside the PDF; None when there is none."""
    if is_message(pdf):
        return None
    return next((found for suffix in SUFFIXES if (found := pdf.with_suffix(suffix)).is_file()), None)


def pdf_beside(message: Path) -> Path | None:
    return next((found for suffix in (".pdf", ".PDF") if (found := message.with_suffix(suffix)).is_file()), None)


def read_message(path: Path) -> EdxmlMessage:
    """Raises EdxmlError, OSError, and SecretDocumentError for a mark in the name or the subject."""
    if path.stat().st_size > MOST_BYTES:
        raise EdxmlError("message too large")
    message = read_edxml(path.read_bytes())
    for name in (path.name, *(attachment.name for attachment in message.attachments)):
        if find_secrecy_mark(ExtractedText((), page_count=0), name) is not Secrecy.NONE:
            raise SecretDocumentError
    return message


@contextmanager
def attached_pdf(message: EdxmlMessage) -> Iterator[Path | None]:
    """The first PDF that the message carries, as a file in memory for as long as it is held."""
    found = next((one for one in message.attachments if PDF_HEAD in one.content[:HEAD_BYTES]), None)
    if found is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-", dir=MEMORY) as folder:
        file = Path(folder) / "van-ban.pdf"
        file.write_bytes(found.content)
        yield file


def remove_left_in_memory() -> None:
    """What a watcher that was killed held: it may be secret. Those of living processes stay."""
    for left in MEMORY.glob(f"{PREFIX}*"):
        process = left.name.removeprefix(PREFIX).partition("-")[0]
        if not Path(f"/proc/{process}").exists():
            shutil.rmtree(left, ignore_errors=True)
