"""`vanthu city …`: what it prints and how it ends."""

from __future__ import annotations

import click
from django.utils import timezone

from pipeline.errors import ExitCode
from web.city.overview import counts_of
from web.city.setup import add_ward
from web.city.wards import look_at_wards


def add(code: str, *, name: str, host: str) -> ExitCode:
    """Raises ConfigError."""
    ward = add_ward(code, name=name, host=host, say=click.echo)
    click.echo(f"Đã thêm {ward.name}: http://{ward.host}  thư mục: {ward.office.home}")
    return ExitCode.OK


def show() -> ExitCode:
    """Each ward with what it has to do; those that cannot be served on standard error."""
    usable, broken = look_at_wards()
    for counts in counts_of(usable, timezone.localdate()):
        click.echo(
            f"{counts.ward.code}  {counts.ward.name}  {counts.ward.host}  chờ đọc {counts.unread}, "
            f"chờ xem {counts.in_review}, đang mở {counts.to_do}, quá hạn {counts.overdue}"
        )
    for ward in broken:
        click.echo(f"{ward.code}  {ward.name}  {ward.sentence}", err=True)
    return ExitCode.CONFIG if broken else ExitCode.OK
