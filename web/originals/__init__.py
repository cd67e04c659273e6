"""Where the original files lie: the one door. Behind it stand files, or an object store that speaks S3.

Both are storages of Django (`STORAGES["originals"]`), told by ward.toml which one it is.
"""

from __future__ import annotations

from typing import cast

from django.core.files.storage import storages

from pipeline.config import Office
from pipeline.errors import ConfigError
from web.databases import INSTALL_EXTRA
from web.offices import current_office
from web.originals.files import FileOriginals
from web.originals.store import Originals

__all__ = ["Originals", "current_originals", "originals_of", "originals_of_this_office"]

NOT_INSTALLED = f"originals.storage = 's3' cần gói bổ sung chưa cài. Chạy: {INSTALL_EXTRA}"


def current_originals() -> Originals:
    """Of the office that this process serves; one object, whoever asks."""
    return cast(Originals, storages["originals"])


def originals_of_this_office() -> Originals:
    """What `STORAGES["originals"]` names as its backend."""
    return originals_of(current_office())


def originals_of(office: Office) -> Originals:
    """Raises ConfigError: S3 without its packages, credentials that cannot be read."""
    if office.object_store is None:
        return FileOriginals(office.originals)
    try:
        from web.originals.objects import ObjectOriginals  # boto3 is an extra: a ward of its own does not need it
    except ImportError as error:
        raise ConfigError(NOT_INSTALLED, sentence=f"Cấu hình sai. {NOT_INSTALLED}") from error
    return ObjectOriginals(office.object_store, office.originals_cache)
