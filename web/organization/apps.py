"""Units, staff and roles of the office."""

from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    name = "web.organization"
    label = "organization"
    verbose_name = "Tổ chức"
