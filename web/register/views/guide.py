"""«Bắt đầu»: the first steps of a role, as a card on the first page until it is closed, and as a page of its own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from web.register.guide import CLOSED, CLOSED_SECONDS, steps_of
from web.register.views.lists import signed_in


@require_GET
def guide(request: HttpRequest) -> HttpResponse:
    return render(request, "register/guide.html", {"steps": steps_of(signed_in(request))})


@require_POST
def close_guide(request: HttpRequest) -> HttpResponse:
    """A cookie and no row: it is about this person at this computer, and losing it costs one click."""
    response = redirect("home")
    response.set_cookie(
        CLOSED.format(staff_id=signed_in(request).pk), "1", max_age=CLOSED_SECONDS, httponly=True, samesite="Lax"
    )
    return response
