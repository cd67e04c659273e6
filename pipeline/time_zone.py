"""The time of Viet Nam, in which letters are written, received and due."""

from __future__ import annotations

from datetime import timedelta, timezone

VIETNAM_TIME = timezone(timedelta(hours=7))  # no summer time since 1979
