"""What is masked before a letter is kept for training, and what stays."""

from __future__ import annotations

import pytest

from classifiers.deidentify import without_personal_data


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("CCCD 079085001234 cấp", "CCCD … cấp"),
        ("căn cước số 079 085 001 234.", "căn cước số …."),
        ("CMND: 023456789 do", "CMND: … do"),
        ("điện thoại 0903 123 456 hoặc", "điện thoại … hoặc"),
        ("ĐT (028) 3829 1234,", "ĐT …,"),
        ("gọi +84 903.123.456 gặp", "gọi … gặp"),
        ("gửi về ban.mail-1@tphcm.gov.vn trước", "gửi về … trước"),
        ("số tài khoản 0071000123456 tại", "số tài khoản … tại"),
    ],
)
def test_what_points_to_a_person_is_masked(text: str, masked: str) -> None:
    assert without_personal_data(text) == masked


@pytest.mark.parametrize(
    "text", ["Quyết định số 1234/QĐ-UBND ngày 05/12/2026", "kinh phí 1.250.000 đồng", "trước 17 giờ 00 ngày 20/11/2026"]
)
def test_what_the_letter_is_about_stays(text: str) -> None:
    assert without_personal_data(text) == text
