"""An office of its own for the real postman: filled, posted from by a process that may be killed, and counted.

python -m tests.reminder_home fill|post|report, with VANTHU_HOME set. Time is passed in: two hours take seconds.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import click

from tests.home import PROJECT, VANTHU, environment

PROGRAM = [sys.executable, "-m", "tests.reminder_home"]
MAIL = """
[reminders]
base_url = "http://vanthu.test"

[mail]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "Văn thư <vanthu@an-thanh.test>"
"""


def make_home(home: Path, *, port: int) -> None:
    """A database, and ward.toml with the mail server at this port."""
    home.mkdir(parents=True, exist_ok=True)
    shutil.copy(PROJECT / "ward.toml", home)
    with (home / "ward.toml").open("a", encoding="utf-8") as stream:
        stream.write(MAIL.format(port=port))
    subprocess.run([*VANTHU, "django", "migrate", "-v", "0"], env=environment(home), cwd=PROJECT, check=True)


def fill(home: Path, *, people: int, entries: int, now: datetime) -> None:
    subprocess.run(_command("fill", people, entries, now.isoformat()), env=environment(home), cwd=PROJECT, check=True)


def start_posting(home: Path, *, start: datetime, until: datetime, step: timedelta) -> subprocess.Popen[str]:
    """A process that posts; it prints each moment of its clock before it posts what is due then."""
    command = _command("post", start.isoformat(), until.isoformat(), int(step.total_seconds()))
    return subprocess.Popen(
        command, env=environment(home), cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


def report(home: Path) -> dict[str, dict[str, str]]:
    """Message-ID -> state and person of every message of the outbox."""
    done = subprocess.run(
        _command("report"), env=environment(home), cwd=PROJECT, check=True, capture_output=True, text=True
    )
    found: dict[str, dict[str, str]] = json.loads(done.stdout)
    return found


def _command(*arguments: object) -> Sequence[str]:
    return [*PROGRAM, *map(str, arguments)]


@click.group()
def main() -> None:
    import django

    django.setup()


@main.command("fill")
@click.argument("people", type=int)
@click.argument("entries", type=int)
@click.argument("now")
def fill_here(people: int, entries: int, now: str) -> None:
    """Officers with addresses, letters due today of which every third is urgent, and the day's reminders."""
    from pipeline.deadlines import VIETNAM_CALENDAR
    from web.offices import current_office
    from web.organization.models import Role, Staff, Unit
    from web.organization.setup import update_units
    from web.register.models import RegisterEntry, State, UrgencyLevel
    from web.reminders.planning import plan_deadlines

    office, moment = current_office(), datetime.fromisoformat(now)
    update_units(office)
    unit = Unit.objects.order_by("pk").first()
    assert unit is not None
    head = Staff(username="truong", role=Role.UNIT_HEAD, unit=unit, last_name="Trưởng", email="truong@an-thanh.test")
    officers = [
        Staff(username=f"cv{n}", role=Role.OFFICER, unit=unit, last_name=f"Cv {n}", email=f"cv{n}@an-thanh.test")
        for n in range(people)
    ]
    Staff.objects.bulk_create([head, *officers])
    RegisterEntry.objects.bulk_create(
        RegisterEntry(
            received_at=moment - timedelta(days=9),
            forwarded_at=moment - timedelta(days=9),
            year=moment.year,
            arrival_number=number,
            code=f"{number}/UBND-VP",
            state=State.ASSIGNED,
            lead_unit=unit,
            officer=officers[number % people],
            due_on=moment.date(),
            urgency=UrgencyLevel.URGENT if number % 3 == 0 else UrgencyLevel.NORMAL,
        )
        for number in range(1, entries + 1)
    )
    plan_deadlines(moment, office, VIETNAM_CALENDAR)


@main.command("post")
@click.argument("start")
@click.argument("until")
@click.argument("step", type=int)
def post_here(start: str, until: str, step: int) -> None:
    """Run the real postman over this span of its clock."""
    from web.offices import current_office
    from web.reminders.postman import Postman

    postman = Postman(current_office())
    now, last = datetime.fromisoformat(start), datetime.fromisoformat(until)
    while now <= last:
        click.echo(now.isoformat())
        sys.stdout.flush()
        while postman.post_once(now):
            pass
        now += timedelta(seconds=step)


@main.command("report")
def report_here() -> None:
    from web.offices import current_office
    from web.reminders.composing import message_id_of
    from web.reminders.models import Message

    office = current_office()
    click.echo(
        json.dumps(
            {
                message_id_of(message.key, office): {"state": message.state, "person": str(message.person_id)}
                for message in Message.objects.all()
            }
        )
    )


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web.settings")
    main()
