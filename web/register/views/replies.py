"""The document that answers a letter, and who may see the letter at all."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from web.register import actions
from web.register.views.applying import plain, submitted, with_reason
from web.register.work_forms import ReplyForm


@require_POST
def note_reply(request: HttpRequest, entry_id: int) -> HttpResponse:
    form = ReplyForm(request.POST, prefix="reply")
    return submitted(
        request,
        entry_id,
        form,
        "reply_form",
        lambda staff: actions.note_reply(entry_id, by=staff, **form.cleaned_data),
        "Đã ghi văn bản trả lời.",
    )


@require_POST
def withdraw_reply(request: HttpRequest, entry_id: int, reply_id: int) -> HttpResponse:
    return plain(
        request, entry_id, lambda staff: actions.withdraw_reply(entry_id, reply_id, by=staff), "Đã bỏ văn bản trả lời."
    )


@require_POST
def restrict(request: HttpRequest, entry_id: int) -> HttpResponse:
    return with_reason(request, entry_id, "restrict", actions.restrict, "Đã hạn chế người xem.")


@require_POST
def unrestrict(request: HttpRequest, entry_id: int) -> HttpResponse:
    return with_reason(request, entry_id, "unrestrict", actions.unrestrict, "Đã bỏ hạn chế người xem.")
