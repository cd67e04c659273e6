"""What people do about their own sign-in: change and audit record in one transaction. No password is ever recorded."""

from __future__ import annotations

from django.db import transaction

from web.organization import second_factor
from web.organization.models import Staff
from web.register.audit import record
from web.register.models import Event
from web.register.permissions import can_manage, require


class WrongCodeError(Exception):
    """The code does not belong to the key that was shown."""


def note_sign_in(*, by: Staff, address: str, second_step: str = "") -> None:
    """`second_step`: "phone" or "recovery", "" without one."""
    record(Event.SIGNED_IN, by=by, address=address, second_step=second_step)


def note_refusal(staff: Staff | None, *, address: str, step: str, is_locked: bool = False) -> None:
    """A name that no account has is not kept: people type their password into the wrong box. `by` stays empty."""
    record(Event.SIGN_IN_REFUSED, staff=_key(staff), address=address, step=step, is_locked=is_locked)


def note_lock(staff: Staff | None, *, address: str) -> None:
    record(Event.SIGN_IN_LOCKED, staff=_key(staff), address=address)


def note_sign_out(*, by: Staff, why: str) -> None:
    """`why`: "button" or "idle"."""
    record(Event.SIGNED_OUT, by=by, why=why)


@transaction.atomic
def change_own_password(password: str, *, by: Staff) -> None:
    """Ends all other sessions of the person: their mark is made from the old password."""
    by.set_password(password)
    by.must_change_password = False
    by.save(update_fields=["password", "must_change_password"])
    record(Event.PASSWORD_SET, by=by, staff=by.pk)


@transaction.atomic
def switch_on_second_factor(key: str, code: str, *, by: Staff) -> tuple[str, ...]:
    """The phone shows the right code: from now on it is asked. Returns the recovery codes. Raises WrongCodeError."""
    second_factor.remove_devices(by)
    if second_factor.add_phone(by, key, code) is None:
        raise WrongCodeError
    codes = second_factor.make_recovery_codes(by)
    record(Event.SECOND_FACTOR_SET, by=by, staff=by.pk, what="phone")
    return codes


@transaction.atomic
def renew_recovery_codes(*, by: Staff) -> tuple[str, ...]:
    require(second_factor.phone_of(by) is not None)
    codes = second_factor.make_recovery_codes(by)
    record(Event.SECOND_FACTOR_SET, by=by, staff=by.pk, what="recovery")
    return codes


@transaction.atomic
def switch_off_second_factor(staff: Staff, *, by: Staff | None) -> bool:
    """By oneself, by an administrator, or by the command line (None). False: it was off."""
    require(by is None or by.pk == staff.pk or can_manage(by))
    was_on = second_factor.remove_devices(staff)
    if was_on:
        record(Event.SECOND_FACTOR_REMOVED, by=by, staff=staff.pk)
    return was_on


def _key(staff: Staff | None) -> int | None:
    return staff.pk if staff is not None else None
