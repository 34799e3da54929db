from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self):
        from portal import checks  # noqa: F401, PLC0415 registers them
        from portal.roles import keep_groups  # noqa: PLC0415 needs the models

        post_migrate.connect(keep_groups, dispatch_uid="keep_groups")
