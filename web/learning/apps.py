"""What people confirm and correct becomes examples; trainings; which model is in use."""

from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "web.learning"
    label = "learning"
    verbose_name = "Huấn luyện"
