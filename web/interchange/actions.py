"""Keys of other programs: made, revoked, used."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from web.interchange.models import ApiToken
from web.organization.models import Staff
from web.register.audit import record
from web.register.models import Event


@transaction.atomic
def make_token(staff: Staff, *, name: str) -> str:
    """From the command line of the machine. The key itself is returned once and kept nowhere."""
    key = secrets.token_urlsafe(32)
    token = ApiToken.objects.create(staff=staff, name=name, digest=digest_of(key), made_at=timezone.now())
    record(Event.TOKEN_MADE, staff=staff.pk, token=token.pk)
    return key


@transaction.atomic
def revoke_token(token: ApiToken) -> bool:
    """From the command line of the machine; False when it was revoked before."""
    revoked = ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())
    if revoked:
        record(Event.TOKEN_REVOKED, staff=token.staff_id, token=token.pk)
    return bool(revoked)


def digest_of(key: str) -> str:
    """Keys are 256 random bits, so a plain hash is as good as a slow one."""
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()
