"""`vanthu check`, `vanthu backup` and `vanthu restore`: what they print and how they end."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import click

from pipeline.config import Office
from pipeline.errors import ExitCode, IntakeError, OriginalMissingError, StoreUnreachableError
from web.locks import alone
from web.operations.backups import check_backup, make_backup, prune
from web.operations.registers import BackupProblemError
from web.originals import originals_of
from web.originals.pushing import push_files

BACKUP_LOCK = "backup.lock"
MARKS = {0: "  ", 1: "! ", 2: "!!"}


def check(office: Office, now: datetime, *, thorough: bool) -> ExitCode:
    """Print every finding; the exit code tells whether something is wrong."""
    from web.operations.checks import Severity, run_checks

    findings = run_checks(office, now, thorough=thorough)
    for finding in findings:
        click.echo(f"{MARKS[finding.severity]} {finding.title}: {finding.sentence}")
    return ExitCode.CHECK_FAILED if any(found.severity is Severity.ERROR for found in findings) else ExitCode.OK


def backup(office: Office, now: datetime, *, folder: Path | None = None) -> ExitCode:
    """Make one backup, verify it, remove those beyond `backup.keep`."""
    target = folder or office.backup.folder
    with alone(office.var / BACKUP_LOCK) as is_alone:
        if not is_alone:
            click.echo("Đang có một lần sao lưu khác.", err=True)
            return ExitCode.STORAGE
        try:
            made = make_backup(office.home, target, originals=originals_of(office), now=now)
        except (BackupProblemError, IntakeError) as error:
            click.echo(_why_no_backup(error, target), err=True)
            return ExitCode.STORAGE
        removed = prune(target, keep=office.backup.keep)
    assert made.manifest is not None  # noqa: S101  it was just read back
    click.echo(f"Đã sao lưu {made.manifest.entries} văn bản, {made.manifest.originals} bản gốc vào {made.path}.")
    if made.manifest.damaged:
        click.echo(
            f"Chú ý: {len(made.manifest.damaged)} bản gốc đã mất hoặc hỏng trên ổ đĩa. Chạy «vanthu check».", err=True
        )
    for path in removed:
        click.echo(f"Đã bỏ bản cũ {path.name}.")
    return ExitCode.OK


def verify(file: Path) -> ExitCode:
    """Read a backup from beginning to end."""
    try:
        manifest = check_backup(file)
    except BackupProblemError as error:
        click.echo(str(error), err=True)
        return ExitCode.STORAGE
    click.echo(
        f"Tệp sao lưu lành: {manifest.entries} văn bản, {manifest.originals} bản gốc, lúc {manifest.created_at}."
    )
    return ExitCode.OK


def restore(file: Path, home: Path, now: datetime, *, replace: bool) -> ExitCode:
    """Restore into `home`; refused while vanthu runs there."""
    from web.operations.restoring import restore_backup
    from web.supervisor import SERVE_LOCK

    try:
        lock = home / "var" / SERVE_LOCK
        with ExitStack() as held:
            if lock.exists() and not held.enter_context(alone(lock)):
                click.echo(f"vanthu đang chạy ở {home}. Hãy dừng rồi phục hồi.", err=True)
                return ExitCode.CONFIG
            done = restore_backup(file, home, now=now, replace=replace)
    except BackupProblemError as error:
        click.echo(str(error), err=True)
        return ExitCode.STORAGE
    except IntakeError as error:
        click.echo(f"Chưa phục hồi, dữ liệu cũ còn nguyên. {error.sentence}", err=True)
        return error.exit_code
    except OSError as error:
        click.echo(f"Không ghi được vào {home}: {error.strerror}. Dữ liệu cũ còn nguyên.", err=True)
        return ExitCode.STORAGE
    click.echo(f"Đã phục hồi {done.manifest.entries} văn bản, {done.manifest.originals} bản gốc vào {home}.")
    if done.told is not None:
        click.echo(done.told)
    if done.set_aside is not None:
        click.echo(f"Dữ liệu trước đó nằm ở {done.set_aside}.")
    return ExitCode.OK


def archive(office: Office, now: datetime, *, target: Path, year: int | None) -> ExitCode:
    """Make one archive and read it back."""
    from web.operations.archive import ArchiveProblemError, write_archive

    try:
        count = write_archive(target, office, originals_of(office), now=now, year=year)
    except ArchiveProblemError as error:
        click.echo(str(error), err=True)
        return ExitCode.STORAGE
    except IntakeError as error:
        away = isinstance(error, StoreUnreachableError)
        click.echo(error.sentence if away else f"Không ghi được vào {target}: ổ đĩa đầy hoặc không có quyền.", err=True)
        return ExitCode.STORAGE
    click.echo(f"Đã ghi {count} văn bản vào {target} và kiểm tra lại từng tệp.")
    return ExitCode.OK


def push_originals(office: Office) -> ExitCode:
    """Bring the files of var/originals into the object store that ward.toml names; they stay here as well."""
    if office.object_store is None:
        click.echo("ward.toml không khai báo kho S3 trong mục [originals]: không có gì để chuyển.", err=True)
        return ExitCode.CONFIG
    try:
        count = push_files(office.originals, originals_of(office))
    except IntakeError as error:
        click.echo(error.sentence, err=True)
        return error.exit_code
    click.echo(
        f"Đã chuyển {count} bản gốc vào kho và kiểm tra từng byte. Chạy «vanthu check --thorough»; khi mọi thứ đúng, "
        f"có thể xóa thư mục {office.originals}."
    )
    return ExitCode.OK


def _why_no_backup(error: BackupProblemError | IntakeError, folder: Path) -> str:
    if isinstance(error, BackupProblemError):
        return str(error)
    if isinstance(error, StoreUnreachableError | OriginalMissingError):
        return f"Chưa sao lưu được, các bản cũ còn nguyên. {error.sentence}"
    return f"Không ghi được bản sao lưu vào {folder}: ổ đĩa đầy hoặc không có quyền. Các bản cũ còn nguyên."
