from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "initiatives"
    verbose_name = "Catalogue"

    def ready(self):
        from initiatives import downloads, publishing  # noqa: F401, PLC0415 register theirs
        from initiatives.pages import (  # noqa: F401, PLC0415 say what can be cited, and its cards
            citations,
            shared_cards,
        )
        from initiatives.search import answer, others  # noqa: F401, PLC0415 have our records indexed
