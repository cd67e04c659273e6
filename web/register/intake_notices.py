"""What waits in the inbox, told to the clerk for as long as it waits."""

from __future__ import annotations

import contextlib
from pathlib import Path

from django.db import DatabaseError
from django.utils import timezone

from pipeline.inbox import FolderLook
from web.register.entering import file_name_of, printable
from web.register.models import IntakeNotice


def links(look: FolderLook) -> dict[str, str]:
    return {
        notice_key(path): f"{file_name_of(path)}: là liên kết hoặc tệp đặc biệt nên máy không nhận. "
        "Hãy chép tệp thật vào thư mục."
        for path in look.not_regular
    }


def locked_folders(look: FolderLook) -> dict[str, str]:
    return {
        notice_key(path): f"Thư mục {file_name_of(path)}: không có quyền đọc. Máy sẽ tự thử lại."
        for path in look.unreadable_folders
    }


def notice_key(path: Path) -> str:
    return printable(f"file:{path}")[:200]


def note(key: str, sentence: str) -> None:
    with contextlib.suppress(DatabaseError):  # a notice must never stop the intake, least of all when the disk is full
        IntakeNotice.objects.update_or_create(
            key=key, defaults={"sentence": sentence}, create_defaults={"sentence": sentence, "since": timezone.now()}
        )


def replace_notices(waiting: dict[str, str]) -> None:
    known = dict(IntakeNotice.objects.values_list("key", "sentence"))
    for key, sentence in waiting.items():
        if known.get(key) != sentence:
            note(key, sentence)
    over = set(known) - set(waiting)
    if over:
        IntakeNotice.objects.filter(key__in=over).delete()
