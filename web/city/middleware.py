"""The name in the address bar -> the ward that answers. Before everything else: sessions too belong to a ward."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django_tenants.middleware.main import TenantMainMiddleware
from django_tenants.utils import get_public_schema_name

from pipeline.config_city import CITY_OFFICE

NO_WARD = "Địa chỉ này không thuộc phường nào của hệ thống. Hãy hỏi quản trị thành phố địa chỉ đúng của phường mình."


class WardMiddleware(TenantMainMiddleware):  # type: ignore[misc]  # no stubs
    """Unknown names get no page of anybody."""

    def no_tenant_found(self, request: HttpRequest, hostname: str) -> HttpResponse:
        return HttpResponse(NO_WARD, status=404, content_type="text/plain; charset=utf-8")

    @staticmethod
    def setup_url_routing(request: Any, force_public: bool = False) -> None:  # noqa: FBT001, FBT002  as the base class
        if request.tenant.schema_name == CITY_OFFICE:
            request.urlconf = "web.city.urls"

    def process_request(self, request: Any) -> HttpResponse | None:
        answer: HttpResponse | None = super().process_request(request)
        if answer is None and request.tenant.schema_name == get_public_schema_name():
            return self.no_tenant_found(request, "")
        return answer
