from django.apps import AppConfig


class CityApp(AppConfig):
    name = "web.city"
    label = "city"
