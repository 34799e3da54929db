from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The ground floor. Its tables keep the label that they were made under."""

    name = "core"
    label = "portal"

    def ready(self):
        from core import checks  # noqa: F401, PLC0415 registers them
