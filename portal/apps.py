from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PortalConfig(AppConfig):
    """The roof: what knows all floors. The ground floor has its name, so it goes by another."""

    name = "portal"
    label = "roof"
    verbose_name = "Readers"

    def ready(self):
        from core.admin.undo_pages import register_later  # noqa: PLC0415 these need the models
        from core.search.worker import worker  # noqa: PLC0415
        from portal.accounts import log  # noqa: PLC0415
        from portal.desk.roles import keep_groups  # noqa: PLC0415
        from portal.imports.pages import undo_later  # noqa: PLC0415
        from portal.pages import shared_card  # noqa: F401, PLC0415 has the card of all pages
        from portal.pages.suggestions import READS, suggestions  # noqa: PLC0415

        register_later(undo_later)
        worker.register_suggestions(suggestions, READS)
        log.connect()
        post_migrate.connect(keep_groups, dispatch_uid="keep_groups")
