"""A new password -> the Vietnamese sentence that says what is wrong with it: Django's own comes in English only."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError


class LongEnoughValidator(MinimumLengthValidator):
    def validate(self, password: str, user: object = None) -> None:
        if len(password) < self.min_length:
            raise ValidationError(f"Mật khẩu quá ngắn, cần ít nhất {self.min_length} ký tự.", code="password_too_short")

    def get_help_text(self) -> str:
        return f"Mật khẩu cần ít nhất {self.min_length} ký tự."
