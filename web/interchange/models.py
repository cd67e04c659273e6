"""Other programs that work with the register."""

from __future__ import annotations

from django.db import models

from web.organization.models import Staff


class ApiToken(models.Model):
    """The key of another program. It may do what the account may whose name it acts in, and nothing more.

    Of the key only the sha256 is kept: whoever reads the database cannot use it.
    """

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField("chương trình", max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField("tạo lúc")
    revoked_at = models.DateTimeField("thu hồi lúc", null=True)
    last_used_on = models.DateField("dùng gần nhất", null=True)

    def __str__(self) -> str:
        return f"token {self.pk}"
