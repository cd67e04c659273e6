"""A due date, a day and the calendar -> the stage of that day, when it may be sent, and the words for what is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from pipeline.config_reminders import ReminderConfig
from pipeline.deadlines import WorkCalendar
from pipeline.documents import Urgency
from pipeline.time_zone import VIETNAM_TIME
from web.reminders.models import OF_THE_MORNING, Stage

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DueStage:
    """What a due date calls for on a day; `key` is the same however often it is asked."""

    stage: Stage
    key: str
    due_on: date
    to_head: bool
    to_leader: bool


@dataclass(frozen=True, slots=True)
class Sending:
    """When a reminder leaves the app: alone, or with the others of the person in the digest of a day."""

    at: datetime
    digest_of: date | None = None


class DueStages:
    """The stages of one day. Remembers each due date: a register has many letters and few due dates."""

    def __init__(self, day: date, calendar: WorkCalendar, config: ReminderConfig) -> None:
        self._day = day
        self._calendar = calendar
        self._config = config
        self._is_workday = calendar.is_workday(day)
        self._known: dict[date, DueStage | None] = {}

    @property
    def last_due_on(self) -> date:
        """No later due date has a stage today."""
        furthest = max((*self._config.days_before, self._config.head_days_before, 0))
        return self._calendar.add_workdays(self._day, furthest + 1)

    def stage_of(self, due_on: date, urgency: int) -> DueStage | None:
        """None: nothing to say today. On days off only express letters speak up, and only before they are overdue."""
        if not self._is_workday and (urgency < Urgency.EXPRESS or due_on < self._day):
            return None
        if due_on not in self._known:
            self._known[due_on] = self._find(due_on)
        return self._known[due_on]

    def _find(self, due_on: date) -> DueStage | None:
        if due_on < self._day:
            over = workdays_after(due_on, self._day, self._calendar)
            key = f"overdue:{due_on}:{self._day}"
            return DueStage(
                Stage.OVERDUE, key, due_on, to_head=True, to_leader=over >= self._config.leader_days_overdue
            )
        if due_on == self._day:
            return DueStage(Stage.TODAY, f"today:{due_on}", due_on, to_head=True, to_leader=False)
        reached = [days for days in self._config.days_before if self._is_within(due_on, days)]
        if not reached:
            return None
        to_head = self._is_within(due_on, self._config.head_days_before)
        return DueStage(Stage.BEFORE, f"before-{min(reached)}:{due_on}", due_on, to_head=to_head, to_leader=False)

    def _is_within(self, due_on: date, days: int) -> bool:
        return self._calendar.add_workdays(due_on, -days) <= self._day


def workdays_after(start: date, end: date, calendar: WorkCalendar) -> int:
    """Working days after `start`, up to and with `end`."""
    return sum(calendar.is_workday(start + timedelta(days=number)) for number in range(1, (end - start).days + 1))


def days_left_in_words(due_on: date, today: date, calendar: WorkCalendar) -> str:
    """«còn 3 ngày làm việc», «hôm nay», «quá 2 ngày làm việc»."""
    if due_on == today:
        return "hôm nay"
    if due_on < today:
        over = workdays_after(due_on, today, calendar)
        return f"quá {over} ngày làm việc" if over else "đã qua, hôm nay là ngày nghỉ"
    left = workdays_after(today, due_on, calendar)
    return f"còn {left} ngày làm việc" if left else "rơi vào ngày nghỉ"


def is_quiet(moment: datetime, calendar: WorkCalendar, config: ReminderConfig) -> bool:
    """At night and on days off nobody is disturbed."""
    local = moment.astimezone(VIETNAM_TIME)
    if not calendar.is_workday(local.date()):
        return True
    start, end, clock = config.quiet_from, config.quiet_until, local.time()
    if start <= end:  # an office that is quiet at noon, or never
        return start <= clock < end
    return clock >= start or clock < end


def first_moment_to_disturb(moment: datetime, calendar: WorkCalendar, config: ReminderConfig) -> datetime:
    """The moment itself, or when the quiet hours that it falls into end."""
    if not is_quiet(moment, calendar, config):
        return moment
    local = moment.astimezone(VIETNAM_TIME)
    today = local.date()
    if calendar.is_workday(today) and local.time() < config.quiet_until:
        return _at(today, config.quiet_until)
    return _at(calendar.add_workdays(today, 1), config.quiet_until)


def when_to_send(
    stage: Stage,
    *,
    urgency: int,
    due_on: date | None,
    now: datetime,
    is_first_pass: bool,
    calendar: WorkCalendar,
    config: ReminderConfig,
) -> Sending:
    """Express at once, urgent alone outside the quiet hours, the rest in the digest.

    What the first pass of a day finds goes into the digest of that day, even if the machine was switched on late;
    what comes up after it waits for the next one, unless that would be after the due date.
    """
    today = now.astimezone(VIETNAM_TIME).date()
    morning = _at(today, config.morning_at)
    earliest = max(now, morning) if stage in OF_THE_MORNING else now
    if urgency >= Urgency.EXPRESS:
        return Sending(earliest)
    alone = Sending(first_moment_to_disturb(earliest, calendar, config))
    if stage not in OF_THE_MORNING or urgency >= config.urgent_from:
        return alone
    if calendar.is_workday(today) and (is_first_pass or now < morning):
        return Sending(earliest, digest_of=today)
    next_day = calendar.add_workdays(today, 1)
    if due_on is not None and today <= due_on < next_day:
        return alone
    return Sending(_at(next_day, config.morning_at), digest_of=next_day)


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, VIETNAM_TIME)
