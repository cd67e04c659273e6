"""Originals in a bucket that speaks S3 (django-storages, boto3), each under prefix/ab/<sha256>.pdf.

An upload counts when it was read back and every byte was right: whatever checksums a store knows, this it must pass.
"""

from __future__ import annotations

import configparser
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from hashlib import sha256 as new_sha256
from pathlib import Path
from typing import Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError
from django.core.files import File
from storages.backends.s3 import S3Storage

from pipeline.config_originals import ObjectStoreConfig
from pipeline.errors import ConfigError, OriginalMissingError, StorageError, StoreUnreachableError
from pipeline.originals import CHUNK
from web.originals.cache import Cache
from web.originals.store import NamedByChecksum, name_of, sha256_in

CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 3, 20, 2
# After a failure the next questions are answered at once, or a backlog and the pages hang one after another.
PAUSE_SECONDS = 2.0
# One request a file: the pieces of an upload in several would stay behind when we are killed.
ONE_PIECE = TransferConfig(multipart_threshold=5 * 1024**3, use_threads=False)
NO_BUCKET = "NoSuchBucket"
NO_KEY = frozenset({"NoSuchKey", "404"})
WITHOUT_VERSIONS = frozenset({"NotImplemented", "MethodNotAllowed", "501", "405"})
STAYS = "Tệp vẫn nằm trong thư mục, máy sẽ tự thử lại. Báo quản trị"
SENTENCES = {
    NO_BUCKET: f"Không có kho bản gốc mang tên đã khai báo. {STAYS} xem originals.bucket.",
    "404": f"Không có kho bản gốc mang tên đã khai báo. {STAYS} xem originals.bucket.",
    "RequestTimeTooSkewed": f"Kho bản gốc từ chối vì đồng hồ của máy lệch. {STAYS} chỉnh ngày giờ của máy.",
}
REFUSED = f"Kho bản gốc từ chối khóa truy cập. {STAYS} xem originals.credentials_file."
NOT_AS_GIVEN = "Kho bản gốc chưa giữ đúng tệp này. Tệp vẫn nằm trong thư mục, máy sẽ tự thử lại."
REFUSALS = frozenset({401, 403})


class ObjectOriginals(NamedByChecksum, S3Storage):  # type: ignore[misc]  # django-storages has no types
    def __init__(self, config: ObjectStoreConfig, cache_folder: Path) -> None:
        """Raises ConfigError when the credentials cannot be read; asks the store nothing yet."""
        access_key, secret_key = _credentials(config.credentials_file)
        super().__init__(
            bucket_name=config.bucket,
            location=config.prefix,
            endpoint_url=config.endpoint_url,
            region_name=config.region,
            access_key=access_key,
            secret_key=secret_key,
            transfer_config=ONE_PIECE,
            client_config=Config(
                connect_timeout=CONNECT_SECONDS,
                read_timeout=READ_SECONDS,
                retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
                signature_version="s3v4",
                s3={"addressing_style": "path" if config.endpoint_url else "auto"},
                # Newer checksum headers are unknown to many stores that speak S3, and we read back anyway.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )
        self._cache = Cache(cache_folder, most_bytes=config.cache_mb << 20)
        self._ask_again_at = 0.0

    def exists(self, name: str) -> bool:
        with self._asking():
            return bool(super().exists(name))

    def at_hand(self, sha256: str) -> AbstractContextManager[Path]:
        return self._cache.hold(sha256, partial(self._content, name_of(sha256)))

    def is_sound(self, sha256: str) -> bool:
        digest = new_sha256()
        try:
            for block in self._content(name_of(sha256)):
                digest.update(block)
        except OriginalMissingError:
            return False
        return digest.hexdigest() == sha256

    def remove(self, sha256: str) -> None:
        """Also every older version and every mark of a deletion, where the bucket keeps those."""
        self._cache.drop(sha256)
        key = self._normalize_name(name_of(sha256))
        with self._asking():
            try:
                self._remove_versions(key)
            except ClientError as error:
                if _code(error) not in WITHOUT_VERSIONS:
                    raise
                self._client.delete_object(Bucket=self.bucket_name, Key=key)

    def stored(self) -> Iterator[str]:
        with self._asking():
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self.bucket_name, Prefix=f"{self.location}/"
            )
            for page in pages:
                for found in page.get("Contents", ()):
                    if found["Key"].endswith(".pdf"):
                        yield sha256_in(found["Key"])

    def let_go(self, sha256: str | None = None) -> None:
        if sha256 is None:
            self._cache.clear()
        else:
            self._cache.let_go(sha256)

    def remove_unfinished(self) -> None:
        """An upload in one piece is there or not."""

    def unfinished_count(self) -> int:
        return 0

    def trouble(self) -> str | None:
        try:
            with self._asking():
                self._client.head_bucket(Bucket=self.bucket_name)
        except StoreUnreachableError as error:
            return error.sentence
        return None

    def _save(self, name: str, content: File[Any]) -> str:
        sha256 = sha256_in(name)
        if not self.is_sound(sha256):
            with self._asking():
                super()._save(name, content)
            if not self.is_sound(sha256):
                self.remove(sha256)
                raise StorageError("original not stored: the store gives back other bytes", sentence=NOT_AS_GIVEN)
        return name

    def _content(self, name: str) -> Iterator[bytes]:
        with self._asking():
            try:
                answer = self._client.get_object(Bucket=self.bucket_name, Key=self._normalize_name(name))
            except ClientError as error:
                if _code(error) in NO_KEY:
                    raise OriginalMissingError("original missing in the object store") from error
                raise
            yield from answer["Body"].iter_chunks(CHUNK)

    def _remove_versions(self, key: str) -> None:
        pages = self._client.get_paginator("list_object_versions").paginate(Bucket=self.bucket_name, Prefix=key)
        for page in pages:
            for found in (*page.get("Versions", ()), *page.get("DeleteMarkers", ())):
                if found["Key"] == key:
                    self._client.delete_object(Bucket=self.bucket_name, Key=key, VersionId=found["VersionId"])

    @property
    def _client(self) -> Any:
        return self.connection.meta.client

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """What the libraries say -> our errors."""
        if time.monotonic() < self._ask_again_at:
            raise StoreUnreachableError("object store was unreachable a moment ago")
        try:
            yield
        except ClientError as error:
            raise StoreUnreachableError(f"object store: {_code(error)}", sentence=_sentence(error)) from error
        except NoCredentialsError as error:
            raise StoreUnreachableError("object store: no credentials", sentence=REFUSED) from error
        except (BotoCoreError, Boto3Error) as error:
            self._ask_again_at = time.monotonic() + PAUSE_SECONDS
            raise StoreUnreachableError(f"object store: {type(error).__name__}") from error


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _sentence(error: ClientError) -> str | None:
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    return SENTENCES.get(_code(error), REFUSED if status in REFUSALS else None)


def _credentials(file: Path | None) -> tuple[str | None, str | None]:
    """The section [default] of a file as all programs that speak S3 keep it."""
    if file is None:
        return None, None
    parser = configparser.ConfigParser()
    try:
        parser.read_string(file.read_text(encoding="utf-8"))
        section = parser["default"]
        return section["aws_access_key_id"], section["aws_secret_access_key"]
    except (OSError, UnicodeDecodeError, KeyError, configparser.Error):
        # Without the error itself: it may repeat a line of the file.
        told = "originals.credentials_file: không đọc được, hoặc không có mục [default] với hai khóa truy cập."
        raise ConfigError(told, sentence=f"Cấu hình sai. {told}") from None
