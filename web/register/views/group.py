"""The unit head's queue: the same change to several letters, and what could not be done is told of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from web.organization.models import Staff, Unit
from web.organization.queries import Away, away_on
from web.register import actions, office_queries, permissions, queries
from web.register.actions import StateChangedError
from web.register.models import RegisterEntry
from web.register.permissions import require
from web.register.views.lists import is_key, signed_in
from web.register.work_forms import OF_THE_FIELD, GroupForm

Change = Callable[[RegisterEntry], str]  # why the letter stays as it is; "" when it was changed


@require_POST
def group(request: HttpRequest, code: str) -> HttpResponse:
    """Assign or accept the letters that were ticked."""
    staff = signed_in(request)
    unit = get_object_or_404(Unit, code=code)
    require(permissions.is_head_of(staff, unit))
    chosen = chosen_ids(request)
    entries = queries.unit_queue(unit, seen_by=staff).filter(pk__in=chosen)
    if request.POST.get("do") == "accept":
        do_each(request, entries, len(chosen), lambda entry: _accept(entry, staff), "Đã nhận {} văn bản.")
    else:
        _assign_all(request, unit, entries, len(chosen))
    return redirect("queue") if staff.unit_id == unit.pk else redirect("unit-queue", unit.code)


def chosen_ids(request: HttpRequest) -> set[int]:
    return {int(value) for value in request.POST.getlist("entry") if is_key(value)}


def do_each(
    request: HttpRequest, entries: Iterable[RegisterEntry], chosen_count: int, change: Change, sentence: str
) -> None:
    """Change one after another; each is a transaction of its own, so one that fails holds up no other."""
    done, refused = 0, []
    for entry in entries:
        try:
            trouble = change(entry)
        except StateChangedError as error:
            trouble = str(error)
        if trouble:
            refused.append(f"Số đến {entry.arrival_number}: {trouble}")
        else:
            done += 1
    if done:
        messages.success(request, sentence.format(done))
    for trouble in refused:
        messages.warning(request, trouble)
    gone = chosen_count - done - len(refused)
    if gone:
        messages.warning(request, f"{gone} văn bản đã chọn không còn trong danh sách này.")
    if not chosen_count:
        messages.error(request, "Chưa chọn văn bản nào: hãy đánh dấu vào ô trước số đến.")


def warn_if_away(request: HttpRequest, officer: Staff, away: Mapping[int, Away]) -> None:
    """New work for somebody who is away goes visibly to the stand-in."""
    absence = away.get(officer.pk)
    if absence is None:
        return
    until = f"{officer} đang vắng đến hết ngày {absence.until:%d/%m/%Y}"
    if absence.stand_in is None:
        messages.warning(request, f"{until} và không có ai làm thay. Hãy giao cho người khác.")
    else:
        messages.warning(request, f"{until}. Trong thời gian đó {absence.stand_in} làm thay và thấy việc này.")


def _accept(entry: RegisterEntry, staff: Staff) -> str:
    if not permissions.can_accept(staff, entry):
        return "đã có người xác nhận rồi."
    actions.accept(entry.pk, by=staff)
    return ""


def _assign_all(request: HttpRequest, unit: Unit, entries: Iterable[RegisterEntry], chosen_count: int) -> None:
    staff = signed_in(request)
    away = away_on(timezone.localdate())
    form = GroupForm(unit, away, request.POST)
    if not form.is_valid():
        messages.error(request, "Hãy chọn người để giao việc.")
        return
    one = form.people.get(form.cleaned_data["officer"])
    of_field = office_queries.officer_of_field(unit, away) if form.cleaned_data["officer"] == OF_THE_FIELD else {}
    given: dict[int, Staff] = {}

    def assign(entry: RegisterEntry) -> str:
        officer = one or of_field.get(entry.field)
        if officer is None:
            return "lĩnh vực này chưa có người phụ trách, hãy chọn một người."
        if entry.officer_id == officer.pk:
            return f"đã giao cho {officer} từ trước."
        actions.assign_officer(entry.pk, by=staff, officer=officer)
        given[officer.pk] = officer
        return ""

    do_each(request, entries, chosen_count, assign, "Đã giao {} văn bản.")
    for officer in given.values():
        warn_if_away(request, officer, away)
