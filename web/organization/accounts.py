"""Pages of the administrator about accounts. Accounts are never deleted: the audit record points to them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from web.organization import actions, second_factor
from web.organization.forms import AccountForm, PasswordForm, PersonForm
from web.organization.models import Role, Staff
from web.organization.own_data import download_of
from web.organization.sign_in_actions import switch_off_second_factor
from web.organization.throttle import locked_accounts
from web.register import queries
from web.register.permissions import can_manage, require
from web.register.views.lists import signed_in

OK, BAD_REQUEST = 200, 400


@sensitive_post_parameters("password")
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
            unit=values["unit"],
            email=values["email"],
        )
        messages.success(request, f"Đã thêm tài khoản {added.username}. Lần đầu đăng nhập sẽ phải đổi mật khẩu.")
        return redirect("accounts")
    context = {"form": form, "staff_list": queries.staff_list(), "locked": locked_accounts(timezone.now())}
    return render(request, "organization/accounts.html", context, status=BAD_REQUEST if form.errors else OK)


def account(request: HttpRequest, staff_id: int) -> HttpResponse:
    """One account: name, role, unit, password, second factor, what is held about it."""
    staff = signed_in(request)
    require(can_manage(staff))
    person = get_object_or_404(Staff.objects.select_related("unit"), pk=staff_id)
    form = PersonForm(request.POST) if request.method == "POST" else PersonForm.of(person)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            actions.change_account(
                person,
                by=staff,
                full_name=values["full_name"],
                role=Role(values["role"]),
                unit=values["unit"],
                email=values["email"],
            )
        except (actions.OpenWorkError, actions.StandingAbsenceError, actions.AccountChangedError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Đã sửa tài khoản {person.username}.")
            return redirect("accounts")
    context = {
        "person": person,
        "form": form,
        "is_locked": person.username in locked_accounts(timezone.now()),
        "has_second_factor": second_factor.phone_of(person) is not None,
        "open_count": queries.officer_work(person).count(),
    }
    return render(request, "organization/account.html", context, status=BAD_REQUEST if form.errors else OK)


@sensitive_post_parameters("password")
@require_POST
def reset_password(request: HttpRequest, staff_id: int) -> HttpResponse:
    person = _person(request, staff_id)
    form = PasswordForm(request.POST)
    if form.is_valid():
        actions.set_password(person, form.cleaned_data["password"], by=signed_in(request))
        messages.success(request, f"Đã đặt mật khẩu tạm cho {person.username}; lần đăng nhập tới phải đổi.")
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("account", staff_id)


@require_POST
def toggle_active(request: HttpRequest, staff_id: int) -> HttpResponse:
    person = _person(request, staff_id)
    actions.set_active(person, active=not person.is_active, by=signed_in(request))
    messages.success(request, f"Đã {'khóa' if person.is_active else 'mở'} tài khoản {person.username}.")
    return redirect("accounts")


@require_POST
def unlock(request: HttpRequest, staff_id: int) -> HttpResponse:
    person = _person(request, staff_id)
    actions.unlock_sign_in(person, by=signed_in(request))
    messages.success(request, f"{person.username} có thể đăng nhập lại ngay.")
    return redirect("accounts")


@require_POST
def remove_second_factor(request: HttpRequest, staff_id: int) -> HttpResponse:
    """For who lost the phone and the recovery codes."""
    person = _person(request, staff_id)
    if switch_off_second_factor(person, by=signed_in(request)):
        messages.success(request, f"Đã tắt xác thực hai bước của {person.username}.")
    return redirect("account", staff_id)


@require_GET
def account_data(request: HttpRequest, staff_id: int) -> HttpResponseBase:
    person = _person(request, staff_id)
    actions.note_account_export(person, by=signed_in(request))
    return download_of(person)


@require_GET
def own_data(request: HttpRequest) -> HttpResponseBase:
    """Everybody may take what is held about their own account (Luật 91/2025/QH15, Điều 4)."""
    staff = signed_in(request)
    actions.note_account_export(staff, by=staff)
    return download_of(staff)


def _person(request: HttpRequest, staff_id: int) -> Staff:
    """Who may not manage accounts does not even learn which ones there are."""
    require(can_manage(signed_in(request)))
    return get_object_or_404(Staff, pk=staff_id)
