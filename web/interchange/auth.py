"""Authorization: Bearer KEY -> the account in whose name the program acts."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from web.interchange.actions import digest_of
from web.interchange.models import ApiToken
from web.organization.models import Staff


class TokenAuth(HttpBearer):
    def authenticate(self, request: HttpRequest, token: str) -> Staff | None:
        found = (
            ApiToken.objects.select_related("staff__unit")
            .filter(digest=digest_of(token), revoked_at__isnull=True, staff__is_active=True)
            .first()
        )
        if found is None:
            return None
        today = timezone.localdate()
        if found.last_used_on != today:  # once a day: a program that asks every second must not write every second
            ApiToken.objects.filter(pk=found.pk).update(last_used_on=today)
        return found.staff
