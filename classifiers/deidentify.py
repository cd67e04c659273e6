"""Text of a letter -> the same text without the numbers and addresses that point to one person."""

from __future__ import annotations

import re

# Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 14: what is kept for training is de-identified.
MASK = "…"
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Citizen identity number (căn cước, 12 digits), also typed in groups: "079 085 001 234".
IDENTITY_NUMBER = re.compile(r"(?<!\d)\d{3}[ .]?\d{3}[ .]?\d{3}[ .]?\d{3}(?!\d)")
# Ten digits from 0 on, eleven for old mobile and some landline numbers; or from +84 on.
PHONE = re.compile(r"(?<!\d)(?:\+84|\(?0\d{1,3}\)?)(?:[ .-]?\d){7,9}(?!\d)")
# Bank account and old identity numbers follow their name.
NAMED_NUMBER = re.compile(
    r"(?P<name>\b(?:số tài khoản|stk|tài khoản số|cmnd|cmtnd|cccd|căn cước(?: công dân)?|hộ chiếu)\b[^\d\n]{0,20})"
    r"(?P<number>[A-Z]?\d[\d .]{6,18}\d)",
    re.IGNORECASE,
)


def without_personal_data(text: str) -> str:
    """Mask e-mail addresses, identity numbers, phone numbers and account numbers."""
    text = EMAIL.sub(MASK, text)
    text = NAMED_NUMBER.sub(rf"\g<name>{MASK}", text)
    text = IDENTITY_NUMBER.sub(MASK, text)
    return PHONE.sub(MASK, text)
