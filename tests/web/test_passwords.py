"""What a person reads about a new password."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError


def test_a_short_password_is_refused_in_vietnamese() -> None:
    with pytest.raises(ValidationError) as caught:
        validate_password("ngan")
    assert caught.value.messages == ["Mật khẩu quá ngắn, cần ít nhất 8 ký tự."]


def test_the_rule_for_passwords_is_told_in_vietnamese() -> None:
    assert password_validators_help_texts() == ["Mật khẩu cần ít nhất 8 ký tự."]
