"""A multipart request -> drops in the inbox. Django's own handlers would keep a second copy in memory or in /tmp."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from pipeline.errors import StorageError
from pipeline.inbox_drop import Drop

BYTES_PER_MB = 1024 * 1024
NOT_STORED = "ổ đĩa của máy chủ đầy hoặc không ghi được, tệp này chưa được lưu. Báo quản trị rồi gửi lại."


class SentFile(UploadedFile):  # type: ignore[type-arg]  # takes no parameter at run time
    """A file that was sent and is complete. Closed by Django at the end of the request: unplaced, it is gone then."""

    def __init__(self, name: str, drop: Drop) -> None:
        super().__init__(name=name, size=drop.size)
        self.drop = drop

    def close(self) -> None:
        self.drop.discard()


class InboxUploadHandler(FileUploadHandler):
    """Writes what comes in straight into the inbox folder, piece by piece, up to `limit_mb` a file."""

    chunk_size = 1 << 20

    def __init__(self, folder: Path, *, limit_mb: float) -> None:
        super().__init__()
        self._folder = folder
        self._limit_mb = limit_mb
        self._drop: Drop | None = None
        self.refused: list[str] = []  # one sentence for each file that was not taken

    def new_file(self, *args: Any, **options: Any) -> None:
        super().new_file(*args, **options)
        try:
            self._drop = Drop(self._folder)
        except StorageError as error:
            self._refuse(NOT_STORED, error)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self._drop is None:
            raise SkipFile
        if start + len(raw_data) > self._limit_mb * BYTES_PER_MB:
            self._refuse(f"lớn hơn {self._limit_mb:g} MB. Hãy chép tệp này thẳng vào thư mục nhận văn bản.")
        try:
            self._drop.write(raw_data)
        except StorageError as error:
            self._refuse(NOT_STORED, error)

    def file_complete(self, file_size: int) -> SentFile | None:
        drop, self._drop = self._drop, None
        if drop is None:
            return None
        try:
            drop.finish()
        except StorageError:
            self.refused.append(NOT_STORED)
            return None
        return SentFile(self.file_name or "", drop)

    def upload_interrupted(self) -> None:
        if self._drop is not None:
            self._drop.discard()

    def _refuse(self, sentence: str, error: StorageError | None = None) -> None:
        if self._drop is not None:
            self._drop.discard()
            self._drop = None
        self.refused.append(sentence)
        raise SkipFile from error
