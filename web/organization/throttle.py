"""Failed sign-ins as django-axes counts them -> who has to wait, the page that says so, and the way out."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse

from web.errors import error_page
from web.organization.models import Staff

TOO_MANY = 429


def account_name(request: HttpRequest, credentials: dict[str, str] | None) -> str:
    """What the failures are counted under. People type their password into the wrong box: keep no unknown name."""
    name = str((credentials or {}).get("username") or request.POST.get("username") or "")
    if Staff.objects.filter(username=name).exists():
        return name
    return f"?{sha256((settings.SECRET_KEY + name).encode()).hexdigest()[:16]}"


def locked_page(request: HttpRequest, response: HttpResponse | None, credentials: dict[str, str]) -> HttpResponse:
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return error_page(
        request,
        TOO_MANY,
        "Tạm khóa đăng nhập",
        f"Đã sai {settings.AXES_FAILURE_LIMIT} lần. Hãy đợi {minutes} phút rồi thử lại, hoặc nhờ quản trị mở khóa.",
    )


def locked_accounts(now: datetime) -> frozenset[str]:
    """User names that some computer cannot sign in with at the moment."""
    recent = AccessAttempt.objects.filter(attempt_time__gte=now - settings.AXES_COOLOFF_TIME)
    counted = recent.order_by().values("username", "ip_address").annotate(failures=Sum("failures_since_start"))
    return frozenset(row["username"] for row in counted if row["failures"] >= settings.AXES_FAILURE_LIMIT)


def unlock(username: str) -> bool:
    """Forget the failures of the account; False when there were none."""
    count, _ = AccessAttempt.objects.filter(username=username).delete()
    return bool(count)
