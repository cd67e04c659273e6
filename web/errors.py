"""Error pages in plain Vietnamese."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from web.offices import current_office


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _bare_page(
        400,
        "Máy chủ không nhận yêu cầu này",
        "Địa chỉ trên trình duyệt chưa được khai báo, hoặc dữ liệu gửi lên không đúng. Hãy mở lại bằng địa chỉ mà"
        " quản trị đã cho.",
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(
        request,
        403,
        "Không có quyền xem trang này",
        "Văn bản hoặc trang này thuộc đơn vị khác. Nếu cần xem, hãy hỏi văn thư.",
    )


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_page(
        request,
        403,
        "Chưa ghi được: trang đã cũ",
        "Trang này mở từ lâu, hoặc từ lần đăng nhập trước, nên việc vừa bấm chưa được ghi. Hãy mở lại trang rồi làm"
        " lại. Trình duyệt phải cho phép cookie của trang này.",
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(
        request,
        404,
        "Không có trang này",
        "Địa chỉ sai, hoặc hình của trang văn bản chưa có. Hãy quay lại trang trước.",
    )


def failed(request: HttpRequest) -> HttpResponse:
    sentence = "Máy gặp lỗi khi làm việc này. Chưa có gì bị mất. Hãy thử lại; nếu vẫn lỗi, báo quản trị kèm giờ xảy ra."
    return _bare_page(500, "Có lỗi xảy ra", sentence)


def error_page(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    return render(request, "error.html", {"title": title, "sentence": sentence}, status=status)


def _bare_page(status: int, title: str, sentence: str) -> HttpResponse:
    """Without session and database, which may be what failed."""
    context = {"title": title, "sentence": sentence, "office_name": current_office().identity.name}
    return HttpResponse(render_to_string("error.html", context), status=status)
