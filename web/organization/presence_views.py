"""Pages «Vắng mặt» and «Phụ trách lĩnh vực»: who is away and who does their work; who looks after which field."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from web.organization import actions, queries
from web.organization.actions import AbsenceError
from web.organization.models import Absence, Unit
from web.organization.presence_forms import AbsenceForm, FieldOfficersForm
from web.register import permissions
from web.register.permissions import require
from web.register.views.lists import signed_in

OK, BAD_REQUEST = 200, 400


def absences(request: HttpRequest) -> HttpResponse:
    """Who is or will be away, and the form to note it."""
    staff = signed_in(request)
    form = AbsenceForm(staff, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            absence = actions.note_absence(by=staff, **form.cleaned_data)
        except AbsenceError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Đã ghi: {absence.staff} vắng, {absence.stand_in} làm thay.")
            return redirect("absences")
    today = timezone.localdate()
    context = {
        "form": form,
        "can_staff_fields": queries.units_to_staff(staff).exists(),
        "absences": [
            (absence, absence.covers(today)) for absence in queries.absences_from(today, queries.people_to_note(staff))
        ],
    }
    return render(request, "organization/absences.html", context, status=BAD_REQUEST if form.errors else OK)


@require_POST
def end_absence(request: HttpRequest, absence_id: int) -> HttpResponse:
    absence = get_object_or_404(Absence.objects.select_related("staff"), pk=absence_id)
    if actions.end_absence(absence_id, by=signed_in(request)):
        messages.success(request, f"{absence.staff} đã trở lại: từ lúc này việc do {absence.staff} làm.")
    else:
        messages.warning(request, "Lần vắng này đã được kết thúc trước đó.")
    return redirect("absences")


def field_officers(request: HttpRequest) -> HttpResponse:
    """Each unit's fields with the people who look after them."""
    staff = signed_in(request)
    units = queries.units_to_staff(staff)
    require(units.exists())
    away = queries.away_on(timezone.localdate())
    context = {
        "forms": [(unit, FieldOfficersForm.of(unit, away)) for unit in units],
        "uncovered": {alarm.field for alarm in queries.fields_without_anybody(away)},
    }
    return render(request, "organization/field_officers.html", context)


@require_POST
def set_field_officers(request: HttpRequest, code: str) -> HttpResponse:
    staff = signed_in(request)
    unit = get_object_or_404(Unit, code=code)
    require(permissions.can_set_field_officers(staff, unit))
    form = FieldOfficersForm(unit, {}, request.POST)
    if not form.is_valid():
        messages.error(request, "Có người không còn thuộc đơn vị này. Hãy xem lại rồi lưu.")
    elif actions.set_field_officers(unit, form.officers(), by=staff):
        messages.success(request, f"Đã lưu người phụ trách lĩnh vực của {unit}.")
    else:
        messages.info(request, "Không có gì thay đổi.")
    return redirect("field-officers")
