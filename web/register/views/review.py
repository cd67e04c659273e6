"""«Chờ xem»: one waiting letter after another, decided on one screen from the keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from web.organization.models import Staff
from web.register import actions, permissions, queries, same_letter
from web.register.actions import StateChangedError, note_view
from web.register.models import RegisterEntry, State
from web.register.permissions import require
from web.register.review_forms import DecisionForm, NewDeadlineForm, ReviewForm, doubts_of, first_doubt
from web.register.views.document import pages_of, visible_entry
from web.register.views.lists import page_of, signed_in
from web.register.workflow import state_once_routed

BAD_REQUEST = 400
# Sheets shown beside the fields: the first ones, and those that a deadline stands on.
FIRST_SHEETS = 3
Forms = tuple[ReviewForm, list[DecisionForm], NewDeadlineForm]


@require_GET
def review(request: HttpRequest) -> HttpResponse:
    """The list of what waits."""
    staff = signed_in(request)
    require(permissions.can_see_register(staff))
    context = {"page": page_of(request, queries.review_queue()), "is_reviewer": permissions.is_reviewer(staff)}
    return render(request, "register/review.html", context)


@require_GET
def review_letter(request: HttpRequest, entry_id: int) -> HttpResponse:
    """One waiting letter. Somebody else may have decided it since: then on to the next."""
    staff = signed_in(request)
    entry = visible_entry(staff, entry_id)
    require(permissions.is_reviewer(staff))
    if not permissions.can_review(staff, entry):
        messages.info(request, f"Văn bản đến số {entry.arrival_number} không còn chờ xem.")
        return _to_next(entry_id)
    note_view(entry, by=staff)
    return render(request, "register/review_letter.html", _screen(request, entry, _forms(entry)))


@require_POST
def confirm_review(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Header, deadlines and unit in one step, then straight to the next letter."""
    staff = signed_in(request)
    entry = visible_entry(staff, entry_id)
    require(permissions.is_reviewer(staff))
    forms = form, decisions, new = _forms(entry, request)
    if not all([form.is_valid(), *(decision.is_valid() for decision in decisions), new.is_valid()]):
        note_view(entry, by=staff)
        return render(request, "register/review_letter.html", _screen(request, entry, forms), status=BAD_REQUEST)
    queue = _queue()
    return _confirm(request, staff, entry, forms, queue)


def _confirm(
    request: HttpRequest, staff: Staff, entry: RegisterEntry, forms: Forms, queue: Sequence[int]
) -> HttpResponse:
    form, decisions, new = forms
    seen = request.POST.get("seen", "")
    wanted = form.review([decision.decision() for decision in decisions], new.new_deadline())
    try:
        actions.confirm_review(entry.pk, wanted, by=staff, seen=int(seen) if seen.isdecimal() else -1)
    except StateChangedError as error:
        messages.error(request, str(error))
        return redirect("review-letter", entry.pk)
    done = "Đã vào sổ, chờ lãnh đạo cho ý kiến." if state_once_routed() == State.REGISTERED else "Đã chuyển đơn vị."
    messages.success(request, f"{done} Số đến {entry.arrival_number}: {wanted.unit}.")
    return _to_next(entry.pk, queue, just_done=True)


def _forms(entry: RegisterEntry, request: HttpRequest | None = None) -> Forms:
    sent = request.POST if request is not None else None
    deadlines = [deadline for deadline in queries.deadlines_of(entry) if deadline.is_standing]
    decisions = [DecisionForm(deadline, sent) for deadline in deadlines]
    return ReviewForm(entry, sent), decisions, NewDeadlineForm(sent, prefix="new")


def _screen(request: HttpRequest, entry: RegisterEntry, forms: Forms) -> dict[str, object]:
    form, decisions, new = forms
    pages = pages_of(entry, [decision.deadline for decision in decisions])
    marked = {decision.deadline.page for decision in decisions}
    sheets = [page for page in pages if page.number <= FIRST_SHEETS or page.number in marked]
    others = [decision for decision in decisions if decision.deadline.applies_to_us is False]
    queue = _queue()
    place = queue.index(entry.pk) if entry.pk in queue else 0
    just_done = request.GET.get("vua", "")
    return {
        "entry": entry,
        "form": form,
        "own": [decision for decision in decisions if decision.deadline.applies_to_us is not False],
        "others": others,
        "others_have_errors": any(decision.errors for decision in others),
        "new_form": new,
        "seen": queries.last_change(entry.pk),
        "doubts": doubts_of(entry),
        "focus": first_doubt(entry),
        "sheets": sheets,
        "hidden_count": len(pages) - len(sheets),
        "twins": same_letter.twins_of(entry),
        "place": place + 1,
        "waiting_count": len(queue),
        "next_id": queue[(place + 1) % len(queue)] if len(queue) > 1 else None,
        "previous_id": queue[place - 1] if len(queue) > 1 else None,
        "just_done": int(just_done) if just_done.isdecimal() else None,
        "can_retry": permissions.can_retry(signed_in(request), entry),
        "can_cancel": permissions.can_cancel(signed_in(request), entry),
    }


def _queue() -> list[int]:
    return list(queries.review_queue().values_list("pk", flat=True))


def _to_next(entry_id: int, queue: Sequence[int] | None = None, *, just_done: bool = False) -> HttpResponse:
    """The letter that follows in the queue as it was seen; after the last one the first that still waits."""
    waiting = _queue()
    seen = queue if queue is not None else waiting
    place = seen.index(entry_id) if entry_id in seen else -1
    following = [*seen[place + 1 :], *seen[: max(place, 0)], *waiting]
    target = next((pk for pk in following if pk in waiting and pk != entry_id), None)
    if target is None:
        return redirect("review")
    response = redirect("review-letter", target)
    if just_done:
        response["Location"] += f"?vua={entry_id}"
    return response
