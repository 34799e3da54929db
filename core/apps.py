from django.apps import AppConfig
from django.core.signals import request_finished, request_started


class CoreConfig(AppConfig):
    """The ground floor. Its tables keep the label that they were made under."""

    name = "core"
    label = "portal"
    verbose_name = "Upkeep"

    def ready(self):
        from core import checks, http_cache  # noqa: F401, PLC0415 registers them
        from core.database import patience  # noqa: PLC0415 needs the settings

        request_started.connect(http_cache.begin)
        request_started.connect(patience.begin)
        request_finished.connect(patience.end)
