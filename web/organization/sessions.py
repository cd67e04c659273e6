"""What every request of a signed-in person passes: time-outs, the way to sign in again, what must be done first.

The moment of the last click travels in a signed cookie, so that a click costs no write to the database. The cookie
belongs to one session; without it the moment of the last sign-in counts. The end after one working day is in the
session itself (SESSION_COOKIE_AGE) and does not move.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from web.errors import error_page
from web.offices import current_office
from web.organization import second_factor
from web.organization.models import Staff
from web.organization.sign_in_actions import note_sign_out

SEEN_COOKIE = "vanthu-lan-cuoi"
SEEN_SALT = "vanthu.last-click"
REFRESH_AFTER = timedelta(seconds=30)
KEPT_SECONDS = 3 * 24 * 3600  # longer than any session: on its return the sign-in page can say what happened
# A page that looks for news by itself sends this header: nobody sits there.
QUIET_HEADER = "X-Vanthu-Quiet"
METHOD_NOT_ALLOWED = 405
API_NAMESPACE = "api"
# What people who must first do something may open.
GATE_OPEN_TO = frozenset({"sign-in", "sign-out", "own-password"})
SECOND_FACTOR_PAGES = frozenset({"second-factor", "second-factor-on"})


class SessionEndMiddleware:
    """Sign out who made no click for `[security] idle_minutes`; otherwise note the click."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        now = timezone.now()
        seen_at, mark = None, ""
        staff = request.user
        if isinstance(staff, Staff):
            seen_at, mark = _last_click(request, staff), _session_mark(request)
            if now - seen_at > timedelta(minutes=current_office().security.idle_minutes):
                note_sign_out(by=staff, why="idle")
                logout(request)
        response = self._get_response(request)
        if response.status_code == METHOD_NOT_ALLOWED and not getattr(response, "content", b""):
            response = _only_by_button(request)
        if isinstance(request.user, Staff) and (mark != _session_mark(request) or _is_due(request, now, seen_at)):
            _note_click(request, response, now)
        return response


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """To the page to sign in; afterwards back to a page, never to the address of a button."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], *arguments: Any
    ) -> HttpResponseBase | None:
        # Other programs show their key instead.
        if request.resolver_match is not None and request.resolver_match.namespace == API_NAMESPACE:
            return None
        return super().process_view(request, view_func, *arguments)

    def handle_no_permission(  # type: ignore[override]  # any response will do
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        address = reverse("sign-in")
        if request.headers.get("HX-Request"):  # a part of a page: the whole page must go, not the part
            return HttpResponse(status=204, headers={"HX-Redirect": address})
        if request.method not in {"GET", "HEAD"}:
            return redirect(f"{address}?chua-ghi=1")
        return super().handle_no_permission(request, view_func)


class GateMiddleware:
    """A password that others know, and a missing second factor of an administrator, come before everything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponseBase | None:
        staff = request.user
        match = request.resolver_match
        name = match.url_name if match is not None else None
        if not isinstance(staff, Staff) or name in GATE_OPEN_TO:
            return None
        if staff.must_change_password:
            return redirect("own-password")
        if name not in SECOND_FACTOR_PAGES and second_factor.is_missing(staff):
            return redirect("second-factor")
        return None


def session_ended(request: HttpRequest) -> bool:
    """Nobody is signed in, but somebody was, in this browser, and did not sign out."""
    return not request.user.is_authenticated and SEEN_COOKIE in request.COOKIES


def forget_click(response: HttpResponseBase) -> None:
    response.delete_cookie(SEEN_COOKIE, samesite="Lax")


def start_session(request: HttpRequest, now: datetime) -> None:
    """A working day from now, whatever is saved into the session later."""
    request.session.set_expiry(now + timedelta(seconds=settings.SESSION_COOKIE_AGE))


def _last_click(request: HttpRequest, staff: Staff) -> datetime:
    try:
        session, moment = signing.loads(request.COOKIES.get(SEEN_COOKIE, ""), salt=SEEN_SALT)
    except (signing.BadSignature, ValueError):
        session, moment = "", ""
    if session == _session_mark(request):
        return datetime.fromisoformat(moment)
    return staff.last_login or timezone.now()


def _is_due(request: HttpRequest, now: datetime, seen_at: datetime | None) -> bool:
    """The click is worth a new cookie: the last one is some time ago, and a person made this one."""
    if QUIET_HEADER in request.headers:
        return False
    return SEEN_COOKIE not in request.COOKIES or seen_at is None or now - seen_at >= REFRESH_AFTER


def _note_click(request: HttpRequest, response: HttpResponseBase, now: datetime) -> None:
    value = signing.dumps([_session_mark(request), now.isoformat()], salt=SEEN_SALT)
    response.set_cookie(
        SEEN_COOKIE, value, max_age=KEPT_SECONDS, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def _session_mark(request: HttpRequest) -> str:
    return salted_hmac(SEEN_SALT, request.session.session_key or "").hexdigest()[:20]


def _only_by_button(request: HttpRequest) -> HttpResponse:
    return error_page(
        request,
        METHOD_NOT_ALLOWED,
        "Trang này chỉ mở bằng nút bấm",
        "Chưa có gì thay đổi. Hãy về trang đầu, mở văn bản rồi bấm nút cần dùng.",
    )
