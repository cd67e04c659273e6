"""What people type on the search page. Dates are dd/mm/yyyy."""

from __future__ import annotations

from django import forms

from web.organization.models import Unit
from web.register.forms import DATE, field_choices
from web.register.models import State, UrgencyLevel
from web.register.queries import SearchFilters

ALL = ("", "Tất cả")


class SearchForm(forms.Form):
    q = forms.CharField(
        label="Tìm",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    year = forms.IntegerField(
        label="Năm", required=False, min_value=2000, max_value=2100, error_messages={"invalid": "Nhập năm bằng số."}
    )
    unit = forms.ModelChoiceField(
        Unit.objects.all(), to_field_name="code", label="Đơn vị chủ trì", required=False, empty_label=ALL[1]
    )
    state = forms.ChoiceField(label="Tình trạng", required=False, choices=[ALL, *State.choices])
    field = forms.ChoiceField(label="Lĩnh vực", required=False, choices=lambda: [ALL, *field_choices()])
    urgency = forms.TypedChoiceField(
        label="Độ khẩn", required=False, choices=[ALL, *UrgencyLevel.choices], coerce=int, empty_value=None
    )
    since = forms.DateField(label="Đến từ ngày", required=False, widget=forms.DateInput(attrs=DATE))
    until = forms.DateField(label="Đến hết ngày", required=False, widget=forms.DateInput(attrs=DATE))

    @property
    def text(self) -> str:
        return str(self.cleaned_data["q"])

    @property
    def filters(self) -> SearchFilters:
        return SearchFilters(**{name: value for name, value in self.cleaned_data.items() if name != "q"})
