"""A form and one action -> back to a page: what every view that changes a letter has in common."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from web.organization.models import UNIT_ROLES, Staff
from web.register.actions import StateChangedError, note_view
from web.register.forms import ReasonForm
from web.register.models import RegisterEntry
from web.register.permissions import can_see
from web.register.views.document import document_context, visible_entry
from web.register.views.lists import signed_in

BAD_REQUEST = 400


def with_reason(
    request: HttpRequest, entry_id: int, prefix: str, action: Callable[..., None], sentence: str
) -> HttpResponse:
    form = ReasonForm(request.POST, prefix=prefix)
    return submitted(
        request,
        entry_id,
        form,
        f"{prefix}_form",
        lambda staff: action(entry_id, by=staff, reason=form.cleaned_data["reason"]),
        sentence,
    )


def plain(request: HttpRequest, entry_id: int, change: Callable[[Staff], None], sentence: str) -> HttpResponse:
    staff = signed_in(request)
    try:
        change(staff)
    except StateChangedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, sentence)
    return back(request, entry_id)


def apply(
    request: HttpRequest, entry_id: int, form: forms.Form, name: str, change: Callable[[Staff], None], sentence: str
) -> HttpResponse | None:
    """Do it, or show the page again with what is wrong in the form. None: done."""
    staff = signed_in(request)
    entry = visible_entry(staff, entry_id)
    if not form.is_valid():
        note_view(entry, by=staff)  # the answer shows the letter
        context = {**document_context(staff, entry), name: form}
        return render(request, "register/document.html", context, status=BAD_REQUEST)
    try:
        change(staff)
    except StateChangedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, sentence)
    return None


def submitted(
    request: HttpRequest, entry_id: int, form: forms.Form, name: str, change: Callable[[Staff], None], sentence: str
) -> HttpResponse:
    return apply(request, entry_id, form, name, change, sentence) or back(request, entry_id)


def back(request: HttpRequest, entry_id: int) -> HttpResponse:
    """To the letter, unless it has left one's sight."""
    entry = RegisterEntry.objects.get(pk=entry_id)
    staff = signed_in(request)
    if can_see(staff, entry):
        return redirect("document", entry_id)
    return redirect("queue" if staff.role in UNIT_ROLES else "home")
