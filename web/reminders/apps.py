"""Reminders: what is due is said in time, in the app and over the channels the office has."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "web.reminders"
    label = "reminders"
    verbose_name = "Nhắc việc"
