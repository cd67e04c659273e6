"""What stands in the page head of whoever is signed in."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from web.offices import current_office
from web.organization.models import Role, Staff
from web.register.guide import is_closed, steps_of
from web.register.permissions import can_search, sees_all_wards


@dataclass(frozen=True, slots=True)
class NavigationItem:
    title: str
    url: str
    is_current: bool


ALL_WARDS = ("Các phường", "wards")  # in a city, on the pages of the city's office
ABSENCES = ("Vắng mặt", "absences")  # leads on to «Phụ trách lĩnh vực»
PAGES: dict[str, tuple[tuple[str, str], ...]] = {
    Role.CLERK: (
        ("Hôm nay", "arrivals"),
        ("Chờ xem", "review"),
        ("Sổ văn bản đến", "register"),
        ("Các đơn vị", "units"),
        ("Thống kê", "statistics"),
        ABSENCES,
    ),
    Role.LEADER: (
        ("Chờ chỉ đạo", "directions"),
        ("Các đơn vị", "units"),
        ("Chờ xem", "review"),
        ("Sổ văn bản đến", "register"),
        ("Thống kê", "statistics"),
        ABSENCES,
    ),
    Role.UNIT_HEAD: (
        ("Việc của đơn vị", "queue"),
        ("Việc của tôi", "my-work"),
        ("Xin gia hạn", "extensions"),
        ("Đã xong", "completed"),
        ("Sổ theo dõi", "follow-up"),
        ("Thống kê", "statistics"),
        ABSENCES,
    ),
    Role.OFFICER: (("Việc của tôi", "my-work"), ("Việc của đơn vị", "queue"), ABSENCES),
    Role.ADMIN: (
        ("Hệ thống", "system"),
        ("Huấn luyện", "learning"),
        ("Tài khoản", "accounts"),
        ("Lịch nghỉ", "calendar"),
        ABSENCES,
        ("Thư nhắc việc", "outbox"),
        ("Nhật ký", "audit"),
    ),
}


HOME_PAGES = {
    Role.CLERK: "arrivals",
    Role.LEADER: "units",
    Role.UNIT_HEAD: "queue",
    Role.OFFICER: "my-work",
    Role.ADMIN: "system",
}


def navigation(request: HttpRequest) -> dict[str, object]:
    staff = getattr(request, "user", None)  # an error page may come before people are known
    context: dict[str, object] = {"office_name": current_office().identity.name, "navigation": ()}
    if isinstance(staff, Staff):
        context["can_search"] = can_search(staff)
        pages = PAGES.get(staff.role, ())
        if sees_all_wards(staff):
            pages = (ALL_WARDS, *pages)
        context["navigation"] = tuple(
            NavigationItem(title, url := reverse(name), request.path == url) for title, name in pages
        )
        if request.path == reverse(HOME_PAGES[Role(staff.role)]) and not is_closed(request, staff):
            context["guide"] = steps_of(staff)
    return context
