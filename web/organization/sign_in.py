"""Signing in and out, the second step, and what everybody can do about their own account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_otp import login as note_device
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice

from web.organization import second_factor
from web.organization.forms import CodeForm, NewPasswordForm
from web.organization.models import Staff
from web.organization.sessions import forget_click, session_ended, start_session
from web.organization.sign_in_actions import (
    change_own_password,
    note_lock,
    note_refusal,
    note_sign_in,
    note_sign_out,
)
from web.register.views.lists import signed_in

PENDING = "second_step"
PENDING_FOR = timedelta(minutes=5)
TRIES = 5
MODEL_BACKEND = "web.organization.backend.StaffBackend"
OK, BAD_REQUEST = 200, 400


@dataclass(frozen=True, slots=True)
class Pending:
    """Somebody whose password was right, and who has not shown the second factor yet."""

    staff: Staff
    tries: int
    following: str


class SignInView(LoginView):
    """User name and password. Each sign-in and each refusal is recorded."""

    template_name = "registration/sign_in.html"
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        staff = form.get_user()
        assert isinstance(staff, Staff)  # noqa: S101  the only user model
        if second_factor.phone_of(staff) is None:
            _enter(self.request, staff, None)
            return redirect(self.get_success_url())
        self.request.session[PENDING] = {
            "staff": staff.pk,
            "at": timezone.now().isoformat(),
            "mark": staff.get_session_auth_hash(),
            "tries": 0,
            "next": self.get_success_url(),
        }
        return redirect("second-step")

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        if form.has_error("__all__", "invalid_login"):
            staff = Staff.objects.filter(username=form.cleaned_data.get("username", "")).first()
            is_locked = bool(getattr(self.request, "axes_locked_out", False))
            note_refusal(staff, address=_address(self.request), step="password", is_locked=is_locked)
            if is_locked and getattr(self.request, "axes_failures_since_start", None):
                note_lock(staff, address=_address(self.request))
        return super().form_invalid(form)

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        lost = "chua-ghi" in self.request.GET
        return {**super().get_context_data(**options), "ended": session_ended(self.request), "lost": lost}

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponse:
        response = super().render_to_response(context, **options)
        if context["ended"]:
            forget_click(response)  # told once
        return response


@login_not_required
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """The code of the phone, or a recovery code."""
    now = timezone.now()
    pending = _pending(request, now)
    if pending is None:
        return redirect("sign-in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        seconds = second_factor.wait_seconds(pending.staff, code, now)
        device = second_factor.accepting_device(pending.staff, code) if not seconds else None
        if device is not None:
            _enter(request, pending.staff, device)
            return redirect(pending.following)
        note_refusal(pending.staff, address=_address(request), step="code", is_locked=bool(seconds))
        if pending.tries + 1 >= TRIES:
            del request.session[PENDING]
            messages.error(request, "Sai mã nhiều lần. Hãy đăng nhập lại từ đầu.")
            return redirect("sign-in")
        request.session[PENDING] = {**request.session[PENDING], "tries": pending.tries + 1}
        form.add_error("code", f"Hãy đợi {seconds} giây rồi nhập lại." if seconds else "Mã không đúng hoặc đã hết hạn.")
    return render(request, "registration/second_step.html", {"form": form}, status=BAD_REQUEST if form.errors else OK)


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    if isinstance(request.user, Staff):
        note_sign_out(by=request.user, why="button")
        logout(request)
    response = redirect("sign-in")
    forget_click(response)
    return response


class OwnPasswordView(PasswordChangeView):
    """One's own password; the other sessions of the person end with the old one."""

    template_name = "registration/own_password.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("home")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        staff = signed_in(self.request)
        change_own_password(form.cleaned_data["new_password1"], by=staff)
        update_session_auth_hash(self.request, staff)
        messages.success(self.request, "Đã đổi mật khẩu. Các máy khác đang đăng nhập bằng tài khoản này phải vào lại.")
        return redirect(self.get_success_url())


def _enter(request: HttpRequest, staff: Staff, device: Device | None) -> None:
    now = timezone.now()
    request.session.pop(PENDING, None)
    login(request, staff, backend=MODEL_BACKEND)
    start_session(request, now)
    kind = ""
    if device is not None:
        note_device(request, device)
        kind = "recovery" if isinstance(device, StaticDevice) else "phone"
    note_sign_in(by=staff, address=_address(request), second_step=kind)
    Session.objects.filter(expire_date__lt=now).delete()


def _pending(request: HttpRequest, now: datetime) -> Pending | None:
    """None: nobody waits for the second step, it took too long, or the password was changed meanwhile."""
    stored = request.session.get(PENDING)
    if not stored or now - datetime.fromisoformat(stored["at"]) > PENDING_FOR:
        return None
    staff = Staff.objects.filter(pk=stored["staff"], is_active=True).first()
    if staff is None or staff.get_session_auth_hash() != stored["mark"]:
        return None
    return Pending(staff, stored["tries"], stored["next"] or reverse("home"))


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
