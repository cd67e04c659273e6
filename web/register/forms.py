"""What people type. Dates are dd/mm/yyyy."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms

from web.offices import current_office
from web.organization.models import Staff, Unit
from web.organization.queries import Away
from web.register import queries
from web.register.models import EntryDeadline, RegisterEntry, State, UrgencyLevel

DATE = {"placeholder": "ngày/tháng/năm", "inputmode": "numeric", "autocomplete": "off"}


def field_choices() -> list[tuple[str, str]]:
    return [(code, field.name) for code, field in current_office().fields.items()]


class RoutingForm(forms.Form):
    field = forms.ChoiceField(label="Lĩnh vực", choices=field_choices)
    unit = forms.ModelChoiceField(Unit.objects.filter(is_active=True), to_field_name="code", label="Đơn vị chủ trì")
    cooperating = forms.ModelMultipleChoiceField(
        Unit.objects.filter(is_active=True),
        to_field_name="code",
        label="Đơn vị phối hợp",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    @classmethod
    def of(cls, entry: RegisterEntry) -> RoutingForm:
        field, unit = queries.next_proposal(entry)
        return cls(
            initial={
                "field": field,
                "unit": unit,
                "cooperating": [unit.code for unit in entry.cooperating_units.all()],
            }
        )


class HeaderForm(forms.Form):
    code = forms.CharField(label="Số, ký hiệu", max_length=100, required=False)
    issued_on = forms.DateField(label="Ngày văn bản", required=False, widget=forms.DateInput(attrs=DATE))
    document_type = forms.CharField(label="Tên loại", max_length=100, required=False)
    issuing_body = forms.CharField(label="Cơ quan ban hành", max_length=300, required=False)
    parent_body = forms.CharField(label="Cơ quan chủ quản", max_length=300, required=False)
    subject = forms.CharField(label="Trích yếu", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    urgency = forms.TypedChoiceField(label="Độ khẩn", choices=UrgencyLevel.choices, coerce=int)
    signer_name = forms.CharField(label="Người ký", max_length=100, required=False)
    signer_position = forms.CharField(label="Chức vụ", max_length=200, required=False)

    @classmethod
    def of(cls, entry: RegisterEntry) -> HeaderForm:
        return cls(initial={name: getattr(entry, name) for name in cls.base_fields})


class DeadlineForm(forms.Form):
    due_on = forms.DateField(label="Hạn xử lý", widget=forms.DateInput(attrs=DATE))
    note = forms.CharField(label="Việc phải làm", max_length=500)


class CorrectionForm(forms.Form):
    """One deadline that the machine read: its day, and whether it is ours."""

    due_on = forms.DateField(label="Hạn", required=False, widget=forms.DateInput(attrs=DATE))
    is_ours = forms.TypedChoiceField(
        label="Của ai",
        choices=[("yes", "của phường"), ("no", "việc của nơi khác")],
        coerce=lambda value: value == "yes",
    )

    @classmethod
    def of(cls, deadline: EntryDeadline) -> CorrectionForm:
        initial = {"due_on": deadline.due_on, "is_ours": "no" if deadline.applies_to_us is False else "yes"}
        return cls(prefix=f"deadline-{deadline.pk}", initial=initial)


class PeriodForm(forms.Form):
    """This time is done; the next is known from the rule, or asked for."""

    outcome = forms.CharField(label="Kết quả kỳ này", max_length=1000)
    next_due_on = forms.DateField(label="Hạn kỳ sau", widget=forms.DateInput(attrs=DATE))


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Lý do", max_length=500)


class OutcomeForm(forms.Form):
    """Done with a document that answers, with a note, or both; a reply that was noted before is enough."""

    reply_code = forms.CharField(label="Số, ký hiệu văn bản trả lời (nếu có)", max_length=100, required=False)
    reply_issued_on = forms.DateField(label="Ngày văn bản trả lời", required=False, widget=forms.DateInput(attrs=DATE))
    outcome = forms.CharField(label="Kết quả hoặc ghi chú", max_length=1000, required=False)

    def __init__(self, *args: Any, has_reply: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self._has_reply = has_reply

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if not (self._has_reply or values.get("reply_code") or values.get("outcome")):
            self.add_error("outcome", "Ghi số, ký hiệu văn bản trả lời, hoặc ghi kết quả vào đây.")
        return values


class OfficerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes no parameter at run time
    """People with their load and who is away, so that work goes to who has room."""

    away: Mapping[int, Away] = MappingProxyType({})

    def label_from_instance(self, obj: Staff) -> str:
        return officer_label(obj, self.away)


def officer_label(officer: Staff, away: Mapping[int, Away]) -> str:
    label = f"{officer} ({getattr(officer, 'open_count', 0)} việc đang mở)"
    absence = away.get(officer.pk)
    if absence is None:
        return label
    return f"{label}, đang vắng, {f'{absence.stand_in} làm thay' if absence.stand_in else 'không có ai làm thay'}"


class OfficerForm(forms.Form):
    officer = OfficerField(Staff.objects.none(), label="Giao cho", empty_label="Chọn người")

    def __init__(self, unit: Unit, *args: Any, away: Mapping[int, Away] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        officers = self.fields["officer"]
        assert isinstance(officers, OfficerField)  # noqa: S101  declared above
        officers.away = away or {}
        officers.queryset = queries.officers_of(unit)


class RegisterFilterForm(forms.Form):
    q = forms.CharField(label="Tìm", required=False)
    year = forms.IntegerField(
        label="Năm", required=False, min_value=2000, max_value=2100, error_messages={"invalid": "Nhập năm bằng số."}
    )
    state = forms.ChoiceField(label="Tình trạng", required=False)
    unit = forms.ModelChoiceField(
        Unit.objects.all(), to_field_name="code", label="Đơn vị", required=False, empty_label="Tất cả"
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        state = self.fields["state"]
        assert isinstance(state, forms.ChoiceField)  # noqa: S101  declared above
        state.choices = [("", "Tất cả"), *State.choices]
