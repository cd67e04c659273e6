"""Who somebody is -> the few steps they begin with, each with the page where it is done."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from web.organization.models import Role, Staff

CLOSED = "bat-dau-{staff_id}"  # the cookie of who has read it; several people may share one computer
CLOSED_SECONDS = 400 * 24 * 3600  # what browsers keep at most


@dataclass(frozen=True, slots=True)
class GuideStep:
    """`page` is the name of an address; None for a step that is not done on a page."""

    title: str
    text: str
    page: str | None = None

    @property
    def url(self) -> str:
        return reverse(self.page) if self.page else ""


PASSWORD = GuideStep(
    "Đổi mật khẩu", "Mật khẩu đầu tiên do quản trị đặt. Hãy đặt mật khẩu của riêng mình.", "own-password"
)
STEPS: dict[str, tuple[GuideStep, ...]] = {
    Role.CLERK: (
        PASSWORD,
        GuideStep(
            "Gửi văn bản vào máy",
            "Thả tệp PDF vào trang «Hôm nay» hoặc vào thư mục nhận văn bản. Vài giây sau văn bản có số đến.",
            "arrivals",
        ),
        GuideStep(
            "Xem những văn bản máy chưa chắc",
            "Nhìn hình bên trái, sửa ô bên phải nếu cần, bấm Enter để chuyển. Máy chỉ đề xuất, người quyết định.",
            "review",
        ),
        GuideStep("Tra sổ", "Tìm theo số, cơ quan hay trích yếu, có dấu hay không dấu đều được.", "register"),
        GuideStep(
            "Gặp ô đỏ về tài liệu mật thì dừng tay",
            "Máy không lưu gì của tài liệu có dấu mật. Làm đúng từng bước ghi trong ô đỏ, báo ngay lãnh đạo.",
        ),
    ),
    Role.LEADER: (
        PASSWORD,
        GuideStep(
            "Xem cả phường", "Mỗi đơn vị còn bao nhiêu việc, bao nhiêu việc quá hạn; bấm tên đơn vị để xem.", "units"
        ),
        GuideStep("Xem văn bản máy chưa chắc", "Chọn đơn vị chủ trì thay văn thư khi cần.", "review"),
        GuideStep("Tra sổ", "Tìm mọi văn bản đến theo số, cơ quan hay trích yếu.", "register"),
    ),
    Role.UNIT_HEAD: (
        PASSWORD,
        GuideStep(
            "Xem việc của đơn vị",
            "Việc xếp theo hạn, quá hạn đứng trên. Chữ «máy đề xuất» nghĩa là chưa có người xác nhận.",
            "queue",
        ),
        GuideStep(
            "Nhận, giao hoặc trả lại",
            "Mở văn bản: đúng việc thì nhận và giao cho chuyên viên; không phải việc của mình thì trả lại kèm lý do.",
        ),
        GuideStep(
            "Ghi kết quả",
            "Xong việc thì ghi số văn bản trả lời hoặc ghi chú; việc đã xong vẫn xem lại được.",
            "completed",
        ),
    ),
    Role.OFFICER: (
        PASSWORD,
        GuideStep(
            "Xem việc được giao", "Việc gần hạn đứng trên. Bấm vào văn bản để đọc và xem câu nêu hạn.", "my-work"
        ),
        GuideStep("Bắt đầu rồi hoàn thành", "Bấm «Bắt đầu xử lý» khi làm, «Hoàn thành» khi xong và ghi kết quả."),
        GuideStep("Biết đơn vị đang có gì", "Xem mọi việc của đơn vị mình.", "queue"),
    ),
    Role.ADMIN: (
        PASSWORD,
        GuideStep("Thêm tài khoản", "Mỗi người một tài khoản, đúng vai trò và đơn vị.", "accounts"),
        GuideStep(
            "Nhập lịch nghỉ năm sau", "Máy tính hạn theo ngày làm việc; có thông báo nghỉ lễ thì nhập ngay.", "calendar"
        ),
        GuideStep("Xem hệ thống", "Bộ phận nào dừng, ổ đĩa còn bao nhiêu, bộ nhận dạng chữ đã cài chưa.", "system"),
        GuideStep("Huấn luyện", "Khi văn thư đã sửa nhiều đề xuất thì huấn luyện bản mới.", "learning"),
    ),
}


def steps_of(staff: Staff) -> tuple[GuideStep, ...]:
    return STEPS[staff.role]


def is_closed(request: HttpRequest, staff: Staff) -> bool:
    return CLOSED.format(staff_id=staff.pk) in request.COOKIES
