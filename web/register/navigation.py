"""What stands in the page head of whoever is signed in."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from web.offices import current_office
from web.organization.models import Role, Staff


@dataclass(frozen=True, slots=True)
class NavigationItem:
    title: str
    url: str
    is_current: bool


PAGES: dict[str, tuple[tuple[str, str], ...]] = {
    Role.CLERK: (
        ("Hôm nay", "arrivals"),
        ("Chờ xem", "review"),
        ("Sổ văn bản đến", "register"),
        ("Các đơn vị", "units"),
    ),
    Role.LEADER: (("Các đơn vị", "units"), ("Chờ xem", "review"), ("Sổ văn bản đến", "register")),
    Role.UNIT_HEAD: (("Việc của đơn vị", "queue"), ("Việc của tôi", "my-work"), ("Đã xong", "completed")),
    Role.OFFICER: (("Việc của tôi", "my-work"), ("Việc của đơn vị", "queue")),
    Role.ADMIN: (
        ("Hệ thống", "system"),
        ("Huấn luyện", "learning"),
        ("Tài khoản", "accounts"),
        ("Lịch nghỉ", "calendar"),
        ("Nhật ký", "audit"),
    ),
}


def navigation(request: HttpRequest) -> dict[str, object]:
    staff = getattr(request, "user", None)  # an error page may come before people are known
    context: dict[str, object] = {"office_name": current_office().identity.name, "navigation": ()}
    if isinstance(staff, Staff):
        context["navigation"] = tuple(
            NavigationItem(title, url := reverse(name), request.path == url)
            for title, name in PAGES.get(staff.role, ())
        )
    return context
