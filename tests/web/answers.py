"""Answers of the test client that a test closes by hand."""

from __future__ import annotations

from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import HttpResponseBase


def close(answer: HttpResponseBase) -> None:
    """As the test client closes one: the end of the request must not close the connection of the test's transaction."""
    request_finished.disconnect(close_old_connections)
    answer.close()
    request_finished.connect(close_old_connections)
