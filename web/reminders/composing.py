"""A message of the outbox -> the letter that goes out, as things stand now; nothing when all of it is done."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parseaddr

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from pipeline.config import Office
from pipeline.deadlines import WorkCalendar
from pipeline.documents import DeadlineKind
from web.organization.models import Staff
from web.organization.stand_ins import absences_by_person, duties_of
from web.register.models import EntryDeadline
from web.register.permissions import can_see
from web.reminders.channels import Letter
from web.reminders.closing import reminders_over
from web.reminders.models import Channel, Message, MessageKind, Reminder, Stage
from web.reminders.recipients import People
from web.reminders.stages import days_left_in_words

MOST_LINES = 40  # a mail that nobody reads to the end reminds nobody; the rest is on the page
MOST_QUOTE = 300
# In a digest a letter stands once, with what presses most.
PRESSING = {stage: place for place, stage in enumerate((Stage.OVERDUE, Stage.TODAY, Stage.MEETING, Stage.BEFORE))}


@dataclass(frozen=True, slots=True)
class Line:
    """One letter in a mail."""

    number: int | None
    code: str  # "" for a restricted letter and for one that the person may not see
    stage: str
    due_on: date | None
    left: str
    meeting_at: datetime | None
    quote: str
    officer: str
    instead_of: str
    link: str
    is_waiting_for_clerk: bool


def compose(message: Message, *, now: datetime, office: Office, calendar: WorkCalendar) -> Letter | None:
    """None: there is nothing left to say, or nobody to say it to."""
    today = timezone.localdate(now)
    if message.kind == MessageKind.TEST:
        return _letter(message, "Thư thử của phần mềm văn thư", "reminders/mail_test.txt", {}, office)
    reminders = _standing(message, now, today)
    if not reminders:
        return None
    context: dict[str, object] = {"today": today}
    if message.channel == Channel.APPRISE:
        lines = _bare_lines(reminders, today, calendar)
        context |= {"lines": lines[:MOST_LINES], "left_out": len(lines) - MOST_LINES}
        return _letter(message, f"Văn thư: {len(lines)} văn bản cần chú ý", "reminders/apprise.txt", context, office)
    lines = _lines(reminders, message.person, today, office, calendar)
    context |= {
        "lines": lines[:MOST_LINES],
        "left_out": len(lines) - MOST_LINES,
        "total": len(lines),
        "overdue": sum(line.stage == Stage.OVERDUE for line in lines),
        "due_today": sum(line.stage == Stage.TODAY for line in lines),
        "due_soon": sum(line.stage == Stage.BEFORE for line in lines),
        "page": _link(office, "/nhac-viec/"),
    }
    return _letter(message, _subject(message, lines, today), "reminders/mail.txt", context, office)


def _standing(message: Message, now: datetime, today: date) -> list[Reminder]:
    """Its reminders that still hold, most pressing first, each letter and date once."""
    open_ones = message.reminders.filter(closed_at__isnull=True)
    over = reminders_over(open_ones, now, People(today))
    reminders = open_ones.exclude(pk__in=over).select_related("entry", "entry__officer", "instead_of")
    found: dict[tuple[int, date | None], Reminder] = {}
    for reminder in sorted(reminders, key=_pressing):
        found.setdefault((reminder.entry_id, reminder.due_on), reminder)
    return list(found.values())


def _pressing(reminder: Reminder) -> tuple[int, date, int]:
    return PRESSING.get(Stage(reminder.stage), -1), reminder.due_on or date.min, reminder.entry_id


def _lines(
    reminders: Iterable[Reminder], person: Staff | None, today: date, office: Office, calendar: WorkCalendar
) -> list[Line]:
    if person is None:
        return []
    person.duties = duties_of(person, absences_by_person(today))  # of the day of this pass, whatever the clock says
    reminders = list(reminders)
    quotes = _quotes(reminders)
    return [_line(reminder, person, quotes, today, office, calendar) for reminder in reminders]


def _line(
    reminder: Reminder,
    person: Staff,
    quotes: dict[tuple[int, date], str],
    today: date,
    office: Office,
    calendar: WorkCalendar,
) -> Line:
    entry = reminder.entry
    is_told_all = not entry.is_restricted and can_see(person, entry)
    due_on = reminder.due_on
    return Line(
        number=entry.arrival_number,
        code=entry.code if is_told_all else "",
        stage=reminder.stage,
        due_on=due_on,
        left=days_left_in_words(due_on, today, calendar) if due_on else "",
        meeting_at=reminder.meeting_at,
        quote=quotes.get((entry.pk, due_on), "") if is_told_all and due_on else "",
        officer=str(entry.officer) if entry.officer_id not in {None, person.pk} else "",
        instead_of=str(reminder.instead_of) if reminder.instead_of else "",
        link=_link(office, f"/van-ban/{entry.pk}/") if can_see(person, entry) else "",
        is_waiting_for_clerk=entry.lead_unit_id is None,
    )


def _bare_lines(reminders: Iterable[Reminder], today: date, calendar: WorkCalendar) -> list[Line]:
    """For services outside the office: numbers and days, no words of the letter and no names."""
    lines: dict[tuple[int, date | None], Line] = {}
    for reminder in reminders:
        left = days_left_in_words(reminder.due_on, today, calendar) if reminder.due_on else ""
        lines.setdefault(
            (reminder.entry_id, reminder.due_on),
            Line(
                number=reminder.entry.arrival_number,
                code="",
                stage=reminder.stage,
                due_on=reminder.due_on,
                left=left,
                meeting_at=None,
                quote="",
                officer="",
                instead_of="",
                link="",
                is_waiting_for_clerk=False,
            ),
        )
    return list(lines.values())


def _subject(message: Message, lines: list[Line], today: date) -> str:
    if message.kind == MessageKind.DIGEST:
        return f"Nhắc việc ngày {today:%d/%m/%Y}: {len(lines)} văn bản"
    line = lines[0]
    if line.stage == Stage.ARRIVED:
        return f"Văn bản khẩn mới đến, số đến {line.number}"
    if line.meeting_at is not None:
        return f"Nhắc họp lúc {timezone.localtime(line.meeting_at):%H:%M}, văn bản đến số {line.number}"
    due = f"hạn {line.due_on:%d/%m/%Y} ({line.left})" if line.due_on else "cần chú ý"
    return f"Nhắc việc: văn bản đến số {line.number}, {due}"


def _letter(message: Message, subject: str, template: str, context: dict[str, object], office: Office) -> Letter:
    body = render_to_string(template, {**context, "message": message, "office_name": office.identity.name})
    to = message.person.email if message.person and message.channel == Channel.MAIL else ""
    return Letter(subject, body.strip() + "\n", message_id_of(message.key, office), to)


def message_id_of(key: str, office: Office) -> str:
    """The same for the same reminder, also after a restored backup; it tells nothing of what is inside."""
    stamp = hmac.digest(settings.SECRET_KEY.encode(), key.encode(), "sha256").hex()[:32]
    domain = parseaddr(office.mail.sender)[1].rpartition("@")[2] if office.mail else "vanthu.invalid"
    return f"<nhac-viec.{stamp}@{domain}>"


def _link(office: Office, path: str) -> str:
    return f"{office.reminders.base_url}{path}" if office.reminders.base_url else ""


def _quotes(reminders: list[Reminder]) -> dict[tuple[int, date], str]:
    """The sentence that sets each date."""
    entries = {reminder.entry_id for reminder in reminders}
    standing = EntryDeadline.objects.filter(entry__in=entries, rejected_at__isnull=True, due_on__isnull=False)
    standing = standing.exclude(applies_to_us=False).exclude(kind=DeadlineKind.EFFECTIVE.value)
    found: dict[tuple[int, date], str] = {}
    for entry, due_on, quote in standing.order_by("pk").values_list("entry_id", "due_on", "quote"):
        if due_on is not None:
            found.setdefault((entry, due_on), " ".join(quote.split())[:MOST_QUOTE])
    return found
