"""Pages of the administrator: the state of the system and the days off. Accounts: accounts.py."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from classifiers.store import active_version, list_models
from pipeline.calendar_file import CalendarProblemsError, load_calendar
from pipeline.deadlines import VIETNAM_CALENDAR, WorkCalendar
from pipeline.errors import ConfigError
from web.offices import current_office
from web.operations.backups import list_backups
from web.operations.checks import quick_checks, run_checks
from web.organization import actions
from web.organization.forms import CalendarForm
from web.register import queries
from web.register.permissions import can_manage, require
from web.register.views.lists import signed_in

OK, BAD_REQUEST = 200, 400


def system(request: HttpRequest) -> HttpResponse:
    """What an administrator checks first; a POST looks at all letters and originals too."""
    require(can_manage(signed_in(request)))
    office = current_office()
    look = run_checks if request.method == "POST" else quick_checks
    context = {
        "findings": look(office, timezone.now()),
        "is_full": request.method == "POST",
        "models": list_models(office.models),
        "active_model": active_version(office.models),
        "counts": queries.state_counts(),
        "backups": reversed(list_backups(office.backup.folder)),
        "office": office,
    }
    return render(request, "organization/system.html", context)


def calendar(request: HttpRequest) -> HttpResponse:
    """The days off that are known, and next year's table as a CSV file."""
    staff = signed_in(request)
    require(can_manage(staff))
    office = current_office()
    form = CalendarForm(request.POST or None, request.FILES or None)
    problems: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            years = actions.import_days_off(form.cleaned_data["file"].read(), office.calendar_file, by=staff)
        except CalendarProblemsError as error:
            problems = error.problems
        else:
            messages.success(request, f"Đã nhập lịch nghỉ năm {', '.join(map(str, years))}.")
            return redirect("calendar")
    damage = ""
    known = VIETNAM_CALENDAR
    try:
        known = load_calendar(office.calendar_file)
    except ConfigError as error:
        damage = error.sentence
    context = {"form": form, "problems": problems, "damage": damage, "years": _years(known, timezone.localdate())}
    status = BAD_REQUEST if problems or form.errors else OK
    return render(request, "organization/calendar.html", context, status=status)


def _years(known: WorkCalendar, today: date) -> list[dict[str, object]]:
    """Each year from this one on with its days off, and the next ones that nobody has announced."""
    wanted = sorted({year for year in known.known_years if year >= today.year - 1} | {today.year, today.year + 1})
    return [
        {
            "year": year,
            "is_known": year in known.known_years,
            "off": sorted(day for day in known.days_off if day.year == year),
            "made_up": sorted(day for day in known.made_up_workdays if day.year == year),
        }
        for year in wanted
    ]
