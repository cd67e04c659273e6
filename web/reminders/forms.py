"""Which calendar a new link is for."""

from __future__ import annotations

from typing import Any

from django import forms

from web.organization.models import Staff, Unit
from web.reminders import queries


class FeedForm(forms.Form):
    unit = forms.ModelChoiceField(
        Unit.objects.none(), to_field_name="code", label="Lịch nào", required=False, empty_label="Lịch của tôi"
    )

    def __init__(self, staff: Staff, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ModelChoiceField)  # noqa: S101  declared above
        unit.queryset = queries.units_with_feed(staff)
