"""Figures for Prometheus, counted when they are asked for: numbers and states only, nothing of a letter or a person."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Min, Q
from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from pipeline.config import Office
from web.operations.backups import list_backups
from web.register.models import RegisterEntry, State
from web.register.services import last_beats
from web.reminders.models import Message, MessageState

CLOSED = (State.COMPLETED, State.REFUSED)


class OfficeCollector(Collector):
    def __init__(self, office: Office, now: datetime) -> None:
        self._office = office
        self._now = now

    def collect(self) -> Iterable[GaugeMetricFamily]:
        yield self._letters()
        yield from self._waiting()
        yield self._services()
        yield from self._machine()

    def _letters(self) -> GaugeMetricFamily:
        letters = GaugeMetricFamily("vanthu_letters", "Entries of the register by state.", labels=["state"])
        entries = RegisterEntry.objects.filter(cancelled_at__isnull=True).order_by()
        counts = dict(entries.values_list("state").annotate(count=Count("pk")))
        for state in State:
            letters.add_metric([state.value], counts.get(state, 0))
        return letters

    def _waiting(self) -> Iterable[GaugeMetricFamily]:
        standing = RegisterEntry.objects.filter(cancelled_at__isnull=True).order_by()
        unread = standing.filter(state__in=(State.RECEIVED, State.PROCESSING)).aggregate(oldest=Min("received_at"))
        age = (self._now - unread["oldest"]).total_seconds() if unread["oldest"] else 0.0
        yield _gauge("vanthu_oldest_unread_seconds", "Age of the letter that waits longest to be read.", age)
        overdue = standing.filter(~Q(state__in=CLOSED), due_on__lt=timezone.localdate(self._now))
        yield _gauge("vanthu_overdue_letters", "Letters past their due date that are not done.", overdue.count())
        unsent = Message.objects.filter(state=MessageState.FAILED)
        yield _gauge("vanthu_failed_messages", "Reminders that could not be sent.", unsent.count())

    def _services(self) -> GaugeMetricFamily:
        silent = GaugeMetricFamily(
            "vanthu_service_silent_seconds", "Since the last sign of life of a service.", labels=["service"]
        )
        for name, seen_at in last_beats().items():
            silent.add_metric([name], max(0.0, (self._now - seen_at).total_seconds()))
        return silent

    def _machine(self) -> Iterable[GaugeMetricFamily]:
        free = shutil.disk_usage(self._office.var).free
        yield _gauge("vanthu_disk_free_bytes", "Free space where the register and the originals lie.", free)
        made = [
            datetime.fromisoformat(backup.manifest.created_at)
            for backup in list_backups(self._office.backup.folder)
            if backup.manifest is not None
        ]
        if made:
            age = (self._now - max(made)).total_seconds()
            yield _gauge("vanthu_backup_age_seconds", "Age of the newest sound backup.", age)


def metrics_text(office: Office, now: datetime) -> bytes:
    """In the text format of Prometheus."""
    registry = CollectorRegistry()
    registry.register(OfficeCollector(office, now))
    return generate_latest(registry)


def _gauge(name: str, help_text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, help_text, value=value)
