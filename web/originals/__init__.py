"""Where the original files lie: the one door. Behind it stand files, or an object store that speaks S3.

Both are storages of Django, told by ward.toml which one it is.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pipeline.config import Office
from pipeline.config_originals import ObjectStoreConfig
from pipeline.errors import ConfigError
from web.databases import INSTALL_EXTRA
from web.offices import current_office
from web.originals.files import FileOriginals
from web.originals.store import Originals

__all__ = ["Originals", "current_originals", "originals_of"]

NOT_INSTALLED = f"originals.storage = 's3' cần gói bổ sung chưa cài. Chạy: {INSTALL_EXTRA}"


def current_originals() -> Originals:
    """Of the office that this process serves."""
    return originals_of(current_office())


def originals_of(office: Office) -> Originals:
    """One object for one place. Raises ConfigError: S3 without its packages, credentials that cannot be read."""
    return _place(office.object_store, office.originals, office.originals_cache)


@lru_cache(maxsize=4)
def _place(store: ObjectStoreConfig | None, folder: Path, cache: Path) -> Originals:
    if store is None:
        return FileOriginals(folder)
    try:
        from web.originals.objects import ObjectOriginals  # boto3 is an extra: a ward of its own does not need it
    except ImportError as error:
        raise ConfigError(NOT_INSTALLED, sentence=f"Cấu hình sai. {NOT_INSTALLED}") from error
    return ObjectOriginals(store, cache)
