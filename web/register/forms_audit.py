"""What the administrator looks for in the audit record."""

from __future__ import annotations

from django import forms
from django.utils import timezone

from web.organization.models import Staff
from web.register.audit_log import AuditFilter
from web.register.audit_words import EVENTS
from web.register.forms import DATE


class AuditFilterForm(forms.Form):
    first_on = forms.DateField(label="Từ ngày", required=False, widget=forms.DateInput(attrs=DATE))
    last_on = forms.DateField(label="Đến ngày", required=False, widget=forms.DateInput(attrs=DATE))
    staff = forms.ModelChoiceField(Staff.objects.all(), label="Người làm", required=False, empty_label="Tất cả")
    event = forms.ChoiceField(label="Việc", required=False, choices=[("", "Tất cả"), *EVENTS.items()])
    number = forms.IntegerField(label="Số đến", required=False, min_value=1, max_value=10_000_000)
    year = forms.IntegerField(label="của năm", required=False, min_value=2000, max_value=2100)

    def wanted(self) -> AuditFilter:
        """What is typed wrongly is told beside its field and does not filter."""
        self.full_clean()
        values = self.cleaned_data
        person = values.get("staff")
        number = values.get("number")
        return AuditFilter(
            first_on=values.get("first_on"),
            last_on=values.get("last_on"),
            staff_id=person.pk if person is not None else None,
            event=values.get("event", ""),
            number=number,
            year=(values.get("year") or timezone.localdate().year) if number is not None else None,
        )
