"""Accounts, as an administrator types them, and what people type about their own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.password_validation import validate_password

from web.organization.models import UNIT_ROLES, Role, Staff, Unit


class PersonForm(forms.Form):
    """Name, role, unit and mail address of an account."""

    full_name = forms.CharField(label="Họ và tên", max_length=120)
    role = forms.ChoiceField(label="Vai trò", choices=Role.choices)
    unit = forms.ModelChoiceField(
        Unit.objects.filter(is_active=True), label="Đơn vị", required=False, empty_label="không thuộc đơn vị nào"
    )
    email = forms.EmailField(label="Thư điện tử (để nhận nhắc việc)", required=False)

    @classmethod
    def of(cls, staff: Staff) -> PersonForm:
        return cls(initial={"full_name": str(staff), "role": staff.role, "unit": staff.unit_id, "email": staff.email})

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values.get("role") in UNIT_ROLES and values.get("unit") is None:
            self.add_error("unit", "Trưởng đơn vị và chuyên viên phải thuộc một đơn vị.")
        if values.get("role") not in UNIT_ROLES:
            values["unit"] = None
        return values


class AccountForm(PersonForm):
    username = forms.SlugField(label="Tên đăng nhập (không dấu, không cách)", max_length=60)
    password = forms.CharField(label="Mật khẩu (ít nhất 8 ký tự)", validators=[validate_password])

    field_order = ("username", "full_name", "role", "unit", "email", "password")

    def clean_username(self) -> str:
        username = str(self.cleaned_data["username"])
        if Staff.objects.filter(username=username).exists():
            raise forms.ValidationError("Tên đăng nhập này đã có.")
        return username


class CalendarForm(forms.Form):
    file = forms.FileField(label="Tệp lịch nghỉ (CSV)", max_length=200)


class PasswordForm(forms.Form):
    password = forms.CharField(label="Mật khẩu mới", validators=[validate_password])


class NewPasswordForm(PasswordChangeForm):
    """One's own: the old one, and a new one twice."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        labels = {"old_password": "Mật khẩu đang dùng", "new_password1": "Mật khẩu mới", "new_password2": "Nhập lại"}
        for name, label in labels.items():
            self.fields[name].label = label

    def clean_new_password1(self) -> str:
        password = str(self.cleaned_data["new_password1"])
        if self.user.check_password(password):
            raise forms.ValidationError("Mật khẩu mới phải khác mật khẩu đang dùng.")
        return password


class CodeForm(forms.Form):
    """Of the phone or of the paper; blanks and capitals are how people copy it."""

    code = forms.CharField(
        label="Mã 6 số trên điện thoại, hoặc một mã dự phòng",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True}),
    )

    def clean_code(self) -> str:
        return "".join(str(self.cleaned_data["code"]).split()).lower()


class SetupForm(forms.Form):
    """Proof that the phone has the key; who is not led here after signing in proves who they are too."""

    sealed = forms.CharField(widget=forms.HiddenInput)
    code = forms.CharField(
        label="Mã 6 số trên điện thoại",
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    password = forms.CharField(
        label="Mật khẩu của bạn", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, staff: Staff, *args: Any, asks_password: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self._staff = staff
        if not asks_password:
            del self.fields["password"]

    def clean_code(self) -> str:
        return "".join(str(self.cleaned_data["code"]).split())

    def clean_password(self) -> str:
        return checked_password(self._staff, str(self.cleaned_data["password"]))


class OwnPasswordForm(forms.Form):
    """Before something that a stranger at an open screen must not do."""

    password = forms.CharField(
        label="Mật khẩu của bạn", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, staff: Staff, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._staff = staff

    def clean_password(self) -> str:
        return checked_password(self._staff, str(self.cleaned_data["password"]))


def checked_password(staff: Staff, password: str) -> str:
    if not staff.check_password(password):
        raise forms.ValidationError("Mật khẩu không đúng.")
    return password
