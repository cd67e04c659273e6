"""An absence with its stand-in, and the people of each field, as they are typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from web.offices import current_office
from web.organization.models import UNIT_ROLES, Role, Staff, Unit
from web.organization.queries import Away, officers_by_field, people_of, people_to_note

DATE = {"placeholder": "ngày/tháng/năm", "inputmode": "numeric", "autocomplete": "off"}


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes no parameter at run time
    """A person with unit or role, for names that occur twice."""

    def label_from_instance(self, obj: Staff) -> str:
        return f"{obj} ({obj.unit or obj.get_role_display()})"


class AbsenceForm(forms.Form):
    absent = PersonField(Staff.objects.none(), label="Người vắng", empty_label="Chọn người")
    first_on = forms.DateField(label="Vắng từ ngày", widget=forms.DateInput(attrs=DATE))
    last_on = forms.DateField(label="Đến hết ngày", widget=forms.DateInput(attrs=DATE))
    stand_in = PersonField(Staff.objects.none(), label="Người làm thay", empty_label="Chọn người")
    reason = forms.CharField(label="Lý do (không bắt buộc)", max_length=300, required=False)

    def __init__(self, by: Staff, *args: Any, **options: Any) -> None:
        options.setdefault("initial", {"first_on": timezone.localdate()})
        super().__init__(*args, **options)
        absent, stand_in = self.fields["absent"], self.fields["stand_in"]
        assert isinstance(absent, PersonField)  # noqa: S101  declared above
        assert isinstance(stand_in, PersonField)  # noqa: S101
        people = people_to_note(by)
        absent.queryset = people
        if len(people) == 1:  # an officer: only oneself
            absent.empty_label = None
        stand_in.queryset = _stand_ins_for(people)


def _stand_ins_for(people: QuerySet[Staff]) -> QuerySet[Staff]:
    """Everybody who may stand in for one of them; which pairs fit is said when it is noted."""
    units = {person.unit_id for person in people if person.unit_id is not None}
    roles = {person.role for person in people} - {*UNIT_ROLES}
    if any(person.role == Role.UNIT_HEAD for person in people):
        roles |= {Role.UNIT_HEAD, Role.LEADER}
    wanted = Q(unit__in=units, role__in=UNIT_ROLES) | Q(role__in=roles)
    found = Staff.objects.filter(wanted, is_active=True)
    return found.select_related("unit").order_by("unit__name", "last_name", "username")


class FieldOfficersForm(forms.Form):
    """One choice of people for each field of the unit; the names of the inputs are the codes of the fields."""

    def __init__(self, unit: Unit, away: Mapping[int, Away], data: Any = None, **options: Any) -> None:
        super().__init__(data, auto_id=f"{unit.code}-%s", **options)
        self.people = {str(person.pk): person for person in people_of(unit)}
        choices = [(key, _with_absence(person, away)) for key, person in self.people.items()]
        for code, field in current_office().fields.items():
            if field.unit == unit.code:
                self.fields[code] = forms.MultipleChoiceField(
                    label=field.name, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
                )

    @classmethod
    def of(cls, unit: Unit, away: Mapping[int, Away]) -> FieldOfficersForm:
        officers = officers_by_field(unit)
        return cls(unit, away, initial={code: [str(staff.pk) for staff in people] for code, people in officers.items()})

    def officers(self) -> dict[str, list[Staff]]:
        return {code: [self.people[key] for key in keys] for code, keys in self.cleaned_data.items()}


def _with_absence(person: Staff, away: Mapping[int, Away]) -> str:
    absence = away.get(person.pk)
    if absence is None:
        return str(person)
    return f"{person}, đang vắng, {f'{absence.stand_in} làm thay' if absence.stand_in else 'không có ai làm thay'}"
