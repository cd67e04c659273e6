"""What leader, unit head and officer type: a direction, more time, a reply, and what is done to several letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from web.organization.models import Staff, Unit
from web.organization.queries import Away
from web.register.forms import DATE, officer_label
from web.register.models import RegisterEntry
from web.register.queries import officers_of

OF_THE_FIELD = "field"  # each letter to who looks after its field


class DirectionForm(forms.Form):
    text = forms.CharField(
        label="Ý kiến chỉ đạo", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    unit = forms.ModelChoiceField(Unit.objects.filter(is_active=True), to_field_name="code", label="Đơn vị chủ trì")
    cooperating = forms.ModelMultipleChoiceField(
        Unit.objects.filter(is_active=True),
        to_field_name="code",
        label="Đơn vị phối hợp",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    due_on = forms.DateField(label="Thời hạn lãnh đạo giao", required=False, widget=forms.DateInput(attrs=DATE))

    @classmethod
    def of(cls, entry: RegisterEntry, units: Sequence[tuple[str, str]] = ()) -> DirectionForm:
        """The proposal is chosen already. Several such forms on one page share the `units` asked for once."""
        form = cls(
            initial={
                "unit": entry.lead_unit.code if entry.lead_unit else None,
                "cooperating": [unit.code for unit in entry.cooperating_units.all()],
            },
            auto_id=f"direction-{entry.pk}-%s",
        )
        if units:
            for name in ("unit", "cooperating"):
                field = form.fields[name]
                assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  declared above
                field.choices = units
        return form

    def clean_due_on(self) -> date | None:
        due_on: date | None = self.cleaned_data["due_on"]
        if due_on is not None and due_on < timezone.localdate():
            raise forms.ValidationError("Ngày này đã qua.")
        return due_on


class ExtensionForm(forms.Form):
    """More time, beyond the day that holds now."""

    until = forms.DateField(label="Đến ngày", widget=forms.DateInput(attrs=DATE))
    reason = forms.CharField(label="Lý do", max_length=500)

    def __init__(self, due_on: date, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._due_on = due_on

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until <= self._due_on:
            raise forms.ValidationError(f"Phải sau hạn hiện nay, ngày {self._due_on:%d/%m/%Y}.")
        return until


class ReplyForm(forms.Form):
    code = forms.CharField(label="Số, ký hiệu văn bản trả lời", max_length=100)
    issued_on = forms.DateField(label="Ngày văn bản", required=False, widget=forms.DateInput(attrs=DATE))
    subject = forms.CharField(label="Trích yếu", max_length=1000, required=False)


class GroupForm(forms.Form):
    """Whom several letters go to: one person, or each letter to who looks after its field."""

    officer = forms.ChoiceField(label="Giao các văn bản đã chọn cho")

    def __init__(self, unit: Unit, away: Mapping[int, Away], data: Any = None) -> None:
        super().__init__(data, auto_id="group-%s")
        self.people: dict[str, Staff] = {str(person.pk): person for person in officers_of(unit)}
        officer = self.fields["officer"]
        assert isinstance(officer, forms.ChoiceField)  # noqa: S101  declared above
        officer.choices = [
            (OF_THE_FIELD, "người phụ trách lĩnh vực của từng văn bản"),
            *((key, officer_label(person, away)) for key, person in self.people.items()),
        ]
