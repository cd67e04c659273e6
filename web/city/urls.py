"""Addresses of the city's office: its own two pages, and those of every office."""

from django.urls import path

from web.city import views
from web.urls import handler400, handler403, handler404, handler500
from web.urls import urlpatterns as office_patterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("", views.home, name="home"),
    path("cac-phuong/", views.wards, name="wards"),
    path("cac-phuong/<slug:code>/", views.ward, name="ward"),
    *office_patterns,
]
