"""A response -> the same with what a browser must not do with it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

FEATURES = ("camera", "microphone", "geolocation", "payment", "usb", "display-capture")
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in FEATURES)


class HeadersMiddleware:
    """No browser features, no use by other sites; pages are not kept, so «back» after signing out shows nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if hasattr(request, "session"):  # static files have been answered before sessions
            response.headers.setdefault("Cache-Control", "no-store")
        return response
