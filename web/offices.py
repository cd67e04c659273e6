"""The office this process serves: ward.toml, read once."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from pipeline.config import Office, load_office


@cache
def current_office() -> Office:
    return load_office(settings.HOME)
