"""Error pages in plain Vietnamese."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(
        request,
        403,
        "Không có quyền xem trang này",
        "Văn bản hoặc trang này thuộc đơn vị khác. Nếu cần xem, hãy hỏi văn thư.",
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(
        request,
        404,
        "Không có trang này",
        "Địa chỉ sai, hoặc hình của trang văn bản chưa có. Hãy quay lại trang trước.",
    )


def failed(request: HttpRequest) -> HttpResponse:
    sentence = "Máy gặp lỗi khi làm việc này. Chưa có gì bị mất. Hãy thử lại; nếu vẫn lỗi, báo quản trị kèm giờ xảy ra."
    return _page(request, 500, "Có lỗi xảy ra", sentence)


def _page(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    return render(request, "error.html", {"title": title, "sentence": sentence}, status=status)
