"""A session -> the person behind it, with the unit: every page asks for both."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend

from web.organization.models import Staff


class StaffBackend(ModelBackend):
    def get_user(self, user_id: int) -> Staff | None:
        staff = Staff.objects.select_related("unit").filter(pk=user_id).first()
        return staff if staff is not None and self.user_can_authenticate(staff) else None
