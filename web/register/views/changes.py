"""What people do to one letter: each view reads a form, calls one action and goes back to a page."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from web.organization.models import UNIT_ROLES, Staff
from web.register import actions, queries
from web.register.actions import StateChangedError
from web.register.forms import (
    CorrectionForm,
    DeadlineForm,
    HeaderForm,
    OfficerForm,
    OutcomeForm,
    PeriodForm,
    ReasonForm,
    RoutingForm,
)
from web.register.models import RegisterEntry
from web.register.permissions import can_see
from web.register.secret_files import secret_file
from web.register.views.document import document_context, visible_entry
from web.register.views.lists import signed_in

logger = logging.getLogger(__name__)

BAD_REQUEST = 400


@require_POST
def route(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Confirm or correct, then on to the next letter that waits."""
    form = RoutingForm(request.POST)

    def change(staff: Staff) -> None:
        values = form.cleaned_data
        actions.decide_routing(
            entry_id, by=staff, field=values["field"], unit=values["unit"], cooperating=values["cooperating"]
        )

    done = _apply(request, entry_id, form, "routing_form", change, "Đã chuyển đơn vị.")
    following = queries.review_queue().first()
    if done is None and request.POST.get("then") == "next" and following is not None:
        messages.info(request, "Đây là văn bản tiếp theo đang chờ xem.")
        return redirect("document", following.pk)
    return done or _back(request, entry_id)


@require_POST
def accept(request: HttpRequest, entry_id: int) -> HttpResponse:
    return _plain(request, entry_id, lambda staff: actions.accept(entry_id, by=staff), "Đã nhận việc.")


@require_POST
def give_back(request: HttpRequest, entry_id: int) -> HttpResponse:
    form = ReasonForm(request.POST, prefix="return")

    def change(staff: Staff) -> None:
        actions.return_to_clerk(entry_id, by=staff, reason=form.cleaned_data["reason"])

    return _apply(request, entry_id, form, "return_form", change, "Đã trả lại văn thư.") or redirect("queue")


@require_POST
def header(request: HttpRequest, entry_id: int) -> HttpResponse:
    form = HeaderForm(request.POST)
    return _submitted(
        request,
        entry_id,
        form,
        "header_form",
        lambda staff: actions.correct_header(entry_id, by=staff, values=form.cleaned_data),
        "Đã lưu thông tin văn bản.",
    )


@require_POST
def add_deadline(request: HttpRequest, entry_id: int) -> HttpResponse:
    form = DeadlineForm(request.POST)
    return _submitted(
        request,
        entry_id,
        form,
        "deadline_form",
        lambda staff: actions.add_deadline(entry_id, by=staff, **form.cleaned_data),
        "Đã thêm hạn.",
    )


@require_POST
def reject_deadline(request: HttpRequest, entry_id: int, deadline_id: int) -> HttpResponse:
    return _plain(
        request, entry_id, lambda staff: actions.reject_deadline(entry_id, deadline_id, by=staff), "Đã bỏ hạn này."
    )


@require_POST
def correct_deadline(request: HttpRequest, entry_id: int, deadline_id: int) -> HttpResponse:
    form = CorrectionForm(request.POST, prefix=f"deadline-{deadline_id}")
    return _submitted(
        request,
        entry_id,
        form,
        "correction_form",
        lambda staff: actions.correct_deadline(entry_id, deadline_id, by=staff, **form.cleaned_data),
        "Đã sửa hạn.",
    )


@require_POST
def complete_period(request: HttpRequest, entry_id: int) -> HttpResponse:
    form = PeriodForm(request.POST, prefix="period")
    return _submitted(
        request,
        entry_id,
        form,
        "period_form",
        lambda staff: actions.complete_period(entry_id, by=staff, **form.cleaned_data),
        "Đã xong kỳ này. Văn bản chờ đến kỳ sau.",
    )


@require_POST
def meet_deadline(request: HttpRequest, entry_id: int, deadline_id: int) -> HttpResponse:
    return _plain(
        request, entry_id, lambda staff: actions.meet_deadline(entry_id, deadline_id, by=staff), "Đã ghi xong hạn này."
    )


@require_POST
def assign(request: HttpRequest, entry_id: int) -> HttpResponse:
    entry = visible_entry(signed_in(request), entry_id)
    if entry.lead_unit is None:
        raise PermissionDenied
    form = OfficerForm(entry.lead_unit, request.POST)
    return _submitted(
        request,
        entry_id,
        form,
        "officer_form",
        lambda by: actions.assign_officer(entry_id, by=by, officer=form.cleaned_data["officer"]),
        "Đã giao việc.",
    )


@require_POST
def start(request: HttpRequest, entry_id: int) -> HttpResponse:
    return _plain(request, entry_id, lambda staff: actions.start(entry_id, by=staff), "Đã bắt đầu xử lý.")


@require_POST
def complete(request: HttpRequest, entry_id: int) -> HttpResponse:
    form = OutcomeForm(request.POST)
    return _submitted(
        request,
        entry_id,
        form,
        "outcome_form",
        lambda staff: actions.complete(entry_id, by=staff, outcome=form.cleaned_data["outcome"]),
        "Đã hoàn thành.",
    )


@require_POST
def reopen(request: HttpRequest, entry_id: int) -> HttpResponse:
    return _with_reason(request, entry_id, "reopen", actions.reopen, "Đã mở lại.")


@require_POST
def refuse(request: HttpRequest, entry_id: int) -> HttpResponse:
    return _with_reason(request, entry_id, "refuse", actions.refuse, "Đã ghi từ chối.")


@require_POST
def cancel(request: HttpRequest, entry_id: int) -> HttpResponse:
    return _with_reason(request, entry_id, "cancel", actions.cancel, "Đã hủy số đến.")


@require_POST
def retry(request: HttpRequest, entry_id: int) -> HttpResponse:
    return _plain(request, entry_id, lambda staff: actions.retry(entry_id, by=staff), "Máy sẽ đọc lại ngay.")


@require_POST
def clear_secrecy(request: HttpRequest, entry_id: int) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Phải ghi lý do vì sao không phải tài liệu mật.")
        return redirect("arrivals")
    actions.clear_secrecy(entry_id, by=signed_in(request), reason=form.cleaned_data["reason"])
    messages.success(request, "Đã ghi nhận. Máy sẽ nhận tệp này như văn bản thường.")
    return redirect("arrivals")


@require_POST
def remove_secret(request: HttpRequest, entry_id: int) -> HttpResponse:
    staff = signed_in(request)
    entry = visible_entry(staff, entry_id)
    if not request.POST.get("confirmed"):
        messages.error(request, "Hãy đánh dấu xác nhận đã chuyển tài liệu sang máy độc lập rồi mới xóa tệp.")
        return redirect("arrivals")
    try:
        actions.remove_secret_file(entry_id, by=staff, file=secret_file(entry))
    except OSError as error:
        logger.warning("entry %s: secret file not removed: %s", entry_id, error.strerror)
        messages.error(
            request, "Không xóa được tệp: không có quyền, hoặc ổ đĩa có lỗi. Hãy xóa tay trong thư mục nhận văn bản."
        )
    else:
        messages.success(request, "Đã xóa tệp khỏi máy này.")
    return redirect("arrivals")


def _with_reason(
    request: HttpRequest, entry_id: int, prefix: str, action: Callable[..., None], sentence: str
) -> HttpResponse:
    form = ReasonForm(request.POST, prefix=prefix)
    return _submitted(
        request,
        entry_id,
        form,
        f"{prefix}_form",
        lambda staff: action(entry_id, by=staff, reason=form.cleaned_data["reason"]),
        sentence,
    )


def _plain(request: HttpRequest, entry_id: int, change: Callable[[Staff], None], sentence: str) -> HttpResponse:
    staff = signed_in(request)
    try:
        change(staff)
    except StateChangedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, sentence)
    return _back(request, entry_id)


def _apply(
    request: HttpRequest, entry_id: int, form: forms.Form, name: str, change: Callable[[Staff], None], sentence: str
) -> HttpResponse | None:
    """Do it, or show the page again with what is wrong in the form. None: done."""
    staff = signed_in(request)
    entry = visible_entry(staff, entry_id)
    if not form.is_valid():
        context = {**document_context(staff, entry), name: form}
        return render(request, "register/document.html", context, status=BAD_REQUEST)
    try:
        change(staff)
    except StateChangedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, sentence)
    return None


def _submitted(
    request: HttpRequest, entry_id: int, form: forms.Form, name: str, change: Callable[[Staff], None], sentence: str
) -> HttpResponse:
    return _apply(request, entry_id, form, name, change, sentence) or _back(request, entry_id)


def _back(request: HttpRequest, entry_id: int) -> HttpResponse:
    """To the letter, unless it has left one's sight."""
    entry = RegisterEntry.objects.get(pk=entry_id)
    staff = signed_in(request)
    if can_see(staff, entry):
        return redirect("document", entry_id)
    return redirect("queue" if staff.role in UNIT_ROLES else "home")
