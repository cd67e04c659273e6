"""Pages that list letters: register, queues; and what all list pages share."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from web.offices import current_office
from web.organization.models import UNIT_ROLES, Role, Staff, Unit
from web.organization.queries import away_today, fields_without_anybody, stood_in_for
from web.register import office_queries, permissions, queries
from web.register.models import RegisterEntry
from web.register.navigation import HOME_PAGES
from web.register.paging import EntryPaginator
from web.register.permissions import require
from web.register.work_forms import GroupForm

PAGE_SIZE = 50
KEY_DIGITS = 18  # of an id that the database can compare


def signed_in(request: HttpRequest) -> Staff:
    """The person behind the request; LoginRequiredMiddleware has sent everybody else to sign in."""
    if not isinstance(request.user, Staff):
        raise PermissionDenied
    return request.user


def home(request: HttpRequest) -> HttpResponse:
    role = Role(signed_in(request).role)
    if role == Role.LEADER and current_office().leader_directs:
        return redirect("directions")
    return redirect(HOME_PAGES[role])


def units(request: HttpRequest) -> HttpResponse:
    require(permissions.can_see_register(signed_in(request)))
    context = {
        "units": queries.unit_counts(),
        "uncovered": fields_without_anybody(away_today(signed_in(request))),
        "waiting_count": office_queries.waiting_for_direction().count(),
    }
    return render(request, "register/units.html", context)


def unit_queue(request: HttpRequest, code: str) -> HttpResponse:
    """The queue of any unit, for those who see the whole office; of another one, for who stands in there."""
    unit = get_object_or_404(Unit, code=code)
    require(permissions.can_see_queue(signed_in(request), unit))
    return _queue(request, unit)


def queue(request: HttpRequest) -> HttpResponse:
    """The queue of one's own unit."""
    return _queue(request, _own_unit(request))


def completed(request: HttpRequest) -> HttpResponse:
    unit = _own_unit(request)
    done = queries.completed_of_unit(unit, seen_by=signed_in(request))
    return render(request, "register/completed.html", {"unit": unit, "page": page_of(request, done)})


def my_work(request: HttpRequest) -> HttpResponse:
    """One's own work; and, apart from it, that of people one stands in for today."""
    staff = signed_in(request)
    today = timezone.localdate()
    away = away_today(staff)
    acting = stood_in_for(staff, away)
    require(bool(staff.duties.works_in))
    page = page_of(request, queries.officer_work(staff))
    taken_over: dict[int, list[RegisterEntry]] = {absence.staff.pk: [] for absence in acting}
    for entry in queries.work_given_to(taken_over)[: 2 * PAGE_SIZE] if acting else ():
        taken_over[entry.officer_id or 0].append(entry)
    context = {
        "groups": queries.by_due_date(page, today),
        "page": page,
        "away": away,
        "own_absence": away.get(staff.pk),
        "acting": [(absence, queries.by_due_date(taken_over[absence.staff.pk], today)) for absence in acting],
    }
    return render(request, "register/my_work.html", context)


def _queue(request: HttpRequest, unit: Unit) -> HttpResponse:
    staff = signed_in(request)
    today = timezone.localdate()
    away = away_today(staff)
    is_head = permissions.is_head_of(staff, unit)
    page = page_of(request, queries.unit_queue(unit, seen_by=staff))
    context = {
        "unit": unit,
        "groups": queries.by_due_date(page, today),
        "cooperating": queries.cooperating_queue(unit, seen_by=staff)[:PAGE_SIZE],
        "page": page,
        "away": away,
        "now": timezone.now(),
        "acting": stood_in_for(staff, away),
        "is_own": staff.unit_id == unit.pk,
    }
    if is_head:
        group_form = GroupForm(unit, away)
        context |= {
            "group_form": group_form,
            "people": group_form.people.values(),
            "uncovered": fields_without_anybody(away, unit=unit),
            "request_count": office_queries.extension_requests([unit.pk]).count(),
        }
    return render(request, "register/queue.html", context)


def _own_unit(request: HttpRequest) -> Unit:
    staff = signed_in(request)
    require(staff.role in UNIT_ROLES)
    if staff.unit is None:
        raise PermissionDenied
    return staff.unit


def is_key(text: str) -> bool:
    """What a form sent may be an id."""
    return text.isascii() and text.isdecimal() and len(text) <= KEY_DIGITS


def page_of(request: HttpRequest, entries: QuerySet[RegisterEntry]) -> Page[RegisterEntry]:
    return EntryPaginator(entries, PAGE_SIZE).get_page(request.GET.get("trang"))
