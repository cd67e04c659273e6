from django.apps import AppConfig


class InterchangeConfig(AppConfig):
    name = "web.interchange"
    label = "interchange"
    verbose_name = "Liên thông"
