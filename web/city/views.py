"""Pages of the city's office: all wards, and what one of them has to do."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from web.city.actions import note_city_view
from web.city.overview import counts_of, letters_to_do
from web.city.wards import look_at_wards
from web.register.permissions import require, sees_all_wards
from web.register.services import silent_services
from web.register.views import lists
from web.register.views.lists import page_of, signed_in
from web.wards import serving


def home(request: HttpRequest) -> HttpResponse:
    return redirect("wards") if sees_all_wards(signed_in(request)) else lists.home(request)


def wards(request: HttpRequest) -> HttpResponse:
    require(sees_all_wards(signed_in(request)))
    usable, broken = look_at_wards()
    context = {
        "wards": counts_of(usable, timezone.localdate()),
        "broken": broken,
        "silent_services": silent_services(timezone.now()),
    }
    return render(request, "city/wards.html", context)


def ward(request: HttpRequest, code: str) -> HttpResponse:
    """What a ward has to do. The ward sees in its audit record that the city looked."""
    staff = signed_in(request)
    require(sees_all_wards(staff))
    found = next((ward for ward in look_at_wards()[0] if ward.code == code), None)
    if found is None:
        raise Http404
    only_overdue = "qua-han" in request.GET
    note_city_view(code, by=staff, only_overdue=only_overdue)
    with serving(code):
        page = page_of(request, letters_to_do(overdue_on=timezone.localdate() if only_overdue else None))
        entries = list(page)  # read while the ward is served
    context = {"ward": found, "entries": entries, "page": page, "only_overdue": only_overdue}
    return render(request, "city/ward.html", context)
