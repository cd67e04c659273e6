"""The pages of one's own second factor: set it up with the phone, recovery codes, switch it off."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST
from django_otp import login as note_device

from web.organization import second_factor
from web.organization.forms import OwnPasswordForm, SetupForm
from web.organization.models import Staff
from web.organization.sign_in_actions import (
    WrongCodeError,
    renew_recovery_codes,
    switch_off_second_factor,
    switch_on_second_factor,
)
from web.register.views.lists import signed_in

SEAL_SALT = "vanthu.second-factor-key"
SEAL_SECONDS = 15 * 60
OK, BAD_REQUEST = 200, 400


@require_GET
def second_factor_page(request: HttpRequest) -> HttpResponse:
    staff = signed_in(request)
    phone = second_factor.phone_of(staff)
    if phone is None:
        return _setup_page(request, staff, _setup_form(staff, second_factor.new_key()))
    if not second_factor.is_verified(staff):  # signed in before it was switched on
        logout(request)
        return redirect("sign-in")
    return _own_page(request, staff, OwnPasswordForm(staff))


@sensitive_post_parameters("sealed", "code", "password")
@require_POST
def switch_on(request: HttpRequest) -> HttpResponse:
    staff = signed_in(request)
    if second_factor.phone_of(staff) is not None:
        return redirect("second-factor")
    form = SetupForm(staff, request.POST, asks_password=not second_factor.is_missing(staff))
    key = _unsealed(staff, request.POST.get("sealed", ""))
    if key is None:
        messages.error(request, "Trang mở đã lâu. Hãy quét mã mới dưới đây.")
        return redirect("second-factor")
    if not form.is_valid():
        return _setup_page(request, staff, form)
    try:
        codes = switch_on_second_factor(key, form.cleaned_data["code"], by=staff)
    except WrongCodeError:
        form.add_error("code", "Mã không đúng. Kiểm tra giờ trên điện thoại và giờ của máy chủ, rồi nhập mã đang hiện.")
        return _setup_page(request, staff, form)
    note_device(request, second_factor.phone_of(staff))
    return _codes_page(request, codes)


@sensitive_post_parameters("password")
@require_POST
def renew_codes(request: HttpRequest) -> HttpResponse:
    staff = signed_in(request)
    form = OwnPasswordForm(staff, request.POST)
    if not form.is_valid():
        return _own_page(request, staff, form)
    return _codes_page(request, renew_recovery_codes(by=staff))


@sensitive_post_parameters("password")
@require_POST
def switch_off(request: HttpRequest) -> HttpResponse:
    staff = signed_in(request)
    form = OwnPasswordForm(staff, request.POST)
    if not form.is_valid():
        return _own_page(request, staff, form)
    if switch_off_second_factor(staff, by=staff):
        messages.success(request, "Đã tắt xác thực hai bước.")
    return redirect("second-factor")


def _own_page(request: HttpRequest, staff: Staff, form: OwnPasswordForm) -> HttpResponse:
    context = {
        "form": form,
        "phone": second_factor.phone_of(staff),
        "codes_left": second_factor.recovery_codes_left(staff),
        "is_required": second_factor.is_required(staff),
    }
    status = BAD_REQUEST if form.errors else OK
    return render(request, "registration/second_factor.html", context, status=status)


def _setup_page(request: HttpRequest, staff: Staff, form: SetupForm) -> HttpResponse:
    key = _unsealed(staff, str(form["sealed"].value() or "")) or second_factor.new_key()
    address = second_factor.setup_address(staff, key)
    context = {
        "form": form,
        "picture": second_factor.setup_picture(address),
        "typed_key": second_factor.typed_key(key),
        "is_required": second_factor.is_required(staff),
    }
    status = BAD_REQUEST if form.errors else OK
    return render(request, "registration/second_factor_setup.html", context, status=status)


def _setup_form(staff: Staff, key: str) -> SetupForm:
    sealed = signing.dumps([staff.pk, key], salt=SEAL_SALT)
    return SetupForm(staff, initial={"sealed": sealed}, asks_password=not second_factor.is_missing(staff))


def _unsealed(staff: Staff, sealed: str) -> str | None:
    """The key that this person was shown a short while ago."""
    try:
        owner, key = signing.loads(sealed, salt=SEAL_SALT, max_age=SEAL_SECONDS)
    except signing.BadSignature:
        return None
    return str(key) if owner == staff.pk else None


def _codes_page(request: HttpRequest, codes: tuple[str, ...]) -> HttpResponse:
    return render(request, "registration/recovery_codes.html", {"codes": codes})
