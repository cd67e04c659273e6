"""What people do to one letter: each view reads a form, calls one action and goes back to a page."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from web.organization.models import Role, Staff
from web.organization.queries import away_on
from web.register import actions, office_queries, queries
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
from web.register.models import State
from web.register.permissions import can_review
from web.register.secret_files import secret_file
from web.register.views.applying import apply as _apply
from web.register.views.applying import back as _back
from web.register.views.applying import plain as _plain
from web.register.views.applying import submitted as _submitted
from web.register.views.applying import with_reason as _with_reason
from web.register.views.document import visible_entry
from web.register.views.group import warn_if_away
from web.register.views.lists import signed_in
from web.register.workflow import state_once_routed

logger = logging.getLogger(__name__)


@require_POST
def route(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Confirm or correct, then on to the next letter that waits."""
    form = RoutingForm(request.POST)

    def change(staff: Staff) -> None:
        values = form.cleaned_data
        actions.decide_routing(
            entry_id, by=staff, field=values["field"], unit=values["unit"], cooperating=values["cooperating"]
        )

    waits = signed_in(request).role == Role.CLERK and state_once_routed() == State.REGISTERED
    sentence = "Đã vào sổ, chờ lãnh đạo cho ý kiến." if waits else "Đã chuyển đơn vị."
    done = _apply(request, entry_id, form, "routing_form", change, sentence)
    following = queries.review_queue().first()
    if done is None and request.POST.get("then") == "next" and following is not None:
        messages.info(request, "Đây là văn bản tiếp theo đang chờ xem.")
        is_mine = can_review(signed_in(request), following)
        return redirect("review-letter" if is_mine else "document", following.pk)
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
    away = away_on(timezone.localdate())
    form = OfficerForm(entry.lead_unit, request.POST, away=away)

    def change(by: Staff) -> None:
        officer = form.cleaned_data["officer"]
        actions.assign_officer(entry_id, by=by, officer=officer)
        warn_if_away(request, officer, away)

    return _submitted(request, entry_id, form, "officer_form", change, "Đã giao việc.")


@require_POST
def start(request: HttpRequest, entry_id: int) -> HttpResponse:
    return _plain(request, entry_id, lambda staff: actions.start(entry_id, by=staff), "Đã bắt đầu xử lý.")


@require_POST
def complete(request: HttpRequest, entry_id: int) -> HttpResponse:
    entry = visible_entry(signed_in(request), entry_id)
    form = OutcomeForm(request.POST, has_reply=office_queries.replies_of(entry).exists())
    return _submitted(
        request,
        entry_id,
        form,
        "outcome_form",
        lambda staff: actions.complete(entry_id, by=staff, **form.cleaned_data),
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
    back = _plain(request, entry_id, lambda staff: actions.retry(entry_id, by=staff), "Máy sẽ đọc lại ngay.")
    then = request.POST.get("then")
    return redirect(then) if then in {"arrivals", "review"} else back  # one click in a list stays in the list


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
