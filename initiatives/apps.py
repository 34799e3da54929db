from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "initiatives"
    verbose_name = "Catalogue"

    def ready(self):
        from initiatives import publishing  # noqa: F401, PLC0415 registers its rules
        from initiatives.downloads import initiatives  # noqa: F401, PLC0415 says what can be taken away
        from initiatives.pages import citations  # noqa: F401, PLC0415 says what can be cited
        from initiatives.search import answer, others  # noqa: F401, PLC0415 have our records indexed
