"""Answers of the test client that a test closes by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.http import HttpResponseBase


@contextmanager
def staying_connected() -> Iterator[None]:
    """For requests that do not come from the test client: neither their begin nor their end closes the connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def close(answer: HttpResponseBase) -> None:
    """As the test client closes one: the end of the request must not close the connection of the test's transaction."""
    request_finished.disconnect(close_old_connections)
    answer.close()
    request_finished.connect(close_old_connections)
