"""The second step of signing in: who needs it, the picture for the phone, which device accepts a code."""

from __future__ import annotations

import math
from base64 import b32encode
from datetime import datetime

import segno
from django_otp import verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from web.offices import current_office
from web.organization.models import Role, Staff

CODE_DIGITS = 6
RECOVERY_CODES = 8


def is_required(staff: Staff) -> bool:
    return staff.role == Role.ADMIN and current_office().security.two_factor_for_admins


def is_missing(staff: Staff) -> bool:
    """It is required, and this session came in without it. Needs the request's own `user` (OTPMiddleware)."""
    return is_required(staff) and not is_verified(staff)


def is_verified(staff: Staff) -> bool:
    return getattr(staff, "otp_device", None) is not None


def phone_of(staff: Staff) -> TOTPDevice | None:
    return TOTPDevice.objects.filter(user=staff, confirmed=True).first()


def recovery_codes_left(staff: Staff) -> int:
    return int(StaticToken.objects.filter(device__user=staff).count())


def new_key() -> str:
    return str(random_hex(20))


def setup_address(staff: Staff, key: str) -> str:
    """What the phone reads from the picture."""
    return str(TOTPDevice(user=staff, key=key).config_url)


def setup_picture(address: str) -> str:
    """An SVG without style attributes, which the content policy would refuse."""
    return segno.make(address, error="m").svg_inline(scale=5, border=2, dark="#000", light="#fff", omitsize=False)


def typed_key(key: str) -> str:
    """The same for who types it in: groups of four letters."""
    letters = b32encode(bytes.fromhex(key)).decode("ascii")
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def accepting_device(staff: Staff, code: str) -> Device | None:
    """The device for which the code is right; a recovery code is used up by it."""
    asked = _asked_device(staff, code)
    return verify_token(staff, asked.persistent_id, code) if asked is not None else None


def wait_seconds(staff: Staff, code: str, now: datetime) -> int:
    """Wrong codes make the next try wait: 1, 2, 4, … seconds. 0: may try."""
    asked = _asked_device(staff, code)
    if asked is None:
        return 0
    _allowed, details = asked.verify_is_allowed()
    until = (details or {}).get("locked_until")
    return math.ceil(max(0.0, (until - now).total_seconds())) if until else 0


def add_phone(staff: Staff, key: str, code: str) -> TOTPDevice | None:
    """None: the code does not belong to the key. Inside a transaction of the caller, who rolls back then."""
    device = TOTPDevice.objects.create(user=staff, name="phone", key=key, confirmed=True)
    return device if device.verify_token(code) else None


def make_recovery_codes(staff: Staff) -> tuple[str, ...]:
    """New ones; the old ones are gone."""
    StaticDevice.objects.filter(user=staff).delete()
    device = StaticDevice.objects.create(user=staff, name="recovery", confirmed=True)
    codes = tuple(str(StaticToken.random_token()) for _ in range(RECOVERY_CODES))
    StaticToken.objects.bulk_create([StaticToken(device=device, token=code) for code in codes])
    return codes


def remove_devices(staff: Staff) -> bool:
    """False when there were none."""
    phones, _ = TOTPDevice.objects.filter(user=staff).delete()
    codes, _ = StaticDevice.objects.filter(user=staff).delete()
    return bool(phones + codes)


def _asked_device(staff: Staff, code: str) -> Device | None:
    """Six digits come from the phone, anything else is a recovery code."""
    if code.isdigit() and len(code) == CODE_DIGITS:
        return phone_of(staff)
    return StaticDevice.objects.filter(user=staff, confirmed=True).first()
