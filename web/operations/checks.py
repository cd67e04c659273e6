"""An installation -> what is wrong with it: each finding says what, where, and what to do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from pathlib import Path

from django.db import connection
from django.db.models import Count, Max
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from classifiers.store import active_version, trouble_of
from pipeline.config import Office
from pipeline.errors import StoreUnreachableError
from pipeline.process import find_ocr
from web.operations.backups import list_backups
from web.originals import Originals, originals_of
from web.register.models import ArrivalCounter, AuditRecord, Event, RegisterEntry, State
from web.register.services import silent_services

FEW_BYTES = 2 * 1024**3
STUCK_AFTER = timedelta(minutes=5)
CLOCK_TOLERANCE = timedelta(minutes=5)
BACKUP_AGE = timedelta(days=2)
MODEL_TROUBLE = "Không mở được mô hình đang dùng, nên mọi văn bản chờ văn thư xem"
MODEL_CURE = "Vào trang «Huấn luyện» để huấn luyện lại hoặc dùng bản khác."
NAMED = 5  # how many of many are named


class Severity(IntEnum):
    """`ERROR`: something is lost or stands still. `WARNING`: it may come to that."""

    OK = 0
    WARNING = 1
    ERROR = 2


@dataclass(frozen=True, slots=True)
class Finding:
    severity: Severity
    title: str
    sentence: str


def run_checks(office: Office, now: datetime, *, thorough: bool = False) -> tuple[Finding, ...]:
    """Every check, one finding or more each. `thorough` also reads every original and the whole database."""
    return (
        *quick_checks(office, now),
        *_database(thorough=thorough),
        *_numbers(),
        *_originals(originals_of(office), thorough=thorough),
    )


def quick_checks(office: Office, now: datetime) -> tuple[Finding, ...]:
    """What costs nothing however large the register is: for a page that is opened often."""
    return (
        *_services(now),
        *_leases(now),
        *_clock(now),
        *_disk(office.var),
        *_inbox(office.inbox.folder),
        *_reading(office),
        *_backups(office, now),
    )


def _services(now: datetime) -> Iterator[Finding]:
    silent = silent_services(now)
    yield from (Finding(Severity.ERROR, "Các bộ phận", sentence) for sentence in silent)
    if not silent:
        yield Finding(Severity.OK, "Các bộ phận", "Các bộ phận đang chạy.")


def _database(*, thorough: bool) -> Iterator[Finding]:
    if connection.vendor != "sqlite":
        # The server looks after its own pages; every table answers, or this raises.
        RegisterEntry.objects.order_by().only("pk").first()
        yield Finding(Severity.OK, "Cơ sở dữ liệu", "Máy chủ PostgreSQL trả lời.")
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(5)" if thorough else "PRAGMA quick_check(5)")
        answers = [str(row[0]) for row in cursor.fetchall()]
        cursor.execute("PRAGMA foreign_key_check")
        broken_links = len(cursor.fetchall())
    if answers != ["ok"] or broken_links:
        told = "; ".join(answers) if answers != ["ok"] else f"{broken_links} dòng trỏ tới dòng không có"
        yield Finding(
            Severity.ERROR, "Cơ sở dữ liệu", f"Bị hỏng: {told}. Dừng vanthu và phục hồi từ bản sao lưu gần nhất."
        )
    else:
        yield Finding(Severity.OK, "Cơ sở dữ liệu", "Nguyên vẹn.")


def _numbers() -> Iterator[Finding]:
    """Arrival numbers run from 1 without a gap in each year (Nghị định 30/2020, Điều 22)."""
    given = (
        RegisterEntry.objects.filter(arrival_number__isnull=False)
        .order_by()
        .values("year")
        .annotate(count=Count("pk"), last=Max("arrival_number"))
    )
    counters = dict(ArrivalCounter.objects.values_list("year", "last_number"))
    wrong = [row["year"] for row in given if not row["count"] == row["last"] == counters.get(row["year"])]
    for year in wrong:
        yield Finding(Severity.ERROR, "Số đến", f"Số đến năm {year} không liền mạch. Báo người hỗ trợ kỹ thuật.")
    if not wrong:
        yield Finding(Severity.OK, "Số đến", "Liền mạch, không trùng.")


def _originals(originals: Originals, *, thorough: bool) -> Iterator[Finding]:
    try:
        yield from _compared(originals, thorough=thorough)
    except StoreUnreachableError as error:
        yield Finding(Severity.ERROR, "Bản gốc", f"Chưa kiểm tra được. {error.sentence}")


def _compared(originals: Originals, *, thorough: bool) -> Iterator[Finding]:
    named = set(
        RegisterEntry.objects.exclude(sha256="").order_by().values_list("sha256", flat=True).distinct().iterator()
    )
    stored = set(originals.stored())
    missing, orphans = sorted(named - stored), sorted(stored - named)
    damaged = [sha256 for sha256 in sorted(named & stored) if thorough and not originals.is_sound(sha256)]
    if missing:
        yield Finding(
            Severity.ERROR, "Bản gốc", f"Mất {len(missing)} bản gốc: {_some(missing)}. Lấy lại từ bản sao lưu."
        )
    if damaged:
        yield Finding(
            Severity.ERROR, "Bản gốc", f"{len(damaged)} bản gốc bị hỏng: {_some(damaged)}. Lấy lại từ bản sao lưu."
        )
    if orphans:
        yield Finding(
            Severity.WARNING,
            "Bản gốc",
            f"{len(orphans)} tệp không thuộc văn bản nào: {_some(orphans)}. Thường do máy tắt giữa lúc nhận; tệp gốc "
            "vẫn nằm trong thư mục nhận hoặc đã vào sổ.",
        )
    if originals.unfinished_count():
        yield Finding(Severity.WARNING, "Bản gốc", "Có tệp đang chép dở; lần khởi động sau sẽ được dọn.")
    if not (missing or damaged or orphans):
        yield Finding(Severity.OK, "Bản gốc", f"Đủ {len(named)} tệp" + (", đúng từng byte." if thorough else "."))


def _leases(now: datetime) -> Iterator[Finding]:
    stuck = RegisterEntry.objects.filter(state=State.PROCESSING, lease_until__lt=now - STUCK_AFTER).count()
    waiting = RegisterEntry.objects.filter(state=State.RECEIVED, received_at__lt=now - STUCK_AFTER).count()
    if stuck:
        yield Finding(Severity.ERROR, "Đọc văn bản", f"{stuck} văn bản bị bỏ dở, không bộ đọc nào nhận tiếp.")
    if waiting:
        yield Finding(Severity.WARNING, "Đọc văn bản", f"{waiting} văn bản chờ đọc quá 5 phút.")
    if not (stuck or waiting):
        yield Finding(Severity.OK, "Đọc văn bản", "Không có văn bản nào bị kẹt.")


def _clock(now: datetime) -> Iterator[Finding]:
    """A clock that went back gives letters wrong days of arrival."""
    last = AuditRecord.objects.aggregate(last=Max("at"))["last"]
    if last is not None and last > now + CLOCK_TOLERANCE:
        told = timezone.localtime(last)
        yield Finding(
            Severity.ERROR,
            "Đồng hồ",
            f"Đồng hồ của máy chạy lùi: đã có việc ghi lúc {told:%H:%M ngày %d/%m/%Y}. Chỉnh lại ngày giờ của máy.",
        )
    else:
        yield Finding(Severity.OK, "Đồng hồ", f"{timezone.localtime(now):%H:%M ngày %d/%m/%Y}.")


def _disk(folder: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(folder).free
    told = f"Còn trống {filesizeformat(free)}."
    if free < FEW_BYTES:
        yield Finding(Severity.ERROR, "Ổ đĩa", f"{told} Hãy dọn ổ đĩa, nếu không văn bản mới sẽ phải chờ.")
    else:
        yield Finding(Severity.OK, "Ổ đĩa", told)


def _inbox(folder: Path) -> Iterator[Finding]:
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield Finding(Severity.ERROR, "Thư mục nhận văn bản", f"Không đọc hoặc không ghi được {folder}.")
    else:
        yield Finding(Severity.OK, "Thư mục nhận văn bản", f"{folder}")


def _reading(office: Office) -> Iterator[Finding]:
    if find_ocr() is None:
        yield Finding(
            Severity.WARNING,
            "Nhận dạng chữ",
            "Chưa cài: văn bản quét chờ văn thư nhập tay. Cài bằng quyền root: apt-get install tesseract-ocr "
            "tesseract-ocr-vie",
        )
    else:
        yield Finding(Severity.OK, "Nhận dạng chữ", "Có.")
    active = active_version(office.models)
    trouble = trouble_of(office.models, active, key_file=office.model_key) if active else "Chưa có mô hình."
    if trouble:
        yield Finding(Severity.ERROR, "Mô hình phân loại", f"{MODEL_TROUBLE}: {trouble} {MODEL_CURE}")
    else:
        yield Finding(Severity.OK, "Mô hình phân loại", f"Bản {active}.")


def _backups(office: Office, now: datetime) -> Iterator[Finding]:
    backups = list_backups(office.backup.folder)
    sound = [(backup, backup.manifest) for backup in backups if backup.manifest is not None]
    for backup in backups:
        if backup.manifest is None:
            yield Finding(Severity.WARNING, "Sao lưu", f"Không đọc được {backup.path.name}.")
    for backup, manifest in sound:
        if manifest.damaged:
            yield Finding(
                Severity.WARNING,
                "Sao lưu",
                f"{backup.path.name} thiếu {len(manifest.damaged)} bản gốc đã hỏng từ trước.",
            )
        yield from _purged_since(backup.path.name, datetime.fromisoformat(manifest.created_at))
    last = max((datetime.fromisoformat(manifest.created_at) for _, manifest in sound), default=None)
    if last is None:
        yield Finding(Severity.WARNING, "Sao lưu", "Chưa có bản sao lưu nào. Chạy «vanthu backup» và hẹn giờ hằng đêm.")
    elif now - last > BACKUP_AGE:
        yield Finding(Severity.WARNING, "Sao lưu", f"Bản gần nhất đã cũ: {timezone.localtime(last):%H:%M %d/%m/%Y}.")
    else:
        yield Finding(Severity.OK, "Sao lưu", f"Bản gần nhất lúc {timezone.localtime(last):%H:%M %d/%m/%Y}.")


def _purged_since(name: str, created_at: datetime) -> Iterator[Finding]:
    """A backup made before a secret document was found out still holds it: a person must destroy that file."""
    purged = AuditRecord.objects.filter(
        event=Event.SECRET_STOPPED,
        at__gt=created_at,
        entry__received_at__lt=created_at,
        entry__cancelled_at__isnull=False,
    )
    numbers = [f"{number}/{year}" for number, year in purged.values_list("entry__arrival_number", "entry__year")]
    if numbers:
        yield Finding(
            Severity.ERROR,
            "Sao lưu",
            f"{name} có thể còn tài liệu mang dấu mật đã bị xóa khỏi máy (số đến {', '.join(numbers)}). "
            "Báo lãnh đạo và hủy tệp sao lưu này.",
        )


def _some(names: list[str]) -> str:
    return ", ".join(name[:12] for name in names[:NAMED]) + ("…" if len(names) > NAMED else "")
