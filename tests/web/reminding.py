"""Shared by the tests of reminders: an office with mail, a pass over the register, and what came of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from pipeline.config import Office
from pipeline.config_reminders import MailConfig
from pipeline.deadlines import VIETNAM_CALENDAR
from pipeline.time_zone import VIETNAM_TIME
from web.offices import current_office
from web.organization.models import Staff
from web.register.models import EntryDeadline, RegisterEntry
from web.reminders.models import Message, Reminder
from web.reminders.planning import plan_arrivals, plan_deadlines

MONDAY = date(2026, 11, 2)
Told = set[tuple[str, str]]  # person, key of the stage without its dates


def at(day: date, clock: str = "09:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=VIETNAM_TIME)


def office_with_mail(port: int = 2525, **reminders: Any) -> Office:
    office = current_office()
    mail = MailConfig(host="127.0.0.1", port=port, security="none", sender="Văn thư <vanthu@an-thanh.test>")
    settings = {"base_url": "http://vanthu.test", **reminders}
    return replace(office, mail=mail, reminders=replace(office.reminders, **settings))


def give_addresses() -> None:
    for person in Staff.objects.all():
        Staff.objects.filter(pk=person.pk).update(email=f"{person.username}@an-thanh.test")


def plan(now: datetime, office: Office | None = None) -> int:
    """One pass of the timer."""
    office = office or office_with_mail()
    return plan_arrivals(now, office, VIETNAM_CALENDAR) + plan_deadlines(now, office, VIETNAM_CALENDAR)


def told(entry: RegisterEntry) -> Told:
    """Who is told what of the entry as things stand."""
    open_ones = Reminder.objects.filter(entry=entry, closed_at__isnull=True)
    return {(reminder.person.username, reminder.key.split(":")[0]) for reminder in open_ones.select_related("person")}


def messages() -> list[tuple[str, str, str]]:
    """Person, kind, when: of everything in the outbox."""
    return sorted(
        (message.person.username if message.person else "", message.kind, _local(message.not_before))
        for message in Message.objects.select_related("person")
    )


def add_deadline(entry: RegisterEntry, due_on: date, **columns: Any) -> EntryDeadline:
    values = {
        "kind": "report",
        "answer": {"type": "date", "op": "by", "date": due_on.isoformat()},
        "quote": f"báo cáo trước ngày {due_on:%d/%m/%Y}",
        "applies_to_us": True,
        **columns,
    }
    return EntryDeadline.objects.create(entry=entry, due_on=due_on, **values)


def _local(moment: datetime) -> str:
    return moment.astimezone(VIETNAM_TIME).strftime("%d/%m %H:%M")
