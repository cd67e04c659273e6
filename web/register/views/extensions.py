"""More time: asked on the letter's page, decided by the head on one list or given at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from web.organization.models import UNIT_ROLES
from web.register import actions, office_queries
from web.register.actions import StateChangedError
from web.register.forms import ReasonForm
from web.register.models import Extension
from web.register.permissions import require
from web.register.views.applying import back, submitted
from web.register.views.document import visible_entry
from web.register.views.lists import signed_in
from web.register.work_forms import ExtensionForm


def extensions(request: HttpRequest) -> HttpResponse:
    """What the officers of one's units ask."""
    staff = signed_in(request)
    require(staff.role in UNIT_ROLES or bool(staff.duties.heads))
    requests = office_queries.extension_requests(staff.duties.heads)
    return render(request, "register/extensions.html", {"requests": requests})


@require_POST
def extend(request: HttpRequest, entry_id: int) -> HttpResponse:
    form = _extension_form(request, entry_id)
    if form is None:
        return back(request, entry_id)
    return submitted(
        request,
        entry_id,
        form,
        "extension_form",
        lambda staff: actions.extend(entry_id, by=staff, **form.cleaned_data),
        "Đã gia hạn.",
    )


@require_POST
def ask(request: HttpRequest, entry_id: int) -> HttpResponse:
    form = _extension_form(request, entry_id)
    if form is None:
        return back(request, entry_id)
    return submitted(
        request,
        entry_id,
        form,
        "request_form",
        lambda staff: actions.ask_extension(entry_id, by=staff, **form.cleaned_data),
        "Đã gửi đề nghị gia hạn cho trưởng đơn vị.",
    )


@require_POST
def decide(request: HttpRequest, extension_id: int) -> HttpResponse:
    """Grant, with or without a word; refuse with one."""
    staff = signed_in(request)
    form = ReasonForm(request.POST)
    grants = request.POST.get("do") == "grant"
    if not grants and not form.is_valid():
        messages.error(request, "Không gia hạn thì phải ghi lý do để chuyên viên biết.")
        return redirect("extensions")
    get_object_or_404(Extension, pk=extension_id)
    try:
        if grants:
            answer = form.cleaned_data["reason"] if form.is_valid() else ""
            actions.grant_extension(extension_id, by=staff, answer=answer)
        else:
            actions.refuse_extension(extension_id, by=staff, answer=form.cleaned_data["reason"])
    except StateChangedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Đã gia hạn." if grants else "Đã trả lời không gia hạn.")
    return redirect("extensions")


def _extension_form(request: HttpRequest, entry_id: int) -> ExtensionForm | None:
    """None: the letter has no day to move."""
    entry = visible_entry(signed_in(request), entry_id)
    return ExtensionForm(entry.due_on, request.POST, prefix="extension") if entry.due_on else None
