"""Pages that list letters: arrivals, review, register, queues."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from web.organization.models import UNIT_ROLES, Role, Staff, Unit
from web.register import permissions, queries
from web.register.forms import RegisterFilterForm
from web.register.models import RegisterEntry
from web.register.paging import EntryPaginator
from web.register.permissions import require
from web.register.secret_files import secret_files
from web.register.services import silent_services

PAGE_SIZE = 50
HOME_PAGES = {
    Role.CLERK: "arrivals",
    Role.LEADER: "units",
    Role.UNIT_HEAD: "queue",
    Role.OFFICER: "my-work",
    Role.ADMIN: "system",
}


def signed_in(request: HttpRequest) -> Staff:
    """The person behind the request; LoginRequiredMiddleware has sent everybody else to sign in."""
    if not isinstance(request.user, Staff):
        raise PermissionDenied
    return request.user


def home(request: HttpRequest) -> HttpResponse:
    return redirect(HOME_PAGES[Role(signed_in(request).role)])


def arrivals(request: HttpRequest) -> HttpResponse:
    """The clerk's day: what is being read, what waits, what was refused, what came in today."""
    require(permissions.can_see_register(signed_in(request)))
    now = timezone.now()
    in_reading = queries.in_reading()
    notices = queries.notices()
    reading_count = in_reading.count()
    context = {
        "silent": silent_services(now),
        "notices": notices,
        "reading_count": reading_count,
        "refresh": bool(reading_count or notices),
        "review_count": queries.review_queue().count(),
        "refused": queries.refused_lately(now)[:PAGE_SIZE],
        "waiting_secret": queries.waiting_secret(),
        "secret_files": secret_files(),
        "page": _page(request, queries.arrived_on(timezone.localdate(now))),
        "today": timezone.localdate(now),
    }
    return render(request, "register/arrivals.html", context)


def review(request: HttpRequest) -> HttpResponse:
    require(permissions.can_see_register(signed_in(request)))
    return render(request, "register/review.html", {"page": _page(request, queries.review_queue())})


def register(request: HttpRequest) -> HttpResponse:
    require(permissions.can_see_register(signed_in(request)))
    form = RegisterFilterForm(request.GET)
    entries = queries.register_entries()
    if form.is_valid():
        unit = form.cleaned_data["unit"]
        entries = queries.register_entries(
            text=form.cleaned_data["q"],
            state=form.cleaned_data["state"],
            unit=unit.code if unit else "",
            year=form.cleaned_data["year"],
        )
    query = request.GET.copy()
    query.pop("trang", None)
    return render(
        request, "register/register.html", {"form": form, "page": _page(request, entries), "query": query.urlencode()}
    )


def units(request: HttpRequest) -> HttpResponse:
    require(permissions.can_see_register(signed_in(request)))
    return render(request, "register/units.html", {"units": queries.unit_counts()})


def unit_queue(request: HttpRequest, code: str) -> HttpResponse:
    """The queue of any unit, for those who see the whole office."""
    require(permissions.can_see_register(signed_in(request)))
    return _queue(request, get_object_or_404(Unit, code=code))


def queue(request: HttpRequest) -> HttpResponse:
    """The queue of one's own unit."""
    return _queue(request, _own_unit(request))


def completed(request: HttpRequest) -> HttpResponse:
    unit = _own_unit(request)
    return render(
        request, "register/completed.html", {"unit": unit, "page": _page(request, queries.completed_of_unit(unit))}
    )


def my_work(request: HttpRequest) -> HttpResponse:
    staff = signed_in(request)
    require(staff.role in UNIT_ROLES)
    page = _page(request, queries.officer_work(staff))
    groups = queries.by_due_date(page, timezone.localdate())
    return render(request, "register/my_work.html", {"groups": groups, "page": page})


def _queue(request: HttpRequest, unit: Unit) -> HttpResponse:
    page = _page(request, queries.unit_queue(unit))
    context = {
        "unit": unit,
        "groups": queries.by_due_date(page, timezone.localdate()),
        "cooperating": queries.cooperating_queue(unit)[:PAGE_SIZE],
        "page": page,
    }
    return render(request, "register/queue.html", context)


def _own_unit(request: HttpRequest) -> Unit:
    staff = signed_in(request)
    require(staff.role in UNIT_ROLES)
    if staff.unit is None:
        raise PermissionDenied
    return staff.unit


def _page(request: HttpRequest, entries: QuerySet[RegisterEntry]) -> Page[RegisterEntry]:
    return EntryPaginator(entries, PAGE_SIZE).get_page(request.GET.get("trang"))
