"""`vanthu …`: the composition root. Heavy imports stay inside the commands that need them."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.errors import ExitCode, IntakeError
from pipeline.time_zone import VIETNAM_TIME

if TYPE_CHECKING:
    from classifiers.predict import Model
    from pipeline.config import Office
    from pipeline.extract.ocr import OcrEngine
    from pipeline.process import Reader
    from web.organization.models import Staff
    from web.register.job_worker import Readers

DATE = click.DateTime(["%Y-%m-%d"])
TRAINING_NICENESS = 10  # letters are read while it trains
READING_NICENESS = 5  # people wait for their pages; a letter may wait a moment


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="vanthu")
def main() -> None:
    """Read the letters a Vietnamese ward receives, route them, follow their deadlines."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # JSON is UTF-8 whatever the terminal speaks; a file name that is none becomes an escape, not a crash.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("-0", "from_stdin", is_flag=True, help="Read NUL-separated file names from standard input.")
@click.option("--received-on", type=DATE, help="Day of receipt, YYYY-MM-DD; today when absent.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Readings at the same time.")
def read(paths: tuple[Path, ...], from_stdin: bool, received_on: datetime | None, jobs: int) -> None:  # noqa: FBT001
    """Read PDF files or folders of them; print one JSON object a line, in input order."""
    from web.reading import read_files

    office = _office()
    names = [Path(os.fsdecode(name)) for name in sys.stdin.buffer.read().split(b"\0") if name] if from_stdin else []
    reader = _reader(office)
    sys.exit(read_files([*paths, *names], reader, office.limits, received_on=_day(received_on), jobs=jobs))


@main.command()
@click.option("--received-on", type=DATE, help="Day of receipt, YYYY-MM-DD; the issue date, else today, when absent.")
def deadlines(received_on: datetime | None) -> None:
    """JSON lines {"id","text","issued_on"?} on standard input -> their deadlines."""
    from web.reading import find_deadlines_of_lines

    office = _office()
    with _explained():
        code = find_deadlines_of_lines(office, received_on=received_on.date() if received_on else None)
    sys.exit(code)


@main.command()
def classify() -> None:
    """JSON lines {"id","text"} on standard input -> prediction and routing."""
    from web.reading import classify_lines

    sys.exit(classify_lines(_reader(_office())))


@main.command()
@click.option("--run", "run_id", type=int, help="Carry out this waiting training; the timer starts it so.")
def train(run_id: int | None) -> None:
    """Train on the seed corpus and the office's letters; the new version becomes active if it is not worse."""
    office = _office()
    _django()
    if run_id is not None:
        os.nice(TRAINING_NICENESS)
    sys.exit(_train(office, run_id))


@main.command("import-labelled")
@click.argument("path", type=click.Path(path_type=Path, exists=True))
def import_labelled(path: Path) -> None:
    """Learn from the office's own history: a CSV, or a folder with a sub-folder of PDFs for each field or unit."""
    _django()
    from web.learning.commands import import_history

    office = _office()
    sys.exit(import_history(path, office, _reader(office)))


@main.command()
@click.argument("version", required=False)
def models(version: str | None) -> None:
    """List the models; with VERSION, make that one active (a roll back is the same)."""
    _django()
    from web.learning.commands import show_models

    sys.exit(show_models(_office(), use=version))


@main.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
def calendar(file: Path | None) -> None:
    """Show the years and days off that are known; with FILE, import a table of days off first."""
    from pipeline.calendar_file import CalendarProblemsError, import_calendar, load_calendar

    office = _office()
    if file is not None:
        try:
            years = import_calendar(file.read_bytes(), office.calendar_file)
        except CalendarProblemsError as error:
            click.echo("\n".join(error.problems), err=True)
            sys.exit(ExitCode.CONFIG)
        click.echo(f"Đã nhập lịch nghỉ năm {', '.join(map(str, years))}.")
    with _explained():
        known = load_calendar(office.calendar_file)
    for year in sorted(known.known_years):
        off = ", ".join(f"{day:%d/%m}" for day in sorted(known.days_off) if day.year == year)
        made_up = ", ".join(f"{day:%d/%m}" for day in sorted(known.made_up_workdays) if day.year == year)
        click.echo(f"{year}  nghỉ: {off}" + (f"  làm bù: {made_up}" if made_up else ""))


@main.command()
@click.option("--thorough", is_flag=True, help="Also read every original and the whole database.")
def check(thorough: bool) -> None:  # noqa: FBT001
    """Look whether anything is wrong: services, numbers, originals, database, clock, disk, model, backups."""
    _django()
    from django.utils import timezone

    from web.operations.commands import check as look

    sys.exit(look(_office(), timezone.now(), thorough=thorough))


@main.command()
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False), help="Another folder.")
@click.option(
    "--verify", "file", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Only read this backup."
)
def backup(folder: Path | None, file: Path | None) -> None:
    """Write everything into one verified file while the office works on; old ones beyond `backup.keep` go."""
    from web.operations.commands import backup as write
    from web.operations.commands import verify

    if file:
        sys.exit(verify(file))
    _django()
    sys.exit(write(_office(), datetime.now(VIETNAM_TIME), folder=folder))


@main.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--replace", is_flag=True, help="The home has data already: put that aside.")
def restore(file: Path, replace: bool) -> None:  # noqa: FBT001
    """Put a backup into VANTHU_HOME, after all of it was found right."""
    from web.operations.commands import restore as put_back

    home = Path(os.environ.get("VANTHU_HOME", ".")).resolve()
    sys.exit(put_back(file, home, datetime.now(VIETNAM_TIME), replace=replace))


@main.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--year", type=click.IntRange(2000, 2100), help="Only this year; all when absent.")
def archive(target: Path, year: int | None) -> None:
    """Write the whole register with its originals into a folder that another system can read (BagIt)."""
    _django()
    from web.operations.commands import archive as write

    sys.exit(write(_office(), datetime.now(VIETNAM_TIME), target=target, year=year))


@main.command("push-originals")
def push_originals() -> None:
    """Bring the original files of this machine into the object store that ward.toml names now."""
    _django()
    from web.operations.commands import push_originals as push

    sys.exit(push(_office()))


@main.command()
@click.option("--user", help="The account of the machine that runs it; the present one when absent.")
def systemd(user: str | None) -> None:
    """Print a systemd unit for this installation."""
    from web.operations.systemd import unit_file

    office = _office()
    click.echo(unit_file(office.home, user=user))


@main.command("deadline-examples")
def deadline_examples() -> None:
    """Print the deadlines that people corrected, added or rejected as JSON lines for a test set."""
    _django()
    from web.register.deadline_examples import deadline_examples as found

    for example in found():
        click.echo(json.dumps(example, ensure_ascii=False))


@main.command()
def setup() -> None:
    """Create or update the database, the units of ward.toml, the first administrator and the first model."""
    _prepare(_office())


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=min(2, os.cpu_count() or 1), show_default=True)
def serve(host: str, port: int, workers: int) -> None:
    """Set up and run everything: watcher, workers, timer, postman and pages, until Ctrl-C."""
    from web.supervisor import run_services

    office = _office()
    _prepare(office)
    sys.exit(run_services(office, host=host, port=port, workers=workers))


@main.command()
def watch() -> None:
    """Take in what is dropped into the inbox (one of the services that `serve` runs)."""
    if _in_city():
        from web.city.turns import CityWatcher

        CityWatcher(_ocr()).watch()
    from web.register.watcher import Watcher

    Watcher(_office(), _ocr()).watch()


@main.command()
def work() -> None:
    """Read what was taken in (one of the services that `serve` runs)."""
    in_city = _in_city()
    from web.register.jobs import has_jobs
    from web.register.worker import Worker

    os.nice(READING_NICENESS)
    number = os.environ.get("VANTHU_WORKER", "1")
    with _explained():
        readers: Readers
        if in_city:
            from web.city.readers import CityReaders

            readers = CityReaders(name=f"worker-{number}")
        else:
            worker = Worker(_office(), _build_reader)
            if not has_jobs():
                worker.work()
            from web.register.job_worker import OfficeReaders

            readers = OfficeReaders(worker)
        from web.register.job_worker import JobWorker

        JobWorker(readers, name=f"{socket.gethostname()}-{number}").work()


@main.command()
def timer() -> None:
    """Start what is due: reminders, trainings that wait, the nightly one (one of the services that `serve` runs)."""
    if _in_city():
        from web.city.turns import CityTimer

        CityTimer().run()
    from web.timer import Timer

    Timer(_office()).run()


@main.command()
def postman() -> None:
    """Send the mails of the outbox (one of the services that `serve` runs)."""
    if _in_city():
        from web.city.turns import CityPostman

        CityPostman().run()
    from web.reminders.postman import Postman

    Postman(_office()).run()


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def web(host: str, port: int) -> None:
    """Serve the pages (one of the services that `serve` runs)."""
    import waitress

    from web.settings import BEHIND_HTTPS
    from web.wsgi import application

    # Letters that are sent through the page wait in memory until they are written into the inbox: the server would
    # else spool them in /tmp, a second copy of what may be secret.
    largest = int(2 * _office().inbox.upload_mb) << 20
    # Only a proxy on this machine is believed when it says who asks, and that they ask over HTTPS.
    proxy = {"trusted_proxy": "127.0.0.1", "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"}}
    waitress.serve(
        application,
        host=host,
        port=port,
        threads=6,
        ident="vanthu",
        max_request_body_size=largest,
        inbuf_overflow=largest,
        **(proxy if BEHIND_HTTPS else {}),
    )


@main.group()
def city() -> None:
    """Many wards in one installation (docs/city.md); run in the folder with city.toml."""


@city.command("add")
@click.argument("code")
@click.option("--name", required=True, help="As letters address it: «Ủy ban nhân dân phường …».")
@click.option("--host", required=True, help="Under which name browsers ask for it.")
def city_add(code: str, name: str, host: str) -> None:
    """Add a ward: its folder, its part of the database, a first account, the city's model."""
    _require_city()
    from web.city.commands import add

    with _explained():
        sys.exit(add(code, name=name, host=host))


@city.command("list")
def city_list() -> None:
    """Say which wards there are and what each has to do."""
    _require_city()
    from web.city.commands import show

    sys.exit(show())


@main.group()
def staff() -> None:
    """Accounts from the command line."""


@staff.command("add")
@click.argument("username")
@click.option("--role", type=click.Choice(["clerk", "unit_head", "officer", "leader", "admin"]), required=True)
@click.option("--name", "full_name", required=True, help="Full name, family name first.")
@click.option("--unit", help="Unit code of ward.toml; for unit heads and officers.")
@click.password_option("--password")
@click.option("--keep-password", is_flag=True, help="The person chose it: no change at the first sign-in.")
def staff_add(
    username: str, role: str, full_name: str, unit: str | None, password: str, *, keep_password: bool
) -> None:
    """Add one account."""
    _django()
    from web.organization.models import UNIT_ROLES, Role, Unit
    from web.organization.setup import add_staff, update_units

    update_units(_office())
    chosen = Unit.objects.filter(code=unit).first()
    if Role(role) in UNIT_ROLES and chosen is None:
        raise click.ClickException("Trưởng đơn vị và chuyên viên cần --unit là một mã đơn vị trong ward.toml.")
    add_staff(
        username, password, role=Role(role), full_name=full_name, unit=chosen, must_change_password=not keep_password
    )
    click.echo(f"Đã thêm {username}.")


@staff.command("second-factor-off")
@click.argument("username")
def staff_second_factor_off(username: str) -> None:
    """Switch off the second factor of an account whose phone and recovery codes are lost; recorded."""
    _django()
    from web.organization.sign_in_actions import switch_off_second_factor

    person = _account(username)
    was_on = switch_off_second_factor(person, by=None)
    click.echo(f"Đã tắt xác thực hai bước của {username}." if was_on else f"{username} chưa bật xác thực hai bước.")


@main.group()
def token() -> None:
    """Keys of other programs (docs/api.md)."""


@token.command("add")
@click.argument("username")
@click.option("--name", required=True, help="Which program it is for.")
def token_add(username: str, name: str) -> None:
    """Make a key that may do what this account may; printed once."""
    _django()
    from web.interchange.actions import make_token

    click.echo(make_token(_account(username), name=name))


@token.command("list")
def token_list() -> None:
    """Say which keys there are, never the keys themselves."""
    _django()
    from web.interchange.models import ApiToken

    for made in ApiToken.objects.select_related("staff").order_by("pk"):
        state = "đã thu hồi" if made.revoked_at else "đang dùng được"
        used = f"{made.last_used_on:%d/%m/%Y}" if made.last_used_on else "chưa dùng"
        click.echo(f"{made.pk}  {made.staff.username}  {made.name}  {state}  dùng gần nhất: {used}")


@token.command("revoke")
@click.argument("number", type=int)
def token_revoke(number: int) -> None:
    """Make a key useless at once."""
    _django()
    from web.interchange.actions import revoke_token
    from web.interchange.models import ApiToken

    found = ApiToken.objects.select_related("staff").filter(pk=number).first()
    if found is None:
        raise click.ClickException(f"Không có khóa số {number}. Xem: vanthu token list.")
    click.echo(f"Đã thu hồi khóa số {number}." if revoke_token(found) else f"Khóa số {number} đã thu hồi từ trước.")


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def django(arguments: tuple[str, ...]) -> None:
    """Run a Django management command (migrate, shell, …)."""
    _django()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["vanthu django", *arguments])


def _account(username: str) -> Staff:
    from web.organization.models import Staff

    person = Staff.objects.filter(username=username).first()
    if person is None:
        raise click.ClickException(f"Không có tài khoản {username}.")
    return person


def _require_city() -> None:
    if not _in_city():
        raise click.ClickException("Thư mục này không có city.toml. Lệnh này chỉ dùng cho máy chủ chung của thành phố.")


def _in_city() -> bool:
    """Whether VANTHU_HOME is a city's. Services of one of its wards cannot be run: the city's serve them all."""
    _django()
    from django.conf import settings

    if settings.CITY is None:
        return False
    if settings.CITY.home == settings.HOME:
        return True
    raise click.ClickException(f"Phường này do máy chủ chung của thành phố phục vụ. Chạy ở {settings.CITY.home}.")


def _prepare(office: Office) -> None:
    in_city = _in_city()
    from web.originals import originals_of

    with _explained():
        originals_of(office)  # a setting that cannot work ends the start, not the first letter
        if in_city:
            from web.city.setup import prepare_city

            prepare_city(click.echo)
        else:
            _prepare_office(office)
    _ensure_model(office)


def _prepare_office(office: Office) -> None:
    from django.core.management import call_command

    from web.organization.setup import ensure_admin, update_units

    call_command("migrate", verbosity=0, interactive=False)
    update_units(office)
    office.inbox.folder.mkdir(parents=True, exist_ok=True)
    account = ensure_admin()
    if account is not None:
        click.echo(f"Tài khoản quản trị đầu tiên: {account[0]}  mật khẩu: {account[1]}  (hãy đổi sau khi đăng nhập)")


def _ensure_model(office: Office) -> None:
    from classifiers.store import active_version, trouble_of

    active = active_version(office.models)
    if active is None:
        click.echo("Đang huấn luyện mô hình đầu tiên từ kho văn bản mẫu…")
        _train(office)
    elif (trouble := trouble_of(office.models, active, key_file=office.model_key)) is not None:
        # After an upgrade of the libraries the office must not find every letter in review.
        click.echo(f"{trouble} Đang huấn luyện bản mới…")
        _train(office)


def _train(office: Office, run_id: int | None = None) -> ExitCode:
    from django.conf import settings
    from django.core.management import call_command

    from web.learning.commands import train as carry_out

    if settings.CITY is None:  # of a city, the start brought every ward up to date
        call_command("migrate", verbosity=0, interactive=False)
    return carry_out(office, run_id=run_id)


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web.settings")
    import django as framework

    with _explained():
        framework.setup()
    from django.conf import settings

    if settings.CITY is not None:
        from django.db import connection

        connection.set_schema(settings.CITY.ward_at(settings.HOME))  # type: ignore[attr-defined]  # of django-tenants


def _office() -> Office:
    from pipeline.config import load_office

    with _explained():
        return load_office()


@contextmanager
def _explained() -> Iterator[None]:
    """A wrong configuration ends the command with its sentence, not with a traceback."""
    try:
        yield
    except IntakeError as error:
        click.echo(error.sentence, err=True)
        sys.exit(error.exit_code)


def _reader(office: Office) -> Reader:
    with _explained():
        return _build_reader(office)


def _build_reader(office: Office) -> Reader:
    from pipeline.process import build_reader

    return build_reader(office, load_model=_model, load_ocr=_ocr)


def _model(office: Office) -> Model | None:
    """The active model; without a usable one readings go on and every letter waits in review."""
    from classifiers.store import ModelProblemError, active_version, load_model

    if active_version(office.models) is None:
        return None
    try:
        return load_model(office.models, key_file=office.model_key)
    except ModelProblemError as error:
        click.echo(str(error), err=True)
        return None


def _ocr() -> OcrEngine | None:
    from pipeline.process import find_ocr

    return find_ocr()


def _day(moment: datetime | None) -> date:
    return moment.date() if moment else datetime.now(VIETNAM_TIME).date()


if __name__ == "__main__":
    main()
