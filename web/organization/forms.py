"""Accounts, as an administrator types them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from web.organization.models import UNIT_ROLES, Role, Staff, Unit


class AccountForm(forms.Form):
    username = forms.SlugField(label="Tên đăng nhập (không dấu, không cách)", max_length=60)
    full_name = forms.CharField(label="Họ và tên", max_length=120)
    role = forms.ChoiceField(label="Vai trò", choices=Role.choices)
    unit = forms.ModelChoiceField(Unit.objects.filter(is_active=True), label="Đơn vị", required=False)
    email = forms.EmailField(label="Thư điện tử (để nhận nhắc việc)", required=False)
    password = forms.CharField(label="Mật khẩu (ít nhất 8 ký tự)", validators=[validate_password])

    def clean_username(self) -> str:
        username = str(self.cleaned_data["username"])
        if Staff.objects.filter(username=username).exists():
            raise forms.ValidationError("Tên đăng nhập này đã có.")
        return username

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values.get("role") in UNIT_ROLES and values.get("unit") is None:
            self.add_error("unit", "Trưởng đơn vị và chuyên viên phải thuộc một đơn vị.")
        return values


class CalendarForm(forms.Form):
    file = forms.FileField(label="Tệp lịch nghỉ (CSV)", max_length=200)


class EmailForm(forms.Form):
    email = forms.EmailField(label="Thư điện tử", required=False)


class PasswordForm(forms.Form):
    password = forms.CharField(label="Mật khẩu mới", validators=[validate_password])
