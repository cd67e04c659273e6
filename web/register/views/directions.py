"""The leader's page: letters that wait for a direction, one by one or several at once; a later direction."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from web.offices import current_office
from web.organization.models import Role, Staff, Unit
from web.organization.queries import away_on, fields_without_anybody
from web.register import actions, office_queries
from web.register.models import RegisterEntry
from web.register.paging import EntryPaginator
from web.register.permissions import require
from web.register.views.applying import apply, back
from web.register.views.group import do_each
from web.register.views.lists import is_key, signed_in
from web.register.work_forms import DirectionForm

PAGE_SIZE = 20  # each letter brings its own form


def directions(request: HttpRequest) -> HttpResponse:
    """What waits, with the proposal and its reason."""
    require(signed_in(request).role == Role.LEADER)
    waiting = office_queries.waiting_for_direction()
    page = EntryPaginator(waiting, PAGE_SIZE).get_page(request.GET.get("trang"))
    units = list(Unit.objects.filter(is_active=True).values_list("code", "name"))
    context = {
        "page": page,
        "letters": [(entry, DirectionForm.of(entry, units)) for entry in page],
        "leader_directs": current_office().leader_directs,
        "uncovered": fields_without_anybody(away_on(timezone.localdate())),
    }
    return render(request, "register/directions.html", context)


@require_POST
def direct(request: HttpRequest, entry_id: int) -> HttpResponse:
    """One direction; from the page of the letter on to the next that waits, from the list back to the list."""
    form = DirectionForm(request.POST, auto_id=f"direction-{entry_id}-%s")

    def change(staff: Staff) -> None:
        values = form.cleaned_data
        actions.direct(
            entry_id,
            by=staff,
            lead_unit=values["unit"],
            cooperating=values["cooperating"],
            text=values["text"],
            due_on=values["due_on"],
        )

    refused = apply(request, entry_id, form, "direction_form", change, "Đã cho ý kiến chỉ đạo.")
    if refused is not None:
        return refused
    then = request.POST.get("then")
    if then == "list":
        return redirect("directions")
    following = office_queries.waiting_for_direction().first() if then == "next" else None
    if following is not None:
        messages.info(request, "Đây là văn bản tiếp theo đang chờ chỉ đạo.")
        return redirect("document", following.pk)
    return back(request, entry_id)


@require_POST
def agree(request: HttpRequest) -> HttpResponse:
    """«Đồng ý với đề xuất» for the letters that were ticked: with the unit that the leader saw, or not at all."""
    staff = signed_in(request)
    require(staff.role == Role.LEADER)
    seen = dict(value.split(":", 1) for value in request.POST.getlist("entry") if ":" in value)
    chosen = {int(entry_id): unit for entry_id, unit in seen.items() if is_key(entry_id)}

    def change(entry: RegisterEntry) -> str:
        if entry.lead_unit is None or entry.lead_unit.code != chosen[entry.pk]:
            return "đơn vị đề xuất vừa thay đổi, hãy xem lại."
        others = list(entry.cooperating_units.all())
        actions.direct(entry.pk, by=staff, lead_unit=entry.lead_unit, cooperating=others)
        return ""

    waiting = office_queries.waiting_for_direction().filter(pk__in=chosen)
    do_each(request, waiting, len(chosen), change, "Đã chuyển {} văn bản theo đề xuất.")
    return redirect("directions")
