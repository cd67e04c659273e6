"""Pages of the administrator: accounts and the state of the system; and everybody's own password."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_POST

from classifiers.store import active_version, list_models
from pipeline.calendar_file import CalendarProblemsError, load_calendar
from pipeline.deadlines import VIETNAM_CALENDAR, WorkCalendar
from pipeline.errors import ConfigError
from web.offices import current_office
from web.operations.backups import list_backups
from web.operations.checks import quick_checks, run_checks
from web.organization import actions
from web.organization.forms import AccountForm, CalendarForm, PasswordForm
from web.organization.models import UNIT_ROLES, Role, Staff
from web.register import queries
from web.register.audit import record
from web.register.models import Event
from web.register.permissions import can_manage, require
from web.register.views.lists import signed_in

OK, BAD_REQUEST = 200, 400


class SignInView(LoginView):
    """Sign in; each one is recorded."""

    template_name = "registration/sign_in.html"
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        record(Event.SIGNED_IN, by=signed_in(self.request))
        return response


class OwnPasswordView(PasswordChangeView):
    template_name = "registration/own_password.html"
    success_url = reverse_lazy("home")


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


def accounts(request: HttpRequest) -> HttpResponse:
    staff = signed_in(request)
    require(can_manage(staff))
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        added = actions.add_account(
            by=staff,
            username=values["username"],
            password=values["password"],
            role=Role(values["role"]),
            full_name=values["full_name"],
            unit=values["unit"] if values["role"] in UNIT_ROLES else None,
        )
        messages.success(request, f"Đã thêm tài khoản {added.username}.")
        return redirect("accounts")
    return render(request, "organization/accounts.html", {"form": form, "staff_list": queries.staff_list()})


@require_POST
def reset_password(request: HttpRequest, staff_id: int) -> HttpResponse:
    person = get_object_or_404(Staff, pk=staff_id)
    form = PasswordForm(request.POST)
    if form.is_valid():
        actions.set_password(person, form.cleaned_data["password"], by=signed_in(request))
        messages.success(request, f"Đã đặt mật khẩu mới cho {person.username}.")
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("accounts")


@require_POST
def toggle_active(request: HttpRequest, staff_id: int) -> HttpResponse:
    person = get_object_or_404(Staff, pk=staff_id)
    actions.set_active(person, active=not person.is_active, by=signed_in(request))
    messages.success(request, f"Đã {'khóa' if person.is_active else 'mở'} tài khoản {person.username}.")
    return redirect("accounts")
