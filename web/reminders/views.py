"""Pages: one's own reminders, one's calendar links, and the administrator's outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from web.offices import current_office
from web.organization.models import Staff
from web.register.actions import StateChangedError
from web.register.models import RegisterEntry
from web.register.permissions import can_see, require
from web.register.views.lists import signed_in
from web.reminders import actions, permissions, queries, seen
from web.reminders.calendars import OfficeCalendar
from web.reminders.feeds import calendar_file
from web.reminders.forms import FeedForm
from web.reminders.models import CalendarFeed, Reminder
from web.reminders.stages import days_left_in_words

PAGE_SIZE = 40
SHOWN_MESSAGES = 50


@dataclass(frozen=True, slots=True)
class ReminderRow:
    reminder: Reminder
    entry: RegisterEntry | None  # None: one may not see the letter any more
    left: str


@require_GET
def reminders(request: HttpRequest) -> HttpResponse:
    """What one is reminded of; what changed hands meanwhile shows its number only."""
    staff = signed_in(request)
    now = timezone.now()
    today = timezone.localdate(now)
    calendar = OfficeCalendar(current_office()).current()
    page = Paginator(queries.reminders_of(staff), PAGE_SIZE).get_page(request.GET.get("trang"))
    rows = [
        ReminderRow(
            reminder,
            reminder.entry if can_see(staff, reminder.entry) else None,
            days_left_in_words(reminder.due_on, today, calendar) if reminder.due_on else "",
        )
        for reminder in page
    ]
    context = {
        "rows": rows,
        "page": page,
        "now": now,
        "has_unseen": any(row.reminder.seen_at is None for row in rows),
        "mail_is_set": current_office().mail is not None,
    }
    return render(request, "reminders/reminders.html", context)


@require_POST
def mark_seen(request: HttpRequest, reminder_id: int) -> HttpResponse:
    staff = signed_in(request)
    get_object_or_404(Reminder, pk=reminder_id, person=staff)
    seen.mark_seen(reminder_id, by=staff)
    return redirect("reminders")


@require_POST
def mark_all_seen(request: HttpRequest) -> HttpResponse:
    try:
        until = datetime.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        return redirect("reminders")
    if timezone.is_aware(until):
        seen.mark_all_seen(by=signed_in(request), until=until)
    return redirect("reminders")


@never_cache
def feeds(request: HttpRequest) -> HttpResponse:
    """The links that one made. A new one is shown in the answer to the request that made it, and never again."""
    staff = signed_in(request)
    require(permissions.can_have_own_feed(staff))
    form = FeedForm(staff, request.POST or None)
    link = ""
    if request.method == "POST" and form.is_valid():
        token = actions.make_feed(by=staff, unit=form.cleaned_data["unit"])
        link = f"{_base_url(request)}{reverse('feed', args=[token])}"
    context = {"form": form, "link": link, "feeds": queries.feeds_of(staff)}
    return render(request, "reminders/feeds.html", context)


@require_POST
def revoke_feed(request: HttpRequest, feed_id: int) -> HttpResponse:
    feed = get_object_or_404(CalendarFeed, pk=feed_id)
    staff = signed_in(request)
    actions.revoke_feed(feed.pk, by=staff)
    messages.success(request, "Đã thu hồi đường dẫn lịch. Ai còn giữ đường dẫn này không mở được nữa.")
    return redirect("feeds" if feed.owner_id == staff.pk else "outbox")


@login_not_required
@require_GET
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The only page that needs no sign-in: calendar programs cannot. The secret in the address is the key."""
    found = (
        CalendarFeed.objects.select_related("owner", "unit").filter(token_sha256=actions.token_digest(token)).first()
    )
    if found is None or not permissions.can_read_feed(found):
        raise Http404
    now = timezone.now()
    content = calendar_file(found, now=now, base_url=_base_url(request))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="han-xu-ly.ics"'
    patch_cache_control(response, private=True, max_age=300)
    actions.note_fetched(found, now)
    return response


@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """What an administrator checks: is mail set up, does it go out, what was refused."""
    staff = signed_in(request)
    require(permissions.can_manage_outbox(staff))
    context = {
        "mail": current_office().mail,
        "config": current_office().reminders,
        "counts": queries.message_counts(),
        "pauses": queries.paused_channels(),
        "undelivered": queries.undelivered()[:SHOWN_MESSAGES],
        "latest": queries.latest_messages()[:SHOWN_MESSAGES],
        "without_mail": queries.people_without_mail(),
        "feeds": queries.all_feeds(),
    }
    return render(request, "reminders/outbox.html", context)


@require_POST
def send_again(request: HttpRequest, message_id: int) -> HttpResponse:
    try:
        actions.send_again(message_id, by=signed_in(request))
    except StateChangedError:
        messages.info(request, "Thư này không còn chờ gửi lại.")
    else:
        messages.success(request, "Thư sẽ được gửi lại ngay.")
    return redirect("outbox")


@require_POST
def send_all_again(request: HttpRequest) -> HttpResponse:
    count = actions.send_all_again(by=signed_in(request))
    messages.success(request, f"{count} thư sẽ được gửi lại.")
    return redirect("outbox")


@require_POST
def send_test(request: HttpRequest) -> HttpResponse:
    staff: Staff = signed_in(request)
    require(permissions.can_manage_outbox(staff))
    if not staff.email:
        messages.error(request, "Tài khoản của bạn chưa có địa chỉ thư. Điền ở trang «Tài khoản» rồi gửi thử.")
        return redirect("outbox")
    actions.send_test(by=staff)
    messages.success(request, f"Đã đưa thư thử tới {staff.email} vào hàng đợi. Tải lại trang sau vài giây để xem.")
    return redirect("outbox")


def _base_url(request: HttpRequest) -> str:
    """Where people open the pages: as the office says, else as this request came."""
    return current_office().reminders.base_url or request.build_absolute_uri("/").rstrip("/")
