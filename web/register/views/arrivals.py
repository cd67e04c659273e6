"""The clerk's day: what came in, live; sending files in; a letter that came twice."""

from __future__ import annotations

import hashlib

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

from pipeline.errors import StorageError
from web.offices import current_office
from web.organization.models import Staff
from web.register import actions, permissions, queries, same_letter
from web.register.actions import StateChangedError
from web.register.backlog import backlog_of_today
from web.register.permissions import require
from web.register.secret_files import secret_files
from web.register.services import silent_services
from web.register.uploads import NOT_STORED, InboxUploadHandler, SentFile
from web.register.views.lists import PAGE_SIZE, is_key, page_of, signed_in

NO_CONTENT, BAD_REQUEST = 204, 400
LIVE_TEMPLATE, LIST_TEMPLATE = "register/arrivals_live.html", "register/arrivals_list.html"
BUSY_SECONDS, IDLE_SECONDS = 3, 20  # between two looks, while something is on its way and while nothing is


@require_GET
def arrivals(request: HttpRequest) -> HttpResponse:
    staff = signed_in(request)
    require(permissions.can_see_register(staff))
    return render(request, "register/arrivals.html", _live_context(request, staff))


@require_GET
def live(request: HttpRequest) -> HttpResponse:
    """The moving part of the page; nothing when the browser already shows it, so that nobody's place is lost."""
    staff = signed_in(request)
    require(permissions.can_see_register(staff))
    context = _live_context(request, staff)
    if request.GET.get("v") == context["version"]:
        return HttpResponse(status=NO_CONTENT)
    return render(request, LIVE_TEMPLATE, context)


@csrf_exempt  # checked in the inner view: the check reads the request, and the files must go to the inbox as it does
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Files of the clerk -> the inbox folder, where the watcher finds them as if they had been dropped."""
    require(permissions.can_upload(signed_in(request)))
    inbox = current_office().inbox
    handler = InboxUploadHandler(inbox.folder, limit_mb=inbox.upload_mb)
    request.upload_handlers = [handler]
    try:
        return _checked_upload(request)
    finally:
        handler.upload_interrupted()  # a request that broke off in the middle of a file


@csrf_protect
def _checked_upload(request: HttpRequest) -> HttpResponse:
    handler = request.upload_handlers[0]
    staff = signed_in(request)
    sent = request.FILES.getlist("file")
    refused = list(handler.refused) if isinstance(handler, InboxUploadHandler) else []
    taken = 0
    for file in sent:
        if not isinstance(file, SentFile):
            continue
        try:
            actions.upload(file.drop, file.name or "", by=staff)
        except StorageError:
            refused.append(NOT_STORED)
        else:
            taken += 1
    return _upload_answer(request, taken, refused)


def _upload_answer(request: HttpRequest, taken: int, refused: list[str]) -> HttpResponse:
    """A sentence for the script that sends one file after another, a page for a plain form. No file name is kept."""
    if not taken and not refused:
        refused = ["chưa chọn tệp nào."]
    accepted = f"Đã nhận {taken} tệp vào thư mục. Vài giây nữa văn bản hiện ở dưới." if taken else ""
    if request.headers.get("Accept") == "text/plain":
        sentence = " ".join(filter(None, [accepted and "đã nhận", *refused]))
        status = BAD_REQUEST if refused else 200
        return HttpResponse(sentence, content_type="text/plain; charset=utf-8", status=status)
    if accepted:
        messages.success(request, accepted)
    for sentence in refused:
        messages.error(request, f"Có tệp không nhận được: {sentence}" if taken else f"Không nhận được: {sentence}")
    return redirect("arrivals")


@require_POST
def cancel_repeated(request: HttpRequest, entry_id: int) -> HttpResponse:
    """One letter, two numbers: cancel this one and say which one it repeats."""
    kept = request.POST.get("kept", "")
    if not is_key(kept):
        return redirect("document", entry_id)
    try:
        actions.cancel_as_repeated(entry_id, int(kept), by=signed_in(request))
    except StateChangedError as error:
        messages.error(request, str(error))
        return redirect("document", entry_id)
    messages.success(request, "Đã hủy số đến trùng. Dòng đó còn trong sổ, ghi rõ trùng với số nào.")
    return redirect("arrivals") if request.POST.get("then") == "arrivals" else redirect("document", int(kept))


def _live_context(request: HttpRequest, staff: Staff) -> dict[str, object]:
    now = timezone.now()
    page = page_of(request, queries.arrived_on(timezone.localdate(now)))
    notices = list(queries.notices())
    reading_count, review_count = queries.waiting_counts()
    is_busy = bool(reading_count or notices)
    waiting_secret = list(queries.waiting_secret())
    found = secret_files(waiting_secret)
    listed: dict[str, object] = {
        "silent": silent_services(now),
        "notices": notices,
        "reading_count": reading_count,
        "review_count": review_count,
        "backlog": backlog_of_today(
            current_office().inbox.folder, arrived=page.paginator.count, unread=reading_count, now=now
        ),
        "refused": list(queries.refused_lately(now)[:PAGE_SIZE]),
        "page": page,
        "groups": same_letter.group_entries(list(page.object_list)),
        "is_clerk": permissions.can_upload(staff),
    }
    shown = render_to_string(LIST_TEMPLATE, listed)
    said = f"{shown} {sorted(found.items())} {[entry.pk for entry in waiting_secret]}"
    return {
        **listed,
        "waiting_secret": waiting_secret,
        "secret_files": found,
        "list": shown,
        "version": hashlib.sha256(said.encode()).hexdigest()[:16],
        "is_busy": is_busy,
        "look_again_seconds": BUSY_SECONDS if is_busy else IDLE_SECONDS,
        "today": timezone.localdate(now),
        "upload_mb": current_office().inbox.upload_mb,
    }
