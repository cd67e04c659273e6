"""The register of incoming documents and the work around it."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "web.register"
    label = "register"
    verbose_name = "Sổ văn bản đến"
