"""When a letter counts as done in time, done late, overdue: one definition for the books and the statistics.

docs/statistics.md says the same in words.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Case, CharField, DateField, Func, Q, QuerySet, Value, When

from web.register.models import EntryDeadline, State

# The letter has gone to the unit that leads. Before that `lead_unit` is only proposed.
SENT = (State.ASSIGNED, State.IN_PROGRESS, State.COMPLETED)


class Timeliness(StrEnum):
    IN_TIME = "in_time"
    LATE = "late"
    DONE_NO_DUE = "done_no_due"
    OPEN = "open"
    OVERDUE = "overdue"
    OPEN_NO_DUE = "open_no_due"


class LocalDay(Func):
    """The Vietnamese day of a moment, by the database's own functions: Django's casts call Python for every row."""

    output_field = DateField()
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template="date(%(expressions)s, '+7 hours')", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        template = "((%(expressions)s) AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"
        return self.as_sql(compiler, connection, template=template, **context)


class LocalMonth(Func):
    """The Vietnamese month of a moment, as «2026-11»."""

    output_field = CharField()
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template="substr(date(%(expressions)s, '+7 hours'), 1, 7)", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        template = "to_char((%(expressions)s) AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM')"
        return self.as_sql(compiler, connection, template=template, **context)


def timeliness(today: date) -> Case:
    """`due_on` is the last day on which the duty is still met, so work that ends on it is in time.

    A duty that was ticked off no longer sets `due_on`; a letter with a duty ticked off late is late.
    """
    is_done = Q(state=State.COMPLETED)
    was_late = Q(due_on__lt=LocalDay("completed_at")) | Q(pk__in=_met().filter(due_on__lt=LocalDay("met_at")))
    had_due = Q(due_on__isnull=False) | Q(pk__in=_met())
    return Case(
        When(is_done & was_late, then=Value(Timeliness.LATE)),
        When(is_done & had_due, then=Value(Timeliness.IN_TIME)),
        When(is_done, then=Value(Timeliness.DONE_NO_DUE)),
        When(due_on__isnull=True, then=Value(Timeliness.OPEN_NO_DUE)),
        When(due_on__lt=today, then=Value(Timeliness.OVERDUE)),
        default=Value(Timeliness.OPEN),
        output_field=CharField(),
    )


def _met() -> QuerySet[EntryDeadline, Any]:
    """Letters with a duty ticked off. Not tied to the outer row, so the database collects them once."""
    met = EntryDeadline.objects.filter(met_at__isnull=False, due_on__isnull=False, rejected_at__isnull=True)
    return met.order_by().values("entry_id")
